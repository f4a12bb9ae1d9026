"""Keys and references: what needs rows to meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import TYPE_CHECKING

from bru.datapackage.types import identity
from bru.engine.spark.sql import array
from bru.engine.spark.tables import Frame
from bru.model.question import Dangling, Repeated

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Key = Repeated | Dangling
SPELLINGS = 10_000  # of the values of a field that are compared by what they mean
KNOWN = 10_000  # keys that are sent to where the rows are


def together(frames: Iterable[DataFrame]) -> DataFrame:
    """Frames of the same columns as one."""
    return reduce(lambda a, b: a.unionAll(b), frames)


def sides(q: Key) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables and fields whose keys a question compares by what they mean."""
    yield q.resource, q.fields
    if isinstance(q, Dangling):
        yield from [(q.target, q.target_fields), *q.also]


def spell(frames: Mapping[str, Frame], questions: Iterable[Key]) -> dict[tuple[str, str], str]:
    """Learn which cells of key fields have another identity; why not, for fields with too many."""
    pairs = dict.fromkeys((t, name) for q in questions for t, names in sides(q) for name in names)
    asked = {(t, n): odd for t, n in pairs if (odd := frames[t].cells.odd(n))}
    if not asked:
        return {}
    cells: dict[tuple[str, str], list[str]] = {pair: [] for pair in asked}
    odd_ones = (
        frames[t]
        .frame.where(odd)
        .selectExpr(f"{number} at", f"{frames[t].cells.cell(name)} cell")
        .distinct()
        .limit(SPELLINGS + 1)
        for number, ((t, name), odd) in enumerate(asked.items())
    )
    for row in together(odd_ones).collect():
        cells[[*asked][row.at]].append(row.cell)
    many = {pair for pair, found in cells.items() if len(found) > SPELLINGS}
    for t, name in asked.keys() - many:
        same = identity(frames[t].resource.schema.field(name))
        assert same is not None
        new = {cell: same(cell) for cell in cells[t, name]}
        frames[t].cells.spellings[name] = {cell: s for cell, s in new.items() if cell != s}
    why = "{}.{} has more than {:,} values that are spelled in their own way"
    return {pair: why.format(*pair, SPELLINGS) for pair in many}


def lost(frames: Mapping[str, Frame], q: Dangling, number: int) -> DataFrame:
    """The rows whose reference is not among its targets."""
    frame = frames[q.resource]
    own = frame.numbered().selectExpr(
        *frame.emitted(number, array(map(frame.cells.same, q.fields))),
        f"{frame.cells.key(q.fields)} key",
    )
    targets = (
        frames[table].frame.selectExpr(f"{frames[table].cells.key(fields)} key")
        for table, fields in ((q.target, q.target_fields), *q.also)
    )
    return own.where("key is not null").join(together(targets), "key", "left_anti").drop("key")


def repeated(frames: Mapping[str, Frame], questions: Mapping[int, Repeated]) -> DataFrame | None:
    """The rows whose key another row has, too."""
    from pyspark import StorageLevel
    from pyspark.sql import functions as f

    if not questions:
        return None
    keys = {n: f"{frames[q.resource].cells.key(q.fields)} key" for n, q in questions.items()}
    counted = (
        frames[q.resource].frame.selectExpr(keys[n]).where("key is not null").groupBy("key").count()
        .where("count > 1").selectExpr(f"{n} q", "key")
        for n, q in questions.items()
    )  # fmt: skip
    kept = together(counted).persist(StorageLevel.DISK_ONLY)
    sizes = {row.q: row["count"] for row in kept.groupBy("q").count().collect()}
    found = []
    for n, size in sizes.items():
        frame, fields = frames[questions[n].resource], questions[n].fields
        twice = kept.where(f"q = {n}").select("key")
        columns = frame.emitted(n, array(map(frame.cells.same, fields)))
        rows = frame.numbered().selectExpr(*columns, keys[n])
        found.append(rows.join(f.broadcast(twice) if size <= KNOWN else twice, "key").drop("key"))
    return together(found) if found else None
