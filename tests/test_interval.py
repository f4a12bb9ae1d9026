"""Intervals: what a figure can mean, and that no verdict is ever wrong, against exact fractions."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bru.claims.numbers.interval import (
    QUALIFIERS,
    RELATIONS,
    Interval,
    add,
    compare,
    intersect,
    negate,
    number,
    of_figure,
    point,
    scale,
    stated,
    text,
    total,
)
from support.intervals import HOLDS, INFINITY, ends, finites, inside, interval, intervals, samples

ANY = Interval(-INFINITY, INFINITY, True, True)
BILLION = Decimal(10**9)


FIGURES = [  # obs_value, unit_mult, decimals, qualifier, is a count, interval
    ("43.4", 0, 1, "exact", False, "[43.35, 43.45]"),
    ("43.4", 9, 1, "exact", False, "[43350000000, 43450000000]"),
    ("43.4", 9, None, "exact", False, "[43350000000, 43450000000]"),
    ("43.4", 9, 2, "exact", False, "[43395000000, 43405000000]"),
    ("43.40", 9, None, "exact", False, "[43395000000, 43405000000]"),
    ("43.4", 9, 1, "about", False, "[43350000000, 43450000000]"),
    ("50", 9, 0, "exclusive_minimum", False, "(50000000000, inf)"),
    ("50", 9, 0, "minimum", False, "[50000000000, inf)"),
    ("50", 0, 0, "maximum", False, "(-inf, 50]"),
    ("50", 0, 0, "exclusive_maximum", False, "(-inf, 50)"),
    ("28", 0, 0, "exact", True, "[28, 28]"),
    ("1.2", 6, 1, "exact", True, "[1200000, 1200000]"),
    ("3", 0, 0, "about", True, "[2.5, 3.5]"),
    ("10000", 0, 0, "about", True, "[9999.5, 10000.5]"),
    ("10000", 0, -3, "about", True, "[9500, 10500]"),
    ("10", 3, 0, "about", True, "[9500, 10500]"),
    ("30", 0, 0, "minimum", True, "[30, inf)"),
    ("-3.0", 0, 1, "exact", False, "[-3.05, -2.95]"),
    ("0", 0, 0, "exact", False, "[-0.5, 0.5]"),
    ("-0", 0, 0, "minimum", False, "[0, inf)"),
    ("250", -2, 0, "exact", False, "[2.495, 2.505]"),
    ("007", 0, 0, "exact", True, "[7, 7]"),
]


@pytest.mark.parametrize(("obs", "mult", "decimals", "qualifier", "count", "words"), FIGURES)
def test_of_figure(
    obs: str, mult: int, decimals: int | None, qualifier: str, count: bool, words: str
) -> None:
    assert of_figure(obs, mult, decimals, qualifier, count) == interval(words)


@pytest.mark.parametrize(
    "obs",
    [
        *("", " 1", "1 ", "1\n", "+1", ".5", "5.", "1,000", "1 000", "1_000", "--1", "1.2.3"),
        *("1e5", "NaN", "Infinity", "-inf", "0x10", "about 3", "\u22125", "\u0663", "\uff13"),
    ],
)
def test_malformed_numbers_are_refused(obs: str) -> None:
    with pytest.raises(ValueError, match="is not a decimal number; expected digits such as -43"):
        number(obs)
    for decimals in (0, None):
        with pytest.raises(ValueError, match="is not a decimal number"):
            of_figure(obs, 0, decimals, "exact", False)


def test_other_slips_are_refused() -> None:
    with pytest.raises(ValueError, match="is not a whole number; expected one for a count"):
        of_figure("3.50", 0, 2, "minimum", True)
    with pytest.raises(ValueError, match="'roughly' is not a qualifier; expected one of exact, ab"):
        of_figure("3", 0, 0, "roughly", False)
    for mult, decimals in ((100, 0), (-100, 0), (0, 100), (0, -100), (10**9, None)):
        with pytest.raises(ValueError, match="expected -99 to 99 for both"):
            of_figure("3", mult, decimals, "exact", False)
    with pytest.raises(ValueError, match="'ne' is not a relation; expected one of eq, lt, le, gt"):
        compare(ANY, ANY, "ne")
    for bad in ("NaN", "sNaN", "Infinity", "-Infinity"):
        with pytest.raises(ValueError, match="is not a finite number"):
            point(Decimal(bad))
        with pytest.raises(ValueError, match="is not a finite number"):
            scale(ANY, Decimal(bad))


OPERATIONS = [
    (add(interval("[1, 2]"), interval("[10, 20]")), "[11, 22]"),
    (add(interval("(1, 2]"), interval("[10, 20)")), "(11, 22)"),
    (add(interval("[1, 2]"), interval("(50, inf)")), "(51, inf)"),
    (add(interval("(-inf, 5]"), interval("(50, inf)")), "(-inf, inf)"),
    (negate(interval("[1, 2)")), "(-2, -1]"),
    (negate(interval("(50, inf)")), "(-inf, -50)"),
    (scale(interval("[1, 2)"), Decimal("-2.5")), "(-5, -2.5]"),
    (scale(interval("(50, inf)"), Decimal(2)), "(100, inf)"),
    (scale(interval("(50, inf)"), Decimal(0)), "[0, 0]"),
    (scale(ANY, Decimal(-1)), "(-inf, inf)"),
    (total([]), "[0, 0]"),
    (total([interval("[1, 2]"), interval("[3, 4]"), interval("(5, 6]")]), "(9, 12]"),
    (intersect(interval("(50, inf)"), interval("(-inf, 60]")), "(50, 60]"),
    (intersect(interval("[1, 3)"), interval("(1, 3]")), "(1, 3)"),
    (intersect(interval("[1, 2]"), interval("[2, 3]")), "[2, 2]"),
]


@pytest.mark.parametrize(("found", "words"), OPERATIONS)
def test_operations(found: Interval, words: str) -> None:
    assert found == interval(words)


def test_nothing_in_common() -> None:
    assert intersect(interval("[1, 2)"), interval("[2, 3]")) is None
    assert intersect(interval("[1, 2]"), interval("(2, 3]")) is None
    assert intersect(interval("[1, 2]"), interval("[3, 4]")) is None


def test_no_digit_is_lost() -> None:
    """The default context of `decimal` has 28 digits; whatever the caller's is, it is not used."""
    long = "1" + "0" * 150 + "." + "0" * 90 + "1"
    with localcontext() as context:
        context.prec = 3
        value = scale(point(number(long)), number("1.00000000000000000000000000000000001"))
        difference = add(value, negate(point(number(long))))
        expected = Fraction(long) * Fraction(1, 10**35)
        assert Fraction(difference.lower) == Fraction(difference.upper) == expected
        figure = of_figure(long, 0, None, "exact", False)
        assert Fraction(figure.upper) - Fraction(figure.lower) == Fraction(1, 10**91)
        assert text(point(number(long))).replace(",", "") == long
        unsure = Interval(number("1"), number(long), True, True)
        middle = compare(unsure, unsure, "eq").holds
        assert middle is not None
        assert Fraction(middle[0]) == Fraction(middle[1]) == (Fraction(long) + 1) / 2
        with pytest.raises(ValueError, match="whole number"):
            of_figure(long, 0, None, "exact", True)
        assert of_figure(long[:151], 0, 0, "exact", True) == point(Decimal(10**150))


