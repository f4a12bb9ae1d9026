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
from bru.datapackage.types import identity
from bru.engine import Anew, lacking, needs
from bru.engine.exact import alike, chosen, counted, judged
from bru.engine.spark.files import BAD, is_known
from bru.engine.spark.groups import HERE, Found, Groups
from bru.engine.spark.session import working
from bru.engine.spark.sql import array, spelled
from bru.engine.spark.tables import Frame, framed, sent
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
    is_of_a_row,
)
from bru.model.words import Words

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Engine", "is_known"]
SHOWN = 100  # malformed records of a table that are told one by one
ALIKE = 200_000  # rows that are brought here to compare their texts
SPELLINGS = 10_000  # of the values of a field that are compared by what they mean


class Engine:
    """Answers questions about the tables of one package."""

    name = "spark"

    def __init__(
        self, package: Package, given: Mapping[str, Any], asked: Iterable[Question]
    ) -> None:
        """`given`: by name a DataFrame, a table, the places of its files, or why there is none."""
        self.package, self.defects = package, list[Defect]()
        self.known: dict[tuple[type, Any], Found | Any] = {}  # what was found for questions
        self.own: dict[int, tuple[str, ...]] = {}  # the keys of rows
        expression.begin()
        with working():
            found = {r.name: framed(r, given.get(r.name), self.defects) for r in package.resources}
            self.frames = {n: t for n, t in found.items() if isinstance(t, Frame)}
            headers = ((n, t.header if isinstance(t, Frame) else t) for n, t in found.items())
            self.headers = dict[str, Sequence[str] | Unanswerable](headers)
            self.ask(q for q in asked if hasattr(q, "resource") and self.lacking(q) is None)
            self.sizes = {name: one.rows for name, one in self.frames.items()}
            for one in self.frames.values():
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
        lost = [self._lost(n, q) for n, q in enumerate(keys) if isinstance(q, Dangling)]
        self._take(lost + self._repeated(keys), keys)

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

    def _lost(self, number: int, q: Dangling) -> DataFrame:
        """The rows whose reference is not among its targets."""
        (table, fields), *others = needs(q)
        targets = together(self.frames[to].keys(0, names).select("key") for to, names in others)
        own = self.frames[table].keys(number, fields)
        return own.join(targets, "key", "left_anti").drop("key")

    def _repeated(self, asked: Sequence[Any]) -> list[DataFrame]:
        """The rows whose key another row has, too; of each question that has such."""
        from pyspark import StorageLevel

        named = ((n, q) for n, q in enumerate(asked) if isinstance(q, Repeated))
        rows = {n: self.frames[q.resource].keys(n, q.fields) for n, q in named}
        if not rows:
            return []
        every = together(keyed.select("q", "key") for keyed in rows.values())
        twice = every.groupBy("q", "key").count().where("count > 1")
        twice = twice.persist(StorageLevel.DISK_ONLY)
        found = ((r.q, twice.where(f"q = {r.q}")) for r in twice.select("q").distinct().collect())
        return [rows[n].join(own.select("key"), "key").drop("key") for n, own in found]

    def _take(self, found: Sequence[DataFrame], asked: Sequence[Any]) -> None:
        """Have the rows that were found for questions, by their numbers, worked out."""
        repeated = {n for n, q in enumerate(asked) if isinstance(q, Repeated)}
        groups = Groups(together(found), self.own, repeated) if found else None
        for n, q in enumerate(asked):
            self.known[type(q), q] = Found(groups, n) if groups else []

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
                return alike(chosen(found.rows(), question), question)
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
        found = one.frame.selectExpr("place.row", f"{array(one.columns[n] for n in fields)} cells")

        def rows() -> Iterator[Row]:
            with working():
                for row in found.toLocalIterator(prefetchPartitions=True):
                    yield Row(row.row, tuple(row.cells))

        return Anew(rows, one.rows)

    def line(self, resource: str, row: int) -> int:
        """No row has a line."""
        return 0

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        if missing := [row for row in rows if row not in self.own]:
            with working():
                own, wanted = self.frames[resource].frame, sent("int64", missing).toDF("row")
                found = own.select("place.row", "place.own").join(wanted, "row").collect()
            self.own |= {row.row: tuple(row.own) for row in found}
        return {row: self.own[row] for row in rows}


def together(frames: Iterable[DataFrame]) -> DataFrame:
    """Frames of the same columns as one."""
    return reduce(lambda a, b: a.unionAll(b), frames)
