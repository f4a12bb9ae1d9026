"""Unit does not fit the measure.

Why: A turnover in percent or a growth in dollars is a slip, and sums over the measure go wrong.

Fix: Correct the unit or the measure.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
KINDS = Columns("units", ("unit_id", "kind"))


def questions(package: Package) -> Iterator[Question]:
    """The figures, the measures they name and the kinds of their units."""
    tables = {"figures": "measure unit_measure", "measures": "measure_id unit_kind"}
    if package.has(**tables, units=" ".join(KINDS.fields)):
        yield Columns("figures", ("measure", "unit_measure"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Figures whose unit is of another kind than their measure's."""
    wanted = dict(row.cells for row in ask(Columns("measures", ("measure_id", "unit_kind"))))
    kinds = dict(row.cells for row in ask(KINDS))
    for row, (measure, unit) in rows:
        expected = wanted.get(measure)
        if expected and unit in kinds and kinds[unit] != expected:
            message = f"{unit} is not a unit of kind {expected}, which {measure} needs"
            hint = "correct unit_measure or measure"
            yield Finding("figures", message, hint, [row], "unit_measure", unit)
