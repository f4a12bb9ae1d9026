"""The engine for large tables: polars, block by block, in one pass over each file.

All questions that are known beforehand are asked of each block together: each is a flag, or a hash
of 64 bits, per row, and only rows that are flagged leave a block. Keys are compared by their
hashes; what seems to be there twice, or not at all, is then looked at itself. A row is the number
of its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from bru.datapackage import expression
from bru.engine import Source, lacking
from bru.engine.polars.blocks import Blocks
from bru.engine.polars.cells import texts
from bru.engine.polars.collect import (
    Collector,
    Named,
    Ordered,
    Part,
    collector,
    columns,
    fed,
    parts,
    together,
)
from bru.engine.polars.flagged import Flagged, Screen
from bru.engine.polars.hashed import Hashed
from bru.engine.polars.lines import LINE, OddError
from bru.engine.polars.rows import Kept, Room, Rows, rows
from bru.engine.polars.source import Whole, ahead, told
from bru.engine.polars.suspects import Suspects
from bru.model.package import Package, Resource
from bru.model.question import Columns, Dangling, Question, Repeated, Suspected, Unanswerable

if TYPE_CHECKING:
    import polars as pl


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
        self.own: dict[tuple[str, int], tuple[str, ...]] = {}  # keys of rows
        self.suspects = Suspects(self)
        self.collected: dict[Named, Collector] = {}
        self.screens: dict[tuple[str, str], Screen] = {}
        self.room = Room()
        expression.begin()
        self.asked = list(dict.fromkeys((type(q), q) for q in asked))
        place = {name: number for number, name in enumerate(sources)}
        wanted: dict[str, dict[Named, None]] = {}
        self.targets: set[Named] = set()
        self.whole: set[Named] = set()  # hashes of all rows are needed to the end
        for _, question in self.asked:
            found = parts(question)
            if isinstance(question, Dangling):
                self.targets.update(found[1:])
                if all(place.get(n[1].resource, 0) < place[question.resource] for n in found[1:]):
                    found[0] = (Dangling, question)
                else:
                    self.whole.add(found[0])
            for named in found:
                wanted.setdefault(named[1].resource, {})[named] = None
        for name, source in sources.items():
            if isinstance(source, Unanswerable):
                self.tables[name] = source
            else:
                own = together(wanted.get(name, ()))
                self.screens |= {(s.resource, s.field): s for _, s in own if isinstance(s, Screen)}
                self.tables[name] = self._read(package.resource(name), source, own)
                self._settle(own)

    def _settle(self, read: Iterable[Named]) -> None:
        """Forget the hashes of a table that was read, as far as they are not needed."""
        for named in read:
            own = self.collected.get(named)
            if isinstance(own, Hashed) and named not in self.whole:
                own.settle(named in self.targets)

    def _read(
        self, resource: Resource, source: Source, asked: Iterable[Named]
    ) -> Blocks | Whole | Unanswerable:
        """Read a table for the first time, for all that is known to be asked of it."""
        try:
            blocks = Blocks(resource, self.package.canonical, source.file, source.seen)
            with (  # here, so that Ctrl-C ends the threads in order
                closing(blocks.cut()) as parts,
                closing(ahead(blocks.frames(parts))) as frames,
            ):
                self._feed(resource, told(frames, source), asked)
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
        for number, frame in enumerate(frames):
            if not number:
                has = {*frame.columns} & {*resource.schema.by_name}
                for named in asked:
                    part, targets = named[1], self._targets(named[1])
                    if columns(part) <= has and (targets or not isinstance(part, Dangling)):
                        fresh[named] = collector(part, resource, self.room, targets)
                named_so = {str(n): one for n, one in enumerate(fresh.values())}
                wishes = [
                    wish.alias(n)
                    for n, one in named_so.items()
                    if (wish := one.expression()) is not None
                ]
            results = fed(frame, named_so, wishes)
            for n, one in named_so.items():
                one.feed(frame, results.get(n))
        self.collected |= fresh

    def _targets(self, part: Part) -> list[pl.Series]:
        """The hashes of all targets of a reference, none where one of them was not read."""
        if not isinstance(part, Dangling):
            return []
        found = [self.collected.get(named) for named in parts(part)[1:]]
        known = [one.targets() for one in found if isinstance(one, Hashed)]
        return known if len(known) == len(found) else []

    def line(self, resource: str, row: int) -> int:
        """The physical line a row begins in (header = 1)."""
        return row

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        names = [*self.package.resource(resource).schema.primary_key]
        if missing := sorted(row for row in rows if (resource, row) not in self.own):
            for frame in self.frames(resource, missing):
                for line, *cells in frame.select(
                    LINE, *(n for n in names if n in frame)
                ).iter_rows():
                    self.own[resource, line] = tuple(c or "" for c in cells)
        return {row: self.own[resource, row] for row in rows}

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := self.lacking(question):
            return why
        if isinstance(question, Repeated | Dangling):
            return self.suspects.hits(question)
        if isinstance(question, Columns) and not (question.chosen or question.fold):
            rows_of = self.tables[question.resource]
            assert not isinstance(rows_of, Unanswerable)
            return Rows(rows_of.rows, partial(self._columns, question))
        own = self.collect(self._part(question))
        if isinstance(own, Ordered):
            return own.answer()
        if isinstance(own, Flagged):
            return own.answer(question, partial(self.frames, own.part.resource))
        assert isinstance(own, Hashed) and isinstance(question, Columns)
        wanted = texts(self.package.resource(question.resource).schema, question.fields)
        frames = self.frames(question.resource, own.twice())
        return [row for f in frames for row in rows(f.select(LINE, *wanted))]

    def _part(self, question: Question) -> Named:
        """What was collected for an answer, or has to be."""
        if isinstance(question, Suspected):
            known = self.screens.get((question.resource, question.field))
            if known and question.suspicion in known.suspicions:
                return Screen, known
        return parts(question)[0]

    def _columns(self, question: Columns) -> Iterable[pl.DataFrame]:
        """The lines and these columns of a table, kept or read again."""
        kept = self.collect((Columns, question))
        assert isinstance(kept, Kept)
        if kept.found is not None:
            return kept.found
        wanted = texts(kept.schema, question.fields)
        return (f.select(LINE, *wanted) for f in self.frames(question.resource))

    def collect(self, named: Named, whole: bool = False) -> Collector:
        """What was collected for a question; now, if the question was not known beforehand.

        `whole`: with the hashes of all rows, or those that are known.
        """
        resource = self.package.resource(named[1].resource)
        own = self.collected.get(named)
        if whole and isinstance(own, Hashed) and own.repeated is not None and own.known is None:
            del self.collected[named]
        if named not in self.collected:
            self._feed(resource, self.frames(resource.name), [named])
        if named not in self.collected:  # the table has no block
            self.collected[named] = collector(named[1], resource, self.room)
        return self.collected[named]

    def frames(
        self, resource: str, lines: pl.Series | Sequence[int] | None = None
    ) -> Iterator[pl.DataFrame]:
        """A table once more, or the records that begin in these lines."""
        import polars as pl

        table = self.tables[resource]
        assert not isinstance(table, Unanswerable)
        if lines is None:
            yield from table.again()
        elif len(lines):
            yield from table.again(pl.Series(LINE, lines, pl.Int64))

    def lacking(self, question: Question) -> Unanswerable | None:
        """Why a question has no answer."""
        headers = {
            n: t if isinstance(t, Unanswerable) else t.header for n, t in self.tables.items()
        }
        return lacking(question, self.package, headers)
