"""The figures of a check have different units.

Why: Different currencies never add, and a count is no percentage.

Fix: Compare figures of one unit; amounts are never converted.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR
TERMS = Columns("check_terms", ("check_id", "figure_id", "count_parts_of"))


def questions(package: Package) -> Iterator[Question]:
    """The terms of the checks and the units of their figures."""
    if package.has(check_terms=" ".join(TERMS.fields), figures="figure_id unit_measure"):
        yield TERMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Terms whose unit is not that of the check's first term."""
    units = dict(row.cells for row in ask(Columns("figures", ("figure_id", "unit_measure"))))
    first: dict[str, str] = {}
    for row, (check, figure, project) in rows:
        if figure and project:
            continue  # BRU502
        unit = "count" if project else units.get(figure, "")
        if check and unit and first.setdefault(check, unit) != unit:
            message = f"{unit} cannot be compared with {first[check]}"
            hint = "compare figures of one unit"
            at, value = ("count_parts_of", project) if project else ("figure_id", figure)
            yield Finding("check_terms", message, hint, [row], at, value)
