"""What a stated number can mean, as an exact interval of `decimal.Decimal`: never a float.

A figure is `obs_value` x 10^`unit_mult` with `decimals` (terms of SDMX) and a `qualifier` (terms of
BODS and JSON Schema). Nothing is rounded, whatever the number of digits. Intervals are added as if
independent: gather a figure that occurs twice into one coefficient, or its width counts twice.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from bru.claims.prose import written
from bru.claims.prose.written import EXACT as EXACT
from bru.claims.prose.written import QUALIFIED, SCALES, grouped, noun

_INFINITY = Decimal("Infinity")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
DATE = "date"  # the unit of days, as numbers of the calendar
QUALIFIERS = tuple(QUALIFIED)
RELATIONS = {"eq": ("eq",), "lt": ("lt",), "le": ("lt", "eq"), "gt": ("gt",), "ge": ("gt", "eq")}


class Interval(NamedTuple):
    """All numbers from `lower` to `upper`, without an end that is open.

    A missing bound is Decimal("-Infinity") or Decimal("Infinity"), and open. Never empty: `lower`
    is less than `upper`, or the same and both closed. The functions below keep it so.
    """

    lower: Decimal
    upper: Decimal
    lower_open: bool = False
    upper_open: bool = False


class Verdict(NamedTuple):
    """Whether a relation of two intervals is true, and the pairs (left, right) that show it.

    `verdict` is "entailed" (true of every pair), "consistent" (true of some) or "inconsistent" (of
    none). `holds` is a pair of which it is true, `breaks` one of which it is not, or None.
    """

    verdict: str
    holds: tuple[Decimal, Decimal] | None
    breaks: tuple[Decimal, Decimal] | None


def number(text: str) -> Decimal:
    """An exact decimal such as -43.4; ValueError for all else: exponents, NaN, +1, 1,000, .5 ..."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!a:.60} is not a decimal number; expected digits such as -43.4")
    return EXACT.plus(Decimal(text))  # makes -0 to 0


