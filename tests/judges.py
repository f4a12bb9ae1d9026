"""The three judges of a table: bru, pandera with the derived schema, and frictionless.

Each gives its faults as (table, row, field, kind). Where one of the others differs from bru, the
difference is an entry of KNOWN, with the reason and a table that shows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from dateutil.parser import isoparse

import bru
from bru import store
from bru.package import Field, Resource, Schema
from bru.reading import descriptor, table
from bru.reading.constraints import EXPECTED
from bru.reading.value import parse

KINDS = {  # the rules that a Table Schema can say
    "BRU101": "required",
    "BRU102": "enum",
    "BRU103": "pattern",
    "BRU104": "minLength",
    "BRU105": "maxLength",
    "BRU106": "minimum",
    "BRU107": "maximum",
    "BRU108": "exclusiveMinimum",
    "BRU109": "exclusiveMaximum",
    **{f"BRU{number}": "type" for number in range(110, 121)},
    "BRU201": "primaryKey",
    "BRU202": "required",
    "BRU203": "unique",
    "BRU204": "uniqueKeys",
    "BRU205": "foreignKeys",
}
TYPES = {*EXPECTED, "format"}  # a wrong format is a type error to frictionless


class Fault(NamedTuple):
    """One fault. `row` counts records, the header being 1; a key's fields are joined by ", "."""

    table: str
    row: int
    field: str
    kind: str


class Refusal(Exception):
    """A judge gives no verdict on a package."""


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files of a package in a folder, for bru and for frictionless (as frictionless.json).

    frictionless guesses what a descriptor leaves out, where the standard has defaults.
    """
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    package = json.loads(files["datapackage.json"])
    package.setdefault("$schema", "https://datapackage.org/profiles/2.0/datapackage.json")
    for resource in package["resources"]:
        resource["dialect"] = {**descriptor.DIALECT, **resource.get("dialect", {})}
        resource.setdefault("encoding", "utf-8")
        if isinstance(resource.get("schema"), str):
            resource["schema"] = json.loads(files[resource["schema"]])
    (folder / "frictionless.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def packed(schemas: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a package with these Table Schemas and these tables, by name."""
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()
    ]
    package = {"name": "judged", "version": "1.0.0", "resources": resources}
    tables = {f"{name}.csv": text.encode() for name, text in texts.items()}
    return {"datapackage.json": json.dumps(package).encode(), **tables}


def records(folder: Path, resource: Resource) -> table.Table:
    """The records of a table. Raises Refusal when its structure is broken."""
    try:
        data = (folder / resource.path).read_bytes()
    except OSError as error:
        raise Refusal(f"{resource.path}: {error.strerror}") from error
    found, defects = table.read(data, resource, canonical=False)
    if isinstance(found, table.Unreadable) or defects:
        raise Refusal(f"{resource.path}: {defects[0].detail}")
    return found


def by_bru(folder: Path) -> set[Fault]:
    """What the rules 1xx and 2xx find."""
    package = descriptor.read(*store.open_store(folder))
    for left_out in (*package.defects, *package.not_run):
        raise Refusal(str(left_out))
    row = {
        (resource.path, line): number
        for resource in package.resources
        for number, line in enumerate(records(folder, resource).lines, 2)
    }
    report = bru.validate(folder, select=list(KINDS), limit=0)
    return {Fault(p.resource, row[p.path, p.line], p.field, KINDS[p.code]) for p in report.problems}


def by_pandera(folder: Path, backend: str = "pandas") -> set[Fault]:
    """What the pandera schemas find in frames of texts."""
    from pandera.errors import SchemaErrors

    found = set()
    for resource in descriptor.read(*store.open_store(folder)).resources:
        frame = (by_pandas if backend == "pandas" else by_polars)(folder, resource)
        try:
            bru.schema(resource.name, folder, backend=backend).validate(frame, lazy=True)
        except SchemaErrors as errors:
            cases = errors.failure_cases
            for case in cases.to_dict("records") if backend == "pandas" else cases.to_dicts():
                kind, _, key = case["check"].partition(": ")
                kind = "type" if kind in TYPES else kind
                found.add(Fault(resource.name, int(case["index"]) + 2, key or case["column"], kind))
    return found


def by_pandas(folder: Path, resource: Resource) -> Any:
    """A table as pandas reads it."""
    import pandas as pd

    return pd.read_csv(
        folder / resource.path,
        dtype=str,
        keep_default_na=False,
        na_values=[""],
        encoding=resource.encoding,
        sep=resource.dialect["delimiter"],
        quotechar=resource.dialect["quoteChar"],
        doublequote=resource.dialect["doubleQuote"],
        skipinitialspace=resource.dialect["skipInitialSpace"],
    )


