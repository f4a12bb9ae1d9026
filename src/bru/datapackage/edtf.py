"""Dates as precise as their source and no more: the Extended Date/Time Format (EDTF).

Accepted are levels 0 and 1, and from level 2 the sub-year groupings 21 to 41 and the digit `X`
(unspecified) anywhere in year, month and day. Refused are times of day (the tables hold dates),
sets (`[a,b]`, `{a,b}`), exponential years, significant digits, and qualifiers inside a date.
Source: ISO 8601-2:2019, published as https://www.loc.gov/standards/datetime/.

Where the standard is silent: a grouping may carry a qualifier, have `X` in its year, and be the end
of an interval; seasons are meteorological and winter is the last of its year, so `2022-24` runs
from December 2022 to February 2023; 21 to 28 are northern, 29 to 32 southern.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

Day = tuple[int, int, int]  # year (0 is 1 BC), month, day: compares in the order of time

# What it matches is valid, what it does not match needs `parse` (29 February, intervals, X ...).
# No look-around and no flags, so that every engine can run it on the whole cell.
ACCEPT = (
    r"[0-9]{4}(?:-(?:(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31|2[1-9]|3[0-9]|4[01]))?[?~%]?"
)

_DATE = re.compile(r"(-?)([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?[?~%]?")
_LONG_YEAR = re.compile(r"Y(-?[1-9][0-9]{4,17})[?~%]?")
_PRINTED_YEAR = re.compile(r"(?<![^/])[0-9]{4}(?![0-9X])")
_SEASONS_QUARTERS = (3, 6, 9, 12, 3, 6, 9, 12, 9, 12, 3, 6, 1, 4, 7, 10)
_GROUPS = dict(  # code 21 to 41: first month and number of months
    enumerate([(m, 3) for m in _SEASONS_QUARTERS] + [(1, 4), (5, 4), (9, 4), (1, 6), (7, 6)], 21)
)
_EXPECTED = "expected YYYY, YYYY-MM, YYYY-MM-DD or start/end"
_REASONS = (  # the first that is found says what is wrong
    (r"^$", "is empty"),
    (r"[^\x00-\x7f]", "holds a character outside ASCII"),
    (r"^\s|\s$", "has white space around it"),
    (r"[0-9]{2}:|[0-9]T[0-9]", "holds a time of day, and the tables hold dates only"),
    (r"[\[\]{},]", "looks like a set of dates, which the tables do not hold"),
    (r"^[?~%]|[?~%].", "has a qualifier (? ~ %) that is not the one last character of a date"),
    (r"^Y-?[0-9]{1,4}$", "has the prefix Y, which is for years of more than four digits"),
    (r"", "is not an EDTF date"),
)


class Edtf(NamedTuple):
    """A date or interval: the first and last day it can mean, and how sure the source is.

    `start` or `end` is None where an interval is open (`..`) or its end unknown (empty); `text`
    keeps which. `uncertain` (`?`, `%`) and `approximate` (`~`, `%`) are true if either end is so
    qualified; they do not widen the bounds, as the standard does not say by how much.
    """

    text: str
    start: Day | None
    end: Day | None
    uncertain: bool
    approximate: bool
    interval: bool


class ReversedInterval(ValueError):
    """The last day the end can mean lies before the first day the start can mean."""


def parse(text: str) -> Edtf:
    """Read one date or interval.

    Raises `ReversedInterval` if it ends before it starts, `ValueError` for everything else that is
    not EDTF as above. The message says what is wrong, what was expected and, if `cure` knows it,
    what to write.
    """
    try:
        return _parse(text)
    except ValueError as error:
        cured = cure(text)
        raise type(error)(f"{error}; write {cured}" if cured else str(error)) from None


def known(text: str) -> Edtf | None:
    """As `parse`, None for what is neither date nor interval; it is not worked out why."""
    with suppress(ValueError):
        return _parse(text)
    return None


def years(text: str) -> list[str]:
    """The distinct years in EDTF `text` as printed: positive, four digits, none of them `X`."""
    return list(dict.fromkeys(_PRINTED_YEAR.findall(text)))


@lru_cache(maxsize=4096)  # the same dates come again and again
def _parse(text: str) -> Edtf:
    qualified = "?" in text or "%" in text, "~" in text or "%" in text
    first, slash, last = text.partition("/")
    if not slash:
        return Edtf(text, *_bounds(text), *qualified, False)
    if "/" in last:
        raise ValueError(f"{text!a:.60} has more than one slash; {_EXPECTED}")
    start, end = (None if side in ("", "..") else _bounds(side) for side in (first, last))
    if start is None and end is None:
        raise ValueError(f"{text!a} has neither start nor end; expected a date on one side or both")
    if start and end and end[1] < start[0]:
        raise ReversedInterval(f"{text!a} ends before it starts; expected the earlier date first")
    return Edtf(text, start and start[0], end and end[1], *qualified, True)


def _bounds(text: str) -> tuple[Day, Day]:
    """First and last day that one date can mean."""
    if long_year := _LONG_YEAR.fullmatch(text):
        return (int(long_year[1]), 1, 1), (int(long_year[1]), 12, 31)
    if not (match := _DATE.fullmatch(text)):
        reason = next(reason for pattern, reason in _REASONS if re.search(pattern, text))
        raise ValueError(f"{text!a:.60} {reason}; {_EXPECTED}")
    sign, year, month, day = match.groups()
    if sign and year == "0000":
        raise ValueError(f"{text!a}: there is no year -0000; expected 0000 (1 BC) or -0001 (2 BC)")
    group = _GROUPS.get(int(month)) if month and "X" not in month else None
    if group and day:
        raise ValueError(f"{text!a}: {month} is a part of a year; expected no day after it")
    months = [group[0]] if group else _options(month, 12)
    if not months:
        raise ValueError(
            f"{text!a}: there is no month {month}; expected 01 to 12, or a part of a year "
            "(21-24 spring to winter, 33-36 quarters, 37-39 thirds, 40-41 halves)"
        )
    # Ten fillings of a year with X hold a leap year if any does.
    longest = max(monthrange(y, m)[1] for y in islice(_fill(year), 10) for m in months)
    days = [1] if group else _options(day, longest)
    if not days:
        raise ValueError(f"{text!a} is not a day that exists; expected a day from 01 to {longest}")

    def edge(step: int) -> Day:  # lazily, as XXXX is ten thousand years
        possible = (-y for y in _fill(year, -step) if y) if sign else _fill(year, step)
        dates = ((y, m, d) for y in possible for m in months[::step] for d in days[::step])
        return next(date for date in dates if date[2] <= monthrange(*date[:2])[1])

    start, end = edge(1), edge(-1)
    if group:
        carry, last = divmod(sum(group) - 2, 12)
        end = end[0] + carry, last + 1, monthrange(end[0] + carry, last + 1)[1]
    return start, end


def _fill(digits: str, step: int = 1) -> Iterator[int]:
    """Every number that `digits` can be, upwards (`step` 1) or downwards (`step` -1)."""
    choices = ("0123456789"[::step] if digit == "X" else digit for digit in digits)
    return (int("".join(chosen)) for chosen in product(*choices))


def _options(digits: str | None, last: int) -> list[int]:
    """The months or days from 1 to `last` that `digits` can be; all of them, if it is not given."""
    return [n for n in (_fill(digits) if digits else range(1, last + 1)) if 1 <= n <= last]


_LOOKALIKES = {0x0445: "x", **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")}
_MONTHS = "january february march april may june july august september october november december"
_NAMES = {"q1": 33, "q2": 34, "q3": 35, "q4": 36, "h1": 40, "h2": 41, "sept": 9}
# Not winter: "winter 2022" may be the one that ends in 2022 or the one that begins in it.
_NAMES |= {"spring": 21, "summer": 22, "autumn": 23, "fall": 23}
_NAMES |= {form: n for n, m in enumerate(_MONTHS.split(), 1) for form in (m, m[:3])}
_CURES = (  # for lower case in which month, season, quarter and half are @05, @22, @33, @40
    (r"(.*)", r"\1"),  # cleaned is enough: white space, long dash, small or Cyrillic X
    (r"(\d{4})[-./](\d\d?)[-./](\d\d?)(?:[t ]\d.*)?", r"\1-\2-\3"),
    (r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})", r"\3-\2-\1"),
    (r"(1[3-9]|[23]\d)/(\d\d?)/(\d{4})", r"\3-\2-\1"),  # with 12 or less, either may be the month
    (r"(\d\d?)/(1[3-9]|[23]\d)/(\d{4})", r"\3-\1-\2"),
    (r"(0?[1-9]|1[0-2])[./](\d{4})", r"\2-\1"),
    (r"(\d\d(?:1[2-9]|[2-9]\d))[-./](0?[1-9]|1[0-2])", r"\1-\2"),  # 2011/12 may be two years
    (r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3"),
    (r"@(\d\d)[- /]?(\d{4})", r"\2-\1"),
    (r"(\d{4})[- /]?@(\d\d)", r"\1-\2"),
    (r"(\d\d?)(?:st|nd|rd|th)? @(\d\d) (\d{4})", r"\3-\2-\1"),
    (r"@(\d\d) (\d\d?)(?:st|nd|rd|th)?,? (\d{4})", r"\3-\1-\2"),
    (r"(?:the )?(\d\d[1-9])0'?s", r"\1x"),  # not the 1900s: ten years or a hundred
    (r"(?:ca?|circa|about|around)\.? ?(\d{4})", r"\1~"),
    (r"since (\d{4})", r"\1/.."),
    (r"(.+)(?:\?~|~\?)", r"\1%"),
    (r"y(\d{4})", r"\1"),
)


@lru_cache(maxsize=10_000)
def cure(text: str) -> str | None:
    """The EDTF that `text` evidently means (itself, if it is EDTF) or None; to be confirmed."""
    plain = " ".join(text.lower().translate(_LOOKALIKES).split())
    words = r"([qh][1-4]|[a-z]+)\.?"
    plain = re.sub(words, lambda m: f"@{_NAMES[m[1]]:02}" if m[1] in _NAMES else m[0], plain)
    matches = ((re.fullmatch(pattern, plain, re.ASCII), form) for pattern, form in _CURES)
    found = [re.sub(r"-(\d)(?![\dx])", r"-0\1", m.expand(form)) for m, form in matches if m]
    for separator in ("/", " to ", " - ", "-"):
        sides = plain.split(separator)
        if len(sides) == 2 and (all(sides) or separator == "/"):
            found.append("/".join(cure(side) or side for side in sides))
    for candidate in found:
        with suppress(ValueError):
            return _parse(candidate.upper()).text
    return None
