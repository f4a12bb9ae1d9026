"""Figure and claim differ in time_inferred.

Why: The text states the year or it does not: who uses the number has to know which.

Fix: Correct time_inferred of one of the two.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
CLAIMS = Columns("claims", ("claim_id", "time_period", "time_inferred"))
FIGURES = Columns("figures", ("claim_id", "time_period", "time_inferred"))


def questions(package: Package) -> Iterator[Question]:
    """The times of the figures and of their claims."""
    if package.has(**{q.resource: " ".join(q.fields) for q in (CLAIMS, FIGURES)}):
        yield FIGURES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The figures with the time of their claim and another mark."""
    times = {row.cells[0]: (row.row, *row.cells[1:]) for row in ask(CLAIMS)}
    for row, (claim, period, inferred) in rows:
        place, own, marked = times.get(claim, (-1, "", ""))
        if period and own == period and inferred and marked and inferred != marked:
            message = f"time_inferred is {inferred}, but {marked} for the same time of {claim}"
            hint = "correct one of the two"
            own_claim = [("claims", place)]
            yield Finding(
                "figures", message, hint, [row], "time_inferred", inferred, reads=own_claim
            )
