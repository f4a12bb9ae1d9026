"""The bytes of a file in blocks of whole records, and a table that cannot be read so."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from io import SEEK_END
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar

from bru.datapackage.table import Table
from bru.engine.polars.lines import LINE, OddError, emptied, valued
from bru.model import limits
from bru.model.package import Schema

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
Part = TypeVar("Part")
ALL = -1  # bytes to be read: all there are
CHUNK = 16 * 1024  # bytes in which line ends are counted
SIDE = 2  # parts that are worked on at a time
WINDOW = 64 * 1024  # bytes at the end of a block in which the end of a line is looked for


class Places:
    """A file of which several threads read parts."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.lock = file, Lock()

    def read(self, at: int, size: int = ALL) -> bytes:
        """So many bytes at a place, or all behind it."""
        with self.lock:
            self.file.seek(at)
            return self.file.read(size)


class Block(NamedTuple):
    """Some whole records: where their bytes are, the line they begin in, how many lines.

    `odd`: the lines in no good form, None where all are proven as a whole; `inner`: line ends are
    in cells, too; `top`: the bytes of the header, if it is here; `ends`: how many line ends are in
    each `CHUNK` of bytes below it, where that is known.
    """

    at: int
    size: int
    line: int
    lines: int
    odd: pl.Series | None = None
    inner: bool = False
    top: int = 0
    ends: Sequence[int] = ()

    def cut_out(self, places: Places, lines: pl.Series) -> bytes:
        """The bytes of a few lines, which are in order; only what is around them is read."""
        before = [0, *accumulate(self.ends)]
        found: list[bytes] = []
        for number in (lines - self.line - bool(self.top)).to_list():  # line ends above it
            chunk = max(0, bisect_left(before, number) - 1)
            first = self.at + self.top + chunk * CHUNK
            data, at = places.read(first, 2 * CHUNK), 0
            for _ in range(number - before[chunk]):
                at = data.index(b"\n", at) + 1
            while (end := data.find(b"\n", at)) < 0:
                if not (more := places.read(first + len(data), CHUNK)):
                    break
                data += more
            found.append(data[at:end] if end >= 0 else data[at:])
        return b"\n".join([*found, b""])


class Whole:
    """A table that could not be read block by block: one frame."""

    def __init__(self, table: Table, fields: Schema) -> None:
        import polars as pl

        self.columns = list(table.columns)
        schema = {**dict.fromkeys(self.columns, pl.String), LINE: pl.Int64}
        lines = pl.Series(LINE, table.lines, pl.Int64)
        frame = pl.DataFrame({**table.columns, LINE: lines}, schema=schema)
        self.frame = emptied(frame, valued(fields))
        self.rows = len(table.lines)

    def again(self, lines: pl.Series | None = None) -> Generator[pl.DataFrame]:
        """The frame, or the records that begin in these lines."""
        yield (
            self.frame
            if lines is None
            else self.frame.filter(self.frame[LINE].is_in(lines.implode()))
        )


def ahead(made: Generator[T]) -> Generator[T]:
    """The items, each made in another thread while the one before is used."""
    try:
        with ThreadPoolExecutor(1) as pool:
            coming = pool.submit(next, made, None)
            while (item := coming.result()) is not None:
                coming = pool.submit(next, made, None)
                yield item
    finally:
        made.close()


def beside(
    parts: Iterable[Part], work: Callable[[Part], T], may: Callable[[], bool] = lambda: True
) -> Iterator[tuple[Part, Future[T] | None]]:
    """Each part with the future of `work` on it; the next parts are worked on while one is used.

    None in place of the future where `may` is false when the part arrives.
    """
    coming = deque[tuple[Part, Future[T] | None]]()
    with ThreadPoolExecutor(SIDE) as pool:
        for part in parts:
            coming.append((part, made := pool.submit(work, part) if may() else None))
            while coming and (made is None or len(coming) >= SIDE):
                yield coming.popleft()
        yield from coming


def cut(file: BinaryIO, block: int, seen: Callable[[bytes], object]) -> Generator[bytes]:
    """The bytes of a file in blocks of whole lines, which are also `seen`.

    Of a larger file in another thread, while the block before is used.
    """

    def blocks() -> Generator[bytes]:
        at, last = 0, False
        while not last:
            size = _size(file, at, block)
            file.seek(at)
            data = file.read(size)
            last = size == ALL
            if data or not at:
                seen(data)
                yield data
            at += len(data)

    small = file.seek(0, SEEK_END) <= block
    with closing(blocks() if small else ahead(blocks())) as found:
        yield from found


def _size(file: BinaryIO, at: int, block: int) -> int:
    """Up to where the last line goes that ends in a block; ALL if the file ends in it."""
    size, window = block, min(block, WINDOW)
    while size <= block + limits.CELL:
        file.seek(at + size - window)
        tail = file.read(window)
        if len(tail) < window:
            return ALL
        if end := tail.rfind(b"\n") + 1:
            return size - window + end
        if window == size:
            size += block
        window = size
    raise OddError


def whole(data: bytes, quote: bytes) -> int:
    """How many bytes are whole records: all, or those before a cell that goes on."""
    quotes, end = data.count(quote), len(data)
    if quotes % 2:
        end = data.rfind(b"\n") + 1
        quotes -= data.count(quote, end)
    while quotes % 2 and end:
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes, end = quotes - data.count(quote, before, end), before
    return end
