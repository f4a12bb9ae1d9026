"""Dates, times and both: in the one standard form, by a pattern of strptime, or in any form."""

import re
import warnings
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from bru.datapackage.types import Kind, calendar
from bru.datapackage.types.calendar import COMMON_DAY, COMMON_TIME, ZONE, Instant
from bru.model.package import Field

DATE, TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
COMMON = {  # most values in the standard form
    "date": COMMON_DAY,
    "time": COMMON_TIME,
    "datetime": rf"{COMMON_DAY}T{COMMON_TIME}(?:\.[0-9]+)?(?:{ZONE})?",
}
PLAIN = {
    "date": DATE,
    "time": TIME,
    "datetime": f"{DATE}T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){{2}}Z?",
}
DIRECTIVES = "aAbBcdfGHIjmMpSuUVwWxXyYzZ%"  # of Python
OF_C = {  # what C has besides, in those of Python
    "D": "%m/%d/%y",
    "e": "%d",
    "F": "%Y-%m-%d",
    "h": "%b",
    "k": "%H",
    "l": "%I",
    "n": " ",
    "r": "%I:%M:%S %p",
    "R": "%H:%M",
    "t": " ",
    "T": "%H:%M:%S",
}
START = datetime(2000, 1, 1)  # what a value in any form does not say


@lru_cache(maxsize=256)
def pattern(form: str) -> str:
    """A pattern of strptime as Python has it. Raises ValueError."""
    odd = [c for c in re.findall("%(.?)", form, re.DOTALL) if c not in [*DIRECTIVES, *OF_C]]
    if odd or "%" not in form:
        raise ValueError(f"%{odd[0]} is no part of a pattern" if odd else "it is no pattern")
    found = re.sub("%(.)", lambda m: OF_C.get(m[1], m[0]), form, flags=re.DOTALL)
    try:
        datetime.strptime("", found)
    except re.error as error:
        raise ValueError("the pattern has a part twice") from error
    except ValueError as error:
        if "does not match" not in str(error):
            raise ValueError(f"the pattern cannot be used: {error}") from error
    return found


def _by_pattern(form: str, text: str) -> datetime:
    if re.search(r"(?![0-9])\d", text):
        raise ValueError(text)  # strptime reads the digits of every script
    return datetime.strptime(text, pattern(form))


def _any(text: str) -> datetime:
    from dateutil import parser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names of time zones
        try:
            found: datetime = parser.parse(text, default=START)
        except (OverflowError, TypeError) as error:
            raise ValueError(text) from error
    return found


def read(field: Field, text: str) -> date | time | Instant:
    """A date, a time, or a moment. Raises ValueError."""
    kind = field.type
    if field.format == "default":
        if kind == "datetime":
            return calendar.date_time(text)
        if not re.fullmatch(DATE if kind == "date" else TIME, text):
            raise ValueError(text)
        return date.fromisoformat(text) if kind == "date" else time.fromisoformat(text)
    found = _any(text) if field.format == "any" else _by_pattern(field.format, text)
    if kind == "datetime":
        return calendar.of_datetime(found)
    return found.date() if kind == "date" else found.timetz()


def write(field: Field, value: Any) -> str:
    """What a workbook has for a moment as it would stand in a cell. Raises ValueError."""
    if not isinstance(value, date | time):
        raise ValueError(f"not a {field.type}: {value!r}")
    if field.type == "date" and isinstance(value, datetime):
        if value.time() != time():
            raise ValueError(f"{value} has a time of day")
        value = value.date()
    kinds: dict[str, type[date | time]] = {"date": date, "time": time, "datetime": datetime}
    if not isinstance(value, kinds[field.type]):
        raise ValueError(f"not a {field.type}: {value!r}")
    is_plain = field.format in ("default", "any")
    return str(value.isoformat() if is_plain else value.strftime(pattern(field.format)))


def spell(field: Field, value: date | time | Instant) -> str:
    """The standard form, a moment with a zone in UTC."""
    if isinstance(value, Instant):
        return value.text
    if isinstance(value, time) and (zone := value.utcoffset()) is not None:
        whole = datetime.combine(START, value) - zone
        return f"{whole.time().isoformat()}Z"
    return value.isoformat()


def python(value: Any, text: str) -> date | time | datetime:
    """As Python has it."""
    found: date | time | datetime = value
    return calendar.as_datetime(value, text) if isinstance(value, Instant) else found


def _when_default(expressions: dict[str, str]) -> Any:
    return lambda field: expressions[field.type] if field.format == "default" else None


KINDS = {
    name: Kind(
        read,
        write,
        spell,
        _when_default(COMMON),
        _when_default(PLAIN),
        python,
        formats=None,
        is_ordered=True,
    )
    for name in ("date", "time", "datetime")
}
