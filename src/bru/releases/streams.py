"""A table as a stream of records: one canonical line each, whatever its dialect and encoding.

A record is compared as the bytes of its line and taken apart only where two differ: that is what
makes `bru diff` fast. No table of plain text is ever whole in memory.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from operator import methodcaller
from typing import BinaryIO, NamedTuple, TypeVar

from bru.datapackage import loading, table
from bru.datapackage.records import breaks, broken
from bru.model import limits
from bru.model.package import Dialect, Resource
from bru.store import Store

BLOCK = 4 * 1024**2  # bytes that are cut into records at once
AT_ONCE = 2  # times as many where what is made of a block is no list of records
ROWS = 10_000  # records that are made at once, where a file has another form
BLANK = (b"\n", b"\r\n")
QUOTES = methodcaller("count", b'"')
Records = Iterator[bytes]
T = TypeVar("T")


class Side(NamedTuple):
    """One of two versions of a table: where it is, and how its bytes are had.

    `version` is what messages call it: "old" or "new".
    """

    version: str
    resource: Resource
    stream: Callable[[], BinaryIO]
    odd: bool = False  # quotes within cells that are not quoted: lines tell no records


class StreamError(ValueError):
    """A table that cannot be read to its end."""


def rewritten(version: str, store: Store, resource: Resource) -> BinaryIO:
    """A table that is no plain text, as canonical CSV. Raises StreamError."""
    found, defects = loading.load(store, resource)
    if isinstance(found, table.Unreadable):
        side = Side(version, resource._replace(path=defects[-1].path), io.BytesIO)
        raise unread(side, defects[-1].line, defects[-1].detail)
    rows = zip(*(found.columns[name] for name in found.header), strict=True)
    records = [found.header, *([cell or "" for cell in row] for row in rows)]
    return io.BytesIO(table.write(records).encode())


def header(side: Side) -> tuple[str, ...] | None:
    """The names of the columns; None where the file has no bytes."""
    with side.stream() as stream, closing(read_rows(side, stream)) as rows:
        return tuple(next(rows, ())) or None


def plain(side: Side) -> bool:
    """Whether a line of the file is a record as it is: UTF-8, commas, LF."""
    resource = side.resource
    if resource.dialect != Dialect() or side.odd:
        return False
    if resource.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii"):
        return False
    with side.stream() as stream:
        first = stream.readline(limits.CELL)
    return b"\r" not in first and b'"' not in first


def records(side: Side, fields: Sequence[str], names: Mapping[str, str]) -> Records:
    """The records of a table, each as a line with these fields in this order.

    `names` says what a field is called in the file where that is another name.
    """
    return chain.from_iterable(chunks(side, fields, names))


def chunks(
    side: Side,
    fields: Sequence[str],
    names: Mapping[str, str],
    quick: Callable[[bytes], T | None] | None = None,
) -> Generator[list[bytes] | T, None, None]:
    """As `records`, many at a time; in place of a block of lines what `quick` makes of it."""
    found = header(side) or ()
    columns = [names.get(f, f) for f in fields]
    with side.stream() as stream:
        if list(found) == columns and plain(side):
            next(stream, b"")
            yield from blocks(stream, quick)
            return
        at, width = [found.index(c) for c in columns], len(found)
        with closing(read_rows(side, stream)) as rows:
            made = (line(row, at, width) for row in islice(rows, 1, None) if any(row))
            while some := [*islice(made, ROWS)]:
                yield some


def line(row: list[str], at: Sequence[int], width: int) -> bytes:
    """A row in the order of the fields, and what it has beyond them, as a line of canonical CSV."""
    row += [""] * (width - len(row))
    cells = [*(row[i] for i in at), *row[width:]]
    return table.write([cells]).encode("utf-8", "surrogateescape")


def cells(record: bytes) -> list[str]:
    """The cells of a record."""
    text = record.decode("utf-8", "surrogateescape")
    if '"' not in text:
        return text.rstrip("\r\n").split(",")
    return next(csv.reader(io.StringIO(text, newline="")), [])


def blocks(
    stream: BinaryIO, quick: Callable[[bytes], T | None] | None = None
) -> Iterator[list[bytes] | T]:
    """The records of a file without empty lines, many at a time; `quick` as in `chunks`."""
    rest, size = b"", BLOCK * (AT_ONCE if quick else 1)
    while block := stream.read(size):
        block = rest + block
        end = block.rfind(b"\n") + 1
        rest, block = block[end:], block[:end]
        if quick and (found := quick(block)) is not None:
            yield found
        else:
            cut = block.splitlines(keepends=True)
            if b"\r" in block:  # which alone ends no line
                cut = [found + b"\n" for found in block.split(b"\n")[:-1]]
            cut, open_ = _joined(cut)
            is_short = min(map(len, cut), default=3) < 3
            yield [one for one in cut if one not in BLANK] if is_short else cut
            rest = open_ + rest
        if len(rest) > limits.CELL:
            raise StreamError(
                f"a cell of more than {limits.CELL:,} bytes: is a quote never closed?"
            )
    if rest:
        found = quick(rest + b"\n") if quick else None
        yield [rest] if found is None else found


def _joined(found: list[bytes]) -> tuple[list[bytes], bytes]:
    """Lines put together where a quote is open at the end, and the beginning of the last record."""
    if not any(count & 1 for count in {*map(QUOTES, found)}):
        return found, b""
    done, open_ = list[bytes](), list[bytes]()
    for one in found:
        odd = one.count(b'"') & 1
        if not open_ and not odd:
            done.append(one)
        else:
            open_.append(one)
            if len(open_) > 1 and odd:
                done.append(b"".join(open_))
                open_ = []
    return done, b"".join(open_)


def unread(side: Side, line: int, why: str) -> StreamError:
    """The error that tells why a table is not compared."""
    where = side.resource.path + f":{line}" * bool(line)
    return StreamError(f"{where} ({side.version}): cannot be read: {why}")


def texts(side: Side) -> Iterator[str]:
    """The text of a file, a block at a time. Raises StreamError with the line of what is none."""
    decoder = codecs.getincrementaldecoder(side.resource.encoding)()
    line, last, block = 1, "", b"-"
    with side.stream() as stream:
        while block:
            block, why = stream.read(BLOCK), ""
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                why = f"byte 0x{error.object[error.start]:02X} is not {error.encoding.upper()}"
                text = decoder.decode(block[: max(0, len(block) + error.start - len(error.object))])
            text, nul, _ = text.partition("\0")
            why = "a NUL byte: this is not a text file" if nul else why
            line += breaks(last + text) - breaks(last)  # a CR LF may be in two blocks
            if why:
                raise unread(side, line, why)
            last = text[-1:] or last
            yield text


def read_rows(side: Side, stream: BinaryIO) -> Generator[list[str], None, None]:
    """The rows of a file, whose dialect is a simple one. Raises StreamError with the place."""
    encoding, dialect = side.resource.encoding, side.resource.dialect
    csv.field_size_limit(limits.CELL)
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    line = 1
    try:
        with io.TextIOWrapper(stream, encoding, newline="") as text:
            reader = csv.reader(
                text, strict=True, delimiter=dialect.delimiter, quotechar=dialect.quote
            )
            for row in reader:
                line = reader.line_num + 1
                yield row
    except UnicodeDecodeError:
        deque(texts(side), maxlen=0)  # tells the line
        raise
    except (csv.Error, UnicodeError, LookupError) as error:
        why = broken(error) if isinstance(error, csv.Error) else str(error)
        raise unread(side, line, why) from error
