"""What a number in a text means: bounds, power of ten, qualifiers, units."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

EXACT, ABOUT = "exact", "about"
MINIMUM, ABOVE = "minimum", "exclusive_minimum"
MAXIMUM, BELOW = "maximum", "exclusive_maximum"
RANGE = "range"
DIGITS = Context(prec=28)


class Quantity(NamedTuple):
    """A number as a text states it: `lower` to `upper`, times 10^`scale`, of one of `units`.

    `start`, `end`: what is read as the number, its unit and qualifier left out. `lower` and `upper`
    are the same but in a range ("6 to 8"). `decimals`: digits after the point, as stated.
    `qualifiers` and `units`: what the words allow, the likeliest first; no unit: none is said, or
    one elsewhere ("in under 20"). `kind`: "number", "fraction" (two thirds), "factor" (doubled),
    "vague" (thousands), "one" (a week), "alone" (both), "ordinal", "year", "day" (of a date),
    "label" (page 3). `spelled`: in words.
    """

    start: int
    end: int
    lower: Fraction
    upper: Fraction
    decimals: int = 0
    scale: int = 0
    qualifiers: tuple[str, ...] = (EXACT,)
    units: tuple[str, ...] = ()
    kind: str = "number"
    spelled: bool = False

    @property
    def qualifier(self) -> str:
        """The likeliest qualifier."""
        return self.qualifiers[0]

    @property
    def unit(self) -> str:
        """The likeliest unit, "" if none is said."""
        return self.units[0] if self.units else ""

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.lower != self.upper

    @property
    def is_amount(self) -> bool:
        """Whether it is a number of something, and no year, day, label or place in an order."""
        return self.kind in ("number", "fraction", "factor", "alone")

    def __str__(self) -> str:
        """In short: `minimum 32e6 tonne`, `6..8 percent`, `2/3`."""
        ends = plain(self.lower) + (f"..{plain(self.upper)}" if self.is_range else "")
        scale = f"e{self.scale}" if self.scale else ""
        qualifier = "" if self.qualifier in (EXACT, RANGE) else f"{self.qualifier} "
        kind = "" if self.kind in ("number", "fraction", "alone") else f" ({self.kind})"
        return f"{qualifier}{ends}{scale} {self.unit}".rstrip() + kind


def plain(value: Fraction) -> str:
    """A number as digits, or as a fraction if it does not end."""
    number = decimal(value)
    return f"{number:f}" if Fraction(number) == value else str(value)


def decimal(value: Fraction) -> Decimal:
    """A number with 28 digits at most."""
    found = DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return found.normalize(DIGITS) if found else Decimal(0)
