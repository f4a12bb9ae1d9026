"""Numbers of two units that are one as well: an hour and a quarter, 2 pounds 10, 6 ft 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bru.claims.prose.quantity import Quantity
from bru.claims.prose.units import COUNT, CURRENCY, kind

HUNDREDTH = -2  # of cents
SMALLEST = 100  # of such there are fewer
SMALLER = {
    "minute": ("second", 60),
    "hour": ("minute", 60),
    "week": ("day", 7),
    "year": ("month", 12),
    "foot": ("inch", 12),
    "pound_mass": ("ounce", 16),
}
APART = re.compile(r"(?:,?\s+and)?,?\s+")
BARE = re.compile(r"[ \u00a0]")  # before what has no unit: 1 krone 10, 5 feet 11
AND = re.compile(r"\s+(?:and|с|з)\s+")


def both(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """The quantities, and what two make: 130 minutes, an hour and a quarter, 4.35 roubles."""
    used = -1
    for at, one in enumerate(found):
        if at == used:
            continue
        yield one
        two = found[at + 1] if at + 1 < len(found) else one
        small, factor = SMALLER.get(one.unit, ("", 0))
        between = text[one.end : two.start]
        if is_bare(one, two, small) and BARE.fullmatch(between):
            units, scale = ((small,), 0) if small else (one.units, HUNDREDTH)
            two = two._replace(units=units, scale=scale)
        if small and two.unit == small and not two.is_range and APART.fullmatch(between):
            value = one.lower * factor + two.lower
            yield two._replace(start=one.start, lower=value, upper=value, qualifiers=one.qualifiers)
        elif (
            two.scale < 0 == one.scale and {*one.units} & {*two.units} and APART.fullmatch(between)
        ):
            value = one.lower + two.lower * Fraction(10) ** two.scale
            yield one._replace(end=two.end, lower=value, upper=value, decimals=-two.scale)
        elif small and two.kind == "fraction" and AND.fullmatch(between):
            value, used = one.lower + two.lower, at + 1
            both = one._replace(end=two.end, lower=value, upper=value, kind="number", spelled=True)
            yield both
            yield both._replace(lower=value * factor, upper=value * factor, units=(small,))


def is_bare(one: Quantity, two: Quantity, small: str) -> bool:
    """Whether a number without a unit may be of the smaller one behind another: 1 krone 10."""
    if not small and kind(one.unit) != CURRENCY:
        return False
    if any(q.kind != "number" or q.scale or q.decimals or q.is_range for q in (one, two)):
        return False
    is_tall = small == "inch" and two.unit == COUNT  # 6 ft 2 tall
    return two.lower < SMALLEST and (is_tall or not two.units)
