"""Answers as they lie on the cluster: cells, how many rows have them, and the first of these."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bru.model.question import Hit, Hits, Lazy, Row
from bru.store.cluster import working

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NEAR = 1000  # rows that come with their groups, of each part of a table
HERE = 50_000  # groups of an answer that are brought here in one go
NOTED = 200_000  # rows whose keys are known without being looked up
INDEX = 2**33 - 1  # the bits of a row's number in its part
Own = dict[int, tuple[str, ...]]  # the keys of rows
Place = tuple[int, int]  # where a row stands among the rows, and its number


def grouped(emitted: DataFrame, own: Own, repeated: Collection[int]) -> dict[int, Found]:
    """Rows (`q`, `cells`, `i`, `place`) by their cells: what was found for each question `q`.

    `own`: where the keys of rows are kept that are met; `repeated`: questions about repeated keys.
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions as f

    near = f"collect_list(if((n & {INDEX}L) < {NEAR}, struct(i, place), null))"
    wanted = f.expr("count(1) times"), f.expr(f"array_append({near}, min(struct(i, place))) near")
    numbered = emitted.selectExpr("*", "monotonically_increasing_id() n").groupBy("q", "cells")
    kept = numbered.agg(*wanted).persist(StorageLevel.DISK_ONLY)
    sizes = kept.groupBy("q").agg(f.expr("count(1) size"), f.expr("sum(times) times"))
    found = dict[int, Found]()
    for row in sizes.collect():
        found[row.q] = Found(own, row, row.q in repeated, kept, emitted)
    few = [q for q, one in found.items() if one.size <= HERE]
    for row in kept.where(f.col("q").isin(few)).collect() if few else ():
        found[row.q].here.append(Group(found[row.q], row))
    if not found:
        kept.unpersist()
    return found


class Found(Hits):
    """The hits of a question; those of keys are counted unseen."""

    def __init__(self, own: Own, counted: Any, but_first: bool, *rows: DataFrame) -> None:
        self.own, self.size, self.but_first = own, int(counted.size), but_first
        self.number, (self.kept, self.emitted) = f"q = {counted.q}", rows
        self.places = counted.times - but_first * counted.size
        self.here: list[Group] = []

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Hit]:
        return (Hit(group.cells, group) for group in self.groups())

    def groups(self) -> Iterator[Group]:
        """The rows by their cells; where these are not too many, the first ones first."""
        if self.size <= HERE:
            yield from sorted(self.here, key=lambda group: group.places)
            return
        with working():
            for row in self.kept.where(self.number).toLocalIterator():
                yield Group(self, row)

    def rows(self) -> list[Row]:
        """All rows with their cells, as they come in the table."""
        every = sorted((p, group.cells) for group in self.groups() for p in group.every())
        return [Row(row, cells) for (_, row), cells in every]

    @cached_property
    def all(self) -> dict[tuple[str, ...], list[Place]]:
        """The places of all rows by their cells, looked up together."""
        found: dict[tuple[str, ...], list[Place]] = {}
        with working():
            for row in self.emitted.where(self.number).toLocalIterator():
                found.setdefault(tuple(row.cells), []).append(self.place(row))
        return found

    def place(self, row: Any) -> Place:
        """Where a row is that came from the cluster; its key is kept."""
        if len(self.own) < NOTED:
            self.own[row.place.row] = tuple(row.place.own)
        return row.i, row.place.row


class Group(Lazy[int]):
    """The rows with some cells. `near`: those that are here, with their `places`."""

    def __init__(self, found: Found, row: Any) -> None:
        self.found, self.cells, self.times = found, tuple(row.cells), int(row.times)
        self.places = sorted({found.place(one) for one in row.near})
        self.near = [place[1] for place in self.places[found.but_first :]]

    def __len__(self) -> int:
        return self.times - self.found.but_first

    def __iter__(self) -> Iterator[int]:
        return (row for _, row in self.every()[self.found.but_first :])

    def every(self) -> list[Place]:
        """All places."""
        is_here = len(self.places) == self.times
        return self.places if is_here else sorted(self.found.all[self.cells])
