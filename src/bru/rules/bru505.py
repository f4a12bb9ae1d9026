"""A check uses no figure.

Why: It compares counts with counts, so no document's number is checked.

Fix: Name a figure in check_terms, or delete the check.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR
TERMS = Columns("check_terms", ("check_id", "figure_id"))


def questions(package: Package) -> Iterator[Question]:
    """The checks, where there are terms."""
    if package.has(checks="check_id", check_terms=" ".join(TERMS.fields)):
        yield Columns("checks", ("check_id",))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Checks with terms of which none is a figure; those without terms are for BRU503."""
    terms = [row.cells for row in ask(TERMS)]
    listed = {check for check, _ in terms}
    good = {check for check, figure in terms if figure}
    for row, (check,) in rows:
        if check in listed - good:
            hint = "name a figure in check_terms, or delete the check"
            message = "no term of the check is a figure"
            yield Finding("checks", message, hint, [row], "check_id", check)
