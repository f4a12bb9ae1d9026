"""Claim is about no actor and no project.

Why: Nobody finds it who looks for what is said about somebody. A claim that names nobody, such as
that of a price on the world market, has no tie.

Fix: Add a row to claim_actors or claim_projects.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import coverage
from bru.claims.documents.mention import beginnings, keywords, proper, subject
from bru.claims.prose.countries import Mention, countries
from bru.claims.prose.reader import read
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL, RESTS = ERROR, ALL
CLAIMS = Columns("claims", ("claim_id", "statement", "asserted_by"))
PROJECTS = Columns("projects", ("project_id", "name"))


def questions(package: Package) -> Iterator[Question]:
    """The claims and what ties them."""
    if package.has(claims="claim_id", claim_actors="claim_id", claim_projects="claim_id"):
        key = ("claim_id",)
        yield Dangling("claims", key, "claim_actors", key, (("claim_projects", key),))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Claims that no row ties to an entity, although their statements name one."""
    said: dict[str, tuple[str, str]] = {}
    if hits and package.has(claims=" ".join(CLAIMS.fields)):
        asked = CLAIMS._replace(among=frozenset(hit.value[0] for hit in hits))
        said = {claim: (text, speaker) for _, (claim, text, speaker) in ask(asked)}
    names = coverage.known_names(package, ask) if said else ()
    has_projects = said and package.has(projects=" ".join(PROJECTS.fields))
    projects = [subject(row.cells[1]) for row in ask(PROJECTS)] if has_projects else []
    for hit in hits:
        if hit.value[0] in said and not is_about(*said[hit.value[0]], names, projects):
            continue
        message = "no actor and no project is tied to the claim"
        hint = "add a row to data/claim_actors.csv or data/claim_projects.csv"
        yield Finding("claims", message, hint, hit.rows, "claim_id", hit.value[0])


def is_about(
    text: str,
    speaker: str,
    names: tuple[tuple[str, str], ...],
    projects: Sequence[frozenset[str]],
) -> bool:
    """Whether a statement names somebody but its speaker, a country, or a project."""
    own = [keywords(name) for actor, name in names if actor == speaker]
    if any(place.of != speaker for place in coverage.named(text, names)):
        return True
    if any(not any(keywords(word[0]) <= known for known in own) for word in proper(text)):
        return True
    if any(not in_number(text, country) for country in countries(text)):
        return True
    said = beginnings(text)
    return any(project and len(project & said) * 2 >= len(project) for project in projects)


def in_number(text: str, country: Mention) -> bool:
    """Whether a country is named by its money only: US dollars."""
    return any(q.start <= country.start < q.end for q in read(text).quantities)
