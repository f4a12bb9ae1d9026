"""Check has an empty side.

Why: There is nothing to compare.

Fix: Add the missing rows to check_terms, or delete the check.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The checks and their terms."""
    if package.has(checks="check_id", check_terms="check_id side"):
        yield Columns("checks", ("check_id",))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Checks that lack a side."""
    sides = {row.cells for row in ask(Columns("check_terms", ("check_id", "side")))}
    for row, (check,) in rows:
        for side in ("left", "right"):
            if check and (check, side) not in sides:
                hint = f"add a row with side {side} to data/check_terms.csv"
                yield Finding(
                    "checks", f"the {side} side has no term", hint, [row], "check_id", check
                )
