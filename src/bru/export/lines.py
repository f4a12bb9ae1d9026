"""The tables as lines: JSON Lines, and the plain CSV that the metadata of others describe."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from bru.datapackage.table import write
from bru.export.content import Content
from bru.export.words import plain


def files(content: Content) -> dict[str, bytes]:
    """A file for each table, below jsonl/; every record has every field, null where missing."""
    return {
        path: "".join(f"{line(record)}\n" for record in content.tables[name].records()).encode()
        for name, path in content.paths("jsonl", ".jsonl").items()
    }


def line(record: dict[str, Any]) -> str:
    """A record as one line of JSON."""
    return "{" + ", ".join(f"{dumps(name)}: {dumps(value)}" for name, value in record.items()) + "}"


def dumps(value: Any) -> str:
    """A value as JSON: a decimal as a number of those digits, dates and what is no number as text.

    Line ends that are none to JSON but to some readers of lines are written as escapes.
    """
    if isinstance(value, Decimal) and value.is_finite():
        return plain(value)
    if isinstance(value, Decimal | date | time | datetime):
        value = plain(value)
    found = json.dumps(value, ensure_ascii=False)
    for end in ("\x85", "\u2028", "\u2029"):
        found = found.replace(end, f"\\u{ord(end):04x}")
    return found


def csvs(content: Content, folder: str) -> dict[str, bytes]:
    """A file for each table, in their order: UTF-8, commas, LF, values in their standard form."""
    found = {}
    for name, path in content.paths(folder, ".csv").items():
        table = content.tables[name]
        rows = (["" if v is None else plain(v) for v in row] for row in table.rows())
        found[path] = write([[column.name for column in table.columns], *rows]).encode()
    return found
