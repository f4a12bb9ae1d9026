"""Whether a check can read a table to its end; one that it cannot read is not compared."""

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import closing

from bru.datapackage import table
from bru.releases.streams import Side, header, plain, read_rows, texts, unread


def is_proper(side: Side) -> bool:
    """Whether a check can read a table if its lines are records in UTF-8.

    Raises StreamError where it cannot read the header.
    """
    names = header(side)
    if names:
        first = table.write([names], side.resource.dialect).encode(side.resource.encoding)
        found, defects = table.read(first, side.resource, canonical=False)
        if isinstance(found, table.Unreadable):
            raise unread(side, 1, defects[-1].detail)
    return side.resource.encoding.lower() != "ascii" and "\0" not in "".join(names or "\0")


def sound(side: Side) -> Side:
    """A table that can be compared. Raises StreamError where a check cannot read it."""
    is_proper(side)
    is_quoted = sum(side.resource.dialect.quote in text for text in texts(side)) > 0
    if not is_quoted or (plain(side) and is_whole(side)):
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
