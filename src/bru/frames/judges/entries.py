"""Known differences: about the values of cells, then about keys, references, rows and files."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal

from bru.frames.judges.known import Known, iso, reads, says

KNOWN = (
    Known(
        "frictionless misses type",
        "a whole number has spaces around it, underscores, or digits of another script",
        "It reads with Python's int().",
        reads("integer", int),
    ),
    Known(
        "frictionless pandera misses type",
        "a number has spaces around it, underscores, digits of another script, or is Infinity",
        "It reads with Python's Decimal().",
        reads("number", lambda cell: Decimal(cell.strip())),
    ),
    Known(
        "frictionless refuses",
        "values cannot be compared with a bound: sNaN, or times with and without a zone",
        "The comparison fails inside it.",
        says("^InvalidOperation|offset-naive"),
    ),
    Known(
        "frictionless pandera misses type",
        "month or day of a date have one digit, or digits of another script",
        "It reads with Python's strptime().",
        reads("date", lambda cell: datetime.strptime(cell, "%Y-%m-%d")),
    ),
    Known(
        "frictionless pandera misses type",
        "a time or datetime has another form of ISO 8601, such as 24:00:00 or a space for the T",
        "It reads with dateutil's isoparse(); the standard has one form.",
        reads("time datetime", iso),
    ),
    Known(
        "frictionless misses enum",
        "a field has categories and no enum",
        "It takes the categories of Data Package 2 for labels only.",
        lambda d: "categories" in d.fields[0].spec and "enum" not in d.fields[0].constraints,
    ),
    Known(
        "frictionless misses type",
        "the four characters of a year hold a sign, a space or an underscore",
        "It reads with Python's int().",
        reads("year", lambda cell: int(cell) if len(cell) == 4 else int("")),
    ),
    Known(
        "frictionless adds type",
        "a year is before the year 0",
        "It reads the years 0 to 9999; XML Schema, to which the standard refers, also -0044.",
        lambda d: d.type == "year" and d.cell.startswith("-"),
    ),
    Known(
        "frictionless pandera misses type",
        "year or month of a month have too few or too many digits, or spaces",
        "It reads both parts with Python's int().",
        reads("yearmonth", lambda cell: [int(part) for part in cell.split("-")]),
    ),
    Known(
        "frictionless misses type",
        "JSON holds NaN or Infinity",
        "It reads with Python's json, which accepts them; JSON does not.",
        reads("object array", json.loads),
    ),
    Known(
        "frictionless adds type",
        "a whole number has the field's groupChar",
        "It knows groupChar for numbers only.",
        lambda d: d.type == "integer" and "groupChar" in d.fields[0].spec,
    ),
    Known(
        "frictionless adds primaryKey",
        "whole numbers have the field's groupChar",
        "It knows groupChar for numbers only, and reads 2.000 as 2.",
        lambda d: d.type == "integer" and "groupChar" in d.fields[0].spec,
    ),
    Known(
        "frictionless misses type",
        "a text of format uri, uuid or binary is not quite one",
        "It accepts white space and an empty path in a uri, braces and no hyphens in a uuid, and "
        "leaves out what is not base64.",
        lambda d: d.fields[0].format in ("uri", "uuid", "binary"),
    ),
    Known(
        "frictionless adds type",
        "the address of a format email has a rare form, such as a domain of one letter",
        "It is stricter than RFC 5322; bru looks for the parts of an address only.",
        lambda d: d.fields[0].format == "email",
    ),
    Known(
        "frictionless misses pattern",
        "a value ends with a line end that its pattern does not allow",
        "It appends $ to the pattern, which also matches before a last line end.",
        lambda d: (
            d.cell.endswith("\n") and re.fullmatch(d.stated("pattern"), d.cell[:-1]) is not None
        ),
    ),
    Known(
        "frictionless misses pattern",
        "a pattern has alternatives without parentheses",
        "It puts ^ and $ around the pattern, so they bind to the first and last alternative.",
        lambda d: (
            "|" in d.stated("pattern") and re.match(f"^{d.stated('pattern')}$", d.cell) is not None
        ),
    ),
    Known(
        "frictionless misses pattern",
        r"a pattern has \w, \W or \s, which XML Schema and Python read otherwise",
        "It takes patterns for those of Python, where a word has underscores.",
        lambda d: re.fullmatch(d.stated("pattern"), d.cell) is not None,
    ),
    Known(
        "frictionless refuses",
        r"a pattern has classes that only XML Schema has, such as \p{L}",
        "It takes patterns for those of Python.",
        says("bad escape"),
    ),
    Known(
        "frictionless refuses",
        "the example of a field is not of its type in JSON",
        "It reads examples as values, bru shows them.",
        says("example value .+ is not valid"),
    ),
    Known(
        "pandera misses structure hash bytes",
        "a file is not there, or is no table as the schema describes it",
        "A pandera schema is given a frame, after somebody else has read the file.",
    ),
    Known(
        "frictionless misses structure",
        "a file starts with a byte order mark, or holds control characters or NUL bytes",
        "It reads over the mark, and takes any character for text.",
        says("byte order mark|control character|NUL byte"),
    ),
    Known(
        "frictionless misses structure",
        "text follows a closing quote",
        "It reads with Python's csv module, which then takes the quote away.",
        says("quoting is broken"),
    ),
    Known(
        "frictionless misses structure",
        "a name in the header has blanks around it",
        "It takes them away.",
        says("column .*(is not in the schema|is missing)"),
    ),
    Known(
        "frictionless adds hash",
        "a hash has capital letters",
        "It compares the digits as text.",
    ),
    Known(
        "frictionless misses hash",
        "the method of a hash has capital letters",
        "It does not know it and compares nothing.",
        lambda d: str(d.spec["hash"]).partition(":")[0].lower() not in str(d.spec["hash"]),
    ),
    Known(
        "frictionless misses bytes",
        "a size is 0",
        "It takes it for a size that is not given.",
        lambda d: d.spec[d.fault.kind] == 0,
    ),
    Known(
        "frictionless misses uniqueKeys",
        "a unique key occurs more than once",
        "It does not check uniqueKeys.",
    ),
    Known(
        "frictionless misses required",
        "a part of a primary key is missing",
        "It asks only that one part of the key is there.",
        lambda d: d.schema is not None and d.fields[0].name in d.schema.primary_key,
    ),
    Known(
        "frictionless adds primaryKey",
        "all parts of a primary key are missing, or two keys with a missing part are the same",
        "It reports the key, bru each missing part.",
        lambda d: None in d.cells,
    ),
    Known(
        "frictionless adds unique",
        "the only field of a primary key is declared unique as well",
        "It reports both, bru the key.",
        lambda d: d.schema is not None and d.schema.primary_key == (d.fault.field,),
    ),
    Known(
        "frictionless pandera misses primaryKey unique",
        "NaN occurs more than once in a key",
        "To it NaN is not equal to itself.",
        lambda d: "NAN" in [str(cell).upper() for cell in d.cells],
    ),
    Known(
        "frictionless pandera misses primaryKey unique foreignKeys",
        "a part of a key is of the wrong type, here or where it occurs first",
        "A value of the wrong type is missing to it.",
        lambda d: d.broken(above=True),
    ),
    Known(
        "frictionless adds primaryKey",
        "all parts of a primary key are of the wrong type",
        "A value of the wrong type is missing to it.",
        lambda d: d.broken(),
    ),
    Known(
        "frictionless pandera adds foreignKeys",
        "a reference and its target are spelled the same and have different types",
        "It compares values; bru compares texts, but for plain numbers.",
        lambda d: None not in d.cells,
    ),
    Known(
        "frictionless adds foreignKeys",
        "a part of a reference of several fields is missing",
        "It looks for a target that lacks the same part; by SQL (MATCH SIMPLE) it points nowhere.",
        lambda d: None in d.cells,
    ),
    Known(
        "frictionless misses required",
        "all values of a row are missing",
        "It calls the row blank and forgets its other faults.",
        lambda d: d.empty,
    ),
    Known(
        "frictionless adds blank-row",
        "all values of a row are missing",
        "It holds such a row to be wrong, also where no value is required.",
        lambda d: d.empty,
    ),
    Known(
        "frictionless refuses",
        "lists or objects are unique",
        "They have no hash in Python, and it fails.",
        says("unhashable type"),
    ),
)
