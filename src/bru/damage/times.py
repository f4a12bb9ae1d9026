"""Times of day and moments in the notation of a database, a country or a clock of twelve hours."""

import re
from collections.abc import Iterator

from bru.damage import Reading
from bru.datapackage import edtf
from bru.model.package import Field

CLOCK = r"([0-9]{1,2})[:.h]([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(?: ?([AaPp])\.?[Mm]\.?)?"
MOMENT = re.compile(rf"(.*?[0-9])( |T|, |T )({CLOCK})(?: ?(Z|UTC|[+-][0-9]{{2}}(?::?00)?))?")
PLAIN_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def readings(value: str, field: Field) -> Iterator[Reading]:
    """What a time or a moment in another notation may be."""
    if field.type == "time" and (found := re.fullmatch(CLOCK, value)):
        yield of_clock(*found.groups())
    if field.type == "datetime" and (found := MOMENT.fullmatch(value)):
        day, mark, clock, zone = *found.group(1, 2), of_clock(*found.groups()[3:8]), found[9] or ""
        is_plain = re.fullmatch(PLAIN_DAY, day)
        new = day if is_plain else edtf.cure(day)
        plain_zone = "Z" if zone == "UTC" else f"{zone[:3]}:00" if len(zone) > 1 else zone
        undone = ["no T before the time"] if mark != "T" else []
        undone += [clock.what] if clock.what else []
        undone += ["zone in another notation"] if not value.endswith(plain_zone) else []
        undone = undone or ["a blank before the zone"]
        undone = undone if is_plain else ["another notation"]
        is_sure = bool(is_plain) and clock.proven
        yield Reading(", ".join(undone), f"{new}T{clock.new}{plain_zone}", is_sure)


def of_clock(hour: str, minute: str, second: str, decimals: str, half: str) -> Reading:
    """A time of day: proven unless it has no seconds, or the hours of half a day."""
    number = int(hour) if not half else int(hour) % 12 + 12 * (half in "Pp")
    what = "no zero in front" if len(hour) < 2 else ""
    what = "hours of half a day" if half else what if second else "no seconds"
    new = f"{number:02}:{minute}:{second or '00'}{decimals or ''}"
    return Reading(what, new, bool(second) and not half)
