"""CSV bytes ⇄ records with their physical line numbers, and the canonical form.

Reading never guesses: what is odd about the bytes is a `Defect` (reported by the rules BRU0xx),
and a file whose records cannot be told apart with certainty gives no table at all.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bru.datapackage.header import header_problems as header_problems
from bru.model import limits
from bru.model.package import Resource, Schema
from bru.model.problem import Defect, shown

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROL_BYTES = bytes(c for c in range(0x80) if CONTROL.match(chr(c)))
LINE, LINE_END = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+"), re.compile(r"\r\n?|\n")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
WIDE = re.compile(r"utf[-_]?(16|32)", re.IGNORECASE)  # encodings with NUL bytes in them
NO_TEXT = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}  # of Python
SLICE = 500  # records that are compared with their canonical form at once
OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}


class Table(NamedTuple):
    """The records of one resource by column; `lines[row]` is where a record begins (header = 1).

    A cell is None where a record was too short to have one.
    """

    header: tuple[str, ...]
    columns: dict[str, Sequence[str | None]]
    lines: Sequence[int]


class Unreadable(NamedTuple):
    """Why there is no table: `code` is the rule that reports it."""

    kind: str


def read(
    data: bytes, resource: Resource, canonical: bool
) -> tuple[Table | Unreadable, list[Defect]]:
    """The table in `data`, or why there is none, and what was met on the way."""
    reading = _Reading(data, resource, canonical)
    return reading.table(), reading.defects


class _Reading:
    def __init__(self, data: bytes, resource: Resource, canonical: bool) -> None:
        self.data, self.resource, self.canonical = data, resource, canonical
        self.defects: list[Defect] = []
        self.again: dict[tuple[str, str, str], int] = {}  # numbers of defects
        self.top = 1  # the line of the header

    def defect(self, kind: str, line: int, detail: str, field: str = "", value: str = "") -> None:
        self.defects.append(
            Defect(kind, self.resource.name, line, field, value, detail, self.resource.path)
        )

    def often(self, kind: str, line: int, detail: str, value: str = "") -> None:
        """A defect that may be in every line of a table."""
        at = self.again.setdefault((kind, detail, value), len(self.defects))
        if at == len(self.defects):
            self.defect(kind, line, detail, value=value)
            return
        defect = self.defects[at]
        if not defect.lines:
            self.defects[at] = defect = defect._replace(lines=array("q", [defect.line]))
        assert isinstance(defect.lines, array)
        defect.lines.append(line)

    def refuse(self, kind: str, line: int, detail: str) -> Unreadable:
        self.defect(kind, line, detail)
        return Unreadable(kind)

    def table(self) -> Table | Unreadable:
        if not self.data:
            return self.refuse("empty", 0, "the file has no bytes")
        if b"\0" in self.data and not WIDE.match(self.resource.encoding):
            line = self.data.count(b"\n", 0, self.data.index(b"\0")) + 1
            return self.refuse("binary", line, "a NUL byte: this is not a text file")
        try:
            if codecs.lookup(self.resource.encoding).name in NO_TEXT:
                raise LookupError
            text = self.data.decode(self.resource.encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            what = f"byte 0x{self.data[error.start]:02X} at offset {error.start}"
            return self.refuse("encoding", line, f"{what} is not {self.resource.encoding.upper()}")
        except (LookupError, ValueError):
            return self.refuse("encoding", 0, f"unknown encoding {shown(self.resource.encoding)}")
        if text.startswith("\ufeff"):
            self.defect("bom", 1, "the file starts with a byte order mark")
            text = text[1:]
        line, at = 1, 0
        quick = codecs.lookup(self.resource.encoding).name == "utf-8"  # the bytes can be looked at
        none = quick and len(self.data.translate(None, CONTROL_BYTES)) == len(self.data)
        for match in () if none else CONTROL.finditer(text):
            line, at = line + len(LINE_END.findall(text, at, match.start())), match.start()
            self.often("control", line, f"control character U+{ord(match[0]):04X}")
        if self.canonical:
            self.line_ends(text)
        return self.records(text)

    def line_ends(self, text: str) -> None:
        if "\r" in text:
            at = text.index("\r")
            name = "CR LF" if text.startswith("\r\n", at) else "CR"
            count = text.count("\r")
            self.defect(
                "line-end", text.count("\n", 0, at) + 1, f"{name} instead of LF, {count:,} in all"
            )
        elif text and not text.endswith("\n"):
            self.defect("final-newline", text.count("\n") + 1, "no line end after the last record")

    def records(self, text: str) -> Table | Unreadable:
        dialect = self.resource.dialect
        csv.field_size_limit(limits.CELL)
        reader = csv.reader(
            physical(text),
            delimiter=dialect["delimiter"],
            quotechar=dialect["quoteChar"],
            doublequote=dialect["doubleQuote"],
            skipinitialspace=dialect["skipInitialSpace"],
            strict=True,
        )
        header: list[str] | None = None
        rows: list[list[str]] = []
        lines, last = array("q"), 0
        try:
            for record in reader:
                line, last = last + 1, reader.line_num
                if not any(record):
                    what = "every cell is empty" if record else "an empty line"
                    self.often("empty-line", line, what)
                elif header is None:
                    header, self.top = record, line
                else:
                    rows.append(record)
                    lines.append(line)
        except csv.Error as error:
            why = f"the quoting is broken: {error}"
            if "limit" in str(error):
                why = f"a cell of more than {limits.CELL:,} characters: is a quote never closed?"
            return self.refuse("quote", last + 1, why)
        if header is None:
            return self.refuse("empty", 0, "the file has no header")
        return self.shape(text, header, rows, lines)

    def shape(
        self, text: str, header: list[str], rows: list[list[str]], lines: Sequence[int]
    ) -> Table | Unreadable:
        if len(header) == 1 and len(self.resource.schema.fields) > 1:
            for mark, name in OTHER_DELIMITERS.items():
                if mark != self.resource.dialect["delimiter"] and mark in header[0]:
                    return self.refuse(
                        "delimiter", self.top, f"the columns are separated by {name}"
                    )
        problems = list(header_problems(header, self.resource.schema))
        for field, detail in problems:
            self.defect("header", self.top, detail, field)
        if len(set(header)) < len(header):
            return Unreadable("header")
        width = len(header)
        for row, line in zip(rows, lines, strict=True):
            if (n := len(row)) != width:
                what = f"{n} cells where the header has {width}"
                self.often("ragged", line, what, row[-1] if n > width else "")
        columns: dict[str, Sequence[str | None]] = {}
        if any(len(row) != width for row in rows):
            cut: list[list[str | None]] = [
                [*row[:width], *[None] * (width - len(row))] for row in rows
            ]
            columns = dict(zip(header, zip(*cut, strict=True), strict=True))
        elif rows:
            columns = dict(zip(header, zip(*rows, strict=True), strict=True))
        else:
            columns = dict.fromkeys(header, ())
        if self.canonical and not self.defects:
            self.quoting(text, [header, *rows])
        return Table(tuple(header), columns, lines)

    def quoting(self, text: str, records: list[list[str]]) -> None:
        at = 0
        for first in range(0, len(records), SLICE):
            part = write(records[first : first + SLICE])
            if not text.startswith(part, at):
                break
            at += len(part)
        else:
            return
        pairs = zip(part.split("\n"), text[at:].split("\n"), strict=False)
        for number, (want, have) in enumerate(pairs, text.count("\n", 0, at) + 1):
            if want != have:
                more = have.count('"') - want.count('"')
                what = "not the canonical way to write this line"
                what = "quotes where none are needed" if more > 0 else what
                what = "a quote in a cell that is not quoted" if more < 0 else what
                self.defect("quoting", number, what, value=have)
                return


def physical(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one after the other, no second copy of all."""
    if "\r" in text:
        yield from (match[0] for match in LINE.finditer(text))
        return
    at = 0
    while end := text.find("\n", at) + 1:
        yield text[at:end]
        at = end
    if at < len(text):
        yield text[at:]


def write(records: Iterable[Sequence[str]]) -> str:
    """Records as canonical CSV: commas, LF, quotes only where needed."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(records)
    return stream.getvalue()


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
