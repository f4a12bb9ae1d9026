"""Two claims are linked that have nothing telling in common: no actor, no project, no word.

Why: A link says that two claims are about the same matter; a wrong ID links what is not.

Fix: Correct the ID; else tie both claims to what they are about, or say in the note with a word of
each what they have to do with each other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import WARNING, Finding
from bru.question import Columns, Question, Row

LEVEL = WARNING
LINKS = Columns("claim_links", ("claim_id", "other_claim_id", "note"))
CLAIMS = Columns("claims", ("claim_id", "source_id", "statement"))
ACTORS = Columns("claim_actors", ("claim_id", "actor_id"))
PROJECTS = Columns("claim_projects", ("claim_id", "project_id"))
STEM = re.compile(r"\b[^\W\d_]{4}")
FEW = 0.2  # of the claims have what is telling


def questions(package: Package) -> Iterator[Question]:
    """The links, where it is known what claims are about."""
    asked = (LINKS, CLAIMS, ACTORS, PROJECTS)
    if package.has(**{q.resource: " ".join(q.fields) for q in asked}):
        yield LINKS


def stems(text: str) -> set[str]:
    """The beginnings of the words of a text, the shortest words left out."""
    return {*STEM.findall(text.lower())}


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Links of claims that share only what many claims have; of two documents, an actor may do."""
    about, actors = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    source = {cells[0]: cells[1] for _, cells in ask(CLAIMS)}
    for _, (claim, _, statement) in ask(CLAIMS) if rows else ():
        about[claim] |= stems(statement)
    for kind in (ACTORS, PROJECTS) if rows else ():
        for _, (claim, other) in ask(kind):
            about[claim].add(f"{kind.resource} {other}")
            if kind is ACTORS:
                actors[claim].add(other)
    many = Counter(thing for things in about.values() for thing in things)
    common = {thing for thing, count in many.items() if count > max(2, FEW * len(about))}
    for row, (claim, other, note) in rows:
        one, two, said = about[claim] - common, about[other] - common, stems(note)
        linked = bool(one & two) or bool(one & said and two & said)
        two_documents = source.get(claim) != source.get(other)
        linked |= two_documents and bool(actors[claim] & actors[other] and (one | two) & said)
        if one and two and claim != other and not linked:
            message = f"{claim} and {other} have nothing in common that few claims have"
            hint = "correct the ID, or say in the note what they have to do with each other"
            yield Finding("claim_links", message, hint, [row], "other_claim_id", other)
