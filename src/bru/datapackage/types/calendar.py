"""Times and durations as XML Schema has them: any year, time zones, an order that is partial.

https://www.w3.org/TR/xmlschema-2/#dateTime, #gYear, #gYearMonth (there is no year 0000), #duration.
"""

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from bru.datapackage.types import Kind
from bru.model.package import Field

YEAR = r"-?(?:[1-9][0-9]{4,}|[0-9]{4})"
ZONE = r"Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00"
DATE_TIME = re.compile(
    rf"({YEAR})-([0-9]{{2}})-([0-9]{{2}})T([0-9]{{2}}):([0-9]{{2}}):([0-9]{{2}})"
    rf"(?:\.([0-9]+))?({ZONE})?"
)
G_YEAR = re.compile(rf"({YEAR})()({ZONE})?")
G_YEAR_MONTH = re.compile(rf"({YEAR})-(0[1-9]|1[0-2])({ZONE})?")
COMMON_YEAR = "[1-9][0-9]{3}"
COMMON_MONTH = rf"{COMMON_YEAR}-(?:0[1-9]|1[0-2])"
COMMON_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
COMMON_DAY = (  # all but 29 February
    rf"{COMMON_YEAR}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
DAY, FARTHEST = 86_400, 14 * 3600  # seconds; of a zone from UTC
CYCLE = 146_097  # days of 400 years
DURATION = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
# A duration is less than another if it is when added to each of these.
STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Instant(NamedTuple):
    """A moment: seconds since the year 1 and their decimals, in UTC if it has a zone.

    Of two moments of which one has no zone it may be that neither is before the other.
    """

    second: int
    decimals: str  # without zeros at the end
    has_zone: bool
    text: str  # the value in the standard form

    def __lt__(self, other: Any) -> bool:
        apart = FARTHEST if self.has_zone != other.has_zone else 0
        return (self.second + apart, self.decimals) < (other.second, other.decimals)

    def __gt__(self, other: Any) -> bool:
        return bool(other < self)

    def __le__(self, other: Any) -> bool:
        return self == other or bool(self < other)

    def __ge__(self, other: Any) -> bool:
        return self == other or bool(other < self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instant) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])


def astronomical(year: str) -> int:
    """The year as a number without a gap: -0001 is 0. Raises ValueError for 0000."""
    number = int(year)
    if not number:
        raise ValueError("there is no year 0000")
    return number if number > 0 else number + 1


def days(year: int, month: int, day: int) -> int:
    """Days from 1 January of the year 1 on. Raises ValueError for a day that does not exist."""
    cycles, before = divmod(year - 1, 400)
    return CYCLE * cycles + date(before + 1, month, day).toordinal() - 1


def offset(zone: str | None) -> int:
    """Seconds of a time zone east of UTC."""
    if not zone or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds


def date_time(text: str) -> Instant:
    """A date with a time. Raises ValueError."""
    found = DATE_TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second, decimals, zone = found.groups()
    midnight = (hour, minute, second) == ("24", "00", "00") and not (decimals or "").strip("0")
    if not midnight and (hour > "23" or minute > "59" or second > "59"):
        raise ValueError(text)
    at = DAY * days(astronomical(year), int(month), int(day))
    at += int(hour) * 3600 + int(minute) * 60 + int(second) - offset(zone)
    return instant(at, (decimals or "").rstrip("0"), zone is not None)


def instant(second: int, decimals: str, has_zone: bool) -> Instant:
    """A moment with its text in the standard form."""
    day, rest = divmod(second, DAY)
    year, month, number = civil(day)
    shown = f"{year:04}" if year > 0 else f"-{1 - year:04}"
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    text = f"{shown}-{month:02}-{number:02}T{clock}{'.' if decimals else ''}{decimals}"
    return Instant(second, decimals, has_zone, text + ("Z" if has_zone else ""))


def civil(day: int) -> tuple[int, int, int]:
    """Astronomical year, month and day of a number of days: the other way round of `days`."""
    cycles, rest = divmod(day, CYCLE)
    found = date.fromordinal(rest + 1)
    return found.year + 400 * cycles, found.month, found.day


def of_datetime(value: datetime) -> Instant:
    """A moment that Python has."""
    zone = value.utcoffset()
    clock = value.hour * 3600 + value.minute * 60 + value.second
    at = DAY * (value.toordinal() - 1) + clock - int((zone or timedelta()).total_seconds())
    return instant(at, f"{value.microsecond:06}".rstrip("0"), zone is not None)


