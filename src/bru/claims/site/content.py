"""What the pages show: tables with their columns, sections with their links."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from bru.claims.provenance.facts import KEYS, Facts
from bru.claims.provenance.why import Answer

LONG = 60  # characters from which on a column is as wide as it may be
FEW = 12  # distinct values up to which a column has a list to choose from


class Column(NamedTuple):
    """A field of a table. `target`: the table its values are IDs of; `choices`: all its values."""

    name: str
    title: str
    description: str
    target: str
    choices: Sequence[str]
    is_long: bool
    is_number: bool


class Listed(NamedTuple):
    """A table as it is listed. `key`: the number of the column with the row's ID, -1 for none."""

    name: str
    title: str
    description: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


class Told(NamedTuple):
    """A fact of a section. `address`: of the page it is about, from a page of a row."""

    text: str
    id: str
    address: str


class Part(NamedTuple):
    """A section of a row's page."""

    title: str
    items: Sequence[Told]


def listed(facts: Facts, table: str) -> Listed:
    """A table by its schema, its references by the tables they lead to."""
    resource = facts.package.resource(table)
    spec, rows = resource.spec, facts.tables[table]
    targets = {}
    for key in resource.schema.foreign_keys:
        if len(key.fields) == 1:
            targets[key.fields[0]] = key.target or table
    if table in KEYS:
        targets[KEYS[table][0]] = table
    columns = []
    for field in resource.schema.fields:
        values = [cells[field.name] for cells in rows]
        distinct = sorted(set(values))
        target = targets.get(field.name, "")
        columns.append(
            Column(
                field.name,
                field.name.replace("_", " "),
                str(field.spec.get("description", "")),
                target if target in KEYS else "",
                distinct if 1 < len(distinct) <= FEW and not target else (),
                max(map(len, values), default=0) > LONG,
                field.type in ("integer", "number"),
            )
        )
    title = str(spec.get("title") or table.replace("_", " "))
    described = str(spec.get("description") or resource.schema.spec.get("description") or "")
    cells = [[row[c.name] for c in columns] for row in rows]
    return Listed(table, title, described, columns, cells)


def script(table: Listed) -> str:
    """The rows as a script, for a page that is opened from a file may load no data otherwise."""
    columns = [
        {"name": c.name, "title": c.title, "target": c.target, "number": c.is_number}
        for c in table.columns
    ]
    value = {"name": table.name, "columns": columns, "rows": table.rows}
    # As text inside of a script nothing can end it, nor be taken for markup.
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.bruTable = {text};\n"


def sectioned(facts: Facts, answer: Answer) -> list[Part]:
    """The sections of an answer, each item with the address of what it is about."""
    parts = []
    for section in answer.sections:
        items = []
        for item in section.items:
            table = next(iter(facts.where(item.id)), "") if item.id else ""
            own = (table, item.id) == (answer.table, answer.id)
            address = f"../{table}/{item.id}.html" if table and not own else ""
            items.append(Told(item.text, item.id, address))
        parts.append(Part(section.title, items))
    return parts
