"""The bytes of a file in blocks of whole records, and a table that cannot be read so."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar

from bru.datapackage.table import Table
from bru.engine import Source
from bru.engine.polars.lines import LINE, OddError, returns, split
from bru.model import limits

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
ALL = -1  # bytes to be read: all there are
STRIDE = 32  # lines
WINDOW = 64 * 1024  # bytes at the end of a block in which the end of a line is looked for


class Block(NamedTuple):
    """Some whole records: where their bytes are, the line they begin in, lines in no good form.

    `marks`: where in the bytes every `STRIDE`-th line ends.
    """

    at: int
    size: int
    line: int
    odd: pl.Series | None
    marks: pl.Series

    def cut_out(self, file: BinaryIO, lines: pl.Series) -> bytes:
        """The bytes of a few lines, which are in order; only what is around them is read."""
        found: list[bytes] = []
        edges = [0, *self.marks, self.size]
        for number, own in groupby(lines - self.line, lambda n: n // STRIDE):
            file.seek(self.at + edges[number])
            near = file.read(edges[number + 1] - edges[number]).split(b"\n")
            found += (near[n % STRIDE] for n in own)
        return b"\n".join([*found, b""])


class Whole:
    """A table that could not be read block by block: one frame."""

    def __init__(self, table: Table) -> None:
        import polars as pl

        self.header = list(table.header)
        schema = {**dict.fromkeys(self.header, pl.String), LINE: pl.Int64}
        lines = pl.Series(LINE, table.lines, pl.Int64)
        self.frame = pl.DataFrame({**table.columns, LINE: lines}, schema=schema)
        self.rows = len(table.lines)

    def again(self, lines: pl.Series | None = None) -> Iterator[pl.DataFrame]:
        """The frame, or the records that begin in these lines."""
        yield (
            self.frame
            if lines is None
            else self.frame.filter(self.frame[LINE].is_in(lines.implode()))
        )


def told(frames: Iterable[pl.DataFrame], source: Source) -> Iterator[pl.DataFrame]:
    """The frames; the source is told of each when it was used."""
    for frame in frames:
        yield frame
        source.read_on(frame.height)


def ahead(items: Iterable[T]) -> Generator[T]:
    """The items, each made in another thread while the one before is used."""
    made = iter(items)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, made, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, made, None)
            yield item


def cut(file: BinaryIO, block: int, seen: Callable[[bytes], object]) -> Generator[bytes]:
    """The bytes of a file in blocks of whole lines, which are also `seen`.

    All that in another thread, while the block before is used.
    """

    def blocks() -> Iterator[bytes]:
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

    with closing(ahead(blocks())) as found:
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


def records(
    parts: Iterable[bytes], quote: str, block: int
) -> Iterator[tuple[int, bytes, int, pl.DataFrame]]:
    """Blocks of whole records: where each begins, its bytes, how many returns it has, its lines."""
    at, rest = 0, b""
    for part in parts:
        data = rest + part
        end, lines = len(data), split(data, quote)
        if lines["open"].sum() % 2:  # inside of a cell
            end = whole(data, quote.encode())
            lines = split(data[:end], quote)
        rest = data[end:]
        if len(rest) > block + limits.CELL:
            raise OddError
        if end or not (at or rest):
            yield at, data[:end], returns(data[:end]), lines
        at += end
    if rest:
        yield at, rest, returns(rest), split(rest, quote)


def whole(data: bytes, quote: bytes) -> int:
    """Where the last whole record ends."""
    end = data.rfind(b"\n") + 1
    quotes = data.count(quote, 0, end)
    while quotes % 2 and end:  # inside of a cell
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes, end = quotes - data.count(quote, before, end), before
    return end
