"""The rows of a resource: one value for all formats, so that nobody else need know them.

Reading never guesses: what is odd about the bytes is a `Defect` (reported by the rules BRU0xx),
and a file whose records cannot be told apart with certainty gives no table at all.
"""

import csv
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any, NamedTuple

from bru.datapackage import types
from bru.datapackage.header import absent, header_problems, numbered, remedy
from bru.datapackage.jsontext import written
from bru.model.classed import classed
from bru.model.grammar import plural
from bru.model.package import Dialect, Resource, Schema
from bru.model.problem import Defect

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
READERS = {"csv": "delimited", "json": "rowsets", "ndjson": "rowsets", "inline": "rowsets"}
READERS["sheet"] = "sheets"
Cells = Sequence[str | None]


class Part(NamedTuple):
    """One file of several: the lines of all before it, and its path."""

    before: int
    path: str


class Table(NamedTuple):
    """The records of one resource by column; `lines[row]` is where a record begins (header = 1).

    A cell is None where there is nothing: a record was too short, or has null. In a resource of
    several files the lines are counted on; `parts` tells whose they are ("": of no file).
    """

    header: tuple[str, ...]
    columns: dict[str, Cells]
    lines: Sequence[int]
    parts: tuple[Part, ...] = ()


class Unreadable(NamedTuple):
    """Why there is no table: `kind` is that of the defect that tells it."""

    kind: str


def place(parts: Sequence[Part], path: str, line: int) -> tuple[str, int]:
    """The file of a line that is counted on, and its line there."""
    if not parts or not line:
        return path, line
    part = parts[bisect_right([p.before for p in parts], line - 1) - 1]
    return (part.path, line - part.before) if part.path else (path, 0)


def read(
    data: bytes | Sequence[bytes], resource: Resource, canonical: bool
) -> tuple[Table | Unreadable, list[Defect]]:
    """The table in `data`, or why there is none, and what was met on the way.

    `data`: the bytes of the file, unpacked, or of each of the files; those of the descriptor
    where the rows stand in it.
    """
    reading = Reading(resource, canonical)
    files = [data] if isinstance(data, bytes) else list(data)
    reader = import_module(f"bru.datapackage.{READERS[resource.format]}")
    found: Table | Unreadable = reader.read(reading, files)
    if not reading.parts:
        return found, reading.defects
    if isinstance(found, Table):
        found = found._replace(parts=tuple(reading.parts))
    return found, [d for defect in reading.defects for d in reading.placed(defect)]


