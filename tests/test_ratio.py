"""Ratios and percentage changes against exact fractions: no true value is ever lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru.claims.numbers.interval import (
    EXACT,
    RELATIONS,
    Interval,
    compare,
    intersect,
    of_figure,
)
from bru.claims.numbers.ratio import End, change, contains, divide
from support.intervals import HOLDS, finites, inside, interval, intervals, samples

RATIOS = [
    ("[10, 20]", "[2, 5]", "[2, 10]"),
    ("(10, 20]", "[2, 5]", "(2, 10]"),
    ("[10, 20]", "[-5, -2]", "[-10, -2]"),
    ("[0, 20]", "(0, 5]", "[0, inf)"),
    ("[-1, 1]", "[4, inf)", "[-0.25, 0.25]"),
    ("[1, 1]", "(0, inf)", "(0, inf)"),
    ("(50, inf)", "[40, 50]", "(1, inf)"),
]
POSITIVE = interval("(0, inf)")
above_zero = intervals().map(lambda where: intersect(where, POSITIVE) or POSITIVE)


def multiply(a: Interval, b: Interval) -> Interval:
    """All products of a number of `a` and a number of `b`."""
    corners = [_product(x, y) for x in _ends(a) for y in _ends(b)]
    lower = min(corners)  # of equal ones that which is not open
    upper, closed = max((value, not is_open) for value, is_open in corners)
    return Interval(lower[0], upper, lower[1], not closed)


def _ends(a: Interval) -> tuple[End, End]:
    return (a.lower, a.lower_open), (a.upper, a.upper_open)


def _product(one: End, other: End) -> End:
    """The product of two ends; 0 is 0 however great the other, and is reached where it is."""
    zeros = [is_open for value, is_open in (one, other) if value == 0]
    if zeros:
        return Decimal(0), all(zeros)
    return EXACT.multiply(one[0], other[0]), one[1] or other[1]


@pytest.mark.parametrize(("one", "other", "ratio"), RATIOS)
def test_ratios(one: str, other: str, ratio: str) -> None:
    assert divide(interval(one), interval(other)) == interval(ratio)


def test_growth() -> None:
    percent = of_figure("22", 0, 0, "exact", False)
    assert change(interval("[100, 100]"), interval("[121.5, 122.5]")) == percent


def test_division_by_zero_is_refused() -> None:
    for divisor in ("[0, 0]", "[-1, 1]", "[0, 5)", "(-inf, inf)"):
        with pytest.raises(ValueError, match=r"^division by .*, which contains 0$"):
            divide(interval("[1, 2]"), interval(divisor))
    for base in ("[0, 1]", "(-1, 1)", "[-2, -1]", "(-inf, 5]"):
        with pytest.raises(ValueError, match=r"^a change in percent needs a base above 0, not "):
            change(interval(base), interval("[1, 2]"))


def test_what_is_no_decimal_is_moved_outward() -> None:
    third = divide(interval("[1, 1]"), interval("[3, 3]"))
    assert inside(Fraction(1, 3), third)
    assert third.lower_open and third.upper_open
    assert Fraction(third.upper) - Fraction(third.lower) == Fraction(1, 10**50)


@given(intervals(), intervals())
def test_every_ratio_is_in_the_ratio(one: Interval, other: Interval) -> None:
    if inside(Fraction(0), other):
        with pytest.raises(ValueError, match="contains 0"):
            divide(one, other)
        return
    found = divide(one, other)
    assert all(inside(a / b, found) for a in samples(one) for b in samples(other))


@given(intervals(), above_zero, intervals(), st.sampled_from(list(RELATIONS)))
def test_no_verdict_on_a_ratio_is_wrong(a: Interval, b: Interval, c: Interval, name: str) -> None:
    """Neither on the quotient nor, without any loss, on the product."""
    triples = [(x, y, z) for x in samples(a)[:9] for y in samples(b)[:9] for z in samples(c)[:9]]
    true = {HOLDS[name](x / y, z) for x, y, z in triples}
    ratio = compare(divide(a, b), c, name).verdict
    product = compare(a, multiply(c, b), name).verdict
    for verdict in (ratio, product):
        assert verdict != "entailed" or true == {True}
        assert verdict != "inconsistent" or true == {False}
    assert ratio in (product, "consistent")


@given(above_zero, intervals())
def test_growth_and_change_against_fractions(base: Interval, other: Interval) -> None:
    changed = change(base, other)
    assert all(inside((v / a - 1) * 100, changed) for a in samples(base) for v in samples(other))


@given(finites, intervals())
def test_contains(value: Decimal, where: Interval) -> None:
    assert contains(where, value) == inside(value, where)
