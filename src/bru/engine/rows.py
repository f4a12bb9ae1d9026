"""Records of a table as Python has them, made only while they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from bru.question import Row

if TYPE_CHECKING:
    import polars as pl


def rows(frame: pl.DataFrame) -> Iterator[Row]:
    """The records of a frame whose first column are the lines."""
    lines, *cells = frame.get_columns()
    columns = zip(*(c.to_list() for c in cells), strict=True)
    return map(Row, lines.to_list(), columns)


class Rows(Sequence[Row]):
    """Columns of a table, of which nothing need be read before they are gone through."""

    def __init__(self, size: int, frames: Callable[[], Iterable[pl.DataFrame]]) -> None:
        self.size, self.frames = size, frames

    def __iter__(self) -> Iterator[Row]:
        for frame in self.frames():
            yield from rows(frame)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return [*self][at]
