"""A claim is tied to an actor that neither its statement nor its note names.

Why: A statement is understood without the document: whoever follows the tie should see what the
claim has to do with the actor. If it does not name the actor, the ID may be a slip.

Fix: Correct the ID, name the actor in the statement, or say in the note who is meant.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.mention import beginnings, keywords
from bru.claims.rules.outliers import outliers
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
TIES = Columns("claim_actors", ("claim_id", "actor_id"))
TEXTS = Columns("claims", ("claim_id", "statement", "note"))
NAMES = Columns("actors", ("actor_id", "name"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "name"))
NEEDED = {q.resource: " ".join(q.fields) for q in (TIES, TEXTS, NAMES)}


def questions(package: Package) -> Iterator[Question]:
    """What ties claims to actors."""
    if package.has(**NEEDED):
        yield TIES


@outliers
def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The ties to actors of whom no name, in any form of its words, is in the claim's texts."""
    others = package.has(actor_names="actor_id name")
    names: dict[str, list[str]] = {}
    for question in (NAMES, OTHER_NAMES) if others else (NAMES,):
        for _, (actor, name) in ask(question):
            names.setdefault(actor, []).append(name)
    places = {row.cells[0]: row.row for row in ask(NAMES)}
    texts = {claim: said for _, (claim, *said) in ask(TEXTS)}  # words of all would fill the memory
    for row, (claim, actor) in rows:
        known = names.get(actor)
        words = frozenset().union(*map(beginnings, texts.get(claim, ())))
        if known and claim in texts and not any(keywords(n) <= words for n in known):
            message = f"neither statement nor note of {claim} names {known[0]}"
            hint = "correct the ID, or say in the note who is meant"
            named = [("actors", places[actor])] if actor in places else []
            yield Finding("claim_actors", message, hint, [row], "actor_id", actor, reads=named)
