"""Data packages made at random: all types and constraints, keys, dialects, and what can go wrong."""

from __future__ import annotations

import json
import random
from typing import Any

TEXTS = (
    "a b c ab abc a-b x1 A Ab B. 7 007 1.5 -3 +4 0 1 2 10 12 60 true false yes no NA n/a - 2023 2023-05 2023-05-12 "
    "2023-02-30 12:30:00 2022-33 1e5 NaN [1] {} null #REF! =1+1 1,000 Minsk Міnsk café cafe\u0301 naïve “q” ß"
).split(" ")  # fmt: skip
ODD = [
    "", "", "", " a", "a ", "a  b", "a,b", "a;b", 'a"b', '"', "a\nb", "a\r\nb", "x,y,z\nx,y,z", "\ufeffa", "a\u200bb",
    "\x01", "\t", "a\tb", "â€“", "Привет", "a" * 90, "\n", '""', "NA,", "ä\nö,", "\x1f", "a\x1fb", "\u2028",
]  # fmt: skip
TYPES = (
    "string string string string integer integer number boolean date year any array time".split()
)
PATTERNS = [
    "[a-z]+",
    "^[a-z0-9-]*$",
    "a|b|c",
    r"\d+",
    r"\w+",
    "[^x]*",
    "(a|ab)(c|bcd)?",
    "(?i:ab)c?",
    r"\S+\Z",
    ".",
]


def made(dice: random.Random) -> dict[str, bytes]:
    """The files of a package."""
    names = ["t", "u", "v"][: dice.randint(1, 3)]
    schemas = {name: schema(dice) for name in names}
    for name, given in schemas.items():
        fields = [f["name"] for f in given["fields"]]
        if dice.random() < 0.7:
            given["primaryKey"] = some(dice, fields)
        if dice.random() < 0.3:
            given["uniqueKeys"] = [some(dice, fields)]
        given["foreignKeys"] = [
            reference(dice, fields, name, schemas) for _ in range(dice.randint(0, 2))
        ]
    canonical = dice.random() < 0.6
    resources: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for name, given in schemas.items():
        dialect = {} if canonical or dice.random() < 0.6 else {"delimiter": dice.choice(";\t|")}
        files[f"{name}.csv"] = table(dice, given, dialect.get("delimiter", ","), canonical)
        resource = {"name": name, "path": f"{name}.csv", "schema": given, "dialect": dialect}
        resources.append(resource)
    package = {
        "name": "p",
        "version": "1.0.0",
        "bru": {"packs": ["text", *["canonical"] * canonical]},
        "resources": resources,
    }
    return {"datapackage.json": json.dumps(package).encode(), **files}


def schema(dice: random.Random) -> dict[str, Any]:
    """A schema without keys."""
    fields = [field(dice, name) for name in "abcd"[: dice.randint(1, 4)]]
    found: dict[str, Any] = {"fields": fields}
    if dice.random() < 0.3:
        found["missingValues"] = dice.choice([["", "NA"], ["NA", "-"], ["n/a", ""]])
    return found


def field(dice: random.Random, name: str) -> dict[str, Any]:
    """A field with a type and some constraints."""
    kind = dice.choice(TYPES)
    rules: dict[str, Any] = {}
    if dice.random() < 0.3:
        rules["required"] = True
    if dice.random() < 0.15:
        rules["unique"] = True
    if kind in ("string", "any"):
        if dice.random() < 0.3:
            rules["pattern"] = dice.choice(PATTERNS)
        if dice.random() < 0.2:
            rules[dice.choice(["minLength", "maxLength"])] = dice.choice([0, 1, 2, 3])
        if dice.random() < 0.15:
            rules["enum"] = dice.sample(TEXTS, 4)
    if kind in ("integer", "number", "year") and dice.random() < 0.5:
        bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
        rules[dice.choice(bounds)] = dice.choice([0, 1, 2, 10, 60, -1])
    found: dict[str, Any] = {"name": name, "type": kind, "constraints": rules}
    if kind == "string" and dice.random() < 0.2:
        found["rdfType"] = "http://id.loc.gov/datatypes/edtf/EDTF"
    return found


def some(dice: random.Random, names: list[str]) -> list[str]:
    """Some of the fields."""
    return dice.sample(names, dice.randint(1, min(2, len(names))))


def reference(
    dice: random.Random, fields: list[str], name: str, schemas: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """A foreign key to any table."""
    target = dice.choice([*schemas])
    there = [f["name"] for f in schemas[target]["fields"]]
    size = min(len(fields), len(there), dice.randint(1, 2))
    to = {"resource": "" if target == name else target, "fields": dice.sample(there, size)}
    return {"fields": dice.sample(fields, size), "reference": to}


def table(dice: random.Random, given: dict[str, Any], mark: str, canonical: bool) -> bytes:
    """The bytes of a table: mostly in order, with what goes wrong with tables."""
    header = [f["name"] for f in given["fields"]]
    odd, quoted = dice.choice([0, 0.02, 0.2]), dice.choice([0, 0, 0.3, 1])
    pool = dice.sample(TEXTS, dice.randint(2, len(TEXTS)))

    def cell() -> str:
        text = dice.choice(ODD if dice.random() < odd else pool)
        needed = any(c in text for c in f'{mark}"\r\n')
        if needed or (not canonical and dice.random() < quoted):
            return '"' + text.replace('"', '""') + '"'
        return text

    rows = [[cell() for _ in header] for _ in range(dice.choice([0, 1, 5, 40]))]
    if dice.random() < 0.5:
        rows.sort()
    lines = [mark.join(row) for row in (header, *rows)]
    for _ in range(dice.choice([0, 0, 0, 1, 3])):
        at = dice.randrange(len(lines))
        what = dice.choice(
            ["", mark * (len(header) - 1), lines[at] + mark, "x", "\x01", 'a"b', '"a"']
        )
        lines.insert(at + (dice.random() < 0.9), what)
    end = "\r\n" if dice.random() < 0.15 else "\n"
    text = end.join(lines) + (end if dice.random() < 0.9 else "")
    if dice.random() < 0.03:
        text = text.replace("\n", "\r", 1)
    data = text.encode()
    if dice.random() < 0.02:
        at = dice.randrange(len(data) + 1)
        data = data[:at] + dice.choice([b"\xff", b"\0", b'"']) + data[at:]
    return b"\xef\xbb\xbf" + data if dice.random() < 0.05 else data
