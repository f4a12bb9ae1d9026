"""Data packages over all of the standard, made at random: right, or with one fault at one place.

    python tools/standard_packages.py --count 500 --seed 7 --frictionless

Each package is checked by bru (python and polars) as it is and with one fault. Told are those
where bru finds something in a right one, or not that fault at its place; with `--frictionless`
also where it thinks otherwise.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import random
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
POINT = '{"type": "Point", "coordinates": [27.5, 53.9]}'


class Sort(NamedTuple):
    """A field's type with properties of its own: right texts, wrong ones, bounds if it has any."""

    type: str
    more: dict[str, Any]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    low: Any = None  # a minimum that all right values keep
    below: str = ""  # a value of the type that does not


SORTS = (
    Sort("string", {}, ("apple", "é", "a b", "Минск", "x,y", 'say "so"'), ()),
    Sort("string", {"format": "email"}, ("a@b.example", "x.y@z.example"), ("a@", "a b@c.example")),
    Sort("string", {"format": "uri"}, ("https://a.example/b?c=d", "urn:x:y"), ("a.example", "/b")),
    Sort("string", {"format": "uuid"}, ("123e4567-e89b-12d3-a456-426614174000",), ("123e4567",)),
    Sort("string", {"format": "binary"}, ("aGVsbG8=", "AAAA"), ("aGVsbG8", "?")),
    Sort("integer", {}, ("1", "02", "+3", "40"), ("1.5", "one", "1 000"), 1, "-7"),
    Sort("integer", {"groupChar": ","}, ("1,000", "20", "3,000,000"), ("1,,0", "1.0"), 20, "19"),
    Sort("integer", {"bareNumber": False}, ("95%", "EUR 7", "12"), ("%", "1.5%"), 5, "4%"),
    Sort("number", {}, ("1.5", "2E3", "INF", ".5", "7."), ("1,5", "Infinity", "x"), 0, "-0.1"),
    Sort("number", {"decimalChar": ",", "groupChar": "."}, ("1.000,5", "2,5"), ("1,2,3",), 1, "0,9"),
    Sort("boolean", {}, ("true", "False", "1", "0"), ("yes", "t", "2")),
    Sort("boolean", {"trueValues": ["yes"], "falseValues": ["no"]}, ("yes", "no"), ("true", "Yes")),
    Sort("date", {}, ("2024-02-29", "1999-12-31"), ("2023-02-29", "31.12.1999"), "1990-01-01", "1989-12-31"),
    Sort("date", {"format": "%d/%m/%Y"}, ("29/02/2024", "31/12/1999"), ("2024-02-29",), "01/01/1990", "31/12/1989"),
    Sort("date", {"format": "any"}, ("2024-02-29", "10 Jan 1969"), ("someday",)),
    Sort("time", {}, ("15:00:00", "23:59:59"), ("25:00:00", "3 pm"), "12:00:00", "11:59:59"),
    Sort("datetime", {}, ("2024-01-26T15:00:00Z", "2024-01-26T16:00:00.5+02:00", "2024-12-31T24:00:00Z"), ("2024-01-26", "2024-13-01T00:00:00Z"), "2024-01-01T00:00:00Z", "2023-12-31T23:59:59Z"),
    Sort("year", {}, ("2024", "12024", "1999"), ("24", "02024"), 1990, "1989"),
    Sort("yearmonth", {}, ("2024-01", "1999-12"), ("2024-13", "2024-1"), "1990-01", "1989-12"),
    Sort("duration", {}, ("P1Y2M", "PT36H", "P10D"), ("P1W", "1Y"), "PT1H", "PT59M"),
    Sort("object", {}, ('{"a": 1}', "{}", '{"b": [1, null]}'), ("[1]", "{a: 1}")),
    Sort("array", {}, ("[1, 2]", "[]", '["a"]'), ("{}", "1, 2")),
    Sort("list", {"itemType": "integer"}, ("1,2", "7"), ("1,x", "1,,2")),
    Sort("list", {"delimiter": ";", "itemType": "date"}, ("2024-01-01;2024-01-02",), ("2024-01-01,",)),
    Sort("geopoint", {}, ("27.5, 53.9", "-180,90"), ("27.5", "181,0")),
    Sort("geopoint", {"format": "array"}, ("[27.5, 53.9]",), ("[1]", "27.5, 53.9")),
    Sort("geojson", {}, (POINT,), ('{"type": "Spot"}', "7")),
    Sort("any", {}, ("x", "1", "true"), ()),
)  # fmt: skip
NATIVE = ("integer", "number", "boolean", "object", "array", "geojson")  # with values of JSON
CODES = {"integer": "BRU111", "boolean": "BRU112", "number": "BRU113", "date": "BRU114"}
CODES |= {"datetime": "BRU115", "time": "BRU116", "year": "BRU117", "yearmonth": "BRU118"}
CODES |= {"object": "BRU119", "array": "BRU120", "list": "BRU121", "duration": "BRU122"}
CODES |= {"geopoint": "BRU123", "geojson": "BRU124", "string": "BRU110"}
HOMES = ("csv", "csv", "csv", "parts", "gz", "zip", "json", "objects", "ndjson", "inline", "keyed")


