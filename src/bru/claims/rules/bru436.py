"""Unusual unit multiplier.

Why: Texts state thousands, millions, billions and trillions of money or things; percent and years
are stated as they are. Another power is a slip that makes the number ten times too large or small.

Fix: Write 0, 3, 6, 9 or 12 in unit_mult, as the passage has it, and 0 for percent and durations.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.units import DURATION, PERCENT
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
PLAIN = (PERCENT, DURATION)  # kinds of units that are stated as they are
KINDS = Columns("units", ("unit_id", "kind"))
POWERS = ("0", "3", "6", "9", "12")
MOST = 15  # what is more is no power of ten at all by the schema


def questions(package: Package) -> Iterator[Question]:
    """The figures, where there are units."""
    if package.has(figures="unit_mult unit_measure", units=" ".join(KINDS.fields)):
        yield Columns("figures", ("unit_mult", "unit_measure"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Powers that no word has, and any but 0 where a unit is never multiplied."""
    plain = {unit for _, (unit, kind) in ask(KINDS) if kind in PLAIN}
    for row, (power, unit) in rows:
        whole = power.isdecimal() and len(power) < 3 and int(power) <= MOST  # others: BRU107, 111
        if unit and whole and power not in (POWERS[:1] if unit in plain else POWERS):
            message = f"{unit} is not stated in units of 10^{power}"
            hint = "write 0" if unit in plain else f"write one of {', '.join(POWERS)}"
            yield Finding("figures", message, hint, [row], "unit_mult", power)