def by_polars(folder: Path, resource: Resource) -> Any:
    """A table as polars reads it, which knows neither other encodings nor skipInitialSpace."""
    import polars as pl

    frame = by_pandas(folder, resource)
    if resource.dialect["skipInitialSpace"] or resource.encoding.lower() not in ("utf-8", "utf8"):
        return pl.DataFrame({n: list(c) for n, c in frame.items()}, dict.fromkeys(frame, pl.String))
    return pl.read_csv(
        folder / resource.path,
        infer_schema=False,
        separator=resource.dialect["delimiter"],
        quote_char=resource.dialect["quoteChar"],
    )


def by_frictionless(folder: Path) -> set[Fault]:
    """What frictionless finds. Raises Refusal for what is not about a row."""
    import frictionless

    try:
        source = str(folder / "frictionless.json")
        report = frictionless.validate(source, type="package", limit_errors=10**9)
    except Exception as error:  # its faults are its own
        raise Refusal(f"{type(error).__name__}: {error}") from error
    if report.errors:
        raise Refusal(report.errors[0].message)
    found = set()
    for task in report.tasks:
        for error in task.errors:
            if not hasattr(error, "row_number"):
                raise Refusal(error.message)
            found.add(Fault(task.name, error.row_number, *_field_and_kind(folder, task, error)))
    return found


def _field_and_kind(folder: Path, task: Any, error: Any) -> tuple[str, str]:
    """Field and kind of one of frictionless's errors about rows and cells."""
    match error.type:
        case "type-error":
            return error.field_name, "type"
        case "constraint-error":
            found = re.search(r'constraint "(\w+)" is', error.note)
            assert found, error.note
            return error.field_name, found[1]
        case "unique-error":
            return error.field_name, "unique"
        case "primary-key":
            schema = descriptor.read(*store.open_store(folder)).resource(task.name).schema
            return ", ".join(schema.primary_key), "primaryKey"
        case "foreign-key":
            return ", ".join(error.field_names), "foreignKeys"
    return "", error.type


JUDGES = {
    "pandera": by_pandera,
    "pandera on polars": partial(by_pandera, backend="polars"),
    "frictionless": by_frictionless,
}


class Difference(NamedTuple):
    """What a judge misses, adds or refuses to judge; the schema and the rows down to the fault."""

    judge: str
    does: str
    fault: Fault = Fault("", 0, "", "")
    schema: Schema | None = None
    rows: Sequence[Mapping[str, str]] = ()
    why: str = ""

    @property
    def fields(self) -> list[Field]:
        """The fields that the fault is about."""
        return [self.schema.field(name) for name in filter(None, self.fault.field.split(", "))]

    @property
    def row(self) -> Mapping[str, str]:
        """The cells of its row."""
        return self.rows[-1]

    @property
    def cells(self) -> list[str | None]:
        """Their cells, None where the value is missing."""
        cells = [(self.row[f.name], f.missing) for f in self.fields]
        return [None if cell in missing else cell for cell, missing in cells]

    @property
    def type(self) -> str:
        """The type of the first of them."""
        return self.fields[0].type

    @property
    def cell(self) -> str:
        """The cell of the first of them."""
        return self.cells[0] or ""

    def stated(self, constraint: str) -> Any:
        """What the schema states for the first of them."""
        return self.fields[0].constraints[constraint]

    def broken(self, above: bool = False) -> bool:
        """Whether one of the cells is not of its type, here or also in a row above."""
        for field, row in product(self.fields, self.rows if above else [self.row]):
            with suppress(ValueError):
                parse(field, row[field.name])
                continue
            if row[field.name] not in field.missing:
                return True
        return False


def differences(folder: Path) -> list[Difference]:
    """Where the others differ from bru. Raises Refusal when bru gives no verdict."""
    ours = by_bru(folder)
    package = descriptor.read(*store.open_store(folder))
    found = []

    def differ(judge: str, does: str, faults: set[Fault]) -> None:
        for fault in sorted(faults):
            resource = package.resource(fault.table)
            columns = records(folder, resource).columns
            rows = [{n: c[row] or "" for n, c in columns.items()} for row in range(fault.row - 1)]
            found.append(Difference(judge, does, fault, resource.schema, rows))

    for name, judge in JUDGES.items():
        try:
            theirs = judge(folder)
        except Refusal as refusal:
            found.append(Difference(name, "refuses", why=str(refusal)))
        else:
            differ(name, "misses", ours - theirs)
            differ(name, "adds", theirs - ours)
    return found


