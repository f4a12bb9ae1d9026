"""Patterns of strptime in which the dates and times of a column may be written."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from bru.datapackage import edtf

DATES = (
    *("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y"),
    *("%d-%b-%y", "%B %d, %Y", "%b %d, %Y"),
)
TIMES = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H.%M", "%H:%M:%S.%f")
PLAIN = "%Y-%m-%d"
PATTERNS = {
    "date": DATES,
    "time": TIMES,
    "datetime": tuple(f"{day}{t}{time}" for day in (PLAIN, *DATES) for time in TIMES for t in " T"),
}
NO_DAY = "no such day"
SAMPLE, MOST = 100, 0.9  # values that are tried; how many of them a pattern must read
SLASHES = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2[0-9]{2,4}.*")
SHORT_OF = {r"-?[0-9]{4}": "a year only", r"[0-9]{4}-[0-9]{2}": "a month only"}


def fault(value: str, form: str) -> str:
    """Why a pattern does not read a value: "no such day", or "form"; "" where it does."""
    try:
        datetime.strptime(value, form)
    except ValueError as error:
        is_form = re.search("does not match|remains", str(error))
        return "form" if is_form else NO_DAY
    return ""


def of_column(kind: str, values: Iterable[str]) -> list[str]:
    """The patterns that read nearly all values of a date, time or datetime."""
    tried = [*islice(values, SAMPLE)]
    least = max(1, MOST * len(tried))
    return [f for f in PATTERNS[kind] if sum(not fault(value, f) for value in tried) >= least]


def cause(value: str, kind: str, own: str = "") -> str:
    """What is wrong with a date or datetime of which nothing is sure; "" if it is not known.

    `own`: the pattern by which it should be written.
    """
    day = re.split("[T ]", value)[0] if kind == "datetime" else value
    tried = ((value, own),) if own else ((day, form) for form in (PLAIN, "%d.%m.%Y", "%d/%m/%Y"))
    if any(fault(*one) == NO_DAY for one in tried):
        return NO_DAY
    if own:
        return ""
    if kind == "datetime" and not fault(value, PLAIN):
        return "no time of day"
    if (found := SLASHES.fullmatch(value)) and max(int(found[1]), int(found[3])) <= 12:
        return "day first or month first?"
    for shape, what in SHORT_OF.items():
        if re.fullmatch(shape, value):
            return what
    return "a period" if "/" in (edtf.cure(value) or "") else ""
