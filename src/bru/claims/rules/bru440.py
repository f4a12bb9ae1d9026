"""Dated statement without a time period.

Why: Who goes by time_period misses the claim, although its document gives the year.

Fix: Fill in time_period.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
KINDS = ("event", "statistic")
CLAIMS = Columns(
    "claims",
    ("kind", "time_period", "statement"),
    suspicion=rf"\A(?:{'|'.join(KINDS)}){BETWEEN}{BETWEEN}[\s\S]*(?:19|20)[0-9][0-9]",
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
YEAR = re.compile(rf"\b(?:in|of|since|until|by|{MONTHS}) (?:19|20)[0-9]{{2}}\b(?! [a-z]+s\b)")


def questions(package: Package) -> Iterator[Question]:
    """The events and statistics with a year in the statement and no time."""
    if package.has(claims=" ".join(CLAIMS.fields)):
        yield CLAIMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """These claims."""
    for row, (kind, time, statement) in rows:
        if kind not in KINDS or time or not YEAR.search(statement):
            continue
        message = "the statement has a year, but the claim has no time"
        yield Finding("claims", message, "fill in time_period", [row], "time_period")
