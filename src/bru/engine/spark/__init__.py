"""The engine for the frames of a cluster: Spark, by its DataFrames.

A flag for each question is worked out in one plan for each table; keys meet by aggregation, and
references by an anti join. Values that may be wrong come here, each once with how many rows have
it, and are judged by the same functions as everywhere. Rows have no lines: their keys stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bru.datapackage import expression
from bru.datapackage.table import Table
from bru.datapackage.types import identity
from bru.engine import Anew, lacking
from bru.engine.exact import alike, chosen, counted, judged
from bru.engine.spark.groups import Found, Groups, together
from bru.engine.spark.keys import lost, repeated, sides
from bru.engine.spark.session import working
from bru.engine.spark.sql import array, fields_of
from bru.engine.spark.tables import Frame, framed, is_known, sent
from bru.model.package import Package
from bru.model.problem import Defect
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Question,
    Repeated,
    Row,
    Suspected,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.model.words import Doubled, Words

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Engine", "is_known"]
SHOWN = 100  # malformed records of a table that are told one by one
ALIKE = 200_000  # rows that are brought here to compare their texts
SPELLINGS = 10_000  # of the values of a field that are compared by what they mean
Named = tuple[type, Any]


class Odd(NamedTuple):
    """Cells of a key's field with another identity; of no field: what could not be cut in cells."""

    resource: str
    field: str = ""


