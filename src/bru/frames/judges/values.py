"""Known differences about the values of cells."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal

from bru.frames.judges.known import BOTH, F, Known, iso, reads, says

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
        "adds",
        "primaryKey",
        "whole numbers have the field's groupChar",
        "It knows groupChar for numbers only, and reads 2.000 as 2.",
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
        F,
        "misses",
        "pattern",
        r"a pattern has \w, \W or \s, which XML Schema and Python read otherwise",
        "It takes patterns for those of Python, where a word has underscores.",
        lambda d: re.fullmatch(d.stated("pattern"), d.cell) is not None,
    ),
    Known(
        F,
        "refuses",
        "",
        r"a pattern has classes that only XML Schema has, such as \p{L}",
        "It takes patterns for those of Python.",
        says("bad escape"),
    ),
    Known(
        F,
        "refuses",
        "",
        "the example of a field is not of its type in JSON",
        "It reads examples as values, bru shows them.",
        says("example value .+ is not valid"),
    ),
)
