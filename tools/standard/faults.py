"""Faults of a package: what is done to it, and the code that has to tell of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from tools.standard.packages import Package
from tools.standard.sorts import CODES
from tools.standard.tables import BEYOND, DELIMITED, Table

INLINE = ("inline", "inline objects", "text")
HEADER = -1  # in place of a row
Found = tuple[str, int] | None  # the code and the row
Break = Callable[[Package, Table, random.Random], Found]


class Fault(NamedTuple):
    """One fault: its code and the files it may be told of; line -1: anywhere there."""

    code: str
    paths: tuple[str, ...]
    line: int = 0


def wrong_value(package: Package, table: Table, dice: random.Random) -> Found:
    """A text that is no value of its type."""
    able = [n for n in table.there() if table.sorts[n].wrong]
    if not able:
        return None
    at, row = dice.choice(able), dice.randrange(len(table.rows))
    table.rows[row][at] = dice.choice(table.sorts[at].wrong)
    return CODES[table.sorts[at].type], row


def beyond(package: Package, table: Table, dice: random.Random) -> Found:
    """A value below its minimum, or at one that excludes it."""
    able = [*table.there("minimum"), *table.there("exclusiveMinimum")]
    able = [n for n in able if "enum" not in table.fields[n]["constraints"]]
    if not able:
        return None
    at, row = dice.choice(able), dice.randrange(len(table.rows))
    table.rows[row][at] = table.sorts[at].below
    return "BRU106" if "minimum" in table.fields[at]["constraints"] else "BRU108", row


def above(package: Package, table: Table, dice: random.Random) -> Found:
    """A whole number above its maximum, or at one that excludes it."""
    values, row = [int(r[1] or 0) for r in table.rows], len(table.rows) - 1
    is_open = dice.random() < 0.5
    limit = {"exclusiveMaximum": str(values[row])} if is_open else {"maximum": values[row] - 1}
    table.fields[1]["constraints"] |= limit
    return "BRU109" if is_open else "BRU107", row


def unlisted(package: Package, table: Table, dice: random.Random) -> Found:
    """A value that is not listed."""
    for at in table.there("enum"):
        listed = table.fields[at]["constraints"]["enum"]
        row = dice.randrange(len(table.rows))
        if table.fields[at]["type"] == "boolean":
            continue  # of its words several have one meaning
        left = [text for text in listed if text != table.rows[row][at]]
        others = [r[at] for n, r in enumerate(table.rows) if n != row]
        if left and table.rows[row][at] and all(cell in (None, *left) for cell in others):
            table.fields[at]["constraints"]["enum"] = left
            return "BRU102", row
    return None


def no_category(package: Package, table: Table, dice: random.Random) -> Found:
    """A value that is none of the categories."""
    for at in table.there():
        if "categories" in table.fields[at]:
            row = dice.randrange(len(table.rows))
            table.rows[row][at] = "3" if table.fields[at]["type"] == "integer" else "middle"
            return "BRU102", row
    return None


def emptied(package: Package, table: Table, dice: random.Random) -> Found:
    """A required value that is missing."""
    if not (able := table.there("required")):
        return None
    row = dice.randrange(len(table.rows))
    table.rows[row][dice.choice(able)] = None
    return "BRU101", row


def too_long(package: Package, table: Table, dice: random.Random) -> Found:
    """A text that is too long, or not of the pattern; a list that its JSON Schema refuses."""
    row = dice.randrange(len(table.rows))
    for at in table.there():
        field = table.fields[at]
        rules = field.get("constraints", {})
        if "enum" in rules:
            continue
        if "jsonSchema" in rules:
            table.rows[row][at] = "[1, 2, 3]"
            return "BRU125", row
        if "maxLength" in rules and field["type"] != "string":
            longer = {"array": "[1, 2, 3]", "object": '{"a": 1, "b": 2, "c": 3}'}
            if field["type"] in longer:
                table.rows[row][at] = longer[field["type"]]
                return "BRU105", row
        elif {"maxLength", "pattern"} & {*rules}:
            table.rows[row][at] = "a word of twenty letters"
            return ("BRU105" if "maxLength" in rules else "BRU103"), row
        elif "minLength" in rules:
            rules["minLength"] = 30
            table.rows = [[*r[:at], None, *r[at + 1 :]] for r in table.rows]
            table.rows[row][at] = "too short"
            return None if "required" in rules else ("BRU104", row)
    return None


def another_kind(package: Package, table: Table, dice: random.Random) -> Found:
    """A number of JSON where a text belongs."""
    able = [n for n in table.there() if table.sorts[n].type == "string" and not table.sorts[n].more]
    able = [n for n in able if not {"enum", "pattern"} & {*table.fields[n]["constraints"]}]
    if table.home in (*DELIMITED, "xlsx") or not able:
        return None
    row = dice.randrange(len(table.rows))
    table.natives[row, dice.choice(able)] = dice.choice([7, 2.5, True])
    return "BRU126", row


def taken(package: Package, table: Table, dice: random.Random) -> Found:
    """A key that is there already, in another spelling."""
    if any(t.schema.get("foreignKeys") for t in package.tables):
        return None
    table.rows[-1][0] = f"0{table.rows[0][0]}"
    return "BRU201", len(table.rows) - 1


def repeated(package: Package, table: Table, dice: random.Random) -> Found:
    """A unique value that is there already, in another spelling."""
    table.rows[-1][1] = f"+{table.rows[0][1]}"
    return ("BRU204" if "uniqueKeys" in table.schema else "BRU203"), len(table.rows) - 1


def lost(package: Package, table: Table, dice: random.Random) -> Found:
    """A reference without target."""
    if not table.schema.get("foreignKeys"):
        return None
    row = dice.randrange(len(table.rows))
    table.rows[row][-1] = "999"
    return "BRU205", row


def ragged(package: Package, table: Table, dice: random.Random) -> Found:
    """A row with a cell too many."""
    if table.home not in DELIMITED:
        return None
    table.longer = dice.randrange(1, len(table.rows))
    return "BRU007", table.longer


def column_gone(package: Package, table: Table, dice: random.Random) -> Found:
    """A column that must be there is not."""
    able = [n for n in table.there("required") if n > 1]
    if table.match in ("exact", "equal", "subset"):
        able = [n for n in table.there() if n > 0 and table.fields[n]["name"] != "ref"]
    if not able or table.dialect.get("header") is False:
        return None
    table.columns.remove(dice.choice(able))
    return "BRU006", HEADER


def column_unknown(package: Package, table: Table, dice: random.Random) -> Found:
    """A column that must not be there is."""
    if table.match in ("subset", "partial") or table.dialect.get("header") is False:
        return None
    table.columns.append(BEYOND)
    return "BRU006", HEADER


def columns_moved(package: Package, table: Table, dice: random.Random) -> Found:
    """Columns in another order."""
    keyed = ("objects", "ndjson", "keyed", "inline objects")  # whose keys have no order
    if table.home in keyed or table.match != "exact" or table.dialect.get("header") is False:
        return None
    table.columns.reverse()
    return "BRU006", HEADER


CELLS: tuple[Break, ...] = (
    *(wrong_value, wrong_value, wrong_value, beyond, above, unlisted, no_category, emptied),
    *(
        too_long,
        another_kind,
        taken,
        repeated,
        lost,
        ragged,
        column_gone,
        column_unknown,
        columns_moved,
    ),
)
DESCRIPTOR: dict[str, Callable[[Package, Table], str]] = {
    "a type that there is not": lambda p, t: t.fields[1].update(type="text") or "BRU803",
    "a format that there is not": lambda p, t: t.fields[0].update(format="roman") or "BRU803",
    "a constraint that does not apply": lambda p, t: t.fields[0].update(constraints={"minLength": 1}) or "BRU803",
    "a constraint that there is not": lambda p, t: t.fields[1]["constraints"].update(maximal=1) or "BRU803",
    "a bound of another type": lambda p, t: t.fields[0].update(constraints={"minimum": "x"}) or "BRU803",
    "an empty enumeration": lambda p, t: t.fields[1]["constraints"].update(enum=[]) or "BRU803",
    "a pattern that is none": lambda p, t: t.fields[0].update(type="string", constraints={"pattern": "("}) or "BRU803",
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
    "a path that leads out": lambda p, t: p.more.update({t.name: {"path": "../a.csv"}}) or "BRU804" if t.home not in INLINE else "",
    "a hidden folder": lambda p, t: p.more.update({t.name: {"path": ".git/a.csv"}}) or "BRU804" if t.home not in INLINE else "",
    "a header that is no boolean": lambda p, t: p.more.update({t.name: {"dialect": {"header": "no"}}}) or "BRU802",
    "another hash": lambda p, t: p.more.update({t.name: {"hash": "0" * 32}}) or "BRU805" if t.home not in INLINE else "",
    "another size": lambda p, t: p.more.update({t.name: {"bytes": 1}}) or "BRU806" if t.home not in INLINE else "",
}  # fmt: skip
