"""Unusual unit multiplier.

Why: Texts state thousands, millions, billions and trillions of money or things; percent and years
are stated as they are. Another power is a slip that makes the number ten times too large or small.

Fix: Write 0, 3, 6, 9 or 12 in unit_mult, as the passage has it, and 0 for percent and durations.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bru.claims.prose.reader import read
from bru.claims.prose.units import DURATION, PERCENT
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
PLAIN = (PERCENT, DURATION)  # kinds of units that are stated as they are
KINDS = Columns("units", ("unit_id", "kind"))
POWERS = ("0", "3", "6", "9", "12")
INDIAN = ("BDT", "INR", "LKR", "NPR", "PKR")  # they are stated in lakhs and crores, too
LAKHS = ("5", "7")
CLAIM = Columns("figures", ("claim_id",))
SAID = Columns("claims", ("claim_id", "statement"))
MOST = 15  # what is more is no power of ten at all by the schema


def questions(package: Package) -> Iterator[Question]:
    """The figures, where there are units."""
    if package.has(figures="unit_mult unit_measure", units=" ".join(KINDS.fields)):
        yield Columns("figures", ("unit_mult", "unit_measure"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Powers that no word has, and any but 0 where a unit is never multiplied.

    A lakh or crore of anything but rupees is one if the statement says so.
    """
    plain = {unit for _, (unit, kind) in ask(KINDS) if kind in PLAIN}
    found: list[Finding] = []
    for row, (power, unit) in rows:
        whole = power.isdecimal() and len(power) < 3 and int(power) <= MOST  # others: BRU107, 111
        known = POWERS[:1] if unit in plain else POWERS
        if unit and whole and power not in (*known, *(LAKHS if unit in INDIAN else ())):
            message = f"{unit} is not stated in units of 10^{power}"
            hint = f"write one of {', '.join(known)}" if known[1:] else "write 0"
            found.append(Finding("figures", message, hint, [row], "unit_mult", power))
    lakhs = {f.rows[0]: int(f.value or 0) for f in found if f.value in LAKHS}
    stated = {*in_lakhs(lakhs, package, ask)} if lakhs else ()
    yield from (one for one in found if one.rows[0] not in stated)


def in_lakhs(lakhs: Mapping[int, int], package: Package, ask: Any) -> Iterator[int]:
    """The rows of figures, each with its power, whose claim states a number of that power."""
    if not package.has(figures=CLAIM.fields[0], claims=" ".join(SAID.fields)):
        return
    claims = {row: claim for row, (claim,) in ask(CLAIM) if row in lakhs}
    said = dict(row.cells for row in ask(SAID._replace(among=frozenset(claims.values()))))
    for row, claim in claims.items():
        if any(q.scale == lakhs[row] for q in read(said.get(claim, "")).quantities):
            yield row