class Known(NamedTuple):
    """A known difference: when it shows, why, and a package (schemas and texts) that shows it.

    `judge` misses, adds or refuses (`does`) faults of these `kinds`, separated by spaces.
    """

    judge: str
    does: str
    kinds: str
    when: str
    reason: str
    covers: Callable[[Difference], bool]
    schemas: Mapping[str, Any]
    texts: Mapping[str, str]


def known(difference: Difference) -> list[Known]:
    """The entries that cover a difference, or the misread cell that it follows from."""
    judge, does, fault, *_ = difference
    same = [k for k in KNOWN if k.judge == judge.split()[0] and k.does == does]
    found = [k for k in same if fault.kind in k.kinds.split(" ") and k.covers(difference)]
    if not found and fault.kind != "type" and difference.broken():
        names = fault.field.split(", ")
        misread = [fault._replace(field=name, kind="type") for name in names]
        causes = [difference._replace(does="misses", fault=cause) for cause in misread]
        return [k for cause in causes if cause.broken() for k in known(cause)]
    return found


def reads(types: str, reader: Callable[[str], Any]) -> Callable[[Difference], bool]:
    """Differences in a cell of one of these types that `reader` can read."""

    def covers(difference: Difference) -> bool:
        try:
            reader(difference.cell)
        except Exception:
            return False
        return difference.type in types.split()

    return covers


def says(message: str) -> Callable[[Difference], bool]:
    """Refusals with such a message."""
    return lambda difference: re.search(message, difference.why) is not None


def iso(cell: str) -> datetime:
    """A datetime, or a time on some day, as dateutil reads it."""
    return isoparse(cell if "-" in cell[:5] else f"2000-01-01T{cell}")


def one(text: str, *fields: Mapping[str, Any], **keys: Any) -> tuple[Any, Any]:
    """A package of one table: its schema and its text."""
    return {"t": {"fields": list(fields), **keys}}, {"t": text}


def two(text: str, target: str, *fields: Mapping[str, Any], to: Any = None) -> tuple[Any, Any]:
    """A package of two tables of the same fields, the first referring to the other by all of them."""
    names = [field["name"] for field in fields]
    key = {"fields": names, "reference": {"resource": "u", "fields": names}}
    schemas = {"t": {"fields": fields, "foreignKeys": [key]}, "u": {"fields": to or fields}}
    return schemas, {"t": text, "u": target}


def field(kind: str, **constraints: Any) -> dict[str, Any]:
    """The field a."""
    return {"name": "a", "type": kind, "constraints": constraints}


