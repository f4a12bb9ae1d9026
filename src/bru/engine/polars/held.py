"""Rows that are taken out of blocks and kept as long as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

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
        self.kept: list[pl.DataFrame] | None = []

    def take(self, frame: pl.DataFrame, flags: pl.Series) -> None:
        """Keep the rows of a block that are flagged, or no rows at all if there is no room left."""
        import polars as pl

        if self.kept is None or not flags.any():
            return
        # Column by column: a query takes longer than a few rows.
        cells = (frame[name].filter(flags) + "" for name in self.names)  # in memory of their own
        rows = pl.DataFrame([frame[LINE].filter(flags), *cells])
        self.kept.append(rows)
        if not self.room.take(int(rows.estimated_size())):
            self.room.left += sum(int(r.estimated_size()) for r in self.kept)
            self.kept = None

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows that were kept, in one frame, if there are any."""
        import polars as pl

        if self.kept:
            yield pl.concat(self.kept)