def billions(obs: str, decimals: int, qualifier: str) -> Interval:
    return of_figure(obs, 9, decimals, qualifier, False)


def test_the_trade_gap() -> None:
    """More than 50 billion against 43.4 billion: the difference is more than 6.55 billion."""
    stated = billions("50", 0, "exclusive_minimum")
    counted = billions("43.4", 1, "exact")
    gap = total([stated, scale(counted, Decimal(-1))])
    assert gap == Interval(Decimal("6.55") * BILLION, INFINITY, True, True)
    assert text(gap, "USD") == "more than 6.55 billion USD"

    # The two are not the same quantity ...
    assert compare(stated, counted, "eq").verdict == "inconsistent"
    assert compare(stated, counted, "gt").verdict == "entailed"
    # ... "more than 6 billion" is true of their difference ...
    assert compare(gap, point(6 * BILLION), "gt").verdict == "entailed"
    assert compare(gap, point(Decimal("6.55") * BILLION), "gt").verdict == "entailed"
    assert compare(gap, point(Decimal("6.56") * BILLION), "gt").verdict == "consistent"
    # ... and what is only known to be above 6 billion can be less or more than the difference.
    above_six = billions("6", 0, "exclusive_minimum")
    assert {compare(gap, above_six, r).verdict for r in RELATIONS} == {"consistent"}


VERDICTS = [
    ("[1, 2]", "[3, 4]", "lt", "entailed"),
    ("[1, 2]", "[2, 3]", "le", "entailed"),
    ("[1, 2]", "[2, 3]", "lt", "consistent"),
    ("[1, 2)", "[2, 3]", "lt", "entailed"),
    ("[1, 2]", "(2, 3]", "lt", "entailed"),
    ("[1, 2]", "[2, 3]", "gt", "inconsistent"),
    ("[1, 2]", "[2, 3]", "ge", "consistent"),
    ("[1, 2)", "[2, 3]", "ge", "inconsistent"),
    ("[1, 2]", "[2, 3]", "eq", "consistent"),
    ("[1, 2)", "(2, 3]", "eq", "inconsistent"),
    ("[2, 2]", "[2.0, 2.00]", "eq", "entailed"),
    ("[2, 2]", "[2, 2]", "le", "entailed"),
    ("[2, 2]", "[2, 2]", "lt", "inconsistent"),
    ("[2, 2]", "[1, 3]", "eq", "consistent"),
    ("[1, 3]", "[1, 3]", "eq", "consistent"),
    ("(-inf, inf)", "(-inf, inf)", "eq", "consistent"),
    ("(-inf, inf)", "[2, 2]", "gt", "consistent"),
    ("(-inf, 5)", "(5, inf)", "lt", "entailed"),
    ("(-inf, 5)", "(4, inf)", "ge", "consistent"),
    ("(5, inf)", "(-inf, 5)", "lt", "inconsistent"),
]