class Reading:
    """What all readers of one resource need: where defects are noted, and rows made a table."""

    def __init__(self, resource: Resource, canonical: bool) -> None:
        self.resource, self.canonical = resource, canonical
        self.defects: list[Defect] = []
        self.parts: list[Part] = []
        self.again: dict[tuple[str, str, str, str], int] = {}  # numbers of defects

    def defect(
        self, kind: str, line: int, detail: str, field: str = "", value: str = "", hint: str = ""
    ) -> None:
        """Note what was met in a line."""
        own = self.resource.name, line, field, value, detail, self.resource.path
        self.defects.append(Defect(kind, *own, hint=hint))

    def often(self, kind: str, line: int, detail: str, value: str = "", field: str = "") -> int:
        """A defect that may be in every line of a table; its number."""
        at = self.again.setdefault((kind, detail, value, field), len(self.defects))
        if at == len(self.defects):
            self.defect(kind, line, detail, field, value)
            return at
        defect = self.defects[at]
        if not defect.lines:
            self.defects[at] = defect = defect._replace(lines=array("q", [defect.line]))
        assert isinstance(defect.lines, array)
        defect.lines.append(line)
        return at

    def refuse(
        self, kind: str, line: int, detail: str, value: str = "", hint: str = ""
    ) -> Unreadable:
        """Note why there is no table."""
        self.defect(kind, line, detail, "", value, hint)
        return Unreadable(kind)

    def placed(self, defect: Defect) -> Iterable[Defect]:
        """A defect in the files that its lines are in."""
        lines = (place(self.parts, defect.path, n) for n in defect.lines or [defect.line])
        for path, own_lines in classed(lines).items():
            several = array("q", own_lines) if len(own_lines) > 1 else ()
            yield defect._replace(path=path, line=own_lines[0], lines=several)

    def head(
        self,
        header: Sequence[str],
        line: int,
        is_ordered: bool = True,
        below: Sequence[Sequence[str]] = (),
        lines: Sequence[int] = (),
    ) -> list[str] | None:
        """The names of the columns, with the records below; None where they are of no table."""
        schema = self.resource.schema
        if any(f.spec.get("name") != f.name for f in schema.fields):  # two fields of one name
            header = numbered(header)
        if not is_ordered and schema.fields_match == "exact":
            schema = schema._replace(fields_match="equal")
        mark = self.resource.dialect.delimiter
        problems = [*header_problems(header, schema)]
        is_asked = problems and is_ordered
        hint = remedy(header, below, lines, schema, line, mark) if is_asked else ""
        for field, detail in problems:
            self.defect("header", line, detail, field, "", hint)
        named = [*filter(None, header)]
        return list(header) if len({*named}) == len(named) else None

    def unnamed(self, width: int) -> list[str]:
        """The names of columns without a header: those of the fields, else numbers."""
        fields = self.resource.schema.fields
        return [f.name for f in fields] or [f"field{n + 1}" for n in range(width)]

    def shape(
        self, header: Sequence[str], rows: Sequence[Sequence[Any]], lines: Sequence[int]
    ) -> Table:
        """The table of rows that have a cell for each column, or more or fewer."""
        width = len(header)
        for row, line in zip(rows, lines, strict=True):
            if (n := len(row)) != width:
                what = f"{plural(n, 'cell')} where the header has {width}"
                at = self.often("ragged", line, what, str(row[-1]) if n > width else "")
                self.defects[at] = self.defects[at]._replace(cells=(n, width))
        columns: dict[str, Cells] = {}
        if any(len(row) != width for row in rows):
            cut = [[*row[:width], *[None] * (width - len(row))] for row in rows]
            columns = dict(zip(header, zip(*cut, strict=True), strict=True))
        elif rows:
            columns = dict(zip(header, zip(*rows, strict=True), strict=True))
        else:
            columns = dict.fromkeys(header, ())
        for name in absent(header, self.resource.schema):
            columns[name] = [None] * len(rows)
        return Table(tuple(dict.fromkeys(header)), columns, lines)

    def texts(self, name: str, values: Sequence[Any], lines: Sequence[int]) -> Cells:
        """Values of JSON or a workbook as they would stand in cells; null is None.

        One that is of another type than its field is noted, if its text could be one.
        """
        field = self.resource.schema.by_name.get(name)
        found: list[str | None] = []
        for value, line in zip(values, lines, strict=True):
            if value is None or isinstance(value, str):
                found.append(value)
                continue
            text = plain(value)
            if field:
                try:
                    text = types.lexical(field, value)
                except ValueError:
                    if types.has_value(field, text):  # else the rule about its type says so
                        what = f"{text} is {told(value)}, not of type {field.type}"
                        self.often("kind", line, what, text, name)
            found.append(text)
        return found


def told(value: Any) -> str:
    """What a value of JSON or a workbook is, in a word."""
    names = {bool: "a boolean", int: "a number", float: "a number", dict: "an object"}
    return names.get(type(value), "a JSON array" if isinstance(value, list) else "a moment")


def plain(value: Any) -> str:
    """A value of JSON or a workbook as a text."""
    return written(value) if isinstance(value, int | float | dict | list) else str(value)


class Lines(list[str]):
    """Texts as they are written."""

    write = list[str].append


def write(
    records: Iterable[Sequence[str]], dialect: Dialect | None = None, line_end: str = "\n"
) -> str:
    """Records as CSV, canonical if nothing else is asked: commas, LF, quotes only where needed."""
    lines, how = Lines(), dialect or Dialect()
    csv.writer(
        lines,
        delimiter=how.delimiter,
        quotechar=how.quote,
        doublequote=how.double_quote,
        lineterminator="\r\n",  # of CR and LF, only what is in it is quoted before Python 3.13
    ).writerows(records)
    return line_end.join([*(line[:-2] for line in lines), ""])


def sort_key(schema: Schema, fields: Sequence[str]) -> list[bool]:
    """For each key field whether it sorts as a number."""
    types = {f.name: f.type for f in schema.fields}
    return [types.get(f) in ("integer", "number") for f in fields]


def ordered(cells: Sequence[str | None], numeric: Sequence[bool]) -> tuple[Any, ...]:
    """A key as it sorts: numbers by value, then texts by code point."""
    parts: list[Any] = []
    for cell, is_number in zip(cells, numeric, strict=True):
        text = cell or ""
        if is_number and NUMBER.fullmatch(text):
            parts.append((0, Decimal(text), text))
        else:
            parts.append((1, Decimal(0), text) if is_number else text)
    return tuple(parts)
