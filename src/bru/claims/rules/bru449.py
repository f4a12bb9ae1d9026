"""Figure and claim differ in time_inferred.

Why: The text states the year or it does not: who uses the number has to know which.

Fix: Correct time_inferred of one of the two.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL = ERROR
TIMES = ("claim_id", "time_period", "time_inferred")
CLAIMS = Columns("claims", TIMES)
OTHER = Dangling("figures", TIMES[:2], "claims", TIMES[:2])


def questions(package: Package) -> Iterator[Question]:
    """The figures with another time than their claims, and those with another time or mark."""
    if package.has(claims=" ".join(TIMES), figures=" ".join(TIMES)):
        yield OTHER
        yield Dangling("figures", TIMES, "claims", TIMES)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The figures with the time of their claim and another mark."""
    if q == OTHER:
        return
    other = {hit.value for hit in ask(OTHER)}
    marked = [hit for hit in hits if hit.value[:2] not in other]
    named = frozenset(hit.value[0] for hit in marked)
    found = ask(CLAIMS._replace(among=named)) if named else ()
    times = {row.cells[0]: (row.row, *row.cells[1:]) for row in found}
    for (claim, period, inferred), rows in marked:
        place, own, mark = times.get(claim, (-1, "", ""))
        if own == period and mark and inferred != mark:
            message = f"time_inferred is {inferred}, but {mark} for the same time of {claim}"
            hint = "correct one of the two"
            own_claim = [("claims", place)]
            yield Finding(
                "figures", message, hint, rows, "time_inferred", inferred, reads=own_claim
            )
