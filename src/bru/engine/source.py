"""What an engine that reads files part by part is given, and a table that cannot be read so."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO, Protocol

from bru import limits
from bru.engine.lines import LINE
from bru.problem import Defect
from bru.question import Unanswerable
from bru.reading.table import Table

if TYPE_CHECKING:
    import polars as pl


class OddError(Exception):
    """The file cannot be read block by block."""


class Source(Protocol):
    """The file of a resource, and who is told what was read of it."""

    file: BinaryIO

    def seen(self, data: bytes) -> None:
        """The next bytes that were read."""
        ...

    def read_on(self, rows: int) -> None:
        """So many more rows were read."""
        ...

    def whole(self) -> Table | Unanswerable:
        """The table as the exact reader reads it; what he met he tells himself."""
        ...

    def done(self, rows: int, defects: Iterable[Defect]) -> None:
        """All of the file was read, block by block."""
        ...


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


def cut(
    file: BinaryIO, quote: bytes, block: int, seen: Callable[[bytes], object]
) -> Generator[tuple[int, bytes]]:
    """Where each block of whole records begins, and its bytes.

    They are read, and `seen`, in another thread while the block before is used.
    """
    file.seek(0)

    def read() -> bytes:
        data = file.read(block)
        seen(data)
        return data

    with ThreadPoolExecutor(1) as pool:
        at, rest, coming = 0, b"", pool.submit(read)
        while data := coming.result():
            coming = pool.submit(read)
            data = rest + data
            end = data.rfind(b"\n") + 1
            quotes = data.count(quote, 0, end)
            while quotes % 2 and end:  # inside of a cell
                before = data.rfind(b"\n", 0, end - 1) + 1
                quotes, end = quotes - data.count(quote, before, end), before
            if len(data) - end > block + limits.CELL:
                raise OddError
            if end:
                yield at, data[:end]
            at, rest = at + end, data[end:]
        if rest or not at:
            yield at, rest
