"""What the schemas of a package ask for, in the few words that every tool has a check for.

All tools of the benchmark make these checks and no other: types and patterns (as one expression
for the whole cell), lists of values, required values, bounds, lengths, unique values, keys,
references. They read every cell as text, as only so a wrong one can be told.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

TYPES = {"integer": "[+-]?[0-9]+", "number": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"}
URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+"
Found = tuple[str, int, str]  # table, number of the record from 0, field ("" for none)


class Field(NamedTuple):
    """One column. `expression` is for the whole cell, "" for any; absent bounds are None."""

    name: str
    number: bool
    required: bool
    unique: bool
    expression: str
    enum: Sequence[str]
    minimum: float | None
    maximum: float | None
    min_length: int | None
    max_length: int | None


class Reference(NamedTuple):
    """`field` names a row of `target` by its key `target_field`."""

    field: str
    target: str
    target_field: str


class Table(NamedTuple):
    """One resource."""

    name: str
    path: Path
    fields: Sequence[Field]
    key: Sequence[str]
    references: Sequence[Reference]

    @property
    def unique(self) -> list[tuple[str, ...]]:
        """The keys whose values occur once."""
        return [tuple(self.key), *((f.name,) for f in self.fields if f.unique)]


def tables(package: Path) -> list[Table]:
    """The tables of a package, those that others refer to first where that can be."""
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    return [table(package, resource) for resource in descriptor["resources"]]


def table(package: Path, resource: dict[str, str]) -> Table:
    """One table, by its resource."""
    schema = json.loads((package / resource["schema"]).read_text("utf-8"))
    name, key = resource["name"], schema["primaryKey"]
    references = [
        Reference(
            fk["fields"][0], fk["reference"]["resource"] or name, fk["reference"]["fields"][0]
        )
        for fk in schema.get("foreignKeys", ())
    ]
    fields = []
    for given in schema["fields"]:
        rule, kind = given.get("constraints", {}), given["type"]
        expression = rule.get("pattern") or TYPES.get(kind, "")
        if given.get("format") == "uri":
            expression = URI
        fields.append(
            Field(
                given["name"],
                kind in TYPES,
                rule.get("required", False),
                rule.get("unique", False),
                expression,
                ["true", "false"] if kind == "boolean" else rule.get("enum", ()),
                rule.get("minimum"),
                rule.get("maximum"),
                rule.get("minLength"),
                rule.get("maxLength"),
            )
        )
    return Table(name, package / resource["path"], fields, key, references)


def write(file: Path, found: Iterable[Found]) -> None:
    """Write down what a tool found."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(sorted(set(found)))


def whole(expression: str) -> str:
    """An expression that matches a cell in full, for tools that search."""
    return f"^(?:{expression})$"
