"""An inferred time is not explained.

Why: A year that the text does not state was worked out from something: without a note nobody can
judge it.

Fix: Say in the note what the year was worked out from.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR
TIMES = Columns("claims", ("time_period", "time_inferred", "note"))


def questions(package: Package) -> Iterator[Question]:
    """The times of the claims and their notes."""
    if package.has(claims=" ".join(TIMES.fields)):
        yield TIMES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims whose time is inferred and whose note is empty."""
    for row, (period, inferred, note) in rows:
        if period and inferred == "true" and not note.strip():  # without period: BRU405
            message = f"the time {period} is inferred, but no note says from what"
            hint = "say in the note what the year was worked out from"
            yield Finding("claims", message, hint, [row], "note")
