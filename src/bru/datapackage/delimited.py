"""Delimited text → records with their lines, by its dialect; which other separator it has."""

import csv
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bru.datapackage.header import order, part_problems, spelled
from bru.datapackage.plain import check, decoded
from bru.datapackage.records import broken, height, records
from bru.datapackage.table import Part, Reading, Table, Unreadable, write
from bru.model import limits
from bru.model.package import NAMES_MARK, Resource

SLICE = 500  # records that are compared with their canonical form at once
MARKS = {";": "semicolon", "\t": "tab", "|": "bar", ",": "comma"}
OTHER_DELIMITERS = {mark: f"{name}s" for mark, name in MARKS.items()}


def read(reading: Reading, files: Sequence[bytes]) -> Table | Unreadable:
    """The table in the files, which are read as one."""
    texts: list[str] = []
    for number, data in enumerate(files):
        text = decoded(reading, data)
        if isinstance(text, Unreadable):
            return text
        if len(files) > 1:
            add_part(reading, texts[-1] if texts else "", number)
        elif not reading.resource.files:
            reading.parts.append(Part(0, ""))  # its lines are those of no file
        check(reading, text, data)
        texts.append(text)
    return Delimited(reading).table(texts)


def add_part(reading: Reading, last: str, number: int) -> None:
    """Note where the lines of the next file begin."""
    dialect = reading.resource.dialect
    before = reading.parts[-1].before + height(last, dialect) if number else 0
    reading.parts.append(Part(before, reading.resource.files[number]))


class Rows:
    """Takes the rows of one or several files apart: those of the header, and those of data."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.dialect = reading, reading.resource.dialect
        self.heads: list[list[Any]] = []
        self.rows: list[list[Any]] = []
        self.lines = array("q")
        self.top = 1  # the line of the header
        self.refused: Unreadable | None = None  # for the delimiter of a further file

    def add(self, found: Iterable[tuple[int, list[Any] | None]], is_further: bool) -> None:
        """Add the rows of a file with their lines; None is a comment, no cells an empty row.

        The header may stand in each of several files.
        """
        counted = self.dialect.header_rows if self.dialect.counted and not is_further else ()
        is_next = bool(self.dialect.header_rows) and not counted and not is_further
        again, top = list(self.heads) if is_further else [], max(counted, default=0)
        places: list[int] = []  # of the columns, in a further file with another header
        width = 0
        for number, (line, row) in enumerate(found, 1):
            if row is None or number in self.dialect.comment_rows:
                continue
            if number <= top:
                if number in counted:
                    self.top = self.top if self.heads else line
                    self.heads.append(row)
            elif not row or not (row[0] or any(cell != "" for cell in row)):
                what = "every cell is empty" if row else "an empty line"
                self.reading.often("empty-line", line, what)
            elif is_next:
                is_next, self.heads, self.top = False, [row], line
            elif again and row == again[0]:
                del again[0]
            elif len(again) == 1 == len(self.heads) and (places := self.placed(row, line)):
                again, width = [], len(row)
            else:
                again = []
                own = places and len(row) == width
                self.rows.append([row[n] if n >= 0 else None for n in places] if own else row)
                self.lines.append(line)

    def placed(self, row: list[Any], line: int) -> list[int]:
        """Where the columns are in a further file whose header is another one; [] if it has none.

        What is other is noted.
        """
        (first,), where = self.heads, self.reading.resource.path
        mark = next((m for m in MARKS if len(row) == 1 and order(first, str(row[0]).split(m))), "")
        if mark:
            what = f"the columns are separated by {OTHER_DELIMITERS[mark]}"
            self.refused = self.reading.refuse("delimiter", line, what)
        for field, detail in part_problems(first, row, where):
            hint = f"write the columns of {where}: {spelled(first, self.dialect.delimiter)}"
            self.reading.defect("header", line, detail, field, hint=hint)
        return order(first, row) or []


class Delimited(Rows):
    """Reads the records of texts that are one table."""

    def table(self, texts: Sequence[str]) -> Table | Unreadable:
        """The table, or why there is none."""
        csv.field_size_limit(limits.CELL)
        for number, text in enumerate(texts):
            before = self.reading.parts[number].before if self.reading.parts else 0
            self.last = 0  # line of the record that was read last
            try:
                self.add(self.records(text, before), number > 0)
            except csv.Error as error:
                return self.reading.refuse("quote", before + self.last + 1, broken(error))
        if self.refused:
            return self.refused
        if self.dialect.header_rows and not self.heads:
            return self.reading.refuse("empty", 0, "the file has no header")
        return self.shape(texts[0])

    def records(self, text: str, before: int) -> Iterator[tuple[int, list[str] | None]]:
        """The records of a text, each with its first line. Raises csv.Error."""
        if NAMES_MARK.match(text) and not (self.dialect.counted or self.dialect.comment_rows):
            what = "line 1 only tells Excel the delimiter"
            self.reading.defect("header", before + 1, what, text[:5], hint="delete line 1")
        for line, end, record in records(text, self.dialect):
            self.last = end
            yield before + line, record

    def shape(self, text: str) -> Table | Unreadable:
        """The table of the records."""
        schema, reading = self.reading.resource.schema, self.reading
        header = joined(self.heads, self.dialect.header_join)
        if not self.dialect.header_rows:
            header = reading.unnamed(max(map(len, self.rows), default=0))
        elif len(header) == 1 and len(schema.fields) > 1:
            for mark, name in OTHER_DELIMITERS.items():
                if mark != self.dialect.delimiter and mark in header[0]:
                    what = f"the columns are separated by {name}"
                    return reading.refuse("delimiter", self.top, what)
        names_of = reading.head(header, self.top, below=self.rows, lines=self.lines)
        if names_of is None:
            return Unreadable("header")
        table = reading.shape(names_of, self.rows, self.lines)
        if reading.canonical and not reading.defects and is_canonical(reading.resource):
            self.quoting(text, [header, *self.rows])
        return table

    def quoting(self, text: str, rows: list[list[str]]) -> None:
        """Note the first line that is not written in the canonical way."""
        at = 0
        for first in range(0, len(rows), SLICE):
            part = write(rows[first : first + SLICE])
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
                self.reading.defect("quoting", number, what, value=have)
                return


def is_canonical(resource: Resource) -> bool:
    """Whether there is a canonical form of a table: its dialect has the marks of that form."""
    dialect = resource.dialect
    return resource.is_simple and (dialect.delimiter, dialect.quote) == (",", '"')


def joined(heads: Sequence[Sequence[str]], mark: str) -> list[str]:
    """The names of columns over several rows; a row that is too short goes on with its last."""
    if len(heads) < 2:
        return list(heads[0]) if heads else []
    width = max(map(len, heads))
    full = [[*row, *[row[-1] if row else ""] * (width - len(row))] for row in heads]
    return [mark.join(filter(None, column)) for column in zip(*full, strict=True)]
