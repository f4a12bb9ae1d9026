"""Dates as a text mentions them, as EDTF: days, months, parts of a year, years, decades, spans.

A year that is not said is XXXX. Ranges of days and months are intervals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bru.claims.prose.language import Language, Lookup, expression, language

YEAR = r"(?:1[5-9]|20)\d\d"
NOBODY = "XXXX"
DASHES = "\u2010-\u2015-"
BEFORE = "in of since by until till last next early late mid from to during before after this or as"
MONTH_IN = rf"(?:{BEFORE.replace(' ', '|')}|every|each|for)\s"


class Date(NamedTuple):
    """A mention of a time: where it stands, and what it is in EDTF."""

    start: int
    end: int
    edtf: str


class Weekday(NamedTuple):
    """A mention of a day of the week, 1 for Monday."""

    start: int
    end: int
    day: int


class Calendar:
    """How a language writes dates."""

    def __init__(self, own: Language) -> None:
        """Compile what dates look like."""
        words = own.words
        self.months = Lookup((int(n), text) for n, text in words.get("months", {}).items())
        self.parts = Lookup((int(n), text) for n, text in words.get("parts", {}).items())
        self.weekdays = Lookup((int(n), text) for n, text in words.get("weekdays", {}).items())
        self.cardinals = Lookup((int(n), text) for n, text in words.get("cardinals", {}).items())
        time = words.get("time", {})
        month, part = self.months.inner, self.parts.inner
        of = rf"(?:\s*{expression(time.get('of', 'of'))}\s*)"
        day = r"(?P<{}>[0-3]?\d)(?:st|nd|rd|th)?"
        to, also = (gap(words.get(key, "")) for key in ("range_to", "range_and"))
        nights = "|".join(filter(None, (words.get("range_and"), words.get("night"))))

        def year(name: str) -> str:
            return rf"(?:,?\s*{of}?(?P<{name}>{YEAR})(?!\d|[.,]\d))"

        d1, d2, d3, d4 = (day.format(f"d{n}") for n in range(1, 5))
        self.kinds = {
            "iso": rf"(?P<iso>{YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![\d-])",
            "dotted": rf"(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>{YEAR})(?!\d)",
            "day_month": rf"{d1}(?:(?:{to}|{gap(nights)}){d2})?\s+(?:of\s+)?(?P<m1>{month})(?!\w)"
            rf"{year('y1')}?",
            "month_day": rf"(?P<m2>{month})\s+{d3}(?:{to}(?:(?P<m3>{month})\s+)?{d4})?"
            rf"(?![\d%]|[.,]\d){year('y2')}?",
            "months": rf"(?P<m4>{month}){year('y5')}?{to}(?P<m5>{month})(?!\w){year('y3')}?",
            "first": rf"{own.pattern('time', 'first')}\s(?P<n>\w+)\s"
            rf"{own.pattern('units', 'month')}(?!\w)",
            "month": rf"(?P<m6>{month})(?!\w){year('y4')}?",
            "part": rf"(?P<p>{part})(?=20\d\d(?!\d)|(?!\w)){year('y6')}?",
            "part_after": rf"(?P<y7>{YEAR})\s+(?P<p2>{part})(?!\w)",
            "century": own.pattern("time", "century") + r"(?!\w)",
            "decade": rf"(?P<decade>{YEAR[:-2]}0){expression(time.get('decade', 's'))}(?!\w)",
            "years": rf"(?<![\d.,])(?P<y8>{YEAR})(?:\s*/\s*|{gap('')}|(?:{to}|{also})(?={YEAR}))"
            rf"(?P<y9>{YEAR}|\d\d)(?![\d%]|[.,]\d)",
        }
        self.pattern = re.compile(
            "|".join(rf"(?P<{name}_>(?<!\w){kind})" for name, kind in self.kinds.items()),
            re.IGNORECASE if own.code != "en" else 0,
        )
        self.named_month = re.compile(rf"(?<!\w)(?:{month})(?!\w)", self.pattern.flags)
        self.relative = re.compile(rf"(?<!\w){own.pattern('time', 'relative')}", re.IGNORECASE)
        self.year_beside = re.compile(
            rf"(?<!\w){own.pattern('time', 'year_beside')}", re.IGNORECASE
        )
        self.adjacent = re.compile(rf"(?<!\w){own.pattern('time', 'adjacent')}", re.IGNORECASE)
        self.weekend = own.whole("time", "weekend")
        self.night = re.compile(rf"(?<!\w){own.pattern('time', 'before')}\s\Z", re.IGNORECASE)
        self.beside = re.compile(rf"(?<!\w){own.pattern('time', 'beside')}(?!\w)", re.IGNORECASE)
        year_or = rf"(?:{YEAR}|{own.pattern('units', 'year')})"
        between = rf"(?:[-\s]+{own.pattern('phases', 'of')}){{0,3}}[-\s]+"
        self.phases = [
            re.compile(rf"(?<!\w){own.pattern('phases', n)}{between}{year_or}(?!\w)", re.IGNORECASE)
            for n in ("early", "middle", "late")
        ]
        self.until = re.compile(rf"(?<!\w){own.pattern('phases', 'until')}\s\Z", re.IGNORECASE)
        self.ago, self.later, self.sooner = (
            re.compile(rf"\s{own.pattern('phases', name)}(?!\w)", re.IGNORECASE)
            for name in ("ago", "later", "sooner")
        )
        self.edges = [
            re.compile(
                rf"(?<!\w){own.pattern('phases', n)}{between}(?P<month>{month})(?!\w)",
                re.IGNORECASE,
            )
            for n in ("early", "middle", "late")
        ]
        self.named = re.compile(rf"(?<!\w)(?:{self.weekdays.inner})(?!\w)", re.IGNORECASE)

    def read(self, text: str) -> Iterator[Date]:
        """The dates of a text, in order."""
        for match in self.pattern.finditer(text):
            edtf = self.edtf(match, text)
            # "first five months": five is a number of months as well, so the date is at "first"
            end = match.end("n") - len(match["n"]) - 1 if match["first_"] else match.end()
            if edtf:
                yield Date(match.start(), end, edtf)

    def edtf(self, match: re.Match[str], text: str) -> str:
        """What was found as EDTF, "" if it is no date."""
        g, start = {k: v for k, v in match.groupdict().items() if v}, match.start()
        if "iso" in g:
            return g["iso"]
        if "dotted_" in g:
            return joined(g["y"], int(g["m"]), int(g["d"]))
        if "day_month_" in g:
            return self.days(g.get("y1", ""), g["m1"], g["m1"], g["d1"], g.get("d2", ""))
        if "month_day_" in g:
            return self.days(
                g.get("y2", ""), g["m2"], g.get("m3", g["m2"]), g["d3"], g.get("d4", "")
            )
        if "months_" in g:
            last = g.get("y3", NOBODY)
            ends = (g.get("y5", last), g["m4"]), (last, g["m5"])
            return "/".join(f"{y}-{self.months.of(m):02}" for y, m in ends)
        if "first_" in g:
            count = int(g["n"]) if g["n"].isdigit() else int(self.cardinals.of(g["n"]) or 0)
            return f"{NOBODY}-01/{NOBODY}-{count:02}" if 1 < count <= 12 else ""
        if "month_" in g:
            alone = "y4" not in g and g["m6"] == "May"
            if alone and not re.search(
                rf"(?<!\w){MONTH_IN}?\Z", text[max(0, start - 9) : start], re.I
            ):
                return ""
            return f"{g.get('y4', NOBODY)}-{self.months.of(g['m6']):02}"
        if "part_" in g or "part_after_" in g:
            year = g.get("y6") or g.get("y7") or NOBODY
            name = "p" if "p" in g else "p2"
            found = self.parts.at(text, match.start(name))
            return f"{year}-{found[0] if found else self.parts.of(g[name])}"
        if "century_" in g:  # the nineteen-eighties
            tens = self.cardinals.of(re.sub("ies$", "y", g["tens"].lower())) or 0
            return f"{int(self.cardinals.of(g['century'].lower()) or 0)}{tens // 10}X"
        if "decade" in g:
            return f"{g['decade'][:3]}X"
        first, last = g["y8"], g["y9"]
        last = first[:2] + last if len(last) == 2 else last
        return f"{first}/{last}" if first < last else ""

    def days(self, year: str, month: str, last_month: str, first: str, last: str) -> str:
        """A day, or from one day to another."""
        year = year or NOBODY
        start = joined(year, self.months.of(month), int(first))
        end = joined(year, self.months.of(last_month), int(last)) if last else ""
        return f"{start}/{end}" if start and end and start < end else start


def gap(words: str) -> str:
    """What stands between the ends of a range: a dash or one of these words."""
    dash = rf"\s*[{DASHES}]\s*"
    return rf"(?:{dash}|\s+{expression(words)}\s+)" if words else f"(?:{dash})"


def joined(year: str, month: int, day: int) -> str:
    """A day as EDTF, "" if there is none such."""
    return f"{year}-{month:02}-{day:02}" if 0 < month < 13 and 0 < day < 32 else ""


@cache
def calendar(code: str) -> Calendar:
    """The calendar of a language."""
    return Calendar(language(code))


@lru_cache(maxsize=2048)
def dates(text: str, code: str = "en") -> tuple[Date, ...]:
    """The dates that a text mentions, in order."""
    return tuple(calendar(language(code).code).read(text)) if language(code).code else ()


@lru_cache(maxsize=512)
def weekdays(text: str, code: str = "en") -> tuple[Weekday, ...]:
    """The days of the week that a text mentions."""
    own = calendar(language(code).code)
    found = ((m, own.weekdays.of(m[0])) for m in own.named.finditer(text))
    return tuple(Weekday(*m.span(), day) for m, day in found if day)
