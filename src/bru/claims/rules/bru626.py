"""Actor or project is not in the document.

Why: What a document says nothing of, a claim of it is not about: the ID is probably a slip.

Fix: Correct the ID, or add the name that the document uses to actor_names.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.mention import (
    CYRILLIC,
    beginnings,
    is_cyrillic,
    is_described,
    is_like,
    keywords,
    subject,
)
from bru.claims.prose.countries import countries
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = WARNING
TIES = Columns("claim_actors", ("claim_id", "actor_id"))
NAMES = Columns("actors", ("actor_id", "name", "kind"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "name"))
PLACES = ("country", "region")
PROJECTS = Columns("claim_projects", ("claim_id", "project_id"))
PROJECT_NAMES = Columns("projects", ("project_id", "name"))
KINDS = Columns("projects", ("project_id", "kind"))
SAID = Columns("claims", ("claim_id", "statement", "note"))
MORE = {q.resource: " ".join(q.fields) for q in (PROJECTS, PROJECT_NAMES, SAID)}
questions = asked(TIES, NAMES, OTHER_NAMES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The ties to actors whom the document of the claim does not name by any word."""
    sources = {row.cells[0]: row.cells[1] for row in ask(evidence.CLAIMS)}
    names = {actor: [name] for _, (actor, name, _) in ask(NAMES)}
    for _, (actor, name) in ask(OTHER_NAMES):
        names.setdefault(actor, []).append(name)
    rows = {actor: (("actors", row),) for row, (actor, *_) in ask(NAMES)}
    places = {actor for _, (actor, _, kind) in ask(NAMES) if kind in PLACES}
    texts = {copy.source_id: copy.text for copy in copies}
    ties = ask(TIES)
    absent = {
        (source, actor): not (
            any(is_named(name, texts[source], actor in places) for name in names[actor])
            or any(is_heard(name, texts[source]) for name in proper(names[actor]))
        )
        for source, actor in {(sources.get(claim), actor) for _, (claim, actor) in ties}
        if source in texts and actor in names
    }
    for row, (claim, actor) in ties:
        if absent.get((sources.get(claim, ""), actor)):
            message = f"the document of {claim} does not name {names[actor][0]}"
            hint = "correct the ID, or add the document's spelling to actor_names"
            reads = rows.get(actor, ())
            yield Finding("claim_actors", message, hint, [row], "actor_id", actor, reads=reads)
    if package.has(**MORE):
        has = package.has(projects="kind")
        kinds = dict(row.cells for row in ask(KINDS)) if has else {}
        yield from strange(texts, sources, kinds, ask)


def strange(
    texts: Mapping[str, str], sources: Mapping[str, str], kinds: Mapping[str, str], ask: Any
) -> Iterator[Finding]:
    """The ties to projects of which neither document nor claim has a word.

    Countries do not count, nor the kind: of an agreement with Namibia nobody need say so.
    """
    names = dict(row.cells for row in ask(PROJECT_NAMES))
    claims = {claim: " ".join(said) for _, (claim, *said) in ask(SAID)}
    for row, (claim, project) in ask(PROJECTS):
        text, wanted = texts.get(sources.get(claim, "")), subject(names.get(project, ""))
        wanted -= keywords(kinds.get(project, "").replace("_", " "))
        if text is None or not wanted or wanted & beginnings(text):
            continue
        if is_cyrillic(text) and not CYRILLIC.search(names[project]):
            continue  # another language
        if not wanted & beginnings(claims.get(claim, "")):
            message = f"the document of {claim} does not mention {names[project]}"
            hint = "correct the ID, or name the project as the document does"
            yield Finding("claim_projects", message, hint, [row], "project_id", project)


def proper(names: Sequence[str]) -> Sequence[str]:
    """The names that are no descriptions, or all if there are none: "the bank" may be any."""
    return [name for name in names if not name[:1].islower()] or names


def is_heard(name: str, text: str) -> bool:
    """Whether a text in Cyrillic has a word of a name as it sounds; a description is translated."""
    if not is_cyrillic(text):
        return False
    return is_described(name, text) or any(is_like(w, text) for w in name.split() if w[0].isupper())


def is_named(name: str, text: str, is_place: bool) -> bool:
    """Whether a text has a word of a name, or names the country of a place in another form.

    A name without words is looked for as it is: A-200.
    """
    words = keywords(name)
    if words & beginnings(text) or (not words and name in text):
        return True
    codes = {mention.code for mention in countries(name)} if is_place else set()
    return bool(codes and codes & {mention.code for mention in countries(text)})
