"""What exports are judged by: packages, and their values read without bru's own reader."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from bru import store
from bru.export import FORMATS
from bru.export.content import open_content
from support import ROOT
from support import judged as judges

TYPED = {"integer": int, "number": Decimal, "boolean": "true".__eq__}
Rows = list[dict[str, Any]]


def descriptor() -> dict[str, Any]:
    """The descriptor of the shipped package."""
    return json.loads((ROOT / "datapackage.json").read_text("utf-8"))


def schemas() -> dict[str, dict[str, Any]]:
    """The Table Schemas of the shipped package by table."""
    listed = descriptor()["resources"]
    return {r["name"]: json.loads((ROOT / r["schema"]).read_text("utf-8")) for r in listed}


def shipped() -> dict[str, Rows]:
    """The shipped tables: str, int, Decimal, bool or None by field."""
    tables = {}
    for name, schema in schemas().items():
        reads = {f["name"]: TYPED.get(f["type"], str) for f in schema["fields"]}
        with (ROOT / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = [
                {n: reads[n](cell) if cell else None for n, cell in record.items()}
                for record in csv.DictReader(file)
            ]
    return tables


def texts() -> dict[str, list[list[str]]]:
    """The cells of the shipped tables as texts, each with its header."""
    found = {}
    for name in schemas():
        with (ROOT / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.reader(file))
    return found


KINDS: dict[str, Any] = {  # a package with a field of every type, and names that want quoting
    "kind of": {
        "fields": [
            {"name": "id", "type": "integer"},
            {"name": 'na"me', "constraints": {"required": True, "maxLength": 40}},
            {"name": "exact", "type": "number", "groupChar": ",", "missingValues": ["-"]},
            {"name": "flag", "type": "boolean", "trueValues": ["да"], "falseValues": ["нет"]},
            {"name": "day", "type": "date", "format": "%d.%m.%Y"},
            {"name": "moment", "type": "datetime"},
            {"name": "zoned", "type": "datetime"},
            {"name": "hour", "type": "time"},
            {"name": "year", "type": "year", "constraints": {"minimum": 2000}},
            {"name": "month", "type": "yearmonth"},
            {"name": "thing", "type": "object"},
            {"name": "list", "type": "array"},
            {"name": "when", "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF"},
            {"name": "size", "type": "integer", "constraints": {"enum": [1, 2, 30]}},
        ],
        "primaryKey": ["id"],
    },
    "o": {
        "fields": [
            {"name": "rowid", "type": "integer", "constraints": {"exclusiveMaximum": 10}},
            {"name": "kind", "type": "integer"},
            {"name": "large", "type": "integer"},
            {"name": "odd", "type": "number"},
        ],
        "primaryKey": ["rowid"],
        "foreignKeys": [
            {"fields": ["kind"], "reference": {"resource": "kind of", "fields": ["id"]}}
        ],
    },
}
LONG = "0.1000000000000000055511151231257827"
TEXTS = {
    "kind of": (
        'id,"na""me",exact,flag,day,moment,zoned,hour,year,month,thing,list,when,size\n'
        '7,=SUM(A1),"1,234.50",да,31.12.1999,2031-05-06T07:08:09,2031-05-06T07:08:09+03:00,'
        '07:08:09,2031,2031-05,"{""a"": 1}","[1, ""б""]",2031-33,30\n'
        "-3,@x,-,нет,,,,,,,,,,\n"
        '5,"два\nслова, ""так""",0.1000000000000000055511151231257827,,29.02.2000,,,,,,,,2031/..,\n'
    ),
    "o": ("rowid,kind,large,odd\n4,5,9223372036854775808,NaN\n2,7,1,-INF\n9,,,1e3\n"),
}
MOMENT = datetime(2031, 5, 6, 7, 8, 9)
ZONED = datetime.fromisoformat("2031-05-06T07:08:09+03:00")


def record(*values: list[Any]) -> dict[str, Any]:
    """A record of the first table."""
    names = (f["name"] for f in KINDS["kind of"]["fields"])
    return dict(zip(names, chain(*values), strict=True))


EXPECTED: dict[str, Rows] = {
    "kind of": [
        record(
            [7, "=SUM(A1)", Decimal("1234.50"), True, date(1999, 12, 31), MOMENT, ZONED],
            [time(7, 8, 9), 2031, "2031-05", {"a": 1}, [1, "б"], "2031-33", 30],
        ),
        record([-3, "@x", None, False, None, None, None], [None] * 7),
        record(
            [5, 'два\nслова, "так"', Decimal(LONG), None, date(2000, 2, 29), None, None],
            [None, None, None, None, None, "2031/..", None],
        ),
    ],
    "o": [
        {"rowid": 4, "kind": 5, "large": Decimal(2**63), "odd": Decimal("NaN")},
        {"rowid": 2, "kind": 7, "large": Decimal(1), "odd": Decimal("-Infinity")},
        {"rowid": 9, "kind": None, "large": None, "odd": Decimal(1000)},
    ],
}


def kinds(folder: Path) -> Path:
    """The package with a field of every type, in a folder."""
    return judges.write(judges.packed(KINDS, TEXTS), folder)


def made(form: str, path: Path | None = None) -> dict[str, bytes]:
    """The files of an export of a package, by default the shipped one."""
    return dict(FORMATS[form].files(open_content(*store.open_store(path or ROOT))))


def same(found: Rows, expected: Rows) -> bool:
    """Whether two tables have the same values of the same types; NaN is itself."""
    return [shape(r) for r in found] == [shape(r) for r in expected]


def shape(record: dict[str, Any]) -> list[tuple[str, type, str]]:
    """A record with the types of its values; decimals by value, whatever their last zeros."""

    def written(value: Any) -> str:
        if not (isinstance(value, Decimal) and value.is_finite()):
            return repr(value)
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits

    return [(name, type(value), written(value)) for name, value in record.items()]
