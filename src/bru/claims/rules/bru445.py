"""Status and status_as_of do not match.

Why: A status is as old as the document that tells it; without its date it reads as of today.

Fix: Write the publication date of the document that last tells the status into status_as_of; leave
it empty where the status is unknown.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The statuses and their dates."""
    if package.has(projects="status status_as_of"):
        unknown = rf"(?:unknown)?{BETWEEN}"
        odd = rf"\A{unknown}|{BETWEEN}\Z"
        yield Columns("projects", ("status", "status_as_of"), unless=unknown, suspicion=odd)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Statuses without a date, and dates of no status."""
    for row, (status, since) in rows:
        known = status not in ("", "unknown")
        if known and not since:
            message = f"the status is {status}, but status_as_of is empty"
            hint = "write the date of the document that tells it"
            yield Finding("projects", message, hint, [row], "status_as_of")
        elif since and not known:
            message = "an unknown status cannot have a date"
            yield Finding("projects", message, "leave it empty", [row], "status_as_of", since)
