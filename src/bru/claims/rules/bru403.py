"""The unit of a figure does not fit its measure.

Why: A turnover in percent or a growth in dollars is a slip, and sums over the measure go wrong.

Fix: Correct the unit or the measure.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from bru.claims.prose.units import kind, units
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, shown
from bru.model.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The figures and the measures they name."""
    if package.has(figures="measure unit_measure", measures="measure_id unit_kind"):
        yield Columns("figures", ("measure", "unit_measure"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Figures whose unit is of another kind than their measure's."""
    kinds = dict(row.cells for row in ask(Columns("measures", ("measure_id", "unit_kind"))))
    for row, (measure, unit) in rows:
        own = kind(unit)
        expected = kinds.get(measure) or own
        if unit and not own:
            message = f"{shown(unit)} is no unit; expected a currency, percent, count, day, tonne …"
            near = get_close_matches(unit, units(), 1)
            hint = f"write {near[0]}" if near else "write the unit as the list of units has it"
        elif unit and own != expected:
            message = f"{unit} is not a unit of kind {expected}, which {measure} needs"
            hint = "correct unit_measure or measure"
        else:
            continue
        yield Finding("figures", message, hint, [row], "unit_measure", unit)
