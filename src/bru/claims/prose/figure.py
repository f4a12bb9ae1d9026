"""Whether a recorded number is one that a text states: value, power of ten, unit and qualifier.

The number's own words count, not the whole passage: of all numbers with its value the one that fits
best is taken. What the words leave open (over 18 years, a unit that stands elsewhere) fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from bru.claims.prose.language import language
from bru.claims.prose.quantity import (
    ABOUT,
    ABOVE,
    BELOW,
    EXACT,
    MAXIMUM,
    MINIMUM,
    RANGE,
    Quantity,
    decimal,
    plain,
)
from bru.claims.prose.units import COUNT, CURRENCY, DURATION, PERCENT, kind, unit

FITTING = (*"number fraction factor vague one alone year ordinal".split(),)  # no days, no pages
BESIDE, BEHIND = 60, 16  # characters before and behind a number that tell whether it is a decrease
BARE = 1000  # smaller numbers may leave their power of ten to another one: offered two and a half
TURNED = {MINIMUM: MAXIMUM, MAXIMUM: MINIMUM, ABOVE: BELOW, BELOW: ABOVE}  # of what falls
SHARES = ("fraction", "factor", "ordinal")  # of which percents are made


class Recorded(NamedTuple):
    """A number as a table has it: `value` with so many digits after the point, times 10^`power`."""

    value: Fraction
    decimals: int
    power: int
    qualifier: str
    unit: str

    @property
    def amount(self) -> Fraction:
        """The number in the unit itself."""
        return self.value * Fraction(10) ** self.power


class Fit(NamedTuple):
    """The number of a text that fits best, and what of the recorded one it bears out.

    `is_turned`: the text tells by how much something falls, and the number is a negative change;
    `head`: the power of ten that a head tells of it, if that is another one.
    """

    quantity: Quantity
    power: bool
    unit: bool
    qualifier: bool
    allowed: tuple[str, ...]
    is_turned: bool = False
    head: int = 0


def recorded(value: str, power: str, qualifier: str, code: str) -> Recorded | None:
    """A number of these cells, None if they make none."""
    if not re.fullmatch(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?", value):
        return None
    if not re.fullmatch(r"-?[0-9]{1,2}", power):
        return None
    return Recorded(Fraction(value), len(value.partition(".")[2]), int(power), qualifier, code)


def fit(
    number: Recorded,
    stated: Iterable[Quantity],
    spoken: Collection[str | int],
    falls: Callable[[Quantity], bool] = lambda _: False,
) -> Fit | None:
    """The best fit of a number among those of a text, None if it states none of this value.

    `spoken`: units and powers of ten of which the text speaks somewhere, which a number without any
    may leave out; `falls`: whether a quantity is a decrease.
    """
    fits = [f for q in stated if q.kind in FITTING for f in ends(number, q, spoken, falls)]
    if not fits:
        return None
    return max(fits, key=lambda f: (f.power + f.unit + f.qualifier, f.quantity.is_amount))


def ends(
    number: Recorded, q: Quantity, spoken: Collection[str | int], falls: Callable[[Quantity], bool]
) -> Iterator[Fit]:
    """How a number fits the ends of a quantity."""
    bounds = {q.lower: MINIMUM, q.upper: MAXIMUM} if q.is_range else {q.lower: ""}
    for bound, end in bounds.items():
        power, is_turned = valued(number, q, bound), False
        if power is None and number.value < 0 < bound and falls(q):
            power, is_turned = valued(number, q, -bound), True
        if power is not None:
            is_bare = not (q.units or q.scale) and bound < BARE
            is_bare = is_bare and (kind(number.unit) == CURRENCY or not q.spelled)
            power = power or (is_bare and (number.power < 0 or number.power in spoken))
            allowed = qualified(q, end)
            is_turned = is_turned or (q.kind == "factor" and bound < 1)  # more than halved
            if is_turned:
                other = () if number.value < 0 else allowed  # by more than half, to less than it
                allowed = (*other, *(TURNED.get(name, name) for name in allowed))
            if is_rounded(number, q):
                allowed = (*allowed, ABOUT)
            yield Fit(q, power, measured(number, q, spoken), number.qualifier in allowed, allowed,
                      is_turned)  # fmt: skip


def valued(number: Recorded, q: Quantity, bound: Fraction) -> bool | None:
    """Whether the power of ten is that of the text as well; None if the value is another one."""
    if q.kind in SHARES and kind(number.unit) == PERCENT and bound:
        shares = {bound} if q.kind == "fraction" else {bound, bound - 1, 1 - bound}
        shares = {1 / bound} if q.kind == "ordinal" else shares  # the remaining tenth
        if any(rounded(number, share * 100) for share in shares):
            return number.power == 0
    if q.kind == "factor" and rounded(number, 1 / bound):
        return number.power == 0  # twice as few
    digits = q.decimals >= number.decimals if q.is_range else q.decimals == number.decimals
    if q.kind == "fraction" and rounded(number, bound):
        return number.power == q.scale
    if number.value == bound and (digits or q.spelled):
        if number.power == q.scale:
            return True
        return False if number.amount != bound * Fraction(10) ** q.scale else None
    if number.power and q.scale and number.value == bound * Fraction(10) ** q.scale:
        return False  # 500,000 million for half a million
    if number.amount != bound * Fraction(10) ** q.scale:
        return True if converted(number, q, bound) else None
    precise = number.power - number.decimals == q.scale - q.decimals
    return True if precise or q.spelled or number.unit == COUNT else None


def converted(number: Recorded, q: Quantity, bound: Fraction) -> bool:
    """Whether it is the number of the text in another unit: 1,200 MW for 1.2 GW."""
    own = unit(number.unit)
    if own is None or not own.base or own.code in q.units:
        return False
    others = [u for u in map(unit, q.units) if u and u.base == own.base]
    stated = bound * Fraction(10) ** q.scale
    return any(number.amount * own.factor == stated * u.factor for u in others)


def is_rounded(number: Recorded, q: Quantity) -> bool:
    """Whether a number of percents is a share of the text rounded: 33 for one in three."""
    return kind(number.unit) == PERCENT and q.kind in SHARES and number.value != q.lower * 100


def rounded(number: Recorded, value: Fraction) -> bool:
    """Whether a number is another one rounded to its digits, or cut off."""
    size = Fraction(10) ** number.decimals
    return number.value * size in (round(value * size), int(value * size))


def measured(number: Recorded, q: Quantity, spoken: Collection[str | int]) -> bool:
    """Whether the unit is that of the text, or one that the text leaves open."""
    own = unit(number.unit)
    if own is None or own.code in q.units or not (q.upper or q.units):
        return True  # nil, of whatever
    if any(converted(number, q, bound) for bound in (q.lower, q.upper)):
        return True
    if own.kind == PERCENT and q.units:
        return q.kind in SHARES or any(kind(u) == PERCENT for u in q.units)
    if own.kind == PERCENT and q.kind in SHARES:
        return True
    if own.kind == DURATION and q.kind == "ordinal":  # on the ninetieth day
        return True
    if own.kind == COUNT or q.unit not in ("", COUNT):
        return own.kind == COUNT and q.unit in ("", COUNT)
    # it may be told elsewhere, or by a word that nobody knows: the price is 45, 20 smoots
    return q.kind not in SHARES and (own.kind not in (CURRENCY, PERCENT) or own.code in spoken)


def qualified(q: Quantity, end: str) -> tuple[str, ...]:
    """The qualifiers that the words allow; of a range those of its end."""
    if not end:
        return q.qualifiers
    return (end, *(name for name in q.qualifiers if name in (EXACT, ABOUT) and name != RANGE))


def falls(text: str, quantity: Quantity, code: str = "en") -> bool:
    """Whether the words beside a quantity tell by how much something is less, or leave it open."""
    place = max(0, quantity.start - BESIDE), quantity.end + BEHIND
    falling, rising = (language(code).whole(name) for name in ("falling", "rising"))
    return bool(falling.search(text, *place) or not rising.search(text, *place))


def listed(stated: Iterable[Quantity]) -> str:
    """The numbers of a text for a message: 43.40, 1250, 2031; "a week" where there is no other."""
    fitting = [q for q in stated if q.kind in FITTING]
    told = [q for q in fitting if q.kind not in ("one", "alone")] or fitting
    found = {bound: digits(bound, q) for q in told for bound in (q.lower, q.upper)}
    return ", ".join(found[bound] for bound in sorted(found)) or "no number"


def digits(bound: Fraction, q: Quantity) -> str:
    """A number with its digits as stated."""
    return f"{decimal(bound):.{q.decimals}f}" if q.decimals else plain(bound)
