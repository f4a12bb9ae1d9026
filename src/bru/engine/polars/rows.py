"""Records of a table as Python has them, made only while they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from bru.engine import Anew
from bru.engine.polars.cells import texts
from bru.engine.polars.held import Room
from bru.engine.polars.lines import LINE
from bru.model.package import Schema
from bru.model.question import Columns, Hit, Hits, Row

if TYPE_CHECKING:
    import polars as pl

FEW = 1_000  # rows that Python groups: a query takes longer
SLICE = 50_000  # values that Python is given at a time
# As `Row._make`, but quicker: many rules go through many records.
ROW: Callable[[Iterable[object]], Row] = partial(tuple.__new__, Row)


def rows(frame: pl.DataFrame) -> Iterator[Row]:
    """The records of a frame whose first column are the lines."""
    lines, *cells = frame.get_columns()
    columns = zip(*(c.to_list() for c in cells), strict=True)
    return map(ROW, zip(lines.to_list(), columns, strict=True))


class Kept:
    """Columns of a table; `found` is None if they are too large to be kept."""

    def __init__(self, part: Columns, schema: Schema, room: Room) -> None:
        self.part, self.schema, self.room = part, schema, room
        self.found: list[pl.DataFrame] | None = []

    def expression(self) -> pl.Expr | None:
        """Nothing."""
        return None

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Keep the columns, as long as there is room."""
        if self.found is None:
            return
        self.found.append(frame.select(LINE, *texts(self.schema, self.part.fields)))
        if not self.room.take(frame.height * 80):
            self.room.left += 80 * sum(f.height for f in self.found)
            self.found = None


def records(size: int, frames: Callable[[], Iterable[pl.DataFrame]]) -> Anew[Row]:
    """The records of some frames, of which nothing need be read before they are gone through."""
    return Anew(lambda: chain.from_iterable(map(rows, frames())), size)


def grouped(frame: pl.DataFrame) -> Few | Groups:
    """The distinct values of a frame whose first column are the lines, each with its lines."""
    if frame.height > FEW:
        names = frame.columns[1:]
        return Groups(frame.group_by(names, maintain_order=True).agg(LINE))
    found: dict[tuple[str, ...], list[int]] = {}
    for line, cells in rows(frame):
        found.setdefault(cells, []).append(line)
    return Few(map(Hit, found, found.values()))


class Few(Hits):
    """Hits of a few rows, made at once."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self.hits = [*hits]
        self.places = sum(len(hit.rows) for hit in self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def again(self) -> Few:
        """The values that are there more than once, in all rows but the first."""
        return Few(Hit(hit.value, hit.rows[1:]) for hit in self.hits if len(hit.rows) > 1)

    def only(self, wanted: Callable[[Collection[str]], Collection[str]]) -> Few:
        """The hits of those values of one field that are wanted."""
        left = {*wanted([hit.value[0] for hit in self.hits])}
        return Few(hit for hit in self.hits if hit.value[0] in left)

    def first(self, limit: int) -> Iterator[tuple[int, Hit]]:
        """The first rows (0: all), each with the number of its hit and as a hit of its own."""
        places = sorted((row, number) for number, hit in enumerate(self.hits) for row in hit.rows)
        for row, number in places[: limit or None]:
            yield number, Hit(self.hits[number].value, [row])


class Groups(Hits):
    """A frame of values, and in its last column the rows each stands in."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.size, self.places = len(frame), int(frame[LINE].list.len().sum())

    def __iter__(self) -> Iterator[Hit]:
        for *cells, at in self.frame.iter_rows():
            yield Hit(tuple(cells), at)

    def __len__(self) -> int:
        return self.size

    def again(self) -> Groups:
        """The values that are there more than once, in all rows but the first."""
        import polars as pl

        again = self.frame.with_columns(pl.col(LINE).list.slice(1))
        return Groups(again.filter(pl.col(LINE).list.len() > 0))

    def only(self, wanted: Callable[[Collection[str]], Collection[str]]) -> Groups:
        """The hits of those values of one field that are wanted."""
        import polars as pl

        left = (
            some.filter(some.to_series().is_in([*wanted(some.to_series().to_list())]))
            for some in self.frame.iter_slices(SLICE)
        )
        return Groups(pl.concat([self.frame.clear(), *left]))

    def first(self, limit: int) -> Iterator[tuple[int, Hit]]:
        """The first rows (0: all), each with the number of its hit and as a hit of its own."""
        places = self.frame.with_row_index().explode(LINE)
        if limit:
            places = places.bottom_k(limit, by=LINE)
        for number, *cells, line in places.iter_rows():
            yield number, Hit(tuple(cells), [line])
