"""The engine for large tables: polars, block by block, in one pass over each file.

All questions that are known beforehand are asked of each block together: each is a flag, or a hash
of 64 bits, per row, and only rows that are flagged leave a block. Keys are compared by their
hashes; what seems to be there twice, or not at all, is then looked at itself. A row is the number
of its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, overload

from bru.engine import lacking
from bru.engine.blocks import Blocks, OddError
from bru.engine.cells import key, texts
from bru.engine.collect import (
    Collector,
    Flagged,
    Kept,
    Named,
    Ordered,
    Room,
    collector,
    columns,
    parts,
)
from bru.engine.hashed import Hashed
from bru.engine.lines import LINE
from bru.engine.source import Source, Whole, told
from bru.package import Package, Resource
from bru.question import Columns, Dangling, Hit, Question, Repeated, Row, Unanswerable
from bru.reading import expression

if TYPE_CHECKING:
    import polars as pl

KEYS = 200_000  # of rows that may have a problem, kept so that they need not be looked up


class Engine:
    """Answers questions about the tables of one package."""

    name = "polars"

    def __init__(
        self,
        package: Package,
        sources: Mapping[str, Source | Unanswerable],
        asked: Iterable[Question],
    ) -> None:
        self.package = package
        self.tables: dict[str, Blocks | Whole | Unanswerable] = {}
        self.keys: dict[tuple[str, int], tuple[str, ...]] = {}
        self.collected: dict[Named, Collector] = {}
        self.room = Room()
        expression.begin()
        wanted: dict[str, dict[Named, None]] = {}
        for question in asked:
            for named in parts(question):
                wanted.setdefault(named[1].resource, {})[named] = None
        for name, source in sources.items():
            if isinstance(source, Unanswerable):
                self.tables[name] = source
            else:
                self.tables[name] = self._read(package.resource(name), source, wanted.get(name, {}))

    def _read(
        self, resource: Resource, source: Source, asked: Iterable[Named]
    ) -> Blocks | Whole | Unanswerable:
        """Read a table for the first time, for all that is known to be asked of it."""
        try:
            blocks = Blocks(resource, self.package.canonical, source.file, source.seen)
            with closing(blocks.cut()) as parts:  # here, so that Ctrl-C ends it in order
                self._feed(resource, told(blocks.frames(parts), source), asked)
        except OddError:
            table = source.whole()
            if isinstance(table, Unanswerable):
                return table
            whole = Whole(table)
            self._feed(resource, whole.again(), asked)
            return whole
        source.done(blocks.rows, blocks.defects)
        return blocks

    def _feed(
        self, resource: Resource, frames: Iterable[pl.DataFrame], asked: Iterable[Named]
    ) -> None:
        """Show a table to what collects the answers."""
        fresh: dict[Named, Collector] = {}
        wishes: list[pl.Expr] = []
        keep = partial(self.keep, resource)
        for number, frame in enumerate(frames):
            if not number:
                has = {*frame.columns} & {*resource.schema.by_name}
                for named in asked:
                    if columns(named[1]) <= has:
                        fresh[named] = collector(named[1], resource, keep, self.room)
            wishes = [
                wish.alias(str(n))
                for n, one in enumerate(fresh.values())
                if (wish := one.expression()) is not None
            ]
            results = frame.select(wishes).to_dict() if wishes else {}
            for n, one in enumerate(fresh.values()):
                one.feed(frame, results.get(str(n)))
        self.collected |= fresh

    def keep(self, resource: Resource, frame: pl.DataFrame) -> None:
        """Remember the keys of rows that may have a problem."""
        if len(self.keys) < KEYS:
            names = [n for n in resource.schema.primary_key if n in frame.columns]
            for line, *cells in frame.select(LINE, *names).iter_rows():
                self.keys[resource.name, line] = tuple(c or "" for c in cells)

    def line(self, resource: str, row: int) -> int:
        """The physical line a row begins in (header = 1)."""
        return row

    def key(self, resource: str, row: int) -> tuple[str, ...]:
        """The cells of a row's primary key, absent ones as ""."""
        if (resource, row) not in self.keys:
            found = next(self._frames(resource, [row]))
            names = self.package.resource(resource).schema.primary_key
            record = found.select(LINE, *(n for n in names if n in found.columns)).row(0)
            self.keys[resource, row] = tuple(c or "" for c in record[1:])
        return self.keys[resource, row]

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        headers = {
            n: t if isinstance(t, Unanswerable) else t.header for n, t in self.tables.items()
        }
        if why := lacking(question, self.package, headers):
            return why
        found = [self._collected(named) for named in parts(question)]
        own = found[0]
        if isinstance(own, Kept):
            return Rows(self, own)
        if isinstance(own, Flagged | Ordered):
            return own.answer()
        assert isinstance(own, Hashed)
        others = [c for c in found[1:] if isinstance(c, Hashed)]
        if isinstance(question, Repeated):
            hits = self._hits(question, own.twice())
            return [Hit(cells, rows[1:]) for cells, rows in hits.items() if len(rows) > 1]
        if isinstance(question, Dangling):
            return [Hit(*hit) for hit in self._hits(question, own.without(others)).items()]
        assert isinstance(question, Columns)
        wanted = texts(self.package.resource(question.resource).schema, question.fields)
        frames = self._frames(question.resource, own.twice())
        return [Row(n, tuple(r)) for f in frames for n, *r in f.select(LINE, *wanted).iter_rows()]

    def _collected(self, named: Named) -> Collector:
        """What was collected for a question; now, if the question was not known beforehand."""
        resource = self.package.resource(named[1].resource)
        if named not in self.collected:
            self._feed(resource, self._frames(resource.name), [named])
        if named not in self.collected:  # the table has no block
            self.collected[named] = collector(named[1], resource, lambda _: None, self.room)
        return self.collected[named]

    def _frames(self, resource: str, lines: Sequence[int] | None = None) -> Iterator[pl.DataFrame]:
        """A table once more, or the records that begin in these lines."""
        import polars as pl

        table = self.tables[resource]
        assert not isinstance(table, Unanswerable)
        if lines is None:
            yield from table.again()
        elif lines:
            wanted = pl.Series(LINE, lines, pl.Int64).implode()
            for frame in table.again(lines):
                found = frame.filter(pl.col(LINE).is_in(wanted))
                self.keep(self.package.resource(resource), found)
                yield found

    def _hits(
        self, question: Repeated | Dangling, lines: Sequence[int]
    ) -> dict[tuple[str, ...], list[int]]:
        """The keys in these lines, themselves, and where each stands."""
        schema = self.package.resource(question.resource).schema
        cells = [key(schema.field(n)).alias(n) for n in question.fields]
        found: dict[tuple[str, ...], list[int]] = {}
        for frame in self._frames(question.resource, lines):
            for line, *record in frame.select(LINE, *cells).iter_rows():
                found.setdefault(tuple(record), []).append(line)
        return found


class Rows(Sequence[Row]):
    """Columns of a table, kept or read again each time they are gone through."""

    def __init__(self, engine: Engine, kept: Kept) -> None:
        self.engine, self.kept = engine, kept

    def __iter__(self) -> Iterator[Row]:
        resource, fields = self.kept.part[:2]
        wanted = texts(self.engine.package.resource(resource).schema, fields)
        frames: Iterable[pl.DataFrame] | None = self.kept.found
        if frames is None:
            frames = (f.select(LINE, *wanted) for f in self.engine._frames(resource))
        for frame in frames:
            for line, *cells in frame.iter_rows():
                yield Row(line, tuple(cells))

    def __len__(self) -> int:
        return self.kept.rows

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return [*self][at]
