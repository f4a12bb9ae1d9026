"""Records of a table as Python has them, made only while they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from bru.engine.cells import texts
from bru.engine.collect import Kept
from bru.engine.lines import LINE
from bru.question import Row

if TYPE_CHECKING:
    import polars as pl


def rows(frame: pl.DataFrame) -> Iterator[Row]:
    """The records of a frame whose first column are the lines."""
    lines, *cells = frame.get_columns()
    columns = zip(*(c.to_list() for c in cells), strict=True)
    return map(Row, lines.to_list(), columns)


class Rows(Sequence[Row]):
    """Columns of a table, kept or read again each time they are gone through."""

    def __init__(self, kept: Kept, again: Callable[[], Iterable[pl.DataFrame]]) -> None:
        self.kept, self.again = kept, again

    def __iter__(self) -> Iterator[Row]:
        frames: Iterable[pl.DataFrame] | None = self.kept.found
        if frames is None:
            wanted = texts(self.kept.schema, self.kept.part.fields)
            frames = (f.select(LINE, *wanted) for f in self.again())
        for frame in frames:
            yield from rows(frame)

    def __len__(self) -> int:
        return self.kept.rows

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return [*self][at]
