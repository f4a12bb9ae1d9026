"""Claim is about no actor and no project.

Why: Nobody finds it who looks for what is said about somebody. A claim that names no known actor,
such as that of a price on the world market, needs no tie; the speaker and the body he speaks for
are known from asserted_by.

Fix: Add a row to claim_actors or claim_projects.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import naming
from bru.claims.prose.reader import read
from bru.claims.rules.beside import Bodies
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL, RESTS = ERROR, ALL
CLAIMS = Columns("claims", ("claim_id", "statement", "asserted_by"))


def questions(package: Package) -> Iterator[Question]:
    """The claims and what ties them."""
    if package.has(claims="claim_id", claim_actors="claim_id", claim_projects="claim_id"):
        key = ("claim_id",)
        yield Dangling("claims", key, "claim_actors", key, (("claim_projects", key),))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Claims that no row ties to an entity, although their statements name an actor."""
    said: dict[str, tuple[str, str]] = {}
    if hits and package.has(claims=" ".join(CLAIMS.fields), actors="actor_id name"):
        asked = CLAIMS._replace(among=frozenset(hit.value[0] for hit in hits))
        said = {claim: (text, speaker) for _, (claim, text, speaker) in ask(asked)}
    names = naming.known_names(package, ask) if said else ()
    names = tuple(known for known in names if not known[1].removeprefix("The ").islower())
    bodies = Bodies(package, ask)
    for hit in hits:
        text, speaker = said.get(hit.value[0], ("", ""))
        others = actors(text, names) - {speaker, *bodies.of(speaker)}
        if said and not others:
            continue
        message = "no actor and no project is tied to the claim"
        hint = "add a row to data/claim_actors.csv or data/claim_projects.csv"
        yield Finding("claims", message, hint, hit.rows, "claim_id", hit.value[0])


def actors(text: str, names: Sequence[tuple[str, str]]) -> set[str]:
    """Whom a statement names, but for the countries of currencies: 8.6 billion US dollars."""
    amounts = read(text).quantities
    places = naming.named(text, names)
    return {p.of for p in places if not any(q.start <= p.start < q.end for q in amounts)}
