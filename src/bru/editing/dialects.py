"""In which way a table was saved: encoding, separator, line ends; and how it is written again.

A file saved in another encoding or with another separator is read in every way it can have been
meant: when each way that gives exactly the columns of the schema gives the same records, they
are what was meant; so are records that have the hash of the descriptor.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from bru.damage.invisible import bare
from bru.datapackage import delimited, records, table
from bru.datapackage.code_pages import is_meant
from bru.datapackage.constraints import fitting
from bru.datapackage.header import header_problems
from bru.datapackage.whitespace import is_text
from bru.model import limits
from bru.model.package import NAMES_MARK, Dialect, Resource

UTF16 = (
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
)
CODE_PAGES = ("cp1252", "cp1251", "cp1250", "koi8-r")
ENOUGH = 3  # letters and signs of a code page; fewer may be bytes that were damaged
LINE_ENDS = "line ends"
Rows = list[tuple[int, list[str]]]  # each record and the line it begins in; the first is the header


class Reading(NamedTuple):
    """The records of a file and what of its form is not as it should be: old, new, why.

    `text` is what they were read from, with this mark between cells.
    """

    rows: Rows
    form: list[tuple[str, str, str]]
    text: str
    mark: str


def read(resource: Resource, data: bytes) -> Reading | None:
    """The one way to read a file, or None; also for one that cannot be written as it was."""
    if not resource.is_simple:
        return None
    ways, guessed = list[Reading](), set[str]()
    own, fields = resource.dialect.delimiter, [f.name for f in resource.schema.fields]
    for encoding, text in texts(data, resource.encoding):
        plain, changes = outside(encoding, text, resource.encoding)
        for mark in (own, *(m for m in delimited.OTHER_DELIMITERS if m != own)):
            rows = parsed(plain, mark, resource.dialect)
            header = rows[0][1] if rows else []
            whole = mark == own and encoding == resource.encoding
            if whole and header and not header_problems(header, resource.schema):
                return Reading(rows, changes, plain, mark)
            names = [bare(name) for name in header]
            if names and names == fields and all(len(row) in (0, len(names)) for _, row in rows):
                other = [] if mark == own else [(shown(mark), shown(own), "the separator")]
                other += [] if names == header else [("spaces", "none", "the header")]
                found = [(rows[0][0], names), *rows[1:]]
                way = Reading(found, [*changes, *other], plain, mark)
                if is_pinned(resource, way.rows):
                    return way
                if encoding not in CODE_PAGES:
                    ways.append(way)
                elif is_likely(resource, plain, rows[1:]):
                    ways.append(way)
                    guessed.add(text)
    if any(way.rows != ways[0].rows for way in ways):
        return None
    return ways[0] if ways and all(is_meant(text, data) for text in guessed) else None


def is_pinned(resource: Resource, rows: Rows) -> bool:
    """Whether these records, written in canonical form, have the hash of the descriptor."""
    data = table.write(row for _, row in rows if row).encode("utf-8", "surrogatepass")
    return resource.spec.get("hash") == "sha256:" + hashlib.sha256(data).hexdigest()


def is_likely(resource: Resource, text: str, records: Rows) -> bool:
    """Whether a text can have been meant: words that are written, in fields that allow them."""
    if sum(not c.isascii() for c in text) < ENOUGH or not is_text(text):
        return False
    fits = [fitting(field) for field in resource.schema.fields]
    return all(
        cell.isascii() or fits[at](cell) for _, row in records for at, cell in enumerate(row)
    )


def outside(encoding: str, text: str, wanted: str) -> tuple[str, list[tuple[str, str, str]]]:
    """A text without byte order mark, and what of its form is to be changed."""
    changes = []
    if encoding != wanted:
        changes.append((encoding.upper(), wanted.upper(), "the encoding"))
    plain = text.removeprefix("\ufeff")
    if plain != text:
        changes.append(("byte order mark", "none", "the beginning of the file"))
    if named := NAMES_MARK.match(plain):
        changes.append((f"sep={named[1]}", "none", "the beginning of the file"))
    if "\r" in plain:
        changes.append(("CR LF" if "\r\n" in plain else "CR", "LF", LINE_ENDS))
    return plain, changes


def shown(mark: str) -> str:
    """The name of a separator."""
    return delimited.OTHER_DELIMITERS.get(mark, mark)


def texts(data: bytes, encoding: str) -> Iterator[tuple[str, str]]:
    """The texts that a file can be: of its own encoding, or else of all others that give one."""
    with suppress(UnicodeDecodeError, LookupError):
        text = data.decode(encoding)
        if "\0" not in text:
            yield encoding, text
            return
    for other, mark in UTF16:
        with suppress(UnicodeDecodeError):
            text = data.removeprefix(mark).decode(other)
            if data.startswith(mark) and "\0" not in text and mark + text.encode(other) == data:
                yield other[:6], text
    for other in CODE_PAGES:
        with suppress(UnicodeDecodeError):
            text = data.decode(other)
            if text.encode(other) == data:
                yield other, text


def parsed(text: str, delimiter: str, dialect: Dialect) -> Rows:
    """The records of a text; none where its quoting is broken."""
    csv.field_size_limit(limits.CELL)
    plain = Dialect(delimiter, dialect.quote, dialect.double_quote, skip_space=dialect.skip_space)
    try:
        return [(line, row) for line, _, row in records.records(text, plain) if row is not None]
    except csv.Error:
        return []


def written(resource: Resource, reading: Reading, rows: Rows, line_end: str) -> bytes | None:
    """Records as a file; None where it would not hold them.

    What is not changed is written as it was read, line ends if no other is asked for.
    """
    dialect = resource.dialect
    lines, (header, *below) = [*records.physical(reading.text)], reading.rows
    before = dict(below if reading.mark == dialect.delimiter else ())
    ends = dict(pairwise([header[0], *(line for line, _ in below), len(lines) + 1]))
    parts = list[str]()
    for line, row in rows:
        raw = "".join(lines[line - 1 : ends[line] - 1])
        body = raw.rstrip("\r\n")
        is_same = row is before.get(line)
        cells = body if is_same else spelled(row, body, reading.mark, dialect)
        parts += cells, line_end or raw[len(body) :]
    try:
        result = "".join(parts).encode(resource.encoding)
    except (csv.Error, UnicodeEncodeError):
        return None
    again = parsed(result.decode(resource.encoding), dialect.delimiter, dialect)
    return result if [row for _, row in again] == [row for _, row in rows] else None


def spelled(row: list[str], body: str, mark: str, dialect: Dialect) -> str:
    """A record that was `body`, with `mark` between cells: those that are the same as before."""
    own, quote, old = dialect.delimiter, dialect.quote, re.escape(mark)
    q = re.escape(quote)
    before = re.findall(f"(?:^|{old})({q}(?:[^{q}]|{q}{q})*{q}|[^{old}]*)", body)
    if not row or len(before) != len(row) or mark.join(before) != body:
        return table.write([row], dialect, "")
    needed = re.compile(f"[{q}{re.escape(own)}\r\n]").search
    cells = []
    for value, raw in zip(row, before, strict=True):
        is_quoted = raw[:1] == quote
        inner = raw[1:-1].replace(quote * 2, quote) if is_quoted else raw
        if value == inner and (is_quoted or own not in raw):
            cells.append(raw)
        elif needed(value) or (is_quoted and not needed(inner)):
            cells.append(quote + value.replace(quote, quote * 2) + quote)
        else:
            cells.append(value)
    return own.join(cells)
