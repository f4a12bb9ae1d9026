"""The packages that are spoilt: the one that comes with bru, a small one of others, random ones."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Mapping
from pathlib import Path

from tools import random_packages

ROOT = Path(__file__).parents[2]
WAIVERS = b"code,table,key,reason,until\nBRU412,claims,nothing,an example,2027-12-31\n"
TOP = ("datapackage.json", "CHANGELOG.md", "CITATION.cff", "LICENSE-DATA", "README.md")
SHOP = {
    "name": "shop",
    "title": "A shop",
    "version": "1.2.0",
    "homepage": "https://shop.example/",
    "keywords": ["bread", "milk"],
    "created": "2031-05-01T00:00:00Z",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "contributors": [{"title": "A. Baker", "roles": ["creator"], "email": "a@shop.example"}],
    "sources": [{"title": "The till", "path": "https://shop.example/till"}],
    "resources": [
        {
            "name": "wares",
            "path": "wares.csv",
            "title": "Wares",
            "description": "What there is to buy.",
            "schema": {
                "fields": [
                    {"name": "ware", "constraints": {"required": True, "pattern": "[a-z-]+"}},
                    {"name": "name", "title": "Name", "constraints": {"unique": True}},
                    {"name": "kind", "constraints": {"enum": ["food", "drink"]}},
                    {"name": "weight", "type": "number", "constraints": {"minimum": 0}},
                    {"name": "made", "type": "date"},
                    {"name": "fresh", "type": "boolean"},
                    {"name": "like", "title": "Instead of it"},
                ],
                "primaryKey": ["ware"],
                "foreignKeys": [
                    {"fields": "like", "reference": {"resource": "", "fields": "ware"}}
                ],
            },
        },
        {
            "name": "sales",
            "path": "sales.csv",
            "dialect": {"delimiter": ";"},
            "schema": "sales.schema.json",
        },
    ],
}
SALES = {
    "fields": [
        {"name": "ware"},
        {"name": "day", "type": "date", "format": "%d.%m.%Y"},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 99}},
        {"name": "paid", "type": "number", "decimalChar": ",", "groupChar": "."},
        {"name": "more", "type": "object"},
    ],
    "primaryKey": ["ware", "day"],
    "foreignKeys": [{"fields": ["ware"], "reference": {"resource": "wares", "fields": ["ware"]}}],
    "missingValues": ["", "-"],
}


def shipped() -> dict[str, bytes]:
    """The package that comes with bru, a list of waivers, and documents of our own making."""
    files = {name: (ROOT / name).read_bytes() for name in TOP}
    for folder in ("schemas", "data", "releases"):
        files |= {f"{folder}/{f.name}": f.read_bytes() for f in sorted((ROOT / folder).iterdir())}
    files["schemas/waivers.csv"] = WAIVERS
    said: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(files["data/claims.csv"].decode("utf-8"))):
        said.setdefault(row["source_id"], []).append(row["statement"])
    for source, statements in said.items():
        files[f"documents/{source}.txt"] = "\n".join(statements).encode("utf-8")
    page = "".join(f"<p>{s}</p>\n" for s in statements)
    files[f"documents/{source}.txt"] = f"<html><body>{page}</body></html>".encode()
    return files


def shop() -> dict[str, bytes]:
    """A package that has nothing to do with claims, and is right."""
    return {
        "datapackage.json": json.dumps(SHOP, indent=2).encode(),
        "sales.schema.json": json.dumps(SALES).encode(),
        "wares.csv": b"ware,name,kind,weight,made,fresh,like\nbread,Bread,food,1.5,2031-05-01,true,\n"
        b'milk,Milk,drink,,2031-04-30,false,\nrolls,"Rolls, ""fresh""",food,.5,,,bread\n',
        "sales.csv": b'ware;day;count;paid;more\nbread;01.05.2031;40;1.234,50;"{""to"": ""B""}"\n'
        b"milk;01.05.2031;7;-;\n",
    }


def made(dice: random.Random, known: Mapping[str, Mapping[str, bytes]]) -> dict[str, bytes]:
    """The files of one of them; `known` are those that are always the same."""
    name = dice.choices(("shipped", "shop", "random"), (6, 3, 1))[0]
    return dict(known[name]) if name in known else random_packages.made(dice)
