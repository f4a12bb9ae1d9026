"""The rows of a sheet that somebody filled in: CSV as spreadsheets write it, or JSON."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bru.datapackage.jsontext import JsonError, elements

BETWEEN = ";"  # of several things in a cell
SEPARATOR = re.compile(r'"?sep=([,;\t])')  # a first line for spreadsheets


class Line(NamedTuple):
    """A row of a sheet: its line, and its cells that are not empty by column."""

    number: int
    cells: Mapping[str, str]


def read(data: bytes) -> list[Line]:
    """The rows of a sheet: CSV with commas, semicolons or tabs, or a JSON list of objects.

    Raises ValueError.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8: save the sheet as CSV in UTF-8") from error
    found = [*(objects(text) if text.lstrip().startswith(("[", "{")) else table(text))]
    if not found:
        raise ValueError("has no rows")
    return found


def table(text: str) -> Iterator[Line]:
    """The rows of a CSV file. Raises ValueError."""
    head = text.partition("\n")[0]
    named = SEPARATOR.match(head)
    comma = named[1] if named else max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    if named:
        next(rows)
    header = [name.strip() for name in next(rows, [])]
    if twice := {name for name in header if name and header.count(name) > 1}:
        raise ValueError(f"line {rows.line_num}: the column {min(twice)} is there twice")
    before = rows.line_num
    try:
        for row in rows:
            number, before = before + 1, rows.line_num
            if len(row) > len(header):
                raise ValueError(f"line {number}: {len(row)} cells, the header has {len(header)}")
            if cells := {n: v.strip() for n, v in zip(header, row, strict=False) if v.strip()}:
                yield Line(number, cells)
    except csv.Error as error:
        raise ValueError(f"line {before + 1}: {error}") from error


def objects(text: str) -> Iterator[Line]:
    """The rows of a JSON list of objects. Raises ValueError."""
    if text.lstrip().startswith("{"):
        raise ValueError("line 1: expected a list of objects")
    try:
        for number, value in elements(text, ()):
            if not isinstance(value, dict):
                raise ValueError(f"line {number}: expected an object")
            cells = {n: cell(v).strip() for n, v in value.items()}
            yield Line(number, {n: v for n, v in cells.items() if v})
    except JsonError as error:
        raise ValueError(f"line {error.line or 1}: {error}") from error


def cell(value: Any) -> str:
    """A JSON value as a cell. Raises ValueError."""
    if isinstance(value, dict):
        raise ValueError("a cell is an object: expected text, or a list of texts")
    if isinstance(value, list):
        return f"{BETWEEN} ".join(map(cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def parts(value: str) -> list[str]:
    """The things of a cell."""
    return [part.strip() for part in value.split(BETWEEN) if part.strip()]
