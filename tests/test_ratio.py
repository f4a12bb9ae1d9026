"""Products, ratios and percentage changes against exact fractions: no true value is ever lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru.claims.numbers.interval import (
    RELATIONS,
    Interval,
    compare,
    intersect,
    of_figure,
)
from bru.claims.numbers.ratio import change, contains, divide, multiply
from support.intervals import HOLDS, ends, finites, inside, interval, intervals, samples

PRODUCTS = [
    ("[1, 2]", "[10, 20]", "[10, 40]"),
    ("(1, 2]", "[10, 20)", "(10, 40)"),
    ("[-1, 2]", "[-3, 4)", "[-6, 8)"),
    ("[0, 1]", "(1, inf)", "[0, inf)"),
    ("(0, 1]", "(1, inf)", "(0, inf)"),
    ("[0, 0]", "(-inf, inf)", "[0, 0]"),
    ("[1, inf)", "[-1, 0]", "(-inf, 0]"),
    ("(-inf, -1]", "(-inf, -2)", "(2, inf)"),
]
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


@pytest.mark.parametrize(("one", "other", "product"), PRODUCTS)
def test_products(one: str, other: str, product: str) -> None:
    assert multiply(interval(one), interval(other)) == interval(product)


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
def test_every_product_is_in_the_product(one: Interval, other: Interval) -> None:
    found = multiply(one, other)
    products = [a * b for a in samples(one) for b in samples(other)]
    assert all(inside(p, found) for p in products)
    assert found == multiply(other, one)
    closed = [end for end, open_ in ((0, found.lower_open), (1, found.upper_open)) if not open_]
    assert all(Fraction(found[end]) in products for end in closed)  # it is reached
    corners = {Fraction(x) * Fraction(y) for x in finite(one) for y in finite(other)}
    assert all(isinstance(end, str) or end in corners | {0} for end in ends(found))


def finite(where: Interval) -> list[Decimal]:
    """The ends that are numbers."""
    return [end for end in where[:2] if end.is_finite()]


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
