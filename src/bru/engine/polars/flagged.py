"""Rows that may be part of an answer, as they are flagged in each block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from operator import and_
from typing import TYPE_CHECKING, Any, NamedTuple

from bru.datapackage import expression
from bru.engine import Anew
from bru.engine.exact import breaks, chosen
from bru.engine.polars.cells import cell, finding, joined, matching, texts
from bru.engine.polars.hashed import Targets, lost
from bru.engine.polars.held import Held, Room
from bru.engine.polars.lines import LINE
from bru.engine.polars.rows import grouped, rows
from bru.engine.polars.words import doubled
from bru.model.package import Schema
from bru.model.question import Absent, Breaking, Columns, Hit, Hits, Row, Suspected, Unmatched
from bru.model.words import Doubled

if TYPE_CHECKING:
    import polars as pl

Again = Callable[[], Iterable["pl.DataFrame"]]


class Screen(NamedTuple):
    """The values of a field in which one of some expressions is found."""

    resource: str
    field: str
    suspicions: tuple[str, ...]


class Flagged:
    """The lines of rows that may be part of the answer, and the cells that are asked for.

    They are kept as long as there is room, else found again when the answer is gone through.
    """

    def __init__(
        self,
        part: Unmatched | Doubled | Absent | Breaking | Columns | Screen,
        schema: Schema,
        room: Room,
        keys: Sequence[str],
    ) -> None:
        self.part, self.schema = part, schema
        match part:
            case Unmatched(_, name) | Absent(_, name) | Screen(_, name) | Doubled(_, name):
                self.fields: tuple[str, ...] = (name,)
            case Breaking(_, left, right):
                self.fields = left, right
            case Columns():
                self.fields = part.fields
        self.held = Held((*self.fields, *keys), room)

    def expression(self) -> pl.Expr:
        """Whether a row may be part of the answer."""
        import polars as pl

        cells = [cell(self.schema.field(n)) for n in self.fields]
        match self.part:
            case Absent():
                return cells[0].is_null()
            case Unmatched(accept=accept):
                fits = None if accept is None else matching(cells[0], accept)
                return cells[0].is_not_null() if fits is None else ~fits
            case Doubled():
                return cells[0].map_batches(doubled, return_dtype=pl.Boolean)
            case Screen(suspicions=suspicions):
                return finding(cells[0], suspicions)
            case Breaking():
                left, right = (c.cast(pl.Int64, strict=False) for c in cells)
                there = pl.all_horizontal(c.is_not_null() for c in cells)
                return there & (left < right).fill_null(False).not_()
        return reduce(and_, self._chosen(self.part, cells[0]), pl.lit(True))

    def _chosen(self, part: Columns, first: pl.Expr) -> Iterator[pl.Expr]:
        import polars as pl

        if part.among is not None:
            known = Targets(pl.Series([*part.among], dtype=pl.String).hash().sort())
            yield first.hash().map_batches(partial(found, known), return_dtype=pl.Boolean)
        text = joined(self.schema, self.fields)
        if part.suspicion is not None:
            yield finding(text, (part.suspicion,))
        for accept, wanted in ((part.only, True), (part.unless, False)):
            if accept is not None and (fits := matching(text, accept)) is not None:
                yield fits if wanted else ~fits

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Keep the rows that are flagged."""
        assert result is not None
        self.held.take(frame, result)

    def frames(self, again: Again) -> Iterator[pl.DataFrame]:
        """The rows that are flagged: their lines, and the cells, "" where they are absent."""
        cells = texts(self.schema, self.fields)
        if self.held.kept is None:
            wanted = self.expression()
            yield from (f.filter(wanted).select(LINE, *cells) for f in again())
        else:
            yield from (f.select(LINE, *cells) for f in self.held.frames())

    def answer(self, question: Any, again: Again) -> Sequence[Any]:
        """The answer, judged by Python where the flags may be too many. Raises UnboundedError."""
        if isinstance(question, Absent):
            lines = [line for f in self.frames(again) for line in f[LINE].to_list()]
            return [Hit((), lines)] if lines else []
        if isinstance(question, Columns | Breaking):
            return Anew(lambda: (one for f in self.frames(again) for one in judged(question, f)))
        if self.held.kept is None:
            return Anew(lambda: (hit for f in self.frames(again) for hit in values(question, f)))
        return next((values(question, frame) for frame in self.frames(again)), [])


def found(known: Targets, hashes: pl.Series) -> pl.Series:
    """Whether hashes are among those that are known; null is not."""
    return hashes.is_not_null() & ~lost(hashes, [known])


def judged(question: Columns | Breaking, frame: pl.DataFrame) -> Iterator[Row | Hit]:
    """What is part of the answer, row by row."""
    if isinstance(question, Columns):
        yield from chosen(rows(frame), question)
        return
    for line, left, right in frame.iter_rows():
        if breaks(left, right):
            yield Hit((left, right), [line])


def values(question: Unmatched | Suspected | Doubled, frame: pl.DataFrame) -> Hits:
    """The distinct values, each with its lines."""
    import polars as pl

    if isinstance(question, Suspected):
        frame = frame.filter(finding(pl.col(question.field), (question.suspicion,)))
    groups = grouped(frame)
    if isinstance(question, Unmatched) and question.accept is not None:
        return groups.only(partial(expression.rejected, question.accept))
    return groups
