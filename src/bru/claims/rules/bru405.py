"""Missing time is marked as inferred.

Why: The mark says that the year of time_period was worked out; without a period it says nothing.

Fix: Fill in time_period, or set time_inferred to false.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The claims and figures with the mark and without a period."""
    for table in ("claims", "figures"):
        if package.has(**{table: "time_period time_inferred"}):
            yield Columns(table, ("time_period", "time_inferred"), only=f"{BETWEEN}true")


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """These rows."""
    for row, (_, inferred) in rows:
        message = "the time is marked as inferred, but there is none"
        hint = "fill in time_period, or write false"
        yield Finding(q.resource, message, hint, [row], "time_inferred", inferred)
