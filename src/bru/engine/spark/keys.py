"""Keys and references: what needs rows to meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bru.engine.spark.groups import together
from bru.engine.spark.tables import Frame
from bru.model.question import Dangling, Repeated

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def sides(q: Repeated | Dangling) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables and fields whose keys a question compares by what they mean, its own first."""
    yield q.resource, q.fields
    if isinstance(q, Dangling):
        yield from [(q.target, q.target_fields), *q.also]


def lost(frames: Mapping[str, Frame], q: Dangling, number: int) -> DataFrame:
    """The rows whose reference is not among its targets."""
    (table, fields), *others = sides(q)
    targets = together(frames[other].keys(number, names).select("key") for other, names in others)
    return frames[table].keys(number, fields).join(targets, "key", "left_anti").drop("key")


def repeated(frames: Mapping[str, Frame], asked: Mapping[int, Repeated]) -> list[DataFrame]:
    """The rows whose key another row has, too; of each question that has such."""
    from pyspark import StorageLevel

    rows = {n: frames[q.resource].keys(n, q.fields) for n, q in asked.items()}
    if not rows:
        return []
    every = together(keyed.select("q", "key") for keyed in rows.values())
    twice = every.groupBy("q", "key").count().where("count > 1").persist(StorageLevel.DISK_ONLY)
    numbers = [row.q for row in twice.select("q").distinct().collect()]
    return [rows[n].join(twice.where(f"q = {n}").select("key"), "key").drop("key") for n in numbers]
