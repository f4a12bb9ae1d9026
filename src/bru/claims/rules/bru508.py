"""Two claims are linked by relations that exclude each other.

Why: A claim cannot both bear out and contradict another.

Fix: Delete the relation that is wrong.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The links."""
    if package.has(claim_links="claim_id relation other_claim_id"):
        yield Columns("claim_links", ("claim_id", "relation", "other_claim_id"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Pairs that are linked as contradicting and as agreeing."""
    contradicted = {frozenset((a, b)) for _, (a, relation, b) in rows if relation == "contradicts"}
    for row, (claim, relation, other) in rows:
        if relation in ("corroborates", "repeats") and frozenset((claim, other)) in contradicted:
            message = f"{claim} and {other} are also linked as contradicting each other"
            hint = "delete the relation that is wrong"
            yield Finding("claim_links", message, hint, [row], "relation", relation)