class Table:
    """A table before it is written: its fields, its rows as texts (None: missing), its home."""

    def __init__(self, dice: random.Random, name: str, targets: list[Table]) -> None:
        self.dice, self.name = dice, name
        self.home = dice.choice(HOMES)
        count = dice.randint(3, 8)
        self.sorts = [Sort("integer", {}, (), ()), *dice.sample(SORTS, dice.randint(2, 5))]
        self.fields: list[dict[str, Any]] = [{"name": "id", "type": "integer"}]
        self.rows: list[list[str | None]] = [[str(n + 1)] for n in range(count)]
        for number, sort in enumerate(self.sorts[1:]):
            self.fields.append(self.field(f"f{number}", sort))
            required = self.fields[-1]["constraints"].get("required")
            for row in self.rows:
                row.append(dice.choice((*sort.right, *[None] * (not required))))
        self.schema: dict[str, Any] = {"primaryKey": ["id"], "fields": self.fields}
        if targets and dice.random() < 0.7:
            self.refer(dice.choice(targets))
        self.dialect: dict[str, Any] = {}
        self.more: dict[str, Any] = {}
        self.natives: dict[tuple[int, int], Any] = {}  # cells with a value of JSON of their own
        if self.home in ("csv", "parts", "gz", "zip"):
            self.dialect, self.more = dialect(dice, self.texts())
        if self.dialect.get("header") is not False and dice.random() < 0.3:
            self.schema["fieldsMatch"] = dice.choice(("exact", "equal", "subset", "superset"))

    def texts(self) -> str:
        """All texts of the table."""
        return "".join(cell or "" for row in self.rows for cell in row)

    def field(self, name: str, sort: Sort) -> dict[str, Any]:
        """A field of a sort with some constraints that its right values keep."""
        dice, rules = self.dice, dict[str, Any]()
        if dice.random() < 0.3:
            rules["required"] = True
        if sort.low is not None and dice.random() < 0.6:
            rules["minimum"] = sort.low
        if dice.random() < 0.2:
            rules["enum"] = list(sort.right)
        if sort.type == "string" and not sort.more and dice.random() < 0.5:
            rules[dice.choice(["maxLength", "pattern"])] = 8
            rules |= {"pattern": r"[\p{L}\p{P} ]{1,8}"} if "pattern" in rules else {}
        if sort.type == "array" and dice.random() < 0.5:
            rules["jsonSchema"] = {"type": "array", "maxItems": 2}
        return {"name": name, "type": sort.type, **sort.more, "constraints": rules}

    def refer(self, target: Table) -> None:
        """Add a reference to another table."""
        self.fields.append({"name": "ref", "type": "integer"})
        self.sorts.append(Sort("integer", {}, (), ()))
        for row in self.rows:
            row.append(self.dice.choice([r[0] for r in target.rows]))
        to = {"resource": target.name, "fields": ["id"]}
        self.schema["foreignKeys"] = [{"fields": ["ref"], "reference": to}]

    def at(self, name: str) -> int:
        """The number of a field."""
        return [f["name"] for f in self.fields].index(name)


