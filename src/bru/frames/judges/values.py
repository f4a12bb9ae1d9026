"""Known differences about the values of cells."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from time import strptime

from bru.datapackage.value import parse
from bru.frames.judges.known import BOTH, Difference, F, Known, P, iso, reads, says
from bru.frames.pandera import MOMENTS, plain


def plus(column: Sequence[str | None]) -> bool:
    """Whether a cell of a column has a plus sign."""
    return any((cell or "").startswith("+") for cell in column)


def narrow(difference: Difference) -> bool:
    """Whether a whole number has at most 64 bits, and a day is one that pandas can store."""
    if difference.type in MOMENTS:
        return "1678" <= difference.cell[:4] < "2262"
    return -(2**63) <= int(parse(difference.fields[0], difference.cell)) < 2**63


KNOWN = (
    Known(
        F,
        "misses",
        "type",
        "a whole number has spaces around it, underscores, or digits of another script",
        "It reads with Python's int().",
        reads("integer", int),
    ),
    Known(
        BOTH,
        "misses",
        "type",
        "a number has spaces around it, underscores, digits of another script, or is Infinity",
        "It reads with Python's Decimal().",
        reads("number", lambda cell: Decimal(cell.strip())),
    ),
    Known(
        F,
        "adds",
        "minimum maximum exclusiveMinimum exclusiveMaximum",
        "NaN stands in a field with a bound",
        "It holds that NaN breaks every bound; bru that what cannot be compared breaks none.",
        lambda d: d.cell.upper() == "NAN",
    ),
    Known(
        F,
        "refuses",
        "",
        "values cannot be compared with a bound: sNaN, or times with and without a zone",
        "The comparison fails inside it.",
        says("^InvalidOperation|offset-naive"),
    ),
    Known(
        BOTH,
        "misses",
        "type",
        "month or day of a date have one digit, or digits of another script",
        "It reads with Python's strptime().",
        reads("date", lambda cell: datetime.strptime(cell, "%Y-%m-%d")),
    ),
    Known(
        BOTH,
        "misses",
        "type",
        "a time or datetime has another form of ISO 8601, such as 24:00:00 or a space for the T",
        "It reads with dateutil's isoparse(); the standard has one form.",
        reads("time datetime", iso),
    ),
    Known(
        F,
        "misses",
        "enum",
        "a field has categories and no enum",
        "It takes the categories of Data Package 2 for labels only.",
        lambda d: "categories" in d.fields[0].spec and "enum" not in d.fields[0].constraints,
    ),
    Known(
        F,
        "misses",
        "type",
        "the four characters of a year hold a sign, a space or an underscore",
        "It reads with Python's int().",
        reads("year", lambda cell: int(cell) if len(cell) == 4 else int("")),
    ),
    Known(
        F,
        "adds",
        "type",
        "a year is before the year 0",
        "It reads the years 0 to 9999; XML Schema, to which the standard refers, also -0044.",
        lambda d: d.type == "year" and d.cell.startswith("-"),
    ),
    Known(
        BOTH,
        "misses",
        "type",
        "year or month of a month have too few or too many digits, or spaces",
        "It reads both parts with Python's int().",
        reads("yearmonth", lambda cell: [int(part) for part in cell.split("-")]),
    ),
    Known(
        F,
        "misses",
        "type",
        "JSON holds NaN or Infinity",
        "It reads with Python's json, which accepts them; JSON does not.",
        reads("object array", json.loads),
    ),
    Known(
        F,
        "adds",
        "type",
        "a whole number has the field's groupChar",
        "It knows groupChar for numbers only.",
        lambda d: d.type == "integer" and "groupChar" in d.fields[0].spec,
    ),
    Known(
        F,
        "misses",
        "type",
        "a text of format uri, uuid or binary is not quite one",
        "It accepts white space and an empty path in a uri, braces and no hyphens in a uuid, and "
        "leaves out what is not base64.",
        lambda d: d.fields[0].format in ("uri", "uuid", "binary"),
    ),
    Known(
        F,
        "adds",
        "type",
        "the address of a format email has a rare form, such as a domain of one letter",
        "It is stricter than RFC 5322; bru looks for the parts of an address only.",
        lambda d: d.fields[0].format == "email",
    ),
    Known(
        F,
        "misses",
        "pattern",
        "a value ends with a line end that its pattern does not allow",
        "It appends $ to the pattern, which also matches before a last line end.",
        lambda d: (
            d.cell.endswith("\n") and re.fullmatch(d.stated("pattern"), d.cell[:-1]) is not None
        ),
    ),
    Known(
        F,
        "misses",
        "pattern",
        "a pattern has alternatives without parentheses",
        "It puts ^ and $ around the pattern, so they bind to the first and last alternative.",
        lambda d: (
            "|" in d.stated("pattern") and re.match(f"^{d.stated('pattern')}$", d.cell) is not None
        ),
    ),
    Known(
        BOTH,
        "misses",
        "pattern",
        r"a value has letters or digits of another script, and its pattern \d, \w or \s",
        "It compiles patterns without re.ASCII.",
        lambda d: re.fullmatch(d.stated("pattern"), d.cell) is not None,
    ),
    Known(
        BOTH,
        "adds",
        "pattern",
        r"a value has letters or digits of another script, and its pattern \D, \W or \S",
        "It compiles patterns without re.ASCII.",
        lambda d: re.fullmatch(d.stated("pattern"), d.cell) is None,
    ),
    Known(
        F,
        "adds",
        "enum",
        "the values of a text field's enum are not texts in the schema",
        "It reads them as it reads cells, and a number is no text.",
        lambda d: d.type == "string" and d.cell in map(str, d.stated("enum")),
    ),
    Known(
        F,
        "refuses",
        "",
        "a constraint stands at a type that it is not for",
        "It holds the schema to be wrong; bru checks length and pattern of any text.",
        says('constraint ".+" is not supported by type'),
    ),
    Known(
        F,
        "refuses",
        "",
        "the example of a field is not of its type in JSON",
        "It reads examples as values, bru shows them.",
        says("example value .+ is not valid"),
    ),
    Known(
        F,
        "refuses",
        "",
        "the format of a text is unknown, or wkt",
        "It knows a list of formats, and wkt with an extra; bru checks the four that it knows.",
        says("at property 'format'|frictionless\\[wkt\\]"),
    ),
    Known(
        P,
        "misses",
        "type enum minLength maxLength",
        "a value is a list, an object, a duration or a place",
        "pandas has no such types; the column is left as text.",
        lambda d: d.type in ("array", "object", "list", "duration", "geopoint", "geojson"),
    ),
    Known(
        P,
        "misses",
        "type",
        "a text has another format than its field's: email, uri, uuid or binary",
        "It has no check for these formats.",
        lambda d: d.type == "string",
    ),
    Known(
        P,
        "misses",
        "type enum minimum maximum exclusiveMinimum exclusiveMaximum primaryKey unique uniqueKeys",
        "a number has marks of its field's own: groupChar, decimalChar or bareNumber",
        "pandas has one way to write a number; the column is left as text.",
        lambda d: not all(map(plain, d.fields)),
    ),
    Known(
        P,
        "misses",
        "type",
        "a year has not four digits",
        "pandas has whole numbers, and no years.",
        reads("year", int),
    ),
    Known(
        P,
        "adds",
        "type",
        "a whole number has more than 64 bits, a day is before 1677 or after 2262",
        "pandas stores them in 64 bits, days as nanoseconds.",
        lambda d: not narrow(d),
    ),
    Known(
        P,
        "misses adds",
        "required enum unique primaryKey uniqueKeys foreignKeys",
        "a number is NaN",
        "pandas takes NaN for a missing value.",
        lambda d: any(f.type == "number" for f in d.fields) and "NAN" in map(str.upper, d.texts),
    ),
    Known(
        P,
        "misses adds",
        "minimum maximum exclusiveMinimum exclusiveMaximum enum unique primaryKey foreignKeys",
        "two numbers differ behind their 15th digit",
        "pandas stores them in binary, with 53 bits.",
        lambda d: any(
            f.type == "number" and len(c or "") > 15 for f, c in zip(d.fields, d.cells, strict=True)
        ),
    ),
    Known(
        P,
        "adds misses",
        "type minimum maximum exclusiveMinimum exclusiveMaximum enum unique primaryKey uniqueKeys",
        "a whole number has a plus sign",
        "pandas does not read it, so that nothing else is asked of it.",
        lambda d: any(f.type == "integer" and plus(d.columns[f.name]) for f in d.fields),
    ),
    Known(
        P,
        "misses",
        "type",
        "a whole number has a base, such as 0x8",
        "pandas reads hexadecimal, octal and binary numbers.",
        reads("integer", lambda cell: int(cell, 0)),
    ),
    Known(
        P,
        "misses",
        "type",
        "a part of a time has one digit, or the seconds are 60",
        "It reads with Python's strptime().",
        reads("time", lambda cell: strptime(cell, "%H:%M:%S")),
    ),
    Known(
        P,
        "misses",
        "type",
        "an empty text stands for a day or time, and is not a missing value",
        "pandas reads it as no time at all.",
        lambda d: d.type in MOMENTS and d.cell == "",
    ),
)
