"""stated_at without a speaker.

Why: stated_at is when the speaker said it: without a speaker it belongs to nobody.

Fix: Fill in asserted_by, or move the date to time_period.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The claims that nobody made, and when they were made."""
    if package.has(claims="asserted_by stated_at"):
        yield Columns("claims", ("asserted_by", "stated_at"), only=rf"{BETWEEN}[\s\S]+")


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Dates of utterances without a speaker."""
    for row, (_, day) in rows:
        message = "stated_at is filled in, but the claim has no speaker"
        hint = "fill in asserted_by, or write the date into time_period"
        yield Finding("claims", message, hint, [row], "stated_at", day)
