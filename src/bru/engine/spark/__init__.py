"""The engine for what outgrows one machine: Spark, by its DataFrames.

All questions that are known beforehand are answered by two jobs. One looks at each row by itself
and brings those here that may be part of an answer; the other shuffles all keys, each to where the
rows that have it meet. What comes here is judged by the same functions as everywhere. A row is the
number of its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard

from bru.datapackage import expression
from bru.engine import Source, lacking
from bru.engine.exact import breaks, chosen, counted, doubled
from bru.engine.spark.file import INDEX
from bru.engine.spark.number import lit
from bru.engine.spark.records import Records
from bru.engine.spark.session import working
from bru.engine.spark.shuffle import Keys, unsorted
from bru.engine.spark.sql import array
from bru.model.package import Package
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Hit,
    Lazy,
    Question,
    Repeated,
    Row,
    Suspected,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.model.words import Doubled, Unnamed, Words

NEAR = 10_000  # rows that are brought here with the answers, of each part of a file
MANY = 1_000_000  # rows of an answer that are brought here in one go
Flagged = Unmatched | Suspected | Doubled | Absent | Breaking | Columns


class Group(NamedTuple):
    """Cells of an answer, how many rows have them, and their lines as far as they are here."""

    cells: tuple[str, ...]
    times: int
    lines: list[int]


class Engine:
    """Answers questions about the tables of one package."""

    name = "spark"

    def __init__(
        self,
        package: Package,
        sources: Mapping[str, Source | Unanswerable],
        asked: Iterable[Question],
    ) -> None:
        self.package = package
        self.groups: dict[tuple[type, Question], list[Group]] = {}
        self.own: dict[tuple[str, int], tuple[str, ...]] = {}  # keys of rows
        expression.begin()
        with working():
            self.records = Records(package, sources)
            known = [q for q in asked if lacking(q, package, self.records.headers) is None]
            self._look([q for q in known if self._is_flagged(q)])
            self.shuffled = self._shuffled([q for q in known if self._is_key(q)])

    def _is_flagged(self, question: Question) -> bool:
        """Whether a question is answered by looking at each row by itself."""
        if isinstance(question, Columns):
            some = question.chosen and not question.fold
            return some and self.records.large(question.resource)
        return isinstance(question, Unmatched | Suspected | Doubled | Absent | Breaking)

    def _is_key(self, question: Question) -> TypeGuard[Repeated | Dangling | Columns]:
        """Whether a question is answered where rows meet."""
        if isinstance(question, Columns):
            return question.fold is not None and self.records.large(question.resource)
        return isinstance(question, Repeated | Dangling)

    def _shuffled(self, questions: Iterable[Any]) -> Keys:
        keys = Keys(self.records, questions)
        self.own |= keys.own
        return keys

    def _flag(self, question: Flagged, number: int) -> str:
        """The cells of a row that may be part of an answer."""
        cells = self.records.of(question.resource)
        match question:
            case Absent():
                names: tuple[str, ...] = ()
            case Unmatched(_, name) | Suspected(_, name) | Doubled(_, name):
                names = (name,)
            case Breaking(_, left, right):
                names = left, right
            case Columns(_, fields):
                names = fields
        held = f"named_struct('q', {number}, 'cells', {array(cells.texts(names))})"
        return f"if({cells.flag(question)}, {held}, null)"

    def _look(self, questions: Sequence[Any]) -> None:
        """Bring the rows here that may be part of answers."""
        from pyspark.sql import functions as f

        numbered = [*{(type(q), q): q for q in questions}.items()]
        self.groups |= {key: [] for key, _ in numbered}
        parts: dict[str, list[str]] = {}
        for number, (_, question) in enumerate(numbered):
            parts.setdefault(question.resource, []).append(self._flag(question, number))
        if not (found := self.records.emitted(parts)):
            return
        near = f"collect_list(if((n & {INDEX}L) < {NEAR}, struct(line, own), null))"
        rows = found.selectExpr("*", "monotonically_increasing_id() n").groupBy("q", "cells")
        for row in rows.agg(f.expr("count(*) times"), f.expr(f"{near} near")).collect():
            key, question = numbered[row.q]
            for line, own in row.near:
                self.own[question.resource, line] = tuple(own)
            lines = sorted(line for line, _ in row.near)
            self.groups[key].append(Group(tuple(row.cells), row.times, lines))
        for key, _ in numbered:
            self.groups[key].sort(key=lambda group: group.lines)

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := lacking(question, self.package, self.records.headers):
            return why
        if isinstance(question, Unnamed):
            return self.answer(Columns(question.resource, question.fields))
        if isinstance(question, Words):
            found: Any = self.answer(Columns(question.resource, question.fields))
            return counted(question, (row.cells for row in found))
        with working():
            if isinstance(question, Columns | Unsorted):
                if not self.records.large(question.resource):
                    return self.records.answer(question)
                if isinstance(question, Unsorted):
                    return unsorted(self.records, question)
            if self._is_key(question):
                known = (type(question), question) in self.shuffled.asked
                keys = self.shuffled if known else self._shuffled([question])
                return keys.answer(question)
            if self._is_flagged(question):
                return self._judged(question)
        assert isinstance(question, Columns)
        return Rows(self, question)

    def _judged(self, question: Any) -> Sequence[Any] | Unanswerable:
        """The answer from the rows that are here, by what every engine decides in the same way."""
        key = type(question), question
        if key not in self.groups:
            self._look([question])
        places = {g.cells: self._lines(question, g) for g in self.groups[key]}
        if isinstance(question, Doubled):
            return [Hit(value, lines) for value, lines in places.items() if doubled(value[0])]
        if isinstance(question, Suspected):
            search = expression.compiled(question.suspicion).search
            return [Hit(value, lines) for value, lines in places.items() if search(value[0])]
        if isinstance(question, Unmatched):
            left: Iterable[str] = [cells[0] for cells in places]
            if question.accept is not None:
                try:
                    left = expression.rejected(question.accept, [*left])
                except expression.UnboundedError as error:
                    return Unanswerable(f"{question.resource}.{question.field}: {error}")
            return [Hit((value,), places[value,]) for value in left]
        if isinstance(question, Absent):
            return [Hit((), lines) for lines in places.values()]
        rows = sorted(Row(line, cells) for cells, lines in places.items() for line in lines)
        if isinstance(question, Columns):
            return [*chosen(rows, question)]
        return [Hit((left, right), [row]) for row, (left, right) in rows if breaks(left, right)]

    def _lines(self, question: Flagged, group: Group) -> Sequence[int]:
        return group.lines if len(group.lines) == group.times else Lines(self, question, group)

    def complete(self, key: tuple[type, Any], group: Group) -> None:
        """Bring all lines of a group here; those of its question, where they are not too many."""
        resource, groups = key[1].resource, self.groups[key]
        if sum(g.times for g in groups) > MANY:
            groups = [group]
        known = {g.cells: g.lines for g in groups}
        with working():
            rows = self.records.emitted({resource: [self._flag(key[1], 0)]})
            assert rows is not None
            if len(groups) == 1:
                rows = rows.where(f"cells = {array(map(lit, group.cells))}")
            for lines in known.values():
                lines.clear()
            for line, cells in rows.select("line", "cells").collect():
                known[tuple(cells)].append(line)
        for lines in known.values():
            lines.sort()

    def line(self, resource: str, row: int) -> int:
        """The physical line a row begins in (header = 1)."""
        return row

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        if missing := [row for row in rows if (resource, row) not in self.own]:
            with working():
                found = self.records.keys(resource, missing)
            self.own |= {(resource, row): key for row, key in found.items()}
        return {row: self.own[resource, row] for row in rows}


class Lines(Lazy[int]):
    """The lines of a group that are too many to be brought here before they are asked for."""

    def __init__(self, engine: Engine, question: Flagged, group: Group) -> None:
        self.engine, self.question, self.group = engine, question, group

    def __len__(self) -> int:
        return self.group.times

    def __iter__(self) -> Iterator[int]:
        key = type(self.question), self.question
        if len(self.group.lines) < self.group.times:
            self.engine.complete(key, self.group)
        return iter(self.group.lines)


class Rows(Lazy[Row]):
    """Columns of a large table, read again each time they are gone through."""

    def __init__(self, engine: Engine, question: Columns) -> None:
        self.engine, self.question = engine, question

    def __len__(self) -> int:
        return self.engine.records.rows[self.question.resource]

    def __iter__(self) -> Iterator[Row]:
        with working():
            yield from self.engine.records.records(self.question.resource, self.question.fields)
