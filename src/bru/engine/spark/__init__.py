"""The engine for the frames of a cluster: Spark, by its DataFrames.

A flag for each question is worked out in one plan for each table; keys meet by aggregation, and
references by an anti join. Values that may be wrong come here, each once with how many rows have
it, and are judged by the same functions as everywhere. Rows have no lines: their keys stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from bru.datapackage import expression
from bru.datapackage.table import Table
from bru.engine import lacking
from bru.engine.exact import alike, breaks, chosen, counted, doubled
from bru.engine.spark.groups import Found, Groups, Judged, Place, Stream
from bru.engine.spark.keys import lost, repeated, sides, spell, together
from bru.engine.spark.session import rows_of, working
from bru.engine.spark.sql import array, judged_by
from bru.engine.spark.tables import Frame, frames, is_known, opened
from bru.model.package import Package
from bru.model.problem import Defect
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Hit,
    Question,
    Repeated,
    Row,
    Suspected,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.model.words import Doubled, Unnamed, Words

__all__ = ["Engine", "is_known"]
SHOWN = 100  # malformed records of a table that are told one by one
NOTED = 200_000  # rows whose keys are known without being looked up
ALIKE = 200_000  # rows that are brought here to compare their texts
CHUNK = 10_000  # values that are judged together
Named = tuple[type, Any]


class Engine:
    """Answers questions about the tables of one package."""

    name = "spark"

    def __init__(
        self, package: Package, given: Mapping[str, Any], asked: Iterable[Question]
    ) -> None:
        """`given`: by name a DataFrame, a table, the places of its files, or why there is none."""
        self.package, self.defects = package, list[Defect]()
        self.known: dict[Named, tuple[Groups, int]] = {}
        self.many: dict[tuple[str, str], str] = {}
        self.bad: dict[str, tuple[Groups, int]] = {}  # malformed records
        self.own: dict[tuple[str, int], tuple[str, ...]] = {}  # keys of rows
        expression.begin()
        with working():
            self.tables = frames(package, given)
            for name, one in self.frames.items():
                if not isinstance(given[name], Table):
                    self.defects += one.header_defects()
                if len({*one.header}) < len(one.header):
                    why = f"{one.resource.path} could not be read as a table"
                    self.tables[name] = Unanswerable(why, name)
            known = [q for q in asked if hasattr(q, "resource") and self.lacking(q) is None]
            self.ask(known)
            if cut := [name for name, one in self.frames.items() if one.may_be_cut]:
                for name in cut:
                    own = self.frames[name]
                    self.tables[name] = opened(own.resource, own.places, several_lines=True)
                self.ask(known)
            for name, (groups, q) in self.bad.items():
                if self.frames[name].places:
                    self._malformed(name, groups, q)

    @property
    def frames(self) -> dict[str, Frame]:
        """The tables that could be read."""
        return {n: t for n, t in self.tables.items() if isinstance(t, Frame)}

    @property
    def sizes(self) -> dict[str, int]:
        """The rows of each table."""
        return {name: one.rows for name, one in self.frames.items()}

    def _malformed(self, name: str, groups: Groups, q: int) -> None:
        """Tell of the records that Spark's reader could not cut into cells."""
        one, (_, left) = self.frames[name], groups.sizes.get(q, (0, 0))
        about: dict[str, Any] = {"resource": name, "path": one.resource.path}
        about["detail"] = f"a record that has not {len(one.header)} cells"
        for group in islice(groups.of(q), SHOWN):
            lines = [0] * group.times
            self.defects.append(Defect("ragged", value=group.cells[0], lines=lines, **about))
            left -= group.times
        if left:
            self.defects.append(Defect("ragged", lines=[0] * left, **about))

    def ask(self, questions: Iterable[Any]) -> None:
        """Have questions answered on the cluster, together."""
        numbered = dict(enumerate(dict.fromkeys((type(q), q) for q in questions)))
        keys = {n: q for n, (_, q) in numbered.items() if isinstance(q, Repeated | Dangling)}
        self.many |= spell(self.frames, keys.values())
        numbered = {n: named for n, named in numbered.items() if not self._too_many(named[1])}
        meeting: dict[int, Repeated] = {}
        parts: dict[str, list[tuple[int, str, str]]] = {name: [] for name in self.frames}
        found = []
        for number, (_, q) in numbered.items():
            if isinstance(q, Dangling):
                found.append(lost(self.frames, q, number))
            elif isinstance(q, Repeated):
                meeting[number] = q
            elif self._is_flag(q):
                cells = self.frames[q.resource].cells
                own = array(map(cells.text, judged_by(q)))
                parts[q.resource].append((number, cells.flag(q), own))
        names = [*self.frames]
        found += [
            one.flagged(parts[name], -1 - n) for n, (name, one) in enumerate(self.frames.items())
        ]

        def note(q: int, place: Place) -> None:
            if len(self.own) < NOTED:
                name = names[-1 - q] if q < 0 else numbered[q][1].resource
                self.own[name, place.row] = tuple(place.own)

        if not found:
            return
        groups = Groups(together(found), note)
        twice = repeated(self.frames, meeting)
        others = groups if twice is None else Groups(twice, note)
        self.known |= {q: (others if n in meeting else groups, n) for n, q in numbered.items()}
        self.bad = {name: (groups, -1 - n) for n, name in enumerate(names)}

    def _is_flag(self, q: Any) -> bool:
        """Whether a question is answered by looking at each row by itself."""
        is_one = isinstance(q, Unmatched | Suspected | Doubled | Absent | Breaking)
        return is_one or (isinstance(q, Columns) and q.chosen)

    def _too_many(self, q: Any) -> str | None:
        """Why the keys of a question are not compared."""
        if not isinstance(q, Repeated | Dangling):
            return None
        asked = ((table, name) for table, names in sides(q) for name in names)
        return next((self.many[one] for one in asked if one in self.many), None)

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
        if isinstance(question, Unnamed):
            return Stream(self.frames[question.resource], question.fields)
        if isinstance(question, Words):
            every = (Stream(self.frames[table], fields) for table, fields in question.texts)
            return counted(question, (row.cells for rows in every for row in rows))
        if isinstance(question, Columns) and not question.chosen:
            rows = Stream(self.frames[question.resource], question.fields)
            if question.fold is None:
                return rows
            if len(rows) > ALIKE:
                return Unanswerable(
                    f"texts that are alike are looked for in {ALIKE:,} rows at most"
                )
            return alike(rows, question)
        named: Named = (type(question), question)
        with working():
            if named not in self.known:
                self.ask([question])
            if too_many := self._too_many(question):
                return Unanswerable(too_many)
            groups, q = self.known[named]
            if isinstance(question, Columns):
                return self._chosen(question, groups, q)
        hits = Found(groups, q, isinstance(question, Repeated))
        if isinstance(question, Repeated | Dangling):
            return hits if q not in groups.here else [*hits]
        judged = Judged(len(hits), lambda: self._judged(question, hits))
        if q in groups.here or not len(hits):
            try:
                return [*judged]
            except expression.UnboundedError as error:
                return Unanswerable(f"{question.resource}.{question.field}: {error}")
        return judged

    def _judged(self, question: Any, hits: Iterable[Hit]) -> Iterator[Hit]:
        """The hits that are answers, by what every engine decides in the same way."""
        if isinstance(question, Doubled):
            yield from (hit for hit in hits if doubled(hit.value[0]))
        elif isinstance(question, Suspected):
            search = expression.compiled(question.suspicion).search
            yield from (hit for hit in hits if search(hit.value[0]))
        elif isinstance(question, Unmatched):
            yield from self._unmatched(question, iter(hits))
        elif isinstance(question, Absent):
            yield from (hit._replace(value=()) for hit in hits)
        else:
            for hit in hits:
                if breaks(*hit.value):
                    yield from (Hit(hit.value, [row]) for row in hit.rows)

    def _unmatched(self, question: Unmatched, hits: Iterator[Hit]) -> Iterator[Hit]:
        while some := {hit.value[0]: hit for hit in islice(hits, CHUNK)}:
            left: Iterable[str] = some
            if question.accept is not None:
                left = expression.rejected(question.accept, [*some])
            yield from (some[value] for value in left)

    def _chosen(self, question: Columns, groups: Groups, q: int) -> list[Row]:
        """The records that a question chooses, as they come in the table."""
        found = sorted((place.i, Row(place.row, cells)) for place, cells in groups.rows(q))
        rows = [*chosen((row for _, row in found), question)]
        return alike(rows, question) if question.fold else rows

    def line(self, resource: str, row: int) -> int:
        """No row has a line."""
        return 0

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        from pyspark.sql import functions as f

        if missing := [row for row in rows if (resource, row) not in self.own]:
            with working():
                cells = self.frames[resource].cells
                own = self.frames[resource].frame.selectExpr(
                    f"{cells.row()} row", f"{cells.own()} own"
                )
                found = own.join(f.broadcast(rows_of(missing)), "row").collect()
            self.own |= {(resource, row.row): tuple(row.own) for row in found}
        return {row: self.own[resource, row] for row in rows}
