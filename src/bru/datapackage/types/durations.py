"""Durations as XML Schema has them, with an order that is partial.

https://www.w3.org/TR/xmlschema-2/#duration
"""

import re
from fractions import Fraction
from typing import Any, NamedTuple

from bru.datapackage.types import Kind
from bru.datapackage.types.calendar import DAY, days
from bru.model.package import Field

SHAPE = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
# A duration is less than another if it is when added to each of these.
STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Duration(NamedTuple):
    """Months and seconds, both negative if one is."""

    months: int
    seconds: Fraction

    def ends(self) -> list[Fraction]:
        """The seconds at which it ends from each of the four starts."""
        found = []
        for year, month in STARTS:
            whole, number = divmod(year * 12 + month - 1 + self.months, 12)
            found.append(DAY * days(whole, number + 1, 1) + self.seconds)
        return found

    def __lt__(self, other: Any) -> bool:
        return all(a < b for a, b in zip(self.ends(), other.ends(), strict=True))

    def __gt__(self, other: Any) -> bool:
        return bool(other < self)

    def __le__(self, other: Any) -> bool:
        return all(a <= b for a, b in zip(self.ends(), other.ends(), strict=True))

    def __ge__(self, other: Any) -> bool:
        return bool(other <= self)


def read(field: Field, text: str) -> Duration:
    """The value of P1Y2M3DT4H5M6.7S. Raises ValueError."""
    found = SHAPE.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign = -1 if found[1] else 1
    year, month, day, hour, minute = (int(found[n] or 0) for n in range(2, 7))
    seconds = DAY * day + 3600 * hour + 60 * minute + Fraction(found[7] or 0)
    return Duration(sign * (12 * year + month), sign * seconds)


def spell(field: Field, value: Duration) -> str:
    """The shortest form: no zeros, no more than 11 months, 23 hours, 59 minutes and seconds."""
    sign = "-" if value < Duration(0, Fraction(0)) else ""
    years, months = divmod(abs(value.months), 12)
    seconds = abs(value.seconds)
    whole, rest = divmod(seconds, 1)
    day, clock = divmod(int(whole), DAY)
    decimals = ""
    while rest and len(decimals) < 100:
        digit, rest = divmod(rest * 10, 1)
        decimals += str(digit)
    last = f"{clock % 60}{'.' if decimals else ''}{decimals}"
    date = [(years, "Y"), (months, "M"), (day, "D")]
    time = [(clock // 3600, "H"), (clock // 60 % 60, "M")]
    text = "".join(f"{n}{letter}" for n, letter in date if n)
    late = "".join(f"{n}{letter}" for n, letter in time if n) + (f"{last}S" if last != "0" else "")
    return f"{sign}P{text}{'T' if late else ''}{late}" if text or late else "PT0S"


KINDS = {
    "duration": Kind(read, spell=spell, python=lambda _, text: text, is_ordered=True),
}