A, B = {"name": "a", "type": "string"}, {"name": "b", "type": "string"}
F = "frictionless"
KNOWN = (
    Known(
        "pandera",
        "misses",
        "foreignKeys",
        "a reference has no target",
        "A pandera schema sees one table.",
        lambda d: True,
        *two("a\nx\n", "a\ny\n", A),
    ),
    Known(
        F,
        "misses",
        "type",
        "a whole number has spaces around it, underscores, or digits of another script",
        "It reads with Python's int().",
        reads("integer", int),
        *one("a\n1_000\n", field("integer")),
    ),
    Known(
        F,
        "misses",
        "type",
        "a number has spaces around it, underscores, digits of another script, or is Infinity",
        "It reads with Python's Decimal().",
        reads("number", lambda cell: Decimal(cell.strip())),
        *one("a\n1_000.5\n", field("number")),
    ),
    Known(
        F,
        "adds",
        "minimum maximum exclusiveMinimum exclusiveMaximum",
        "NaN stands in a field with a bound",
        "It holds that NaN breaks every bound; bru that what cannot be compared breaks none.",
        lambda d: d.cell.upper() == "NAN",
        *one("a\nNaN\n", field("number", minimum=0)),
    ),
    Known(
        F,
        "refuses",
        "",
        "values cannot be compared with a bound: sNaN, or times with and without a zone",
        "The comparison fails inside it.",
        says("^InvalidOperation|offset-naive"),
        *one(
            "a\n2023-05-12T17:37:00Z\n",
            field("datetime", minimum="2023-01-01T00:00:00"),
        ),
    ),
    Known(
        F,
        "misses",
        "type",
        "month or day of a date have one digit, or digits of another script",
        "It reads with Python's strptime().",
        reads("date", lambda cell: datetime.strptime(cell, "%Y-%m-%d")),
        *one("a\n2023-5-1\n", field("date")),
    ),
    Known(
        F,
        "misses",
        "type",
        "a time or datetime has another form of ISO 8601, such as 24:00:00 or a space for the T",
        "It reads with dateutil's isoparse(); the standard has one form.",
        reads("time datetime", iso),
        *one("a\n2023-05-12 17:37:00\n", field("datetime")),
    ),
    Known(
        F,
        "misses",
        "enum",
        "a field has categories and no enum",
        "It takes the categories of Data Package 2 for labels only.",
        lambda d: "categories" in d.fields[0].spec and "enum" not in d.fields[0].constraints,
        *one("a\nred\nblue\n", {"name": "a", "type": "string", "categories": ["red"]}),
    ),
    Known(
        F,
        "misses",
        "type",
        "the four characters of a year hold a sign, a space or an underscore",
        "It reads with Python's int().",
        reads("year", lambda cell: int(cell) if len(cell) == 4 else int("")),
        *one("a\n+202\n", field("year")),
    ),
    Known(
        F,
        "adds",
        "type",
        "a year is before the year 0",
        "It reads the years 0 to 9999; XML Schema, to which the standard refers, also -0044.",
        lambda d: d.type == "year" and d.cell.startswith("-"),
        *one("a\n-0044\n", field("year")),
    ),
    Known(
        F,
        "misses",
        "type",
        "year or month of a month have too few or too many digits, or spaces",
        "It reads both parts with Python's int().",
        reads("yearmonth", lambda cell: [int(part) for part in cell.split("-")]),
        *one("a\n2023-5\n", field("yearmonth")),
    ),
    Known(
        F,
        "misses",
        "type",
        "JSON holds NaN or Infinity",
        "It reads with Python's json, which accepts them; JSON does not.",
        reads("object array", json.loads),
        *one("a\n[NaN]\n", field("array")),
    ),
    Known(
        F,
        "adds",
        "type",
        "a whole number has the field's groupChar",
        "It knows groupChar for numbers only.",
        lambda d: d.type == "integer" and "groupChar" in d.fields[0].spec,
        *one("a\n1 000\n", {"name": "a", "type": "integer", "groupChar": " "}),
    ),
    Known(
        F,
        "misses",
        "type",
        "a text of format uri, uuid or binary is not quite one",
        "It accepts white space and an empty path in a uri, braces and no hyphens in a uuid, and "
        "leaves out what is not base64.",
        lambda d: d.fields[0].format in ("uri", "uuid", "binary"),
        *one("a\nhttp://a b\n", {"name": "a", "type": "string", "format": "uri"}),
    ),
    Known(
        F,
        "adds",
        "type",
        "the address of a format email has a rare form, such as a domain of one letter",
        "It is stricter than RFC 5322; bru looks for the parts of an address only.",
        lambda d: d.fields[0].format == "email",
        *one("a\na@b.c\n", {"name": "a", "type": "string", "format": "email"}),
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
        *one('a\n"x\n"\n', field("string", pattern="x")),
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
        *one("a\nxz\n", field("string", pattern="x|y")),
    ),
    Known(
        F,
        "misses",
        "pattern",
        r"a value has letters or digits of another script, and its pattern \d, \w or \s",
        "It compiles patterns without re.ASCII.",
        lambda d: re.fullmatch(d.stated("pattern"), d.cell) is not None,
        *one("a\n٣\n", field("string", pattern=r"\d")),
    ),
    Known(
        F,
        "adds",
        "pattern",
        r"a value has letters or digits of another script, and its pattern \D, \W or \S",
        "It compiles patterns without re.ASCII.",
        lambda d: re.fullmatch(d.stated("pattern"), d.cell) is None,
        *one("a\n٣\n", field("string", pattern=r"\D")),
    ),
    Known(
        F,
        "adds",
        "enum",
        "the values of a text field's enum are not texts in the schema",
        "It reads them as it reads cells, and a number is no text.",
        lambda d: d.type == "string" and d.cell in map(str, d.stated("enum")),
        *one("a\n1\n", field("string", enum=[1, 2])),
    ),
    Known(
        F,
        "misses",
        "uniqueKeys",
        "a unique key occurs more than once",
        "It does not check uniqueKeys.",
        lambda d: True,
        *one("a,b\nx,y\nx,y\n", A, B, uniqueKeys=[["a", "b"]]),
    ),
    Known(
        F,
        "misses",
        "required",
        "a part of a primary key is missing",
        "It asks only that one part of the key is there.",
        lambda d: d.fault.field in d.schema.primary_key,
        *one("a,b\nx,\n", A, B, primaryKey=["a", "b"]),
    ),
    Known(
        F,
        "adds",
        "primaryKey",
        "all parts of a primary key are missing, or two keys with a missing part are the same",
        "It reports the key, bru each missing part.",
        lambda d: None in d.cells,
        *one("a,b\nx,\nx,\n", A, B, primaryKey=["a", "b"]),
    ),
    Known(
        F,
        "adds",
        "unique",
        "the only field of a primary key is declared unique as well",
        "It reports both, bru the key.",
        lambda d: d.schema.primary_key == (d.fault.field,),
        *one("a\nx\nx\n", field("string", unique=True), primaryKey="a"),
    ),
    Known(
        F,
        "adds",
        "primaryKey unique",
        "equal values that are no plain numbers are spelled differently",
        "It compares values; bru compares texts, but for plain numbers.",
        lambda d: {f.type for f in d.fields} != {"string"} and None not in d.cells,
        *one("a\ntrue\nTRUE\n", field("boolean", unique=True)),
    ),
    Known(
        F,
        "misses",
        "primaryKey unique",
        "NaN occurs more than once in a key",
        "To it NaN is not equal to itself.",
        lambda d: "NAN" in [str(cell).upper() for cell in d.cells],
        *one("a\nNaN\nNaN\n", field("number", unique=True)),
    ),
    Known(
        F,
        "misses",
        "primaryKey unique foreignKeys",
        "a part of a key is of the wrong type, here or where it occurs first",
        "A value of the wrong type is missing to it.",
        lambda d: d.broken(above=True),
        *one("a\nx\nx\n", field("integer", unique=True)),
    ),
    Known(
        F,
        "adds",
        "primaryKey",
        "all parts of a primary key are of the wrong type",
        "A value of the wrong type is missing to it.",
        lambda d: d.broken(),
        *one("a\nx\n", field("integer"), primaryKey="a"),
    ),
    Known(
        F,
        "misses",
        "foreignKeys",
        "a reference and its target have one value in different spellings",
        "It compares values; bru compares texts, but for plain numbers.",
        lambda d: {f.type for f in d.fields} != {"string"},
        *two("a\ntrue\n", "a\nTRUE\n", field("boolean")),
    ),
    Known(
        F,
        "adds",
        "foreignKeys",
        "a reference and its target are spelled the same and have different types",
        "It compares values; bru compares texts, but for plain numbers.",
        lambda d: None not in d.cells,
        *two("a\n1\n", "a\n1\n", field("integer"), to=[A]),
    ),
    Known(
        F,
        "adds",
        "foreignKeys",
        "a part of a reference of several fields is missing",
        "It looks for a target that lacks the same part; by SQL (MATCH SIMPLE) it points nowhere.",
        lambda d: None in d.cells,
        *two("a,b\nx,\n", "a,b\nx,y\n", A, B),
    ),
    Known(
        F,
        "misses",
        "required",
        "all values of a row are missing",
        "It calls the row blank and forgets its other faults.",
        lambda d: all(d.row[f.name] in f.missing for f in d.schema.fields),
        *one("a,b\n-,-\n", field("string", required=True), B, missingValues=["-"]),
    ),
    Known(
        F,
        "adds",
        "blank-row",
        "all values of a row are missing",
        "It holds such a row to be wrong, also where no value is required.",
        lambda d: all(d.row[f.name] in f.missing for f in d.schema.fields),
        *one("a,b\n-,-\n", A, B, missingValues=["-"]),
    ),
    Known(
        F,
        "refuses",
        "",
        "lists or objects are unique",
        "They have no hash in Python, and it fails.",
        says("unhashable type"),
        *one("a\n[1]\n", field("array", unique=True)),
    ),
    Known(
        F,
        "refuses",
        "",
        "a constraint stands at a type that it is not for",
        "It holds the schema to be wrong; bru checks length and pattern of any text.",
        says('constraint ".+" is not supported by type'),
        *one("a\nxy\n", field("any", minLength=3)),
    ),
    Known(
        F,
        "refuses",
        "",
        "the example of a field is not of its type in JSON",
        "It reads examples as values, bru shows them.",
        says("example value .+ is not valid"),
        *one("a\nx\n", A | {"example": 5}),
    ),
    Known(
        F,
        "refuses",
        "",
        "the format of a text is unknown, or wkt",
        "It knows a list of formats, and wkt with an extra; bru checks the four that it knows.",
        says("at property 'format'|frictionless\\[wkt\\]"),
        *one("a\nx\n", A | {"format": "colour"}),
    ),
    Known(
        F,
        "refuses",
        "",
        "fieldsMatch lets fields be left out, and a required one is",
        "It wants required fields to be there; to bru the column is optional, its cells are not.",
        says("missing label"),
        *one("b\nx\n", field("string", required=True), B, fieldsMatch="superset"),
    ),
)