def as_datetime(value: Instant, text: str) -> datetime:
    """A moment as Python has it, in the zone it is written in. Raises ValueError."""
    if re.fullmatch(r"[0-9]{4}-.*", text, re.DOTALL) and "T24" not in text:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    found = datetime.fromisoformat(value.text.partition(".")[0].rstrip("Z"))
    found = found.replace(microsecond=int(f"{value.decimals:0<6}"[:6]))
    return found.replace(tzinfo=UTC) if value.has_zone else found


def _part(shape: re.Pattern[str], text: str) -> Instant:
    """The beginning of a year or month."""
    found = shape.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, zone = found.groups()
    at = DAY * days(astronomical(year), int(month or 1), 1) - offset(zone)
    own = text.removesuffix(zone or "") + ("Z" if zone and not offset(zone) else zone or "")
    return Instant(at, "", zone is not None, own)


def _write_year(field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"not a year: {value!r}")
    return f"{value:05}" if value < 0 else f"{value:04}"


class Duration(NamedTuple):
    """Months and seconds, both negative if one is."""

    months: int
    seconds: Fraction

    def ends(self) -> list[Fraction]:
        """The seconds at which it ends from each of the four starts."""
        found = []
        for year, month in STARTS:
            whole, number = divmod(year * 12 + month - 1 + self.months, 12)
            found.append(DAY * days(whole, number + 1, 1) + self.seconds)
        return found

    def __lt__(self, other: Any) -> bool:
        return all(a < b for a, b in zip(self.ends(), other.ends(), strict=True))

    def __gt__(self, other: Any) -> bool:
        return bool(other < self)

    def __le__(self, other: Any) -> bool:
        return all(a <= b for a, b in zip(self.ends(), other.ends(), strict=True))

    def __ge__(self, other: Any) -> bool:
        return bool(other <= self)


def _duration(field: Field, text: str) -> Duration:
    """The value of P1Y2M3DT4H5M6.7S. Raises ValueError."""
    found = DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign = -1 if found[1] else 1
    year, month, day, hour, minute = (int(found[n] or 0) for n in range(2, 7))
    seconds = DAY * day + 3600 * hour + 60 * minute + Fraction(found[7] or 0)
    return Duration(sign * (12 * year + month), sign * seconds)


def _spell_duration(field: Field, value: Duration) -> str:
    """The shortest form: no zeros, no more than 11 months, 23 hours, 59 minutes and seconds."""
    sign = "-" if value < Duration(0, Fraction(0)) else ""
    years, months = divmod(abs(value.months), 12)
    seconds = abs(value.seconds)
    whole, rest = divmod(seconds, 1)
    day, clock = divmod(int(whole), DAY)
    decimals = ""
    while rest and len(decimals) < 100:
        digit, rest = divmod(rest * 10, 1)
        decimals += str(digit)
    last = f"{clock % 60}{'.' if decimals else ''}{decimals}"
    date = [(years, "Y"), (months, "M"), (day, "D")]
    time = [(clock // 3600, "H"), (clock // 60 % 60, "M")]
    text = "".join(f"{n}{letter}" for n, letter in date if n)
    late = "".join(f"{n}{letter}" for n, letter in time if n) + (f"{last}S" if last != "0" else "")
    return f"{sign}P{text}{'T' if late else ''}{late}" if text or late else "PT0S"


KINDS = {
    "year": Kind(
        lambda _, text: _part(G_YEAR, text),
        _write_year,
        spell=lambda _, value: value.text,
        accept=lambda _: COMMON_YEAR,
        plain=lambda _: YEAR,
        python=lambda _, text: int(re.match("-?[0-9]+", text)[0]),  # type: ignore[index]
        is_ordered=True,
    ),
    "yearmonth": Kind(
        lambda _, text: _part(G_YEAR_MONTH, text),
        spell=lambda _, value: value.text,
        accept=lambda _: COMMON_MONTH,
        plain=lambda _: f"{YEAR}-[0-9]{{2}}",
        python=lambda _, text: text,
        is_ordered=True,
    ),
    "duration": Kind(
        _duration, spell=_spell_duration, python=lambda _, text: text, is_ordered=True
    ),
}
