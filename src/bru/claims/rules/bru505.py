"""A check uses no figure and no date.

Why: It compares counts with counts, so no document's number is checked.

Fix: Name a figure or a date in check_terms, or delete the check.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The checks, where there are terms."""
    if package.has(checks="check_id", check_terms="check_id figure_id"):
        yield Columns("checks", ("check_id",))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Checks with terms of which none is a figure; those without terms are for BRU503."""
    more = ("date_of",) if package.has(check_terms="date_of") else ()
    terms = [row.cells for row in ask(Columns("check_terms", ("check_id", "figure_id", *more)))]
    bad = {check for check, *_ in terms} - {check for check, *named in terms if any(named)}
    for row, (check,) in rows if bad else ():
        if check in bad:
            hint = "name a figure or a date in check_terms, or delete the check"
            message = "no term of the check is a figure or a date"
            yield Finding("checks", message, hint, [row], "check_id", check)
