"""What an engine that reads files part by part is given, and a table that cannot be read so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

from bru.engine.lines import LINE
from bru.problem import Defect
from bru.question import Unanswerable
from bru.reading.table import Table

if TYPE_CHECKING:
    import polars as pl


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

    def again(self, lines: Iterable[int] | None = None) -> Iterator[pl.DataFrame]:
        """The frame."""
        yield self.frame


def told(frames: Iterable[pl.DataFrame], source: Source) -> Iterator[pl.DataFrame]:
    """The frames; the source is told of each when it was used."""
    for frame in frames:
        yield frame
        source.read_on(frame.height)
