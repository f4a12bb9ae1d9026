"""Delimited text → records with their lines, by its dialect; which other separator it has."""

import codecs
import csv
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bru.datapackage.jsontext import HALF
from bru.datapackage.records import LINE_END, breaks, broken, height, records
from bru.datapackage.table import Part, Reading, Table, Unreadable, write
from bru.model import limits
from bru.model.package import Resource
from bru.model.problem import shown

AS_UTF_8 = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROL_BYTES = bytes(c for c in range(0x80) if CONTROL.match(chr(c)))
WIDE = re.compile(r"utf[-_]?(16|32)", re.IGNORECASE)  # encodings with NUL bytes in them
NO_TEXT = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}  # of Python
SAMPLE = 65_536  # bytes that are looked at for a code page
SLICE = 500  # records that are compared with their canonical form at once
OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}


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


def decoded(reading: Reading, data: bytes) -> str | Unreadable:
    """The text of a file, without a byte order mark."""
    encoding = reading.resource.encoding
    if not data:
        return reading.refuse("empty", 0, "the file has no bytes")
    if b"\0" in data and not WIDE.match(encoding):
        line = breaks(data[: data.index(b"\0")].decode("latin-1")) + 1
        return reading.refuse("binary", line, "a NUL byte: this is not a text file")
    try:
        if (name := codecs.lookup(encoding).name) in NO_TEXT:
            raise LookupError
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        from bru.datapackage.code_pages import code_page

        line = breaks(data[: error.start].decode(encoding, "replace")) + 1
        what = f"byte 0x{data[error.start]:02X} at offset {error.start}"
        page = code_page(data[error.start : error.start + SAMPLE])
        hint = f"{AS_UTF_8}; it reads as {page} (Cyrillic)" if page else AS_UTF_8
        return reading.refuse("encoding", line, f"{what} is not {encoding.upper()}", page, hint)
    except (LookupError, ValueError):
        what = f"unknown encoding {shown(encoding)}"
        hint = f'correct "encoding" of {reading.resource.name} in the descriptor, such as utf-8'
        return reading.refuse("encoding", 0, what, "", hint)
    if name == "utf-7" and (half := HALF.search(text)):  # no other encoding has them
        line = breaks(text[: half.start()]) + 1
        return reading.refuse("encoding", line, "there is half of a character", "", AS_UTF_8)
    if text.startswith("\ufeff"):
        reading.defect("bom", 1, "the file starts with a byte order mark")
    return text.removeprefix("\ufeff")


def check(reading: Reading, text: str, data: bytes) -> None:
    """Look for what no text should have, and where it is asked for, at the line ends."""
    start = reading.parts[-1].before if reading.parts else 0
    line, at = start + 1, 0
    quick = codecs.lookup(reading.resource.encoding).name == "utf-8"  # the bytes can be looked at
    none = quick and len(data.translate(None, CONTROL_BYTES)) == len(data)
    for match in () if none else CONTROL.finditer(text):
        line, at = line + len(LINE_END.findall(text, at, match.start())), match.start()
        reading.often("control", line, f"control character U+{ord(match[0]):04X}")
    if reading.canonical:
        line_ends(reading, text)


def line_ends(reading: Reading, text: str) -> None:
    """Note line ends other than LF."""
    if "\r" in text:
        at, count = text.index("\r"), text.count("\r")
        name = "CR LF" if text.startswith("\r\n", at) else "CR"
        line = text.count("\n", 0, at) + 1
        reading.defect("line-end", line, f"{name} instead of LF, {count:,} in all")
    elif text and not text.endswith("\n"):
        detail = "no line end after the last record, which may be cut off"
        reading.defect("final-newline", text.count("\n") + 1, detail)


class Rows:
    """Takes the rows of one or several files apart: those of the header, and those of data."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.dialect = reading, reading.resource.dialect
        self.heads: list[list[Any]] = []
        self.rows: list[list[Any]] = []
        self.lines = array("q")
        self.top = 1  # the line of the header

    def add(self, found: Iterable[tuple[int, list[Any] | None]], is_further: bool) -> None:
        """Add the rows of a file with their lines; None is a comment, no cells an empty row.

        The header may stand in each of several files.
        """
        counted = self.dialect.header_rows if self.dialect.counted and not is_further else ()
        is_next = bool(self.dialect.header_rows) and not counted and not is_further
        again, top = list(self.heads) if is_further else [], max(counted, default=0)
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
            else:
                again = []
                self.rows.append(row)
                self.lines.append(line)


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
        if self.dialect.header_rows and not self.heads:
            return self.reading.refuse("empty", 0, "the file has no header")
        return self.shape(texts[0])

    def records(self, text: str, before: int) -> Iterator[tuple[int, list[str] | None]]:
        """The records of a text, each with its first line. Raises csv.Error."""
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
        names_of = reading.head(header, self.top, below=self.rows[0] if self.rows else ())
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
