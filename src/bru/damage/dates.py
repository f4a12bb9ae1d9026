"""Dates in the notation of a country or of a spreadsheet."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bru.damage import Reading
from bru.damage.spreadsheet import MONTHS
from bru.datapackage import edtf
from bru.model.package import Field

DAY_FIRST = r"[0-9]{1,2}([./])[0-9]{1,2}\1[0-9]{2,4}"
MONTH = rf"(?i:({'|'.join(MONTHS.split())})[a-zа-я]*)"
MONTH_DATE = rf"[0-9]{{1,2}}[./ -]{MONTH}([./ -][0-9]{{2,4}})?|{MONTH}[./ -][0-9]{{2,4}}"
NOTATION = re.compile(r"([0-9Xx\u0425\u0445?~%./\u2010-\u2015\u2212-]+)(?:[ T]00:00(?::00)?)?")
LONGEST = 60
SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{2,4}")
FIRST_DAY = date(1899, 12, 30)  # to be counted from, for spreadsheets


def readings(value: str, field: Field) -> Iterator[Reading]:
    """What a date in another notation may be."""
    found = NOTATION.fullmatch(value) if len(value) < LONGEST else None
    if found and (new := edtf.cure(found[1])):
        is_first = re.fullmatch(DAY_FIRST, value)
        what = "day and month first, as in a spreadsheet" if is_first else "another notation"
        yield Reading(what, new)
    elif new := edtf.cure(value) if not field.is_edtf else None:
        yield Reading("another notation", new, proven=False)
    if re.fullmatch("[2-5][0-9]{4}", value):
        day = FIRST_DAY + timedelta(int(value))
        yield Reading("day number of a spreadsheet", day.isoformat(), proven=False)


def is_date(value: str) -> bool:
    """Whether a value is a date as a spreadsheet writes it."""
    return bool(re.fullmatch(f"{DAY_FIRST}|{MONTH_DATE}", value))


def by_column(values: Iterable[str]) -> dict[str, str] | None:
    """None where some dates of a column tell whether days come first, and others need to be told.

    To mend those that are clear ("25/12/2023") would take away the evidence for the rest.
    """
    pairs = {(int(m[1]), int(m[2])) for v in values if "/" in v for m in SLASHES.finditer(v)}
    unclear = {pair for pair in pairs if max(pair) <= 12 and len({*pair}) == 2}
    return None if unclear and len(pairs) > len(unclear) else {}
