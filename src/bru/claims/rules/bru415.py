"""An inferred time is not explained.

Why: A year that the text does not state was worked out from something: without a note nobody can
judge it.

Fix: Say in the note what the year was worked out from.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
INFERRED = f"[^{BETWEEN}]+{BETWEEN}true{BETWEEN}[^0-9A-Za-z]*"  # and no plain word in the note
TIMES = Columns("claims", ("time_period", "time_inferred", "note"), only=INFERRED)


def questions(package: Package) -> Iterator[Question]:
    """The inferred times of the claims and their notes, if they may be empty."""
    if package.has(claims=" ".join(TIMES.fields)):
        yield TIMES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims whose time is inferred and whose note is empty."""
    for row, (period, _, note) in rows:
        if not note.strip():
            message = f"the time {period} is inferred, but no note says from what"
            hint = "say in the note what the year was worked out from"
            yield Finding("claims", message, hint, [row], "note")
