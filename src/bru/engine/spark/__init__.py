"""The engine for the frames of a cluster: Spark, by its DataFrames.

A flag for each question is worked out in one plan for each table; keys meet by aggregation, and
references by an anti join. Values that may be wrong come here, each once with how many rows have
it, and are judged by the same functions as everywhere. Rows have no lines: their keys stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

from bru.datapackage import expression
from bru.datapackage.table import Unreadable
from bru.datapackage.types import identity
from bru.engine import Anew, is_of_a_row, lacking, needs
from bru.engine.exact import alike, chosen, counted, judged
from bru.engine.spark.groups import HERE, Found, Own, grouped
from bru.engine.spark.sql import array, spelled
from bru.engine.spark.tables import BAD, Frame, framed, is_known, sent
from bru.model.package import Package
from bru.model.problem import Defect
from bru.model.question import (
    Columns,
    Dangling,
    Question,
    Repeated,
    Row,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.model.words import Words
from bru.store.cluster import working

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Engine", "is_known"]
SHOWN = 100  # malformed records of a table that are told one by one
ALIKE = 200_000  # rows that are brought here to compare their texts
SPELLINGS = 10_000  # of the values of a field that are compared by what they mean


class Engine:
    """Answers questions about the tables of one package."""

    name = "spark"

    def __init__(self, package: Package, given: Mapping[str, Any], asked: Iterable[Any]) -> None:
        """`given`: by name a DataFrame, a table, the places of its files, or why there is none."""
        self.package, self.defects = package, list[Defect]()
        self.known: dict[tuple[type, Any], Found | Any] = {}  # what was found for questions
        self.own, self.frames, self.sizes = Own(), dict[str, Frame](), dict[str, int]()
        self.headers: dict[str, Sequence[str] | Unanswerable] = {}
        expression.begin()
        with working():
            for resource in package.resources:
                name = resource.name
                found = framed(resource, given.get(name), self.defects)
                if isinstance(found, Unreadable):
                    self.sizes[name] = 0
                    found = Unanswerable(f"{resource.path} could not be read as a table", name)
                self.headers[name] = found.header if isinstance(found, Frame) else found
                if isinstance(found, Frame):
                    self.frames[name] = found
            self.ask(q for q in asked if hasattr(q, "resource") and self.lacking(q) is None)
            for name, one in self.frames.items():
                self.sizes[name] = (one.seen and one.seen.get["rows"]) or 0
                self.defects += self._malformed(one)

    def _malformed(self, one: Frame) -> Iterator[Defect]:
        """Tell of the records that Spark's reader could not cut into cells."""
        path, name = one.resource.path, one.resource.name
        found = self.known.get((Unmatched, Unmatched(name, BAD)), ())
        shown = [(hit.value[0], len(hit.rows)) for hit in islice(found, SHOWN)]
        left = getattr(found, "places", 0) - sum(times for _, times in shown)
        for value, times in (*shown, *([("", left)] if left else [])):
            detail = f"a record that has not {len(one.header)} cells"
            yield Defect("ragged", name, 0, "", value, detail, path, lines=[0] * times)

    def ask(self, questions: Iterable[Any]) -> None:
        """Have questions answered on the cluster, together: rows by themselves, then keys."""
        every = {(type(q), q): q for q in questions}
        keys = [q for q in every.values() if isinstance(q, Repeated | Dangling)]
        odd = [q for key in keys for q in self._odd(key)]
        odd += [Unmatched(name, BAD) for name, one in self.frames.items() if one.is_read]
        every |= {(Unmatched, q): q for q in odd if (Unmatched, q) not in self.known}
        alone, found = [q for q in every.values() if is_of_a_row(q)], []
        for name, one in self.frames.items():
            own = [(n, q, needs(q)[0][1]) for n, q in enumerate(alone) if q.resource == name]
            if own or not one.seen:
                found.append(one.flagged(own))
        self._take(found, alone)
        self.known |= {(type(q), q): why for q in keys if (why := self._spell(q))}
        keys = [q for q in keys if (type(q), q) not in self.known]
        self._take([self._met(n, q) for n, q in enumerate(keys)], keys)

    def _odd(self, q: Repeated | Dangling) -> Iterator[Unmatched]:
        """The questions for the cells of keys whose identity Python has to tell."""
        for table, names in needs(q):
            for field in map(self.package.resource(table).schema.field, names):
                if identity(field):
                    yield Unmatched(table, field.name, spelled(field))

    def _spell(self, q: Repeated | Dangling) -> Unanswerable | None:
        """Learn the identity of the cells of keys; why that is not done."""
        for part in self._odd(q):
            found, one = self.known[Unmatched, part], self.frames[part.resource]
            if len(found) > SPELLINGS:
                why = f"more than {SPELLINGS:,} values that are spelled in their own way"
                return Unanswerable(f"{part.resource}.{part.field} has {why}")
            same = identity(one.resource.schema.field(part.field)) or str
            one.spellings[part.field] = {cell: same(cell) for (cell,), _ in found}
        return None

    def _met(self, number: int, q: Repeated | Dangling) -> DataFrame:
        """The rows whose key another row has, too, or whose reference is not among its targets."""
        (table, fields), *others = needs(q)
        one = self.frames[table]
        found = one.keyed(fields)
        if isinstance(q, Repeated):
            found = found.selectExpr("*", "count(1) over (partition by key) n").where("n > 1")
        else:
            for to, names in others:
                found = found.join(self.frames[to].keyed(names).select("key"), "key", "left_anti")
        shown = f"{number} q", f"{array(one.same(fields))} cells", "i", f"{one.place} place"
        return found.selectExpr(*shown)

    def _take(self, found: Sequence[DataFrame], asked: Sequence[Any]) -> None:
        """Have the rows that were found for questions, by their numbers, worked out."""
        if found:
            repeated = {n for n, q in enumerate(asked) if isinstance(q, Repeated)}
            hits = grouped(reduce(lambda a, b: a.unionAll(b), found), self.own, repeated)
            self.known |= {(type(q), q): hits.get(n, []) for n, q in enumerate(asked)}

    def lacking(self, question: Question) -> Unanswerable | None:
        """Why a question has no answer."""
        if isinstance(question, Unsorted):
            return Unanswerable("the rows of a frame have no order")
        return lacking(question, self.package, self.headers)

    def answer(self, question: Any) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := self.lacking(question):
            return why
        if not (is_of_a_row(question) or isinstance(question, Repeated | Dangling)):
            return self._whole(question)
        with working():
            if (type(question), question) not in self.known:
                self.ask([question])
            found = self.known[type(question), question]
            if isinstance(question, Columns):
                return alike(chosen(found.rows() if found else (), question), question)
        if not is_of_a_row(question):
            return found
        hits = Anew(lambda: judged(question, found), len(found))
        try:
            return [*hits] if len(found) <= HERE else hits
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
        cells = f"{array(one.columns[name] for name in fields)} cells"
        found = one.frame.selectExpr(f"{one.place}.row row", cells)

        def rows() -> Iterator[Row]:
            with working():
                for row in found.toLocalIterator(prefetchPartitions=True):
                    yield Row(row.row, tuple(row.cells))

        return Anew(rows, self.sizes[table])

    def close(self) -> None:
        """Free what is kept on the cluster."""
        for frame in {one.kept for one in self.known.values() if isinstance(one, Found)}:
            frame.unpersist()

    def line(self, resource: str, row: int) -> int:
        """No row has a line."""
        return 0

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        if missing := [row for row in rows if row not in self.own]:
            with working():
                one, wanted = self.frames[resource], sent("int64", missing).toDF("row")
                found = one.frame.selectExpr(f"inline(array({one.place}))").join(wanted, "row")
                self.own |= {row.row: tuple(row.own) for row in found.collect()}
        return {row: self.own[row] for row in rows}
