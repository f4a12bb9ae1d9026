"""Ratios and percentage changes of intervals: growth against levels.

A quotient need not end as a decimal: an end that does not is moved outward, in its 50th digit, and
is open. So a quotient holds all that is true and next to nothing else, and what `compare` finds
entailed or inconsistent of it is so. As for sums, the numbers are taken to be independent of each
other.
"""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_FLOOR, Context, Decimal, Inexact

from bru.claims.numbers.interval import EXACT, Interval, add, negate, point, scale, text

DIGITS = 50
_INFINITY = Decimal("Infinity")
End = tuple[Decimal, bool]  # an end, and whether it is open


def divide(a: Interval, b: Interval) -> Interval:
    """All ratios of a number of `a` to a number of `b`; ValueError if `b` contains 0."""
    if contains(b, Decimal(0)):
        raise ValueError(f"division by {text(b)}, which contains 0")
    if b.upper <= 0:
        a, b = negate(a), negate(b)
    lower, lower_open = _least(a, b)
    upper, upper_open = _least(negate(a), b)
    return Interval(lower, EXACT.minus(upper), lower_open, upper_open)


def change(base: Interval, value: Interval) -> Interval:
    """By how many percent a value is more than its base; ValueError if that may be 0 or less."""
    if base.lower < 0 or contains(base, Decimal(0)):
        raise ValueError(f"a change in percent needs a base above 0, not {text(base)}")
    return scale(add(divide(value, base), point(Decimal(-1))), Decimal(100))


def contains(a: Interval, value: Decimal) -> bool:
    """Whether a number is in the interval."""
    above = a.lower < value or (a.lower == value and not a.lower_open)
    return above and (value < a.upper or (value == a.upper and not a.upper_open))


def _least(a: Interval, b: Interval) -> End:
    """The lower end of a / b, for a `b` above 0."""
    by, by_open = (b.lower, b.lower_open) if a.lower < 0 else (b.upper, b.upper_open)
    if a.lower == 0 or by.is_infinite():
        return Decimal(0), by.is_infinite() if a.lower else a.lower_open
    if by == 0 or not a.lower.is_finite():
        return -_INFINITY, True
    down = Context(DIGITS, ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
    least = down.divide(a.lower, by)
    return least, a.lower_open or by_open or bool(down.flags[Inexact])
