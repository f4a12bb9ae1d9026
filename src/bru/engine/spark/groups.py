"""Answers as they lie on the cluster: cells, how many rows have them, and the first of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial, reduce
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from bru.engine import Anew
from bru.engine.spark.session import working
from bru.model.question import Hit, Hits, Row

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NEAR = 1000  # rows that come with their groups, of each part of a table
HERE = 50_000  # groups of an answer that are brought here in one go
NOTED = 200_000  # rows whose keys are known without being looked up
INDEX = 2**33 - 1  # the bits of a row's number in its part
Place = tuple[int, int]  # where a row stands among the rows, and its number
Group = tuple[list[Place], int, tuple[str, ...]]  # first rows, how many there are, their cells


def together(frames: Iterable[DataFrame]) -> DataFrame:
    """Frames of the same columns as one."""
    return reduce(lambda a, b: a.unionAll(b), frames)


class Groups:
    """Rows (`q`, `cells`, `i`, `place`) by their cells, for all questions `q` of one job."""

    def __init__(self, emitted: DataFrame, own: dict[int, tuple[str, ...]]) -> None:
        """`own`: where the keys of rows are kept that are met on the way."""
        from pyspark import StorageLevel
        from pyspark.sql import functions as f

        self.emitted, self.own = emitted, own
        numbered = emitted.selectExpr("*", "monotonically_increasing_id() n")
        near = f"collect_list(if((n & {INDEX}L) < {NEAR}, struct(i, place), null)) near"
        wanted = [f.expr(e) for e in ("count(1) times", "min(struct(i, place)) first", near)]
        self.kept = numbered.groupBy("q", "cells").agg(*wanted).persist(StorageLevel.DISK_ONLY)
        found = self.kept.groupBy("q").agg(f.expr("count(1) groups"), f.expr("sum(times) times"))
        self.sizes = {row.q: (int(row.groups), int(row.times)) for row in found.collect()}
        few = [q for q, (groups, _) in self.sizes.items() if groups <= HERE]
        self.here: dict[int, list[Group]] = {q: [] for q in few}
        for row in self.kept.where(f.col("q").isin(few)).collect() if few else ():
            self.here[row.q].append(self._group(row))

    def place(self, row: Any) -> Place:
        """A row that came from the cluster; its key is kept."""
        if len(self.own) < NOTED:
            self.own[row.place.row] = tuple(row.place.own)
        return row.i, row.place.row

    def _group(self, row: Any) -> Group:
        near = sorted({self.place(one) for one in (row.first, *row.near)})
        return near, row.times, tuple(row.cells)

    def of(self, q: int) -> Iterator[Group]:
        """The groups of a question; where they are not too many, the first ones first."""
        if q in self.here or q not in self.sizes:
            yield from sorted(self.here.get(q, ()))
            return
        with working():
            yield from map(self._group, self.kept.where(f"q = {q}").toLocalIterator())

    def places(self, q: int, group: Group) -> Iterator[Place]:
        """All rows of a group; what has not come with it is looked up, for all groups at once."""
        near, times, cells = group
        yield from near
        if len(near) < times:
            if getattr(self, "looked_up", None) != q:
                self.looked_up, self.left = q, dict[tuple[str, ...], list[Place]]()
                with working():
                    for row in self.emitted.where(f"q = {q}").toLocalIterator():
                        self.left.setdefault(tuple(row.cells), []).append(self.place(row))
            yield from sorted({*self.left[cells]} - {*near})


class Rows(Anew[int]):
    """The rows of a group, without the first one if so asked. `near`: those that are here."""

    def __init__(self, groups: Groups, q: int, group: Group, but_first: bool) -> None:
        self.near = [row for _, row in group[0][but_first:]]
        places = partial(groups.places, q, group)
        super().__init__(
            lambda: map(itemgetter(1), islice(places(), int(but_first), None)), group[1] - but_first
        )


class Found(Hits):
    """The hits of a question, made from its groups; those of keys are counted unseen."""

    def __init__(self, groups: Groups | None, q: int, but_first: bool) -> None:
        self.groups, self.q, self.but_first = groups, q, but_first
        self.size, places = groups.sizes.get(q, (0, 0)) if groups else (0, 0)
        self.places = places - but_first * self.size
        self.is_here = self.size <= HERE

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Hit]:
        if groups := self.groups:
            for group in groups.of(self.q):
                yield Hit(group[2], Rows(groups, self.q, group, self.but_first))

    def first(self, limit: int) -> Iterator[tuple[int, Hit]]:
        """The first rows (0: all), each with the number of its hit and as a hit of its own."""
        found = (
            (number, Hit(hit.value, [row]))
            for number, hit in enumerate(self)
            for row in (getattr(hit.rows, "near", hit.rows) if limit else hit.rows)
        )
        return islice(found, limit or None)

    def rows(self) -> list[Row]:
        """All rows with their cells, as they come in the table."""
        if not (groups := self.groups):
            return []
        every = ((g, place) for g in groups.of(self.q) for place in groups.places(self.q, g))
        found = sorted((place, group[2]) for group, place in every)
        return [Row(row, cells) for (_, row), cells in found]
