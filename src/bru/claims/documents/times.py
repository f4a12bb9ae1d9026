"""The days, months and parts of years that a document prints, and times that follow from them.

"On Tuesday" with a dateline is a day, "last week" is near the day of publication, the second half
of a year begins in July, "mid-2027" is in summer, nine months that end in June begin in October.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from bru.claims.documents.apart import DATE, DAY, MONTHS, YEAR, away, spans
from bru.claims.prose.dates import NOBODY, calendar, dates, weekdays
from bru.claims.prose.language import ENGLISH, language
from bru.claims.prose.numerals import numerals
from bru.claims.prose.reader import read
from bru.datapackage import edtf

WEEKS = 20  # days from the publication that "last week" can mean, and "last month"
MONTH = "month"
REACH = {MONTH: 45, "quarter": 100}
MIDDLE = "15"  # of a month
QUARTER = 33  # the first part of a year that is no season, whose months are a matter of taste
WORDS, TENS = 30, (20, 30)  # characters before a month that name its day; of its number
NIGHT = 16  # characters before a day that tell of the night before it
EDGES: tuple[set[tuple[int, int]], ...] = {(1, 1)}, set(), {(12, 31)}  # of early, middle, late
SATURDAY, SUNDAY = 6, 7
SPRING, HALF = 21, 2  # the first season's code; so many seasons on it is that of the other half
SEASONS = (3, 5), (6, 8), (9, 11), (12, 2)  # first and last months, from spring on, in the north
NUMBERED = re.compile(r"\bthe ([0-3]?\d)(?:st|nd|rd|th)\b")


class Printed(NamedTuple):
    """Days (month, day), months and parts of a year (by their codes) that a document prints.

    `loosely`: the months that "late in 2026" or "before May" may mean, for a time that is no single
    month.
    """

    days: frozenset[tuple[int, int]]
    months: frozenset[int]
    parts: frozenset[int]
    loosely: frozenset[int]


@lru_cache(maxsize=256)
def printed(text: str, code: str) -> Printed:
    """What a document prints."""
    days: set[tuple[int, int]] = set()
    months: set[int] = set()
    parts: set[int] = set()
    ends: set[tuple[int, int]] = set()  # the last days before a month: until May
    for mention in dates(text, code):
        ahead = text[max(0, mention.start - NIGHT) : mention.start]
        for _, month, day in DATE.findall(mention.edtf):
            (months if int(month) <= 12 else parts).add(int(month))
            if day:
                days.add((int(month), int(day)))
                if calendar(code).night.search(ahead):
                    days.add((int(month), int(day) - 1))
            if int(month) <= 12 and calendar(code).until.search(ahead):
                (days if day else ends).add(before(int(month), int(day or 1)))
            if int(month) >= QUARTER:
                known = edtf.parse(f"{YEAR}-{month}")
                months |= {end[1] for end in (known.start, known.end) if end}
    days |= {*in_words(text, code), *by_number(text, code)}
    own = language(code)
    feasts = own.words.get("feasts", {})
    for phase, at in zip(calendar(code).edges, range(3), strict=True):
        for edge in phase.finditer(text):
            month = calendar(code).months.of(edge["month"])
            days.add((month, (1, int(MIDDLE), monthrange(2000, month)[1])[at]))
    months |= {int(n) for n in feasts if own.whole("feasts", n).search(text)}
    if calendar(code).beside.search(text):  # the next morning
        first = date(int(YEAR), 1, 1)
        away = [first.replace(month=m) + timedelta(d - 1) for m, d in days if m <= 12]
        days |= {(d.month, d.day) for one in away for d in (one - DAY, one + DAY)}
    for day in own.words.get("days", {}):
        for found in own.whole("days", day).finditer(text):
            days.add((int(day[:2]), int(day[3:])))
            if calendar(code).until.search(text[max(0, found.start() - NIGHT) : found.start()]):
                days.add(before(int(day[:2]), int(day[3:])))
    loosely = {month for month, _ in ends}
    for n, (part, own_edge) in enumerate(zip(calendar(code).phases, EDGES, strict=True)):
        if part.search(text):
            loosely |= {*range(4 * n + 1, 4 * n + 5)}
            months |= {month for month, _ in own_edge}  # the end of a year is its December
            days |= own_edge
    return Printed(frozenset(days), frozenset(months), frozenset(parts), frozenset(loosely))


def before(month: int, day: int) -> tuple[int, int]:
    """The day before one."""
    last = date(int(YEAR), month, 1) + DAY * (day - 2)
    return last.month, last.day


def in_words(text: str, code: str) -> Iterator[tuple[int, int]]:
    """Days (month, day) by their words: the first of September, двадцать второго мая."""
    for match in calendar(code).named_month.finditer(text):
        before = text[max(0, match.start() - WORDS) : match.start()]
        atoms = [*numerals(code).atoms(before)]
        at_end = [a for a in atoms if len(before[a.end :].split()) <= 1][-1:]
        tens = [a for a in atoms if at_end and a.value in TENS and at_end[0].start - a.end == 1]
        if at_end and at_end[0].kind == "ordinal":
            yield calendar(code).months.of(match[0]), int(sum(a.value for a in (*tens, *at_end)))


def by_number(text: str, code: str) -> Iterator[tuple[int, int]]:
    """Days (month, day) whose month stands elsewhere in the line: in May, on the 14th."""
    for line in text.splitlines():
        months = {calendar(code).months.of(m[0]) for m in calendar(code).named_month.finditer(line)}
        days = [int(n) for n in NUMBERED.findall(line)] if months else ()
        yield from ((month, day) for month in months for day in days)


def absent(period: str, text: str, code: str, published: str, note: str = "") -> str:
    """What of a time a document neither prints nor implies: "day", "month or quarter" or "".

    `note`: what is told about it in English, which counts as well. Of what is no time, nothing is.
    """
    if not edtf.known(period):
        return ""  # BRU301
    texts = printed(text, code), printed(note, ENGLISH)
    pairs: Any = zip(*texts, strict=True)
    known = Printed(*(own | noted for own, noted in pairs))
    phases = known.loosely if re.search("[~?/]", period) else frozenset()
    loosely = known.months | phases | worked_out(period, known, text, code, published, note)
    led = {*away(text, code), *away(note, ENGLISH), *other_end(period, known)}
    loosely = loosely.union((month for month, _ in led), seasonal(period, known))
    for year, month, day in DATE.findall(period):
        own = int(month)
        if own > 12:
            if own not in known.parts and not implied(own, known):
                return "month or quarter"
        elif (own, int(day)) not in known.days | led if day else own not in loosely:
            when = f"{year}-{month}-{day or MIDDLE}"
            near = (
                is_near(when, bool(day), *place, published)
                for place in ((text, code), (note, ENGLISH))
            )
            weekday = day and own in known.months and is_weekday(when, text, code)
            if year == NOBODY or not (weekday or any(near)):
                return "day" if day else "month or quarter"
    return ""


def worked_out(
    period: str, known: Printed, text: str, code: str, published: str, note: str
) -> set[int]:
    """The months of a time that a number of months leads to: from a printed end, or up to now."""
    ends = [(int(y), int(m)) for y, m, _ in DATE.findall(period) if y != NOBODY and int(m) <= 12]
    if not ends or all(month in known.months for _, month in ends):
        return set()
    months = [12 * year + month for year, month in ends]
    quantities = read(text, code).quantities
    both = {month for _, month in ends}
    if len(ends) == 2 and both & {1, *known.months}:  # as a note says: 18 months from then
        apart = months[1] - months[0]
        if apart + 1 in spans(quantities) or apart in spans(read(note).quantities):
            return both
    if now := re.match(r"(\d{4})-(\d\d)", published):
        ago = {abs(12 * int(now[1]) + int(now[2]) - month): month % 12 or 12 for month in months}
        past = {
            q.lower * MONTHS[q.unit]
            for q in quantities
            if q.unit in MONTHS and calendar(code).ago.match(text, q.end)
        }
        return {month for apart, month in ago.items() if apart in past}
    return set()


def other_end(period: str, known: Printed) -> Iterator[tuple[int, int]]:
    """The first day of whole years of which the last is printed, and the other way round."""
    try:
        first, last = map(date.fromisoformat, period.split("/"))
    except ValueError:
        return
    behind = last + DAY
    if (behind.month, behind.day) == (first.month, first.day):
        ends = {(day.month, day.day) for day in (first, last)}
        yield from ends if ends & known.days else ()


def implied(part: int, known: Printed) -> bool:
    """Whether the first month of a part of a year is printed."""
    start = edtf.parse(f"{YEAR}-{part}").start
    return bool(start and start[1] in known.months)


def seasonal(period: str, known: Printed) -> Collection[int]:
    """The months of a time that is a printed season, of either half of the world: over the winter.

    Of one without an end, the first or last month of the season.
    """
    places = [part - SPRING for part in known.parts if 0 <= part - SPRING < len(SEASONS)]
    seasons = [SEASONS[(n + half) % len(SEASONS)] for n in places for half in (0, HALF)]
    ends = re.fullmatch(r"(?:\d{4}-(\d\d)|\.\.)/(?:\d{4}-(\d\d)|\.\.)", period)
    own = tuple(int(month or 0) for month in ends.groups()) if ends else ()
    told = {end for first, last in seasons for end in ((first, last), (first, 0), (0, last))}
    return own if own in told else ()


def is_weekday(day: str, text: str, code: str) -> bool:
    """Whether a text names the day of the week of a day: the first Saturday in May."""
    try:
        own = date.fromisoformat(day).isoweekday()
    except ValueError:
        return False
    return own in named_days(text, code)


def named_days(text: str, code: str) -> set[int]:
    """The days of the week that a text names, both of a weekend."""
    both = {SATURDAY, SUNDAY} if calendar(code).weekend.search(text) else set[int]()
    return {weekday.day for weekday in weekdays(text, code)} | both


def is_near(day: str, is_exact: bool, text: str, code: str, published: str) -> bool:
    """Whether a text that was published on a day means another by a weekday or "last week"."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", published):
        return False
    try:
        when, then = date.fromisoformat(day), date.fromisoformat(published)
    except ValueError:
        return False
    apart = abs((when - then).days)
    named = named_days(text, code)
    if is_exact and apart <= WEEKS and any(abs(when.isoweekday() - n) in (0, 1, 6) for n in named):
        return True
    told = [match[0] for match in calendar(code).relative.finditer(text)]
    is_edge = is_exact and 1 in (when.day, (when + DAY).day)  # by the end of this month
    units = REACH if is_edge else () if is_exact else (MONTH,)
    own = ((REACH[unit], language(code).whole("units", unit)) for unit in units)
    reach = [days for days, word in own if any(word.search(words) for words in told)]
    return apart <= max(reach, default=0) or (is_exact and bool(told) and apart <= WEEKS)
