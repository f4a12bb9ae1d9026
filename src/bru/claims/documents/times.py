"""The days, months and parts of years that a document prints, and times that follow from them.

"On Tuesday" with a dateline is a day, "last week" is near the day of publication, and the second
half of a year begins in July.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bru.claims.prose.dates import NOBODY, calendar, dates, weekdays
from bru.claims.prose.language import ENGLISH, language
from bru.datapackage import edtf

DATE = re.compile(r"(\d{4}|XXXX)-(\d\d)(?:-(\d\d))?(?=[~?%]?(?:/|$))")
WEEKS, MONTH = 20, 45  # days from the publication that "last week" or "last month" can mean
MIDDLE = "15"  # of a month
QUARTER = 33  # the first part of a year that is no season, whose months are a matter of taste
YEAR = "2000"  # stands for one that is not said; it has a 29 February


class Printed(NamedTuple):
    """Days (month, day), months and parts of a year (by their codes) that a document prints."""

    days: frozenset[tuple[int, int]]
    months: frozenset[int]
    parts: frozenset[int]


@lru_cache(maxsize=256)
def printed(text: str, code: str) -> Printed:
    """What a document prints."""
    days: set[tuple[int, int]] = set()
    months: set[int] = set()
    parts: set[int] = set()
    for mention in dates(text, code):
        for _, month, day in DATE.findall(mention.edtf):
            (months if int(month) <= 12 else parts).add(int(month))
            if day:
                days.add((int(month), int(day)))
            if int(month) >= QUARTER:
                known = edtf.parse(f"{YEAR}-{month}")
                months |= {end[1] for end in (known.start, known.end) if end}
    feasts = language(code).words.get("feasts", {})
    months |= {int(n) for n in feasts if language(code).whole("feasts", n).search(text)}
    return Printed(frozenset(days), frozenset(months), frozenset(parts))


def absent(period: str, text: str, code: str, published: str, note: str = "") -> str:
    """What of a time a document neither prints nor implies: "day", "month or quarter" or "".

    `note`: what is told about it in English, which counts as well.
    """
    own_text, told = printed(text, code), printed(note, ENGLISH)
    known = Printed(
        own_text.days | told.days, own_text.months | told.months, own_text.parts | told.parts
    )
    for year, month, day in DATE.findall(period):
        own = int(month)
        if own > 12:
            if own not in known.parts and not implied(own, known):
                return "month or quarter"
        elif (own, int(day)) not in known.days if day else own not in known.months:
            when = f"{year}-{month}-{day or MIDDLE}"
            near = (
                is_near(when, bool(day), *place, published)
                for place in ((text, code), (note, ENGLISH))
            )
            weekday = day and own in known.months and is_weekday(when, text, code)
            if year == NOBODY or not (weekday or any(near)):
                return "day" if day else "month or quarter"
    return ""


def implied(part: int, known: Printed) -> bool:
    """Whether the first month of a part of a year is printed."""
    start = edtf.parse(f"{YEAR}-{part}").start
    return bool(start and start[1] in known.months)


def is_weekday(day: str, text: str, code: str) -> bool:
    """Whether a text names the day of the week of a day: the first Saturday in May."""
    try:
        own = date.fromisoformat(day).isoweekday()
    except ValueError:
        return False
    return any(weekday.day == own for weekday in weekdays(text, code))


def is_near(day: str, is_exact: bool, text: str, code: str, published: str) -> bool:
    """Whether a text that was published on a day means another by a weekday or "last week"."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", published):
        return False
    try:
        when, then = date.fromisoformat(day), date.fromisoformat(published)
    except ValueError:
        return False
    apart = abs((when - then).days)
    named = {weekday.day for weekday in weekdays(text, code)}
    if is_exact and apart <= WEEKS and any(abs(when.isoweekday() - n) in (0, 1, 6) for n in named):
        return True
    own = calendar(code)
    told = [match[0] for match in own.relative.finditer(text)]
    if is_exact:
        return bool(told) and apart <= WEEKS
    return apart <= MONTH and any(own.month.search(words) for words in told)
