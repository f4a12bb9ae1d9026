"""Numbers that belong together: ranges (6 to 8), shares (one in three)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bru.claims.prose.language import Lookup
from bru.claims.prose.qualifiers import Qualifiers
from bru.claims.prose.quantity import ABOUT, BELOW, EXACT, RANGE, Quantity
from bru.claims.prose.units import COUNT

DASH = re.compile(r"\s?[-\u2010-\u2015]\s?\Z")
HUNDREDTH = -2  # cents
SENTENCE = 120  # characters in which shares of one thing may stand
LOOK, GAP = 48, 20  # characters before a range, and between its ends
ALTERNATIVES = (RANGE, ABOUT)  # three or four
TENS = (10, 100, 1000)  # so many of which may be a share: nine of ten
STEPS = (1, 5)  # and tens of them: by so much round numbers that lie side by side differ


def join(text: str, found: Sequence[Quantity], words: Qualifiers) -> list[Quantity]:
    """The quantities, two ends of a range as one."""
    joined: list[Quantity] = []
    rest = list(found)
    while rest:
        first = rest.pop(0)
        range_ = ranged(text, first, rest[0], words) if rest else None
        is_listed = bool(joined) and text[joined[-1].end : first.start] == ", "
        if range_ is None or (is_listed and range_.qualifiers == ALTERNATIVES):
            joined.append(told_once(text, first, rest[0], words) if rest else first)  # 12, 15 or 18
            continue
        rest.pop(0)
        joined.append(range_)
    return [*compared(text, joined, words.against)]


def ranged(text: str, one: Quantity, two: Quantity, words: Qualifiers) -> Quantity | None:
    """Two quantities as a range, None if they are none."""
    between = text[one.end : two.start]
    if len(between) > GAP or not (
        one.kind in ("number", "fraction", "year") and two.kind == one.kind
    ):
        return None
    if one.kind == "year":
        return None
    group = words.numerals.role(text[two.start : two.end].split()[-1]).get("groups", 1)
    if not one.units and group > 1 and one.lower < two.lower / group:  # two to three dozen
        one = one._replace(lower=one.lower * group)
    before = text[max(0, one.start - LOOK) : one.start]
    is_open, is_from = words.open.search(before), words.start.search(before)
    if is_open and words.apart.search(before):
        return None  # the difference between two numbers
    is_bare = not (one.units or two.units or one.scale or two.scale)
    if words.scored.match(text, two.end) or (is_bare and words.score.search(before)):
        return None  # they lost 2 to 3, a 40–60 split
    qualifiers: tuple[str, ...]
    if DASH.fullmatch(between):
        qualifiers = (RANGE,)
    elif words.to.fullmatch(between):
        if (one.units or not two.units) and words.change.search(before):
            return None  # fell by 2 percent to 8 percent, by 2 percent to 81, by 114 to 2,871
        qualifiers = (RANGE, EXACT) if is_from else (RANGE,)
    elif is_open and words.link.fullmatch(between):
        qualifiers = (RANGE,)
    elif words.choice.fullmatch(between) and near(one, two):
        qualifiers = ALTERNATIVES
    elif words.raised.fullmatch(between) and one.scale in (0, two.scale):
        qualifiers = (RANGE, ABOUT, EXACT)  # five, perhaps six
    else:
        return None
    return ended(one, two, qualifiers)


def told_once(text: str, one: Quantity, two: Quantity, words: Qualifiers) -> Quantity:
    """The first of two numbers, with what the second one says: from 2.9 to 2.6 billion euros."""
    before = text[max(0, one.start - LOOK) : one.start]
    is_plain = one.kind == two.kind == "number" and not (one.units or one.scale)
    is_fall = two.lower < one.lower < two.lower * 100 and words.start.search(before)
    if is_plain and is_fall and words.to.fullmatch(text[one.end : two.start]):
        return one._replace(scale=two.scale, units=two.units)
    return one


def near(one: Quantity, two: Quantity) -> bool:
    """Whether *three or four* are two ends: of numbers side by side; 630 and 1,000 are not."""
    lower = hundreds(one, two)
    if one.units or one.scale not in (0, two.scale) or not lower < two.lower <= lower * 2:
        return False
    size = Fraction(10) ** max(one.decimals, two.decimals)
    first, last = int(lower * size), int(two.lower * size)
    steps = (step * 10**power for power in range(len(str(last))) for step in STEPS)
    largest = max(step for step in steps if not (first % step or last % step))
    return last - first in (2, largest) or last * 4 <= first * 5  # ten or twelve, 15 or 20


def compared(text: str, found: Sequence[Quantity], between: re.Pattern[str]) -> Iterator[Quantity]:
    """The quantities, exact as well where another one is told against them: 5 more than 12."""
    last: Quantity | None = None
    for q in found:
        is_against = last and q.start > last.end and between.fullmatch(text[last.end : q.start])
        is_open = (
            is_against
            and last
            and last.kind in ("number", "fraction")
            and q.is_amount
            and EXACT not in q.qualifiers
        )
        yield q._replace(qualifiers=(*q.qualifiers, EXACT)) if is_open else q
        last = q


def hundreds(one: Quantity, two: Quantity) -> Fraction:
    """The lower end, in hundreds if the upper one is said so: four to five hundred."""
    told = one.spelled and two.spelled and one.units == () and two.lower % 100 == 0
    return one.lower * 100 if told and one.lower < two.lower / 100 else one.lower


def ended(one: Quantity, two: Quantity, qualifiers: tuple[str, ...]) -> Quantity | None:
    """A range with these ends; unit and scale may stand at one of them only."""
    scale, units = one.scale, one.units
    lower = hundreds(one, two)
    if (
        not scale
        and two.scale
        and (not units or units == two.units or not two.units)
        and lower < 10**4
    ):
        scale = two.scale
    if scale != two.scale:
        if not two.scale and units and not two.units:
            return None
        factor = Fraction(10) ** (scale - two.scale)
        lower, scale = lower * factor, two.scale
    if units and two.units and not set(units) & set(two.units):
        return None
    if not lower < two.lower:
        return None
    known = tuple(u for u in two.units if u in units) or two.units or units
    decimals = max(one.decimals, two.decimals)
    said = [q for q in one.qualifiers if q not in (EXACT, RANGE)]
    if qualifiers == (RANGE, EXACT) and ABOUT in two.qualifiers:  # it rose from 58 to about 71
        said.append(ABOUT)
    return two._replace(start=one.start, lower=lower, decimals=decimals, scale=scale, units=known,
                        qualifiers=(*qualifiers, *said))  # fmt: skip


def shares(
    text: str,
    found: Sequence[Quantity],
    between: re.Pattern[str],
    none: re.Pattern[str],
    fewer: re.Pattern[str],
    many: re.Pattern[str],
) -> Iterator[Quantity]:
    """The quantities, one in three as a third; "out of" may tell two numbers as well.

    After `none` there is no share, after `fewer` a bound: not one in ten. `many`: what is counted,
    behind a number.
    """
    rest = list(found)
    while rest:
        one = rest.pop(0)
        if not rest or not is_share(one, rest[0]):
            yield one
            continue
        two = rest[0]
        words = between.fullmatch(text[one.end : two.start])
        apart = (
            two.units if two.unit != COUNT else many.match(text, two.end)
        )  # one man in ten cities
        if (
            words
            and is_of(one, two.lower, apart, words)
            and not none.search(text[: one.start][-9:])
        ):
            share = one.lower / two.lower
            both = one._replace(end=two.end, lower=share, upper=share, kind="fraction", units=())
            if fewer.search(text[: one.start][-9:]) and not words["of"]:
                both = both._replace(qualifiers=(BELOW,))
            yield both._replace(spelled=True)
            if not words["of"]:
                rest.pop(0)
                continue
        yield one


def times(
    text: str, found: Sequence[Quantity], before: re.Pattern[str], behind: re.Pattern[str]
) -> Iterator[Quantity]:
    """The quantities, and how many times as much as factors: three times the price."""
    for q in found:
        yield q
        is_plain = q.kind == "number" and not q.scale and q.units in ((), (COUNT,))
        if is_plain and (behind.match(text, q.end) or before.search(text[: q.start][-16:])):
            yield q._replace(kind="factor", units=())


def in_every(
    text: str, found: Sequence[Quantity], between: re.Pattern[str], units: Lookup
) -> Iterator[Quantity]:
    """The quantities, and hundredths of every one of a currency as shares: 15 cents on a euro.

    So are others near it: 38 paise in the rupee, against 55 before.
    """
    wholes = dict[int, tuple[tuple[str, ...], int]]()
    for q in found:
        words = between.match(text, q.end) if q.scale == HUNDREDTH else None
        whole = words and units.at(text, words.end())
        if whole and {*whole[0].codes} & {*q.units}:
            wholes[q.start] = q.units, whole[1]
    for q in found:
        yield q
        near = [of for at, (of, _) in wholes.items() if abs(at - q.start) < SENTENCE]
        if q.scale == HUNDREDTH and any({*of} & {*q.units} for of in near):
            share = q._replace(lower=q.lower / 100, upper=q.upper / 100, decimals=0, scale=0)
            end = wholes[q.start][1] if q.start in wholes else q.end
            yield share._replace(end=end, units=(), kind="fraction")


def is_of(one: Quantity, whole: Fraction, apart: object, words: re.Match[str]) -> bool:
    """Whether the words between two numbers make a share of them: nine roubles in every ten.

    `apart`: what the second of them, the `whole`, counts, if it counts something else.
    """
    is_counted = one.units in ((), (COUNT,)) or words["each"]
    if words["tens"] and whole not in TENS:
        return False
    return bool(is_counted) and not (words["nouns"] and apart)


def is_share(one: Quantity, two: Quantity) -> bool:
    """Whether two numbers may be so many out of so many."""
    plain = one.kind == two.kind == "number" and not (one.scale or two.scale or one.is_range)
    return plain and 0 < one.lower < two.lower and not one.decimals
