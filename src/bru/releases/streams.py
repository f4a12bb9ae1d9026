"""A table as a stream of records: one canonical line each, whatever its dialect and encoding.

A record is compared as the bytes of its line and taken apart only where two differ: that is what
makes `bru diff` fast. No table is ever whole in memory.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, BinaryIO, NamedTuple

from bru.datapackage import table
from bru.model import limits
from bru.model.package import Resource

PLAIN = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
BOM = b"\xef\xbb\xbf"
Records = Iterator[bytes]


class Side(NamedTuple):
    """One of two versions of a table: where it is, and how its bytes are had.

    `version` is what messages call it: "old" or "new".
    """

    version: str
    resource: Resource
    open: Callable[[], BinaryIO]


class StreamError(ValueError):
    """A table that cannot be read to its end."""


def header(side: Side) -> tuple[str, ...] | None:
    """The names of the columns; None where the file has no bytes."""
    with side.open() as stream, closing(_rows(side, stream)) as rows:
        return tuple(next(rows, ())) or None


def plain(side: Side) -> bool:
    """Whether a line of the file is a record as it is: UTF-8, commas, LF or CR LF."""
    resource = side.resource
    if any(resource.dialect.get(k, v) != v for k, v in PLAIN.items()):
        return False
    if resource.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii"):
        return False
    with side.open() as stream:
        first = stream.readline(limits.CELL)
    return b"\r" not in first.removesuffix(b"\r\n") and b'"' not in first


def records(side: Side, fields: Sequence[str], names: Mapping[str, str]) -> Records:
    """The records of a table, each as a line with these fields in this order.

    `names` says what a field is called in the file where that is another name.
    """
    with side.open() as stream:
        found = header(side) or ()
        columns = [names.get(f, f) for f in fields]
        if list(found) == columns and plain(side):
            yield from _lines(stream)
            return
        at, width = [found.index(c) for c in columns], len(found)
        with closing(_rows(side, stream)) as rows:
            next(rows, None)
            for row in rows:
                if any(row):
                    row += [""] * (width - len(row))
                    yield line([*(row[i] for i in at), *row[width:]])


def line(cells: Sequence[str]) -> bytes:
    """A record as a line of canonical CSV."""
    return table.write([cells]).encode("utf-8", "surrogateescape")


def cells(record: bytes) -> list[str]:
    """The cells of a record."""
    text = record.decode("utf-8", "surrogateescape")
    if '"' not in text:
        return text.rstrip("\r\n").split(",")
    return next(csv.reader(io.StringIO(text, newline="")), [])


def _lines(stream: BinaryIO) -> Records:
    """The lines of a file after its header; one with an open quote goes on in the next."""
    next(stream, b"")
    for record in stream:
        if b'"' in record:
            yield whole(record, stream)
        elif record not in (b"\n", b"\r\n"):
            yield record


def whole(record: bytes, stream: BinaryIO) -> bytes:
    """A record to its end: a line with an open quote goes on in the next ones."""
    open_quotes, lines, size = record.count(b'"') % 2, [record], len(record)
    while open_quotes and (more := stream.readline()):
        lines.append(more)
        size += len(more)
        open_quotes ^= more.count(b'"') % 2
        if size > limits.CELL:
            raise StreamError(
                f"a cell of more than {limits.CELL:,} bytes: is a quote never closed?"
            )
    return b"".join(lines)


def _rows(side: Side, stream: BinaryIO) -> Generator[list[str], None, None]:
    """The rows of a file in any dialect. Raises StreamError with the place."""
    resource, dialect = side.resource, side.resource.dialect
    csv.field_size_limit(limits.CELL)
    options: dict[str, Any] = {
        "delimiter": dialect.get("delimiter", ","),
        "quotechar": dialect.get("quoteChar", '"'),
        "doublequote": dialect.get("doubleQuote", True),
        "skipinitialspace": dialect.get("skipInitialSpace", False),
    }
    encoding = resource.encoding
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    text, reader = None, None
    try:
        text = io.TextIOWrapper(stream, encoding, newline="")
        reader = csv.reader(text, **options)
        yield from reader
    except (csv.Error, UnicodeError, LookupError) as error:
        place = f"{resource.path}:{reader.line_num + 1 if reader else 1}"
        raise StreamError(f"{place} ({side.version}): cannot be read: {error}") from error
    finally:
        if text is not None:
            text.detach()
