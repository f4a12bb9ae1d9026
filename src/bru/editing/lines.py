"""The rows of a sheet that somebody filled in: CSV as spreadsheets write it, or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

BETWEEN = ";"  # of several things in a cell


class Line(NamedTuple):
    """A row of a sheet: its line, and its cells that are not empty by column."""

    number: int
    cells: Mapping[str, str]


def read(data: bytes) -> list[Line]:
    """The rows of a sheet: CSV with commas or semicolons, or a JSON list of objects.

    Raises ValueError.
    """
    text = data.decode("utf-8-sig")
    if text.lstrip().startswith("["):
        return [*objects(text)]
    head = text.partition("\n")[0]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    header = [name.strip() for name in next(rows, [])]
    if twice := {name for name in header if name and header.count(name) > 1}:
        raise ValueError(f"line 1: the column {min(twice)} is there twice")
    found, before = [], 1
    for row in rows:
        number, before = before + 1, rows.line_num
        if len(row) > len(header):
            raise ValueError(f"line {number}: {len(row)} cells, the header has {len(header)}")
        cells = {n: v.strip() for n, v in zip(header, row, strict=False) if v.strip()}
        found += [Line(number, cells)] if cells else []
    return found


def objects(text: str) -> Iterator[Line]:
    """The rows of a JSON list of objects. Raises ValueError."""
    decoder, at = json.JSONDecoder(), text.index("[") + 1
    while True:
        while text[at : at + 1] in tuple(" \t\r\n,"):
            at += 1
        if text[at : at + 1] == "]":
            return
        number = text.count("\n", 0, at) + 1
        value, at = decoder.raw_decode(text, at)
        if not isinstance(value, dict):
            raise ValueError(f"line {number}: expected an object")
        cells = {str(n): cell(v).strip() for n, v in value.items()}
        yield Line(number, {n: v for n, v in cells.items() if v})


def cell(value: Any) -> str:
    """A JSON value as a cell."""
    if isinstance(value, list):
        return f"{BETWEEN} ".join(map(cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def parts(value: str) -> list[str]:
    """The things of a cell."""
    return [part.strip() for part in value.split(BETWEEN) if part.strip()]
