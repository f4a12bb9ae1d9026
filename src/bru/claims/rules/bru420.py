"""A position is borne out by a claim that is neither about its holder nor by its holder.

Why: Whoever looks up who says that somebody holds the office finds a claim about others.

Fix: Correct actor_id or claim_id, or tie the claim to the holder in claim_actors.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
TIES = Columns("claim_actors", ("claim_id", "actor_id"))
SPEAKERS = Columns("claims", ("claim_id", "asserted_by"))
POSITIONS = Columns("positions", ("claim_id", "actor_id"))
NEEDED = {q.resource: " ".join(q.fields) for q in (TIES, SPEAKERS, POSITIONS)}


def questions(package: Package) -> Iterator[Question]:
    """The positions, where claims are tied to actors."""
    if package.has(**NEEDED):
        yield POSITIONS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The positions whose claim has nothing to do with their holder."""
    tied = {row.cells for ties in (TIES, SPEAKERS) for row in ask(ties)}
    for row, (claim, actor) in rows:
        if claim and actor and (claim, actor) not in tied:
            message = f"the claim {claim} is neither about {actor} nor by {actor}"
            hint = "correct actor_id or claim_id, or tie the claim to the holder"
            yield Finding("positions", message, hint, [row], "actor_id", actor)
