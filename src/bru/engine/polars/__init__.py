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
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bru.datapackage import expression
from bru.engine import Source, lacking
from bru.engine.polars.blocks import Blocks, Piece, pieces, targets_first
from bru.engine.polars.cells import texts
from bru.engine.polars.collect import (
    Collector,
    Feed,
    Named,
    Ordered,
    Part,
    collector,
    columns,
    parts,
    together,
)
from bru.engine.polars.flagged import Flagged
from bru.engine.polars.hashed import Hashed, Targets
from bru.engine.polars.held import Room
from bru.engine.polars.lines import LINE
from bru.engine.polars.names import Ties
from bru.engine.polars.own import Own
from bru.engine.polars.rows import Kept, records, rows
from bru.engine.polars.source import Whole, ahead
from bru.engine.polars.suspects import Suspects
from bru.engine.polars.words import spoken
from bru.model.package import Package, Resource
from bru.model.question import Columns, Dangling, Question, Repeated, Unanswerable
from bru.model.words import Words

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
        self.own = Own(self)
        self.suspects = Suspects(self)
        self.collected: dict[Named, Collector] = {}
        self.whole_of: dict[Named, Named] = {}
        self.room = Room()
        expression.begin()
        self.asked = list(dict.fromkeys((type(q), q) for q in asked))
        self.targets: set[Named] = set()
        self.whole: set[Named] = set()  # hashes of all rows are needed to the end
        self.tables |= {n: s for n, s in sources.items() if isinstance(s, Unanswerable)}
        files = {n: s for n, s in sources.items() if not isinstance(s, Unanswerable)}
        order = targets_first(package, files)
        wanted = self._wanted({name: number for number, name in enumerate(order)})
        tables = ((package.resource(name), files[name]) for name in order)
        with closing(ahead(pieces(tables, package.canonical))) as coming:
            for name, own in groupby(coming, lambda piece: piece.name):
                whole = together(wanted.get(name, ()))
                self.whole_of |= whole
                asked_here = [*dict.fromkeys(whole.values())]
                self.tables[name] = self._read(package.resource(name), files[name], own, asked_here)
                self._settle(asked_here)
        for known in (c.known for c in self.collected.values() if isinstance(c, Hashed)):
            if known:
                known.slots = None  # all references were looked for

    def _wanted(self, place: Mapping[str, int]) -> dict[str, dict[Named, None]]:
        """What has to be collected of each table, if they are read in this order."""
        wanted: dict[str, dict[Named, None]] = {}
        for _, question in self.asked:
            found = parts(question)
            if isinstance(question, Dangling):
                self.targets.update(found[1:])
                own = place.get(question.resource, 0)
                if all(place.get(part.resource, 0) < own for _, part in found[1:]):
                    found[0] = (Dangling, question)
                else:
                    self.whole.add(found[0])
            for named in found:
                wanted.setdefault(named[1].resource, {})[named] = None
        return wanted

    def _settle(self, read: Iterable[Named]) -> None:
        """Forget the hashes of a table that was read, as far as they are not needed."""
        for named in read:
            own = self.collected.get(named)
            if isinstance(own, Hashed) and named not in self.whole:
                own.settle(named in self.targets)

    def _read(
        self, resource: Resource, source: Source, own: Iterable[Piece], asked: Iterable[Named]
    ) -> Blocks | Whole | Unanswerable:
        """Take what is known to be asked from a table as it is read for the first time."""
        feed = Feed(partial(self._collectors, resource, asked, self.room))
        blocks: Blocks | None = None
        for piece in own:
            blocks = piece.blocks
            if piece.frame is not None:
                feed(piece.frame)
                source.read_on(piece.frame.height)
        if blocks:
            self.collected |= feed.collectors
            source.done(blocks.rows, blocks.met.defects())
            return blocks
        table = source.whole()
        if isinstance(table, Unanswerable):
            return table
        whole = Whole(table, resource.schema)
        self._feed(resource, whole.again(), asked, self.room)
        return whole

    def _feed(
        self,
        resource: Resource,
        frames: Iterable[pl.DataFrame],
        asked: Iterable[Named],
        room: Room,
    ) -> None:
        """Show a table to what collects the answers."""
        feed = Feed(partial(self._collectors, resource, asked, room))
        for frame in frames:
            feed(frame)
        self.collected |= feed.collectors

    def _collectors(
        self, resource: Resource, asked: Iterable[Named], room: Room, frame: pl.DataFrame
    ) -> dict[Named, Collector]:
        """What is to be fed with frames such as this one."""
        has = {*frame.columns} & {*resource.schema.by_name}
        keys = [name for name in resource.schema.primary_key if name in has]
        found: dict[Named, Collector] = {}
        for named in asked:
            part, targets = named[1], self._targets(named[1])
            if columns(part) <= has and (targets or not isinstance(part, Dangling)):
                found[named] = collector(part, resource, room, keys, targets)
        return found

    def _targets(self, part: Part) -> list[Targets]:
        """All targets of a reference, none where one of them was not read."""
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
        return self.own.keys(resource, rows)

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := self.lacking(question):
            return why
        if isinstance(question, Repeated | Dangling):
            return self.suspects.hits(question)
        if isinstance(question, Columns) and not (question.chosen or question.fold):
            rows_of = self.tables[question.resource]
            assert not isinstance(rows_of, Unanswerable)
            return records(rows_of.rows, partial(self._columns, question))
        if isinstance(question, Words):
            return spoken(question, [self.collect(named) for named in parts(question)])
        if isinstance(question, Columns) and question.among == frozenset():
            return []
        named = parts(question)[0]
        own = self.collect(self.whole_of.get(named, named))
        if isinstance(own, Ordered):
            return own.answer()
        if isinstance(own, Ties):
            return own.answer(self)
        if isinstance(own, Flagged):
            return own.answer(question, partial(self.frames, own.part.resource))
        assert isinstance(own, Hashed) and isinstance(question, Columns)
        wanted = texts(self.package.resource(question.resource).schema, question.fields)
        frames = self.frames(question.resource, own.twice())
        return [row for f in frames for row in rows(f.select(LINE, *wanted))]

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
        if named in self.collected:
            return self.collected[named]
        passing = getattr(named[1], "among", None) is not None  # it is asked once, and not kept
        room = Room() if passing else self.room
        self._feed(resource, self.frames(resource.name), [named], room)
        if named not in self.collected:  # the table has no block
            self.collected[named] = collector(named[1], resource, room)
        return self.collected.pop(named) if passing else self.collected[named]

    def frames(
        self, resource: str, lines: pl.Series | Sequence[int] | None = None
    ) -> Iterator[pl.DataFrame]:
        """A table once more, or the records that begin in these lines."""
        import polars as pl

        table = self.tables[resource]
        assert not isinstance(table, Unanswerable)
        if lines is None:
            yield from ahead(table.again())
        elif len(lines):
            yield from table.again(pl.Series(LINE, lines, pl.Int64))

    def lacking(self, question: Question) -> Unanswerable | None:
        """Why a question has no answer."""
        headers = {
            n: t if isinstance(t, Unanswerable) else t.columns for n, t in self.tables.items()
        }
        return lacking(question, self.package, headers)
