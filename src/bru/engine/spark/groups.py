"""Answers as they lie on the cluster: cells, how many rows have them, and the first of these."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from bru.engine.spark.session import working
from bru.model.question import Hit, Hits, Lazy, Row

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NEAR = 1000  # rows that come with their groups, of each part of a table
HERE = 50_000  # groups of an answer that are brought here in one go
NOTED = 200_000  # rows whose keys are known without being looked up
INDEX = 2**33 - 1  # the bits of a row's number in its part
Place = tuple[int, int]  # where a row stands among the rows, and its number


class Groups:
    """Rows (`q`, `cells`, `i`, `place`) by their cells, for all questions `q` of one job."""

    def __init__(
        self, emitted: DataFrame, own: dict[int, tuple[str, ...]], repeated: Collection[int]
    ) -> None:
        """`own`: where the keys of rows are kept that are met on the way.

        `repeated`: questions of whose groups the first row is no part.
        """
        from pyspark import StorageLevel
        from pyspark.sql import functions as f

        self.emitted, self.own, self.repeated = emitted, own, repeated
        self.all = -1, dict[tuple[str, ...], list[Place]]()  # rows of a question, by their cells
        near = f"collect_list(if((n & {INDEX}L) < {NEAR}, struct(i, place), null))"
        wanted = "count(1) times", f"array_append({near}, min(struct(i, place))) near"
        rows = emitted.selectExpr("*", "monotonically_increasing_id() n").groupBy("q", "cells")
        self.kept = rows.agg(*map(f.expr, wanted)).persist(StorageLevel.DISK_ONLY)
        found = self.kept.groupBy("q").agg(f.expr("count(1) groups"), f.expr("sum(times) times"))
        self.sizes = {row.q: (int(row.groups), int(row.times)) for row in found.collect()}
        few = [q for q, (groups, _) in self.sizes.items() if groups <= HERE]
        self.here: dict[int, list[Group]] = {q: [] for q in few}
        for row in self.kept.where(f.col("q").isin(few)).collect() if few else ():
            self.here[row.q].append(Group(self, row))

    def of(self, q: int) -> Iterator[Group]:
        """The groups of a question; where they are not too many, the first ones first."""
        if q in self.here or q not in self.sizes:
            yield from sorted(self.here.get(q, ()), key=lambda group: group.places)
            return
        with working():
            for row in self.kept.where(f"q = {q}").toLocalIterator():
                yield Group(self, row)

    def places(self, q: int, cells: tuple[str, ...]) -> list[Place]:
        """All rows with some cells; those of a question are looked up together."""
        if self.all[0] != q:
            self.all = q, {}
            with working():
                for row in self.emitted.where(f"q = {q}").toLocalIterator():
                    self.all[1].setdefault(tuple(row.cells), []).append(self.place(row))
        return sorted(self.all[1][cells])

    def place(self, row: Any) -> Place:
        """A row that came from the cluster; its key is kept."""
        if len(self.own) < NOTED:
            self.own[row.place.row] = tuple(row.place.own)
        return row.i, row.place.row


class Group(Lazy[int]):
    """The rows with some cells. `near`: those that are here, with their `places`."""

    def __init__(self, groups: Groups, row: Any) -> None:
        self.groups, self.q, self.cells, self.times = groups, row.q, tuple(row.cells), row.times
        self.but_first = row.q in groups.repeated
        self.places = sorted({groups.place(one) for one in row.near})
        self.near = [place[1] for place in self.places[self.but_first :]]

    def __len__(self) -> int:
        return int(self.times) - self.but_first

    def __iter__(self) -> Iterator[int]:
        return (row for _, row in self.every()[self.but_first :])

    def every(self) -> list[Place]:
        """All places."""
        is_here = len(self.places) == self.times
        return self.places if is_here else self.groups.places(self.q, self.cells)


class Found(Hits):
    """The hits of a question, made from its groups; those of keys are counted unseen."""

    def __init__(self, groups: Groups, q: int) -> None:
        self.groups, self.q = groups, q
        self.size, rows = groups.sizes.get(q, (0, 0))
        self.places = rows - self.size * (q in groups.repeated)

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Hit]:
        return (Hit(group.cells, group) for group in self.groups.of(self.q))

    def rows(self) -> list[Row]:
        """All rows with their cells, as they come in the table."""
        groups = self.groups.of(self.q)
        every = sorted((place, group.cells) for group in groups for place in group.every())
        return [Row(row, cells) for (_, row), cells in every]