class Engine:
    """Answers questions about the tables of one package."""

    name = "spark"

    def __init__(
        self, package: Package, given: Mapping[str, Any], asked: Iterable[Question]
    ) -> None:
        """`given`: by name a DataFrame, a table, the places of its files, or why there is none."""
        self.package, self.defects = package, list[Defect]()
        self.known: dict[Named, Found] = {}
        self.own: dict[int, tuple[str, ...]] = {}  # the keys of rows
        expression.begin()
        with working():
            self.tables = {r.name: framed(r, given.get(r.name)) for r in package.resources}
            for name, one in self.frames.items():
                if not isinstance(given[name], Table):
                    self.defects += one.header_defects()
                if len({*one.header}) < len(one.header):
                    why = f"{one.resource.path} could not be read as a table"
                    self.tables[name] = Unanswerable(why, name)
            self.ask(q for q in asked if hasattr(q, "resource") and self.lacking(q) is None)
            for name, one in self.frames.items():
                if one.is_read:
                    self.defects += self._malformed(one, self.known[Odd, Odd(name)])

    @property
    def frames(self) -> dict[str, Frame]:
        """The tables that could be read."""
        return {n: t for n, t in self.tables.items() if isinstance(t, Frame)}

    @property
    def sizes(self) -> dict[str, int]:
        """The rows of each table."""
        return {name: one.rows for name, one in self.frames.items()}

    def _malformed(self, one: Frame, found: Found) -> Iterator[Defect]:
        """Tell of the records that Spark's reader could not cut into cells."""
        path, name = one.resource.path, one.resource.name
        detail = f"a record that has not {len(one.header)} cells"
        shown = [(hit.value[0], len(hit.rows)) for hit in islice(found, SHOWN)]
        left = found.places - sum(times for _, times in shown)
        for value, times in (*shown, *([("", left)] if left else [])):
            lines = [0] * times
            yield Defect("ragged", name, value=value, lines=lines, detail=detail, path=path)

    def ask(self, questions: Iterable[Any]) -> None:
        """Have questions answered on the cluster, together: rows by themselves, then keys."""
        every = [q for _, q in {(type(q), q): None for q in questions}]
        keys = [q for q in every if isinstance(q, Repeated | Dangling)]
        fields = dict.fromkeys((t, n) for q in keys for t, names in sides(q) for n in names)
        odd = [Odd(t, n) for t, n in fields if self.frames[t].cells.odd(n)]
        bad = [Odd(name) for name, one in self.frames.items() if one.is_read]
        alone = [q for q in every if is_flag(q)]
        alone += [q for q in odd + bad if (Odd, q) not in self.known]
        found = []
        for name, one in self.frames.items():
            parts = [(n, *self._flag(q)) for n, q in enumerate(alone) if q.resource == name]
            if parts or not one.seen:
                found.append(one.flagged(parts))
        self._take(found, alone)
        for q in odd:
            self._spell(q)
        keys = [q for q in keys if not self._too_many(q)]
        meeting = {n: q for n, q in enumerate(keys) if isinstance(q, Repeated)}
        found = [lost(self.frames, q, n) for n, q in enumerate(keys) if isinstance(q, Dangling)]
        self._take(found + repeated(self.frames, meeting), keys)

    def _take(self, found: Sequence[DataFrame], asked: Sequence[Any]) -> None:
        """Have the rows that were found for questions, by their numbers, worked out."""
        groups = Groups(together(found), self.own) if found else None
        for n, q in enumerate(asked):
            self.known[type(q), q] = Found(groups, n, isinstance(q, Repeated))

    def _flag(self, q: Any) -> tuple[str, str]:
        """Whether a row may be part of an answer, and the cells that decide it."""
        cells = self.frames[q.resource].cells
        if isinstance(q, Odd) and not q.field:
            return "bad is not null", array(["bad"])
        flag = cells.odd(q.field) if isinstance(q, Odd) else cells.flag(q)
        return str(flag), array(cells.texts(() if isinstance(q, Absent) else fields_of(q)))

    def _spell(self, q: Odd) -> None:
        """Learn which cells of a key's field have another identity."""
        cells, found = self.frames[q.resource].cells, self.known[Odd, q]
        same = identity(cells.schema.field(q.field))
        if same and len(found) <= SPELLINGS:
            new = {cell: same(cell) for (cell,), _ in found}
            cells.spellings[q.field] = {cell: s for cell, s in new.items() if cell != s}

    def _too_many(self, q: Any) -> Unanswerable | None:
        """Why the keys of a question are not compared."""
        for table, names in sides(q) if isinstance(q, Repeated | Dangling) else ():
            for name in names:
                if len(self.known.get((Odd, Odd(table, name)), ())) > SPELLINGS:
                    why = f"more than {SPELLINGS:,} values that are spelled in their own way"
                    return Unanswerable(f"{table}.{name} has {why}")
        return None

    def lacking(self, question: Question) -> Unanswerable | None:
        """Why a question has no answer."""
        if isinstance(question, Unsorted):
            return Unanswerable("the rows of a frame have no order")
        headers = {
            n: t if isinstance(t, Unanswerable) else t.header for n, t in self.tables.items()
        }
        return lacking(question, self.package, headers)

    def answer(self, question: Any) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := self.lacking(question):
            return why
        if not (is_flag(question) or isinstance(question, Repeated | Dangling)):
            return self._whole(question)
        named: Named = (type(question), question)
        with working():
            if named not in self.known and not self._too_many(question):
                self.ask([question])
            if why := self._too_many(question):
                return why
            found = self.known[named]
            if isinstance(question, Columns):
                return alike(chosen(found.rows(), question), question)
        if isinstance(question, Repeated | Dangling):
            return found
        hits = Anew(lambda: judged(question, found), len(found))
        try:
            return [*hits] if found.is_here else hits
        except expression.UnboundedError as error:
            return Unanswerable(f"{question.resource}.{question.field}: {error}")

    def _whole(self, question: Any) -> Sequence[Any] | Unanswerable:
        """The answer to a question about all rows, which come here one by one."""
        if isinstance(question, Words):
            tables = (self._rows(table, fields) for table, fields in question.texts)
            return counted(question, (row.cells for rows in tables for row in rows))
        every = self._rows(question.resource, question.fields)
        if not getattr(question, "fold", None):
            return every
        if len(every) > ALIKE:
            return Unanswerable(f"texts that are alike are looked for in {ALIKE:,} rows at most")
        return alike(every, question)

    def _rows(self, table: str, fields: Sequence[str]) -> Sequence[Row]:
        """Columns of a table, read again each time they are gone through."""
        one = self.frames[table]
        columns = f"{one.cells.row()} place", f"{array(one.cells.texts(fields))} cells"

        def rows() -> Iterator[Row]:
            with working():
                found = one.frame.selectExpr(*columns).toLocalIterator(prefetchPartitions=True)
                yield from (Row(row.place.row, tuple(row.cells)) for row in found)

        return Anew(rows, one.rows)

    def line(self, resource: str, row: int) -> int:
        """No row has a line."""
        return 0

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        if missing := [row for row in rows if row not in self.own]:
            with working():
                one, wanted = self.frames[resource], sent("int64", missing).toDF("row")
                own = one.frame.selectExpr(f"inline(array({one.cells.row()}))")
                found = own.join(wanted, "row").collect()
            self.own |= {row.row: tuple(row.own) for row in found}
        return {row: self.own[row] for row in rows}


def is_flag(q: Any) -> bool:
    """Whether a question is answered by looking at each row by itself."""
    is_one = isinstance(q, Unmatched | Suspected | Doubled | Absent | Breaking)
    return is_one or (isinstance(q, Columns) and q.chosen)