def point(value: Decimal) -> Interval:
    """The interval of one number; ValueError if it is infinite or NaN."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a finite number")
    return Interval(value, value)


def of_figure(
    obs_value: str, unit_mult: int, decimals: int | None, qualifier: str, count: bool
) -> Interval:
    """What a figure can mean, in the unit itself (not in thousands or millions of it).

    exact and about mean half a unit of the last stated digit on either side, but an exact `count`
    is a point; minima and maxima are limits, taken as they are. `decimals` is the number of digits
    after the point as stated, None if `obs_value` has them all, negative where the last zeros are
    not stated digits: about 10000 is [9500, 10500] with -3, and [9999.5, 10000.5] with 0.
    ValueError for a malformed number, an unknown qualifier, a count that is not whole, and powers
    of ten beyond 99, which are slips and would cost memory.
    """
    if max(abs(unit_mult), abs(decimals or 0)) > 99:
        raise ValueError(f"unit_mult {unit_mult}, decimals {decimals}: expected -99 to 99 for both")
    value = EXACT.scaleb(number(obs_value), unit_mult)
    if count and not _is_whole(value):
        raise ValueError(f"{_plain(value)} is not a whole number; expected one for a count")
    if decimals is None:
        decimals = len(obs_value.partition(".")[2])
    match qualifier:
        case "exact" if count:
            return Interval(value, value)
        case "exact" | "about":
            half = EXACT.scaleb(Decimal("0.5"), unit_mult - decimals)
            return Interval(EXACT.subtract(value, half), EXACT.add(value, half))
        case "minimum" | "exclusive_minimum":
            return Interval(value, _INFINITY, qualifier != "minimum", True)
        case "maximum" | "exclusive_maximum":
            return Interval(-_INFINITY, value, True, qualifier != "maximum")
    raise _unknown(qualifier)


def _unknown(qualifier: str) -> ValueError:
    known = ", ".join(QUALIFIERS)
    return ValueError(f"{qualifier!a} is not a qualifier; expected one of {known}")


def add(a: Interval, b: Interval) -> Interval:
    """All sums of a number of `a` and a number of `b`."""
    lower, upper = EXACT.add(a.lower, b.lower), EXACT.add(a.upper, b.upper)
    return Interval(lower, upper, a.lower_open or b.lower_open, a.upper_open or b.upper_open)


def negate(a: Interval) -> Interval:
    """All numbers of `a` with the other sign."""
    return Interval(EXACT.minus(a.upper), EXACT.minus(a.lower), a.upper_open, a.lower_open)


def scale(a: Interval, coefficient: Decimal) -> Interval:
    """All numbers of `a` times `coefficient`; ValueError if that is infinite or NaN."""
    if point(coefficient).lower == 0:
        return point(Decimal(0))  # of an unbounded interval too: each of its numbers is finite
    if coefficient == 1:
        return a
    lower, upper = (EXACT.multiply(end, coefficient.copy_abs()) for end in a[:2])
    scaled = Interval(lower, upper, a.lower_open, a.upper_open)
    return negate(scaled) if coefficient < 0 else scaled


def total(intervals: Iterable[Interval]) -> Interval:
    """All sums of one number of each interval; 0 if there are none."""
    found = [*intervals]
    return reduce(add, found) if found else point(Decimal(0))


def intersect(a: Interval, b: Interval) -> Interval | None:
    """The numbers that are in both, None if there are none."""
    lower, lower_open = max((a.lower, a.lower_open), (b.lower, b.lower_open))
    upper, closed = min((a.upper, not a.upper_open), (b.upper, not b.upper_open))
    empty = lower > upper or (lower == upper and (lower_open or not closed))
    return None if empty else Interval(lower, upper, lower_open, not closed)


def compare(left: Interval, right: Interval, relation: str) -> Verdict:
    """Whether `left` is eq, lt, le, gt or ge `right`, for all, some or none of their numbers.

    eq is entailed only of one and the same point. That a difference is "more than 6 billion" is a
    relation to the point 6 billion, "gt" (minimum: "ge", maxima: "le", "lt"). Against the interval
    (6 billion, infinity) the same difference is at best consistent: that could be any number above.
    ValueError for an unknown relation.
    """
    if not (true := RELATIONS.get(relation)):
        raise ValueError(f"{relation!a} is not a relation; expected one of {', '.join(RELATIONS)}")
    above, shared = _below(right, left), intersect(left, right)
    pairs = {
        "lt": _below(left, right),
        "gt": above and (above[1], above[0]),
        "eq": shared and (_member(shared), _member(shared)),
    }
    holds = next((pair for name, pair in pairs.items() if pair and name in true), None)
    breaks = next((pair for name, pair in pairs.items() if pair and name not in true), None)
    verdict = "entailed" if not breaks else "consistent" if holds else "inconsistent"
    return Verdict(verdict, holds, breaks)


def text(interval: Interval, unit: str = "") -> str:
    """In words, exactly: "more than 50 billion USD", "43.35 to 43.45 billion USD", "28" (count)."""
    lower, upper, lower_open, upper_open = interval
    if unit == DATE:
        return " to ".join(dict.fromkeys(map(_day, (lower, upper))))
    ends = [end for end in (lower, upper) if end.is_finite()]
    if not ends:
        return "any number"
    power, scale_word = next((scale for scale in SCALES.items() if _fits(ends, scale[0])), (0, ""))
    low, high = (_plain(EXACT.scaleb(end, -power)) for end in (lower, upper))
    least = f"{'more than' if lower_open else 'at least'} {low}" if lower.is_finite() else ""
    most = f"{'less than' if upper_open else 'at most'} {high}" if upper.is_finite() else ""
    words = " and ".join(filter(None, (least, most)))
    if not (lower_open or upper_open):
        words = low if lower == upper else f"{low} to {high}"
    return " ".join(filter(None, (words, scale_word, noun(unit, words))))


def limit(end: Decimal, unit: str) -> str:
    """One end of an interval, exactly: its digits, or the day."""
    return _day(end) if unit == DATE else f"{end:f}"


def _day(end: Decimal) -> str:
    within = end.is_finite() and 1 <= end <= date.max.toordinal()
    return date.fromordinal(int(end)).isoformat() if within else ".."


def stated(obs_value: str, unit_mult: int, qualifier: str, unit: str = "") -> str:
    """A figure in words, its digits as stated: "more than 50 billion USD", "43.40 percent", "28".

    ValueError for a malformed number or an unknown qualifier.
    """
    if qualifier not in QUALIFIED:
        raise _unknown(qualifier)
    return written.stated(number(obs_value), unit_mult, qualifier, unit)


def _fits(ends: list[Decimal], power: int) -> bool:
    """Whether one end reaches 10^`power`, and all need three digits after the point at most."""
    short = all(_is_whole(EXACT.scaleb(end, 3 - power)) for end in ends)
    return short and any(end.copy_abs() >= 10**power for end in ends)


def _plain(value: Decimal) -> str:
    digits = grouped(value)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _below(left: Interval, right: Interval) -> tuple[Decimal, Decimal] | None:
    """A number of `left` and a greater one of `right`, None if there are none."""
    if left.lower >= right.upper:
        return None
    cut = _member(Interval(left.lower, right.upper, True, True))
    low = left if left.upper <= cut else left._replace(upper=cut, upper_open=False)
    high = right if right.lower > cut else right._replace(lower=cut, lower_open=True)
    return _member(low), _member(high)


def _member(interval: Interval) -> Decimal:
    """A number of the interval: an end, or else the middle, or else one beyond the only end."""
    lower, upper, lower_open, upper_open = interval
    if not (lower_open and upper_open):
        return upper if lower_open else lower
    if lower.is_finite() and upper.is_finite():
        return EXACT.multiply(EXACT.add(lower, upper), Decimal("0.5"))
    if lower.is_finite():
        return EXACT.add(lower, 1)
    return EXACT.subtract(upper, 1) if upper.is_finite() else Decimal(0)
