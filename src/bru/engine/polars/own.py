"""The primary keys of rows, for those who are told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import repeat
from typing import TYPE_CHECKING

from bru.engine.polars.flagged import Flagged
from bru.engine.polars.hashed import Lost
from bru.engine.polars.lines import LINE

if TYPE_CHECKING:
    import polars as pl

    from bru.engine.polars import Engine

MANY = 10_000  # rows held: of more, only the keys that were asked for are remembered


class Own:
    """The keys of rows that were asked for, each looked up once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.known: dict[tuple[str, int], tuple[str, ...]] = {}

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The keys of rows; most are kept with what was found, the others are read again."""
        left = {row for row in rows if (resource, row) not in self.known}
        for held in self._held(resource) if left else ():
            if held.height > MANY:
                held = held.filter(held[LINE].is_in([*left]))
            left -= self._learn(resource, held)
        for frame in self.engine.frames(resource, sorted(left)):
            self._learn(resource, frame)
        return {row: self.known[resource, row] for row in rows}

    def _held(self, resource: str) -> Iterator[pl.DataFrame]:
        for one in self.engine.collected.values():
            if isinstance(one, Flagged | Lost) and one.part.resource == resource:
                yield from one.held.frames()

    def _learn(self, resource: str, frame: pl.DataFrame) -> set[int]:
        """Remember the keys of rows; their lines."""
        names = self.engine.package.resource(resource).schema.primary_key
        lines = frame[LINE].to_list()
        cells = [frame[name].to_list() for name in names if name in frame.columns]
        keys = zip(*cells, strict=True) if cells else repeat((), len(lines))
        for line, key in zip(lines, keys, strict=True):
            self.known[resource, line] = tuple(c or "" for c in key)
        return {*lines}
