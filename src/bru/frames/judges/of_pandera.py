"""Known differences of pandera, which reads values as pandas does."""

from __future__ import annotations

import re
from time import strptime

from bru.datapackage.types import parse
from bru.frames.judges.known import Difference, Known, reads
from bru.frames.pandera import MOMENTS, plain


def narrow(difference: Difference) -> bool:
    """Whether a whole number has at most 64 bits, and a day is one that pandas can store."""
    if difference.type in MOMENTS:
        return "1678" <= difference.cell[:4] < "2262"
    return -(2**63) <= int(parse(difference.fields[0], difference.cell)) < 2**63


TEXTS = "boolean object array list duration geopoint geojson datetime time".split()
KNOWN = (
    Known(
        "pandera misses type enum minLength maxLength",
        "a value is a list, an object, a duration or a place",
        "pandas has no such types; the column is left as text.",
        lambda d: d.type in ("array", "object", "list", "duration", "geopoint", "geojson"),
    ),
    Known(
        "pandera misses adds enum unique primaryKey uniqueKeys foreignKeys",
        "a value that pandas has no type for is spelled in two ways, such as true and TRUE",
        "The column is left as text.",
        lambda d: any(f.type in TEXTS for f in d.fields),
    ),
    Known(
        "pandera misses type",
        "a text has another format than its field's: email, uri, uuid or binary",
        "It has no check for these formats.",
        lambda d: d.type == "string",
    ),
    Known(
        "pandera misses type enum minimum maximum exclusiveMinimum exclusiveMaximum "
        "primaryKey unique uniqueKeys",
        "a number has marks of its field's own: groupChar, decimalChar or bareNumber",
        "pandas has one way to write a number; the column is left as text.",
        lambda d: not all(map(plain, d.fields)),
    ),
    Known(
        "pandera misses type",
        "a moment has a blank before its zone",
        "pandas reads over the blank.",
        lambda d: d.type == "datetime" and re.search(r" [+-]\d\d:?\d\d\Z", d.cell) is not None,
    ),
    Known(
        "pandera misses type",
        "a year has not four digits",
        "pandas has whole numbers, and no years.",
        reads("year", int),
    ),
    Known(
        "pandera adds type",
        "a whole number has more than 64 bits, a day is before 1677 or after 2262",
        "pandas stores them in 64 bits, days as nanoseconds.",
        lambda d: not narrow(d),
    ),
    Known(
        "pandera misses adds required enum unique primaryKey uniqueKeys foreignKeys "
        "minimum maximum exclusiveMinimum exclusiveMaximum",
        "a number is NaN",
        "pandas takes NaN for a missing value.",
        lambda d: (
            any(f.type == "number" for f in d.fields) and "NAN" in map(str.upper, map(str, d.cells))
        ),
    ),
    Known(
        "pandera misses adds minimum maximum exclusiveMinimum exclusiveMaximum enum "
        "unique primaryKey foreignKeys",
        "two numbers differ behind their 15th digit",
        "pandas stores them in binary, with 53 bits.",
        lambda d: any(
            f.type == "number" and len(c or "") > 15 for f, c in zip(d.fields, d.cells, strict=True)
        ),
    ),
    Known(
        "pandera adds misses type minimum maximum exclusiveMinimum exclusiveMaximum enum "
        "unique primaryKey uniqueKeys",
        "a whole number has a plus sign",
        "pandas does not read it, so that nothing else is asked of it.",
        lambda d: any(
            f.type == "integer" and (cell or "").startswith("+")
            for f in d.fields
            for cell in d.columns[f.name]
        ),
    ),
    Known(
        "pandera misses type",
        "a whole number has a base, such as 0x8",
        "pandas reads hexadecimal, octal and binary numbers.",
        reads("integer", lambda cell: int(cell, 0)),
    ),
    Known(
        "pandera misses type",
        "a part of a time has one digit, or the seconds are 60",
        "It reads with Python's strptime().",
        reads("time", lambda cell: strptime(cell, "%H:%M:%S")),
    ),
    Known(
        "pandera misses type",
        "an empty text stands for a day or time, and is not a missing value",
        "pandas reads it as no time at all.",
        lambda d: d.type in MOMENTS and d.cell == "",
    ),
)
