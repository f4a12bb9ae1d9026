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
INDIAN = ("BDT", "INR", "LKR", "NPR", "PKR")  # they are stated in lakhs and crores, too
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
        known = POWERS[:1] if unit in plain else POWERS
        if unit and whole and power not in (*known, *(("5", "7") if unit in INDIAN else ())):
            message = f"{unit} is not stated in units of 10^{power}"
            hint = f"write one of {', '.join(known)}" if known[1:] else "write 0"
            yield Finding("figures", message, hint, [row], "unit_mult", power)
