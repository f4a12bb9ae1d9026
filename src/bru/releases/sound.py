"""Whether a table that is to be compared is one that a check can read."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from contextlib import closing

from bru.datapackage import table
from bru.releases.streams import BLOCK, Side, header, plain, read_rows, undecoded, unread


def sound(side: Side) -> Side:
    """A table that can be compared. Raises StreamError where a check cannot read it."""
    names, line, quoted = header(side), 1, False
    if names:
        first = table.write([names], side.resource.dialect).encode(side.resource.encoding)
        found, defects = table.read(first, side.resource, canonical=False)
        if isinstance(found, table.Unreadable):
            raise unread(side, 1, defects[-1].detail)
    decoder = codecs.getincrementaldecoder(side.resource.encoding)()
    with side.stream() as stream:
        while block := stream.read(BLOCK):
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError as error:
                raise undecoded(side, line, error) from error
            if "\0" in text:
                nul = line + text.count("\n", 0, text.index("\0"))
                raise unread(side, nul, "a NUL byte: this is not a text file")
            line, quoted = line + text.count("\n"), quoted or side.resource.dialect.quote in text
    if not quoted or (plain(side) and is_whole(side)):
        return side
    with side.stream() as stream, closing(read_rows(side, stream)) as rows:
        deque(rows, maxlen=0)
    return side._replace(odd=True)


def is_whole(side: Side) -> bool:
    """Whether each quote of a plain file begins or ends a cell, or is one of two."""
    lines = halves = 0

    def some() -> Iterator[str]:
        nonlocal lines, halves
        for line in stream:
            if count := line.count(b'"'):
                lines, halves = lines + 1, halves + count % 2
                yield line.decode("utf-8", "surrogateescape")

    with side.stream() as stream:
        try:
            return 2 * sum(1 for _ in csv.reader(some(), strict=True)) == 2 * lines - halves
        except csv.Error:
            return False