@pytest.mark.parametrize(("left", "right", "relation", "verdict"), VERDICTS)
def test_verdicts(left: str, right: str, relation: str, verdict: str) -> None:
    assert compare(interval(left), interval(right), relation).verdict == verdict


def test_witnesses_are_plain_numbers() -> None:
    gap = Interval(Decimal("6.55") * BILLION, INFINITY, True, True)
    found = compare(gap, point(6 * BILLION), "gt")
    assert found.breaks is None
    assert found.holds is not None
    assert [text(point(side)) for side in found.holds] == ["6,550,000,001", "6 billion"]
    found = compare(interval("[1, 2]"), interval("[2, 3]"), "eq")
    assert found.holds == (Decimal(2), Decimal(2))
    assert found.breaks == (Decimal(1), Decimal(3))


TEXTS = [
    ("(50000000000, inf)", "USD", "more than 50 billion USD"),
    ("[43350000000, 43450000000]", "USD", "43.35 to 43.45 billion USD"),
    ("[28, 28]", "", "28"),
    ("[28, 28]", "count", "28"),
    ("[50, inf)", "percent", "at least 50 percent"),
    ("(-inf, 50]", "percent", "at most 50 percent"),
    ("(-inf, 50)", "percent", "less than 50 percent"),
    ("(50, 60]", "percent", "more than 50 and at most 60 percent"),
    ("[50, 60)", "", "at least 50 and less than 60"),
    ("(-inf, inf)", "USD", "any number"),
    ("[2.50, 3.500]", "count", "2.5 to 3.5"),
    ("[-0.5, 0.5]", "", "-0.5 to 0.5"),
    ("[-12000000, -1500000]", "EUR", "-12 to -1.5 million EUR"),
    ("[999500000, 1000500000]", "EUR", "999.5 to 1000.5 million EUR"),
    ("[1000000, 1000000]", "EUR", "1 million EUR"),
    ("[999000, 999000]", "EUR", "999,000 EUR"),
    ("[1234567, 1234567]", "", "1,234,567"),
    ("[9999, 10000]", "", "9999 to 10,000"),
    ("[1E+3, 1E+3]", "", "1000"),
    ("[0, 0.00]", "", "0"),
    ("[2E+12, 2E+12]", "RUB", "2 trillion RUB"),
    ("[1E+16, 1E+16]", "RUB", "10,000 trillion RUB"),
]


@pytest.mark.parametrize(("words", "unit", "shown"), TEXTS)
def test_text(words: str, unit: str, shown: str) -> None:
    assert text(interval(words), unit) == shown


# Few and small numbers, so that ends meet often; and some of any size and length.


@given(intervals(), intervals(), st.sampled_from(list(RELATIONS)))
@example(interval("[2, 2]"), interval("[2, 2]"), "eq")
@example(interval("[1, 2)"), interval("[2, 3]"), "ge")
def test_no_verdict_is_wrong(left: Interval, right: Interval, relation: str) -> None:
    found = compare(left, right, relation)
    true = {HOLDS[relation](a, b) for a in samples(left) for b in samples(right)}
    if found.verdict == "entailed":
        assert true == {True}
        assert found.breaks is None
        assert found.holds is not None
    elif found.verdict == "inconsistent":
        assert true == {False}
        assert found.holds is None
        assert found.breaks is not None
    else:  # the two pairs prove it
        assert found.verdict == "consistent"
        assert found.holds is not None
        assert found.breaks is not None
    for pair, expected in ((found.holds, True), (found.breaks, False)):
        if pair:
            assert inside(pair[0], left)
            assert inside(pair[1], right)
            assert HOLDS[relation](Fraction(pair[0]), Fraction(pair[1])) is expected


