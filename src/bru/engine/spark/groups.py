"""Answers as they lie on the cluster: cells, how many rows have them, and the first of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bru.engine.spark.session import working
from bru.engine.spark.sql import array
from bru.engine.spark.tables import Frame
from bru.model.question import Hit, Hits, Lazy, Row

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NEAR = 1000  # rows that come with their groups, of each part of a table
HERE = 50_000  # groups, or rows, of an answer that are brought here in one go
INDEX = 2**33 - 1  # the bits of a row's number in its part
Note = Callable[[int, Any], None]  # told of rows: question and row


class Place(NamedTuple):
    """A row of an answer: where it stands among the rows, its number, its own key."""

    i: int
    row: int
    own: Sequence[str]


class Group(NamedTuple):
    """Cells of an answer, how many rows have them, the place of the first, and some places."""

    cells: tuple[str, ...]
    times: int
    first: int
    near: Sequence[Place]


class Groups:
    """Rows (`q`, `cells`, `i`, `row`, `own`) by their cells, for all questions `q` of one job."""

    def __init__(self, emitted: DataFrame, note: Note) -> None:
        from pyspark import StorageLevel
        from pyspark.sql import functions as f

        self.emitted, self.note = emitted, note
        numbered = emitted.selectExpr("*", "monotonically_increasing_id() n")
        near = f"collect_list(if((n & {INDEX}L) < {NEAR}, struct(i, row, own), null)) near"
        wanted = [f.expr(e) for e in ("count(1) times", "min(i) first", near)]
        self.kept = numbered.groupBy("q", "cells").agg(*wanted).persist(StorageLevel.DISK_ONLY)
        found = self.kept.groupBy("q").agg(f.expr("count(1) groups"), f.expr("sum(times) times"))
        self.sizes = {row.q: (row.groups, row.times) for row in found.collect()}
        self.here: dict[int, list[Group]] = {}
        self.whole: dict[int, dict[tuple[str, ...], list[Place]]] = {}
        if few := [str(q) for q, (groups, _) in self.sizes.items() if groups <= HERE]:
            for row in self.kept.where(f"q in ({', '.join(few)})").collect():
                self.here.setdefault(row.q, []).append(self._group(row))
        for groups in self.here.values():
            groups.sort(key=lambda group: group.first)

    def _group(self, row: Any) -> Group:
        near = sorted(Place(*place) for place in row.near)
        for place in near:
            self.note(row.q, place)
        return Group(tuple(row.cells), row.times, row.first, near)

    def of(self, q: int) -> Iterable[Group]:
        """The groups of a question; where they are not too many, the first ones first."""
        if q in self.here or q not in self.sizes:
            return self.here.get(q, [])
        return map(self._group, self.kept.where(f"q = {q}").toLocalIterator())

    def rows(self, q: int) -> Iterator[tuple[Place, tuple[str, ...]]]:
        """All rows of a question, each with its cells."""
        rows = self.emitted.where(f"q = {q}")
        few = self.sizes.get(q, (0, 0))[1] <= HERE
        for row in rows.collect() if few else rows.toLocalIterator():
            place = Place(row.i, row.row, row.own)
            self.note(q, place)
            yield place, tuple(row.cells)

    def left(self, q: int, group: Group) -> list[Place]:
        """All places of a group."""
        if q not in self.whole:
            self.whole = {q: {}}
            for place, cells in self.rows(q):
                self.whole[q].setdefault(cells, []).append(place)
        return sorted(self.whole[q][group.cells])


class Rows(Lazy[int]):
    """The rows of a group, without the first one if so asked; fetched if they are not here."""

    def __init__(self, groups: Groups, q: int, group: Group, but_first: bool = False) -> None:
        self.groups, self.q, self.group, self.but_first = groups, q, group, but_first

    def __len__(self) -> int:
        return self.group.times - self.but_first

    def __iter__(self) -> Iterator[int]:
        near, but = self.group.near, self.group.first if self.but_first else -1
        yield from (place.row for place in near if place.i != but)
        if len(near) < self.group.times:
            with working():
                left = self.groups.left(self.q, self.group)
            known = {place.i for place in near} | {but}
            yield from (place.row for place in left if place.i not in known)


class Found(Hits):
    """The hits of a question, made from its groups; those of keys are counted unseen."""

    def __init__(self, groups: Groups, q: int, but_first: bool) -> None:
        self.groups, self.q, self.but_first = groups, q, but_first
        self.size, places = groups.sizes.get(q, (0, 0))
        self.places = int(places) - but_first * self.size

    def __len__(self) -> int:
        return int(self.size)

    def __iter__(self) -> Iterator[Hit]:
        with working():
            for group in self.groups.of(self.q):
                yield Hit(group.cells, Rows(self.groups, self.q, group, self.but_first))

    def first(self, limit: int) -> Iterator[tuple[int, Hit]]:
        """The first rows (0: all), each with the number of its hit and as a hit of its own."""
        ones = ((n, Hit(hit.value, [row])) for n, hit in enumerate(self) for row in hit.rows)
        return islice(ones, limit or None)


class Judged(Lazy[Hit]):
    """Hits that are judged one by one while they come; `size` is at least their number."""

    def __init__(self, size: int, hits: Callable[[], Iterable[Hit]]) -> None:
        self.size, self.hits = size, hits

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Hit]:
        with working():
            yield from self.hits()


class Stream(Lazy[Row]):
    """Columns of a table, read again each time they are gone through."""

    def __init__(self, frame: Frame, fields: Sequence[str]) -> None:
        self.frame, self.fields = frame, fields

    def __len__(self) -> int:
        return self.frame.rows

    def __iter__(self) -> Iterator[Row]:
        one = self.frame
        texts = array(map(one.cells.text, self.fields))
        with working():
            found = one.frame.selectExpr(f"{one.cells.row()} row", f"{texts} cells")
            for row in found.toLocalIterator(prefetchPartitions=True):
                yield Row(row.row, tuple(row.cells))
