"""Rows that are taken out of blocks and kept as long as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bru.engine.polars.cells import compact
from bru.engine.polars.lines import LINE
from bru.model import limits

if TYPE_CHECKING:
    import polars as pl

ROOM = 64 * limits.MIB


class Room:
    """How many bytes of tables may still be kept."""

    def __init__(self) -> None:
        self.left = ROOM

    def take(self, size: int) -> bool:
        """Take so many bytes, and whether there were as many."""
        self.left -= size
        return self.left >= 0


class Held:
    """Some rows of a table: their lines and some of their cells, as they are."""

    def __init__(self, names: Iterable[str], room: Room) -> None:
        self.names, self.room = [*dict.fromkeys(names)], room
        self.kept: list[pl.Series] | None = []

    def rows(self, flags: pl.Series) -> pl.Expr:
        """The rows that are flagged, as one list of structures."""
        import polars as pl

        cells = (compact(pl.col(name).filter(flags)) for name in self.names)
        return pl.struct(pl.col(LINE).filter(flags), *cells).implode()

    def add(self, rows: pl.Series) -> None:
        """Keep such structures, or none of them if there is no room left."""
        if self.kept is None:
            return
        self.kept.append(rows)
        if not self.room.take(rows.estimated_size()):
            self.room.left += sum(r.estimated_size() for r in self.kept)
            self.kept = None

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows that were kept, in one frame, if there are any."""
        import polars as pl

        if self.kept:
            yield pl.concat(self.kept).struct.unnest()
