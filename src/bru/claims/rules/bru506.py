"""A claim is linked to itself.

Why: A claim cannot repeat, answer or contradict itself.

Fix: Correct one of the two IDs.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The links."""
    if package.has(claim_links="claim_id other_claim_id"):
        yield Columns("claim_links", ("claim_id", "other_claim_id"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Links whose two ends are one claim."""
    for row, (claim, other) in rows:
        if claim and claim == other:
            hint = "correct one of the two IDs"
            yield Finding("claim_links", "the claim is linked to itself", hint, [row],
                          "other_claim_id", other)  # fmt: skip