def dialect(dice: random.Random, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A dialect of delimited text that can hold a text, and an encoding."""
    found: dict[str, Any] = {}
    if dice.random() < 0.5:
        found["delimiter"] = dice.choice([";", "|", "\t", "::"])
    for chance in ({"quoteChar": "'"}, {"skipInitialSpace": True}, {"commentChar": "#"}):
        found |= chance if dice.random() < 0.2 else {}
    head = [{"header": False}, {"headerRows": [1, 2], "headerJoin": ""}, {"headerRows": [2]}]
    found |= dice.choice(head) if dice.random() < 0.3 else {}
    found |= {"commentRows": [4]} if dice.random() < 0.1 else {}
    found |= {"nullSequence": "NULL"} if dice.random() < 0.2 else {}
    found |= {"lineTerminator": "@@"} if dice.random() < 0.1 else {}
    if dice.random() < 0.2 and found.get("delimiter") != "::" and "lineTerminator" not in found:
        found |= {"doubleQuote": False, "escapeChar": "\\"}
    encoding = dice.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1251", "iso-8859-1"])
    try:
        text.encode(encoding)
    except UnicodeError:
        encoding = "utf-8"
    return found, {} if encoding == "utf-8" else {"encoding": encoding}


class Written(NamedTuple):
    """The resource of a table, its files, and where each of its rows stands."""

    resource: dict[str, Any]
    files: dict[str, bytes]
    places: list[tuple[str, int]]


def write(table: Table) -> Written:
    """A table in its home."""
    resource: dict[str, Any] = {"name": table.name, "schema": table.schema, **table.more}
    resource |= {"dialect": table.dialect} if table.dialect else {}
    if table.home in ("csv", "parts", "gz", "zip"):
        return delimited(table, resource)
    names = [f["name"] for f in table.fields]
    rows = [[native(table, r, c) for c in range(len(names))] for r in range(len(table.rows))]
    if table.home in ("json", "inline"):
        lines = [json.dumps(names), *map(json.dumps, rows)]
    else:
        objects = [dict(zip(names, row, strict=True)) for row in rows]
        lines = [json.dumps(one, ensure_ascii=False) for one in objects]
    if table.home == "inline":
        return Written({**resource, "data": [names, *rows]}, {}, [])
    path, first = f"{table.name}.json", 2 + (table.home == "json")
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    if table.home == "ndjson":
        path, first, text = f"{table.name}.ndjson", 1, "\n".join(lines) + "\n"
    elif table.home == "keyed":
        resource["dialect"] = {"property": "rows", "itemKeys": names, "itemType": "object"}
        text = '{"about": [1, {"rows": []}], "rows":\n' + text + "}"
        first += 1
    places = [(path, first + n) for n in range(len(rows))]
    return Written({**resource, "path": path}, {path: text.encode()}, places)


def native(table: Table, row: int, column: int) -> Any:
    """A cell as JSON has it: every other one as a text, where that can be."""
    if (row, column) in table.natives:
        return table.natives[row, column]
    cell, field = table.rows[row][column], table.fields[column]
    plain = not {"groupChar", "bareNumber", "decimalChar", "trueValues"} & {*field}
    if cell is None or field["type"] not in NATIVE or not plain or row % 2:
        return cell
    try:
        value = json.loads(cell.lower() if field["type"] == "boolean" else cell)
    except ValueError:
        return cell
    sound = isinstance(value, bool) == (field["type"] == "boolean")
    return value if sound else cell


def delimited(table: Table, resource: dict[str, Any]) -> Written:
    """A table as delimited text, in one file or two, packed or not."""
    given = table.dialect
    mark, quote = given.get("delimiter", ","), given.get("quoteChar", '"')
    end = given.get("lineTerminator", "\n")

    def cell(text: str | None) -> str:
        if text is None:
            return given.get("nullSequence", "")
        if not any(c in text for c in (mark, quote, end, "\n", "#", "\\", '"')):
            return text
        if given.get("doubleQuote") is False:
            text = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
        else:
            text = text.replace(quote, quote * 2)
        return quote + text + quote

    def line(cells: list[str | None]) -> str:
        return (mark + " " * bool(given.get("skipInitialSpace"))).join(map(cell, cells))

    names: list[str | None] = [f["name"] for f in table.fields]
    top: list[str] = []
    if given.get("headerRows") == [1, 2]:
        top = [line([n[:1] for n in names if n]), line([n[1:] for n in names if n])]
    elif given.get("headerRows") == [2]:
        top = ["a title", line(names)]
    elif given.get("header", True):
        top = [*(["# a comment, it's one"] if given.get("commentChar") else []), line(names)]
    body = [line(row) for row in table.rows]
    numbers = [len(top) + n + 1 for n in range(len(body))]
    if given.get("commentRows") and len(top) < 4 <= len(top) + len(body):
        at = 3 - len(top)
        body.insert(at, line(["no"] * len(names)))
        numbers = [n + (n >= 4) for n in numbers]
    elif given.get("commentRows"):
        del given["commentRows"]
    cut = len(body) // 2 if table.home == "parts" else len(body)
    files, places = {f"{table.name}.csv": top + body[:cut]}, list[tuple[str, int]]()
    if cut < len(body):
        files[f"{table.name}-2.csv"] = [*top[-1:] * (len(top) == 1), *body[cut:]]
    for number in numbers:
        is_first = number <= len(top) + cut
        own = number if is_first else number - len(top) - cut + (len(top) == 1)
        places.append((f"{table.name}{'' if is_first else '-2'}.csv", own))
    encoding = resource.get("encoding", "utf-8")
    data = {path: (end.join(lines) + end).encode(encoding) for path, lines in files.items()}
    resource["path"] = [*data] if len(data) > 1 else next(iter(data))
    if table.home in ("gz", "zip"):
        path, text = next(iter(data.items()))
        new = f"{path}.{table.home}"
        data = {new: gzip.compress(text) if table.home == "gz" else zipped(path, text)}
        resource["path"] = new
        places = [(new, n) for _, n in places]
    return Written(resource, data, places)


def zipped(name: str, data: bytes) -> bytes:
    """A zip file with one member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


class Fault(NamedTuple):
    """One fault: its code and where it is to be found ("" and 0: in the descriptor, or a file)."""

    code: str
    path: str = ""
    line: int = 0


class Package:
    """Tables and a descriptor, to be written with or without a fault."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.tables: list[Table] = []
        for name in ("apples", "pears", "plums")[: dice.randint(1, 3)]:
            self.tables.append(Table(dice, name, self.tables))
        self.about: dict[str, Any] = {"$schema": V2, "name": "made", "title": "Made at random"}
        self.about |= {"created": "2024-01-26T15:00:00Z", "keywords": ["a", "b"]}
        self.about |= {"licenses": [{"name": "CC0-1.0", "path": "https://cc.example/0"}]}
        self.about |= {"contributors": [{"title": "Anna", "roles": ["creator"]}]}
        self.more: dict[str, dict[str, Any]] = {}  # properties of resources by table

    def files(self) -> tuple[dict[str, bytes], dict[str, list[tuple[str, int]]]]:
        """The files, and the places of the rows by table."""
        resources, files, places = list[dict[str, Any]](), dict[str, bytes](), {}
        for table in self.tables:
            written = write(table)
            files |= written.files
            places[table.name] = written.places
            own = dict(written.resource)
            if len(written.files) == 1 and self.dice.random() < 0.5:
                data = next(iter(written.files.values()))
                own |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
            resources.append(own | self.more.get(table.name, {}))
        text = json.dumps({**self.about, "resources": resources}, indent=1)
        return {**files, "datapackage.json": text.encode()}, places


Break = Callable[[Package, Table, random.Random], "tuple[str, int] | None"]  # code and row


def wrong_value(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A text that is no value of its type."""
    able = [n for n, sort in enumerate(table.sorts) if sort.wrong]
    if not able:
        return None
    at, row = dice.choice(able), dice.randrange(len(table.rows))
    table.rows[row][at] = dice.choice(table.sorts[at].wrong)
    return CODES[table.sorts[at].type], row


def beyond(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A value below its minimum."""
    able = [n for n, f in enumerate(table.fields) if "minimum" in f.get("constraints", {})]
    able = [n for n in able if "enum" not in table.fields[n]["constraints"]]
    if not able:
        return None
    at, row = dice.choice(able), dice.randrange(len(table.rows))
    table.rows[row][at] = table.sorts[at].below
    return "BRU106", row


def unlisted(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A value that is not listed."""
    able = [
        n for n, f in enumerate(table.fields) if len(f.get("constraints", {}).get("enum", ())) > 1
    ]
    for at in able:
        listed = table.fields[at]["constraints"]["enum"]
        row = dice.randrange(len(table.rows))
        left = [text for text in listed if text != table.rows[row][at]]
        if table.rows[row][at] and all(
            r[at] in (None, *left) for n, r in enumerate(table.rows) if n != row
        ):
            table.fields[at]["constraints"]["enum"] = left
            return "BRU102", row
    return None


def emptied(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A required value that is missing."""
    able = [n for n, f in enumerate(table.fields) if f.get("constraints", {}).get("required")]
    if not able:
        return None
    row = dice.randrange(len(table.rows))
    table.rows[row][dice.choice(able)] = None
    return "BRU101", row


def too_long(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A text that is too long, or not of the pattern; a list that its JSON Schema refuses."""
    for at, field in enumerate(table.fields):
        rules, row = field.get("constraints", {}), dice.randrange(len(table.rows))
        if "enum" in rules:
            continue
        if "maxLength" in rules or "pattern" in rules:
            table.rows[row][at] = "a word of twenty letters"
            return ("BRU105" if "maxLength" in rules else "BRU103"), row
        if "jsonSchema" in rules:
            table.rows[row][at] = "[1, 2, 3]"
            return "BRU125", row
    return None


def another_kind(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A number of JSON where a text belongs."""
    able = [n for n, s in enumerate(table.sorts) if s.type == "string" and not s.more]
    able = [n for n in able if not {"enum", "pattern"} & {*table.fields[n]["constraints"]}]
    if table.home not in ("json", "objects", "ndjson", "keyed", "inline") or not able:
        return None
    row = dice.randrange(len(table.rows))
    table.natives[row, dice.choice(able)] = dice.choice([7, 2.5, True])
    return "BRU126", row


def taken(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A key that is there already, in another spelling."""
    if any(t.schema.get("foreignKeys") for t in package.tables):
        return None
    table.rows[-1][0] = f"0{table.rows[0][0]}"
    return "BRU201", len(table.rows) - 1


def lost(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A reference without target."""
    if not table.schema.get("foreignKeys"):
        return None
    row = dice.randrange(len(table.rows))
    table.rows[row][-1] = "999"
    return "BRU205", row


def ragged(package: Package, table: Table, dice: random.Random) -> tuple[str, int] | None:
    """A row with a cell too many."""
    if table.home == "inline" or table.home in ("objects", "ndjson", "keyed"):
        return None
    row = dice.randrange(1, len(table.rows))
    if table.home == "json":
        return None
    table.rows[row] = [*table.rows[row], "more"]
    return "BRU007", row


CELLS: tuple[Break, ...] = (wrong_value, wrong_value, beyond, unlisted, emptied, too_long)
CELLS = (*CELLS, another_kind, taken, lost, ragged)
DESCRIPTOR: dict[str, Callable[[Package, Table], str]] = {
    "a type that there is not": lambda p, t: t.fields[1].update(type="text") or "BRU803",
    "a format that there is not": lambda p, t: t.fields[0].update(format="roman") or "BRU803",
    "a constraint that does not apply": lambda p, t: t.fields[0].update(constraints={"minLength": 1}) or "BRU803",
    "a constraint that there is not": lambda p, t: t.fields[1]["constraints"].update(maximal=1) or "BRU803",
    "a bound of another type": lambda p, t: t.fields[0].update(constraints={"minimum": "x"}) or "BRU803",
    "an empty enumeration": lambda p, t: t.fields[1]["constraints"].update(enum=[]) or "BRU803",
    "a pattern that is none": lambda p, t: t.fields.append({"name": "z", "type": "string", "constraints": {"pattern": "("}}) or "BRU803",
    "a missing value that is no text": lambda p, t: t.schema.update(missingValues=[-1]) or "BRU803",
    "a key of a field that there is not": lambda p, t: t.schema.update(uniqueKeys=[["gone"]]) or "BRU807",
    "a reference to a table that there is not": lambda p, t: t.schema.update(foreignKeys=[{"fields": ["id"], "reference": {"resource": "gone", "fields": ["id"]}}]) or "BRU807",
    "a way to match that there is not": lambda p, t: t.schema.update(fieldsMatch="nearly") or "BRU803",
    "keywords that are a text": lambda p, t: p.about.update(keywords="a, b") or "BRU802",
    "a licence without name and path": lambda p, t: p.about.update(licenses=[{"title": "free"}]) or "BRU802",
    "a contributor that is a text": lambda p, t: p.about.update(contributors=["Anna"]) or "BRU802",
    "a day of creation": lambda p, t: p.about.update(created="2024-01-26") or "BRU802",
    "a title that is no text": lambda p, t: p.about.update(title=["a"]) or "BRU802",
    "a source that says nothing": lambda p, t: p.about.update(sources=[{}]) or "BRU802",
    "a home page without address": lambda p, t: p.about.update(homepage="the web") or "BRU802",
    "path and data": lambda p, t: p.more.update({t.name: {"path": "a.csv", "data": []}}) or "BRU802",
    "a type of resource that there is not": lambda p, t: p.more.update({t.name: {"type": "file"}}) or "BRU802",
    "a path that leads out": lambda p, t: p.more.update({t.name: {"path": "../a.csv"}}) or "BRU804" if t.home != "inline" else "",
    "a hidden folder": lambda p, t: p.more.update({t.name: {"path": ".git/a.csv"}}) or "BRU804" if t.home != "inline" else "",
    "a header that is no boolean": lambda p, t: p.more.update({t.name: {"dialect": {"header": "no"}}}) or "BRU802",
    "another hash": lambda p, t: p.more.update({t.name: {"hash": "0" * 32}}) or "BRU805" if t.home != "inline" else "",
    "another size": lambda p, t: p.more.update({t.name: {"bytes": 1}}) or "BRU806" if t.home != "inline" else "",
}  # fmt: skip


def made(seed: int) -> tuple[dict[str, bytes], str, Fault, dict[str, bytes]]:
    """The files of a right package; what is wrong with the other one, where, and its files."""
    dice = random.Random(seed)
    right = Package(random.Random(seed)).files()[0]
    package = Package(random.Random(seed))
    while True:
        table = dice.choice(package.tables)
        if dice.random() < 0.6:
            act = dice.choice(CELLS)
            if found := act(package, table, dice):
                files, places = package.files()
                place = places[table.name]
                where = place[found[1]] if place else ("datapackage.json", -1)
                path, line = where
                line = 0 if path.endswith("zip-") else line
                return right, act.__name__, Fault(found[0], path, line), files
        else:
            name = dice.choice([*DESCRIPTOR])
            if code := DESCRIPTOR[name](package, table):
                return right, name, Fault(code), package.files()[0]


def errors(report: Any) -> list[tuple[str, str, int]]:
    """The errors of a report: code, file, line."""
    found = [p for p in report.problems if p.level == "error"]
    return [(p.code, Path(p.path).name, p.line) for p in found]


def judged(seed: int, engines: tuple[str, ...] = ("python", "polars")) -> Iterator[str]:
    """What is not as it should be with the packages of a seed."""
    import bru

    right, what, fault, wrong = made(seed)
    with tempfile.TemporaryDirectory() as name:
        for number, files in enumerate((right, wrong)):
            folder = Path(name, str(number))
            folder.mkdir()
            for path, data in files.items():
                (folder / path).write_bytes(data)
        for engine in engines:
            report = bru.validate(Path(name, "0"), engine=engine)
            if report.verdict != "valid":
                yield f"{seed} {engine}: right, but {errors(report)} {report.not_run[:2]}"
            report = bru.validate(Path(name, "1"), engine=engine)
            found = errors(report)
            place = (fault.path or "datapackage.json", fault.line)
            there = [
                e
                for e in found
                if e[0] == fault.code and fault.line in (-1, e[2]) and e[1] == place[0]
            ]
            beside = [e for e in found if e[1:] != place and fault.line > 0]
            if not there or beside:
                yield f"{seed} {engine}: {what} {fault}, but {found}"


def main() -> None:
    """Check so many packages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    told = 0
    for seed in range(args.seed, args.seed + args.count):
        for line in judged(seed):
            told += 1
            print(line, flush=True)
    print(f"{args.count} packages, right and with one fault: {told} differ")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()
