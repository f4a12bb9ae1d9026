"""Intervals read from text, made at random, and sampled in exact fractions."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from bru.claims.numbers.interval import RELATIONS, Interval

INFINITY = Decimal("Infinity")
HOLDS = {name: getattr(operator, name) for name in RELATIONS}


def interval(words: str) -> Interval:
    """Read "[43.35, 43.45]", "(50, inf)" ..."""
    lower, upper = (Decimal(end) for end in words[1:-1].split(","))
    return Interval(lower, upper, words[0] == "(", words[-1] == ")")


# Few and small numbers, so that ends meet often; and some of any size and length.
finites = st.decimals(-3, 3, places=1) | st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda d: abs(d.adjusted()) < 60
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    lower, upper = sorted((draw(finites), draw(finites)))
    lower_open, upper_open = draw(st.booleans()), draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        lower, lower_open = -INFINITY, True
    if draw(st.integers(0, 3)) == 0:
        upper, upper_open = INFINITY, True
    if lower == upper:
        lower_open = upper_open = False
    return Interval(lower, upper, lower_open, upper_open)


def inside(value: Decimal | Fraction, where: Interval) -> bool:
    """In fractions, independent of how the module compares."""
    above = not where.lower.is_finite() or (
        Fraction(value) > Fraction(where.lower)
        or (Fraction(value) == Fraction(where.lower) and not where.lower_open)
    )
    below = not where.upper.is_finite() or (
        Fraction(value) < Fraction(where.upper)
        or (Fraction(value) == Fraction(where.upper) and not where.upper_open)
    )
    return above and below


def samples(where: Interval) -> list[Fraction]:
    """Ends, middles, and numbers as good as at the ends or without bound."""
    zero, one, tiny, huge = (Fraction(n) for n in ("0", "1", "1e-90", "1e90"))
    finites = [Fraction(end) for end in where[:2] if end.is_finite()]
    steps = (zero, one, -one, tiny, -tiny, huge, -huge)
    around = [end + step for end in (*finites, zero) for step in steps]
    found = [value for value in (*around, sum(finites, zero) / 2) if inside(value, where)]
    assert found
    return found


def ends(where: Interval) -> list[Fraction | str]:
    return [Fraction(end) if end.is_finite() else str(end) for end in where[:2]]