@given(intervals(), intervals())
def test_relations_fit_together(left: Interval, right: Interval) -> None:
    verdicts = {relation: compare(left, right, relation).verdict for relation in RELATIONS}
    swapped = {relation: compare(right, left, relation).verdict for relation in RELATIONS}
    opposite = {
        "entailed": "inconsistent",
        "inconsistent": "entailed",
        "consistent": "consistent",
    }
    assert verdicts["ge"] == opposite[verdicts["lt"]]
    assert verdicts["gt"] == opposite[verdicts["le"]]
    assert [verdicts[r] for r in ("lt", "le", "eq")] == [swapped[r] for r in ("gt", "ge", "eq")]
    assert (verdicts["eq"] == "entailed") == (left == right and left.lower == left.upper)
    assert (verdicts["eq"] == "inconsistent") == (intersect(left, right) is None)


@given(intervals(), intervals(), finites)
def test_arithmetic_is_exact(one: Interval, other: Interval, factor: Decimal) -> None:
    """Every sum and product of members is a member, and the ends are no wider than theirs."""
    added, negated, scaled = add(one, other), negate(one), scale(one, factor)
    for a in samples(one):
        assert inside(-a, negated)
        assert inside(a * Fraction(factor), scaled)
        assert all(inside(a + b, added) for b in samples(other))
    for mine, theirs, sums in zip(one[:2], other[:2], added[:2], strict=True):
        assert sums.is_finite() == (mine.is_finite() and theirs.is_finite())
        if mine.is_finite():
            assert -Fraction(mine) in ends(negated)
            assert Fraction(mine) * Fraction(factor) in ends(scaled)
            if theirs.is_finite():
                assert Fraction(sums) == Fraction(mine) + Fraction(theirs)
    assert added.lower_open == (one.lower_open or other.lower_open)
    assert added.upper_open == (one.upper_open or other.upper_open)
    assert negate(negated) == one
    assert total([one, other]) == added == add(other, one)


@given(intervals(), intervals())
def test_intersection_is_what_both_hold(one: Interval, other: Interval) -> None:
    shared = intersect(one, other)
    for value in (*samples(one), *samples(other)):
        both = inside(value, one) and inside(value, other)
        assert both == (shared is not None and inside(value, shared))


@given(
    st.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", fullmatch=True),
    st.integers(-99, 99),
    st.none() | st.integers(-99, 99),
    st.sampled_from(QUALIFIERS),
    st.booleans(),
)
def test_figures_against_fractions(
    obs: str, mult: int, stated: int | None, qualifier: str, count: bool
) -> None:
    value = Fraction(obs) * Fraction(10) ** mult
    if count and value.denominator != 1:
        with pytest.raises(ValueError, match="is not a whole number"):
            of_figure(obs, mult, stated, qualifier, count)
        return
    found = of_figure(obs, mult, stated, qualifier, count)
    digits = len(obs.partition(".")[2]) if stated is None else stated
    half = Fraction(10) ** (mult - digits) / 2
    expected = {
        "exact": [value, value] if count else [value - half, value + half],
        "about": [value - half, value + half],
        "minimum": [value, "Infinity"],
        "exclusive_minimum": [value, "Infinity"],
        "maximum": ["-Infinity", value],
        "exclusive_maximum": ["-Infinity", value],
    }
    assert ends(found) == expected[qualifier]
    assert inside(value, found) == (not qualifier.startswith("exclusive"))
    exclusive, least, most = ("exclusive" in qualifier, "min" in qualifier, "max" in qualifier)
    assert (found.lower_open, found.upper_open) == (most or exclusive, least or exclusive)
    assert text(found)


STATED = [  # obs_value, unit_mult, qualifier, unit, words
    ("50", 9, "exclusive_minimum", "USD", "more than 50 billion USD"),
    ("43.40", 9, "exact", "USD", "43.40 billion USD"),
    ("5", 3, "about", "USD", "about 5000 USD"),
    ("10000", 0, "minimum", "count", "at least 10,000"),
    ("2", 0, "exact", "decade", "2 decades"),
    ("1", 0, "exact", "year", "1 year"),
    ("250", -2, "maximum", "percent", "at most 2.50 percent"),
    ("-1.5", 6, "exclusive_maximum", "EUR", "less than -1.5 million EUR"),
    ("28", 0, "exact", "tonne", "28 tonnes"),
    ("1", 0, "about", "cubic_metre", "about 1 cubic metre"),
    ("5", 0, "exact", "", "5"),
    ("1" * 29 + ".5", 3, "exact", "USD", f"{10**29 // 9:,},500 USD"),  # more than 28 digits
]


@pytest.mark.parametrize(("obs", "mult", "qualifier", "unit", "words"), STATED)
def test_stated(obs: str, mult: int, qualifier: str, unit: str, words: str) -> None:
    assert stated(obs, mult, qualifier, unit) == words


def test_stated_refuses_what_is_no_figure() -> None:
    with pytest.raises(ValueError, match="is not a qualifier; expected one of"):
        stated("1", 0, "roughly")
    with pytest.raises(ValueError, match="is not a decimal number"):
        stated("1e5", 0, "exact")
