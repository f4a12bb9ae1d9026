"""Keys, references, texts that are alike, and order: what needs rows to meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bru.datapackage.table import ordered, sort_key
from bru.engine.exact import folded
from bru.engine.spark.records import Records
from bru.engine.spark.session import framed
from bru.engine.spark.sql import array
from bru.model.question import Columns, Dangling, Fold, Hit, Repeated, Row, Unsorted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BITS = 60  # sides of a meeting
STRETCH = 100_000  # lines whose order is looked at together
Side = tuple[str, tuple[str, ...]]  # table and fields

Key = Repeated | Dangling | Columns


class Meeting(NamedTuple):
    """Where equal keys meet: those of `sides`, which are as good as each other, or a fold's."""

    sides: tuple[Side, ...]
    fold: Fold | None = None
    number: int = 0  # a meeting has room for so many references


class Keys:
    """The keys of a package; those are brought here that are there twice, or lead nowhere."""

    def __init__(self, records: Records, questions: Iterable[Key]) -> None:
        self.records = records
        self.meetings: dict[Meeting, dict[Side, int]] = {}  # who comes, as a bit
        self.places: dict[tuple[Meeting, Side | None], Meeting] = {}
        self.twice: set[Meeting] = set()
        self.own: dict[tuple[str, int], tuple[str, ...]] = {}
        self.found: dict[tuple[Meeting, int], dict[tuple[str, ...], list[int]]] = {}
        self.asked = {(type(q), q): self._meeting(q) for q in questions}
        if self.asked:
            self._meet()

    def _meeting(self, q: Key) -> tuple[Meeting, int]:
        """Where the rows meet that a question asks for, and what they come as."""
        if isinstance(q, Dangling):
            meeting = Meeting(((q.target, q.target_fields), *q.also))
            side = q.resource, q.fields
            while len(self.meetings.setdefault(meeting, {})) == BITS and (
                side not in self.meetings[meeting]
            ):
                meeting = meeting._replace(number=meeting.number + 1)
            come = self.meetings[meeting]
            return meeting, come.setdefault(side, len(come) + 1)
        fields = q.fields if isinstance(q, Repeated) or q.fold is None else q.fold.fields
        fold = None if isinstance(q, Repeated) else q.fold
        meeting = Meeting(((q.resource, fields),), fold)
        self.meetings.setdefault(meeting, {})
        self.twice.add(meeting)
        return meeting, 0

    def _emitted(self) -> DataFrame | None:
        """All keys: meeting, who comes, key; and the rows they are in."""
        parts: dict[str, dict[str, None]] = {}
        by_hand: list[tuple[int, Side, Fold]] = []
        for number, (meeting, come) in enumerate(self.meetings.items()):
            for bit, (resource, fields) in [*((0, s) for s in meeting.sides), *swapped(come)]:
                cells = self.records.of(resource)
                key = cells.key(fields)
                if meeting.fold:
                    left = cells.fold(meeting.fold)
                    short = f"not {cells.by_hand(meeting.fold)}" if left else "false"
                    text = f"if({short}, {left or 'null'}, null)"
                    key = f"if({text} is not null, {array([text])}, null)"
                    by_hand.append((number, (resource, fields), meeting.fold))
                held = f"named_struct('u', {number}, 'bit', {bit}, 'key', {key})"
                parts.setdefault(resource, {})[f"if({key} is not null, {held}, null)"] = None
        frame = self.records.emitted(parts)
        for one in by_hand:
            if frame is not None and (found := self._by_hand(*one)) is not None:
                frame = frame.unionAll(found)
        return frame

    def _by_hand(self, number: int, side: Side, fold: Fold) -> DataFrame | None:
        """Folded texts, where Python has to fold them."""
        from pyspark.sql import functions as f

        cells = self.records.of(side[0])
        where = cells.by_hand(fold) if cells.fold(fold) else "true"
        text = f"named_struct('text', {cells.joined(side[1])})"
        left = f.udf(lambda text: folded(fold, [text]), "string", useArrow=False)
        if not (rows := self.records.emitted({side[0]: [text]}, where)):
            return None
        found = rows.withColumn("left", left("text")).where("left != ''")
        return found.selectExpr("t", "line", "own", f"{number} u", "0 bit", "array(left) key")

    def _meet(self) -> None:
        """Bring those rows here whose keys are there twice, or lead nowhere."""
        from pyspark.sql import functions as f

        if not (emitted := self._emitted()):
            return
        meetings = [*self.meetings]
        twice = [str(n) for n, meeting in enumerate(meetings) if meeting in self.twice]
        bad = emitted.groupBy("u", "key").agg(
            f.expr("count_if(bit = 0) times"), f.expr("count_if(bit > 0) others")
        )
        lost = "times = 0"
        where = f"{lost} or times > 1 and u in ({', '.join(twice) or '-1'})"
        keys = bad.where(where).selectExpr("u", "key", f"{lost} lost").collect()
        if not keys:
            return
        columns = {name: [row[name] for row in keys] for name in ("u", "key", "lost")}
        known = framed(self.records.spark, columns, "int texts bool")
        rows = emitted.join(f.broadcast(known), ["u", "key"]).where("(bit > 0) = lost")
        for row in rows.select("t", "line", "own", "u", "bit", "key").collect():
            self.own[self.records.names[row.t], row.line] = tuple(row.own)
            group = self.found.setdefault((meetings[row.u], row.bit), {})
            group.setdefault(tuple(row.key), []).append(row.line)

    def hits(self, q: Key) -> list[Hit]:
        """Keys and their rows, the first ones first."""
        found = self.found.get(self.asked[type(q), q], {})
        groups = ((key, sorted({*lines})) for key, lines in found.items())
        return sorted((Hit(*group) for group in groups), key=lambda hit: hit.rows[0])

    def answer(self, q: Key) -> Sequence[Hit] | Sequence[Row]:
        """The answer to a question."""
        hits = self.hits(q)
        if isinstance(q, Dangling):
            return hits
        if isinstance(q, Repeated):
            return [Hit(key, rows[1:]) for key, rows in hits]
        lines = sorted(line for _, rows in hits for line in rows)
        return self.records.at(q.resource, q.fields, lines)


def swapped(come: dict[Side, int]) -> list[tuple[int, Side]]:
    """Who comes, by bit."""
    return [(bit, side) for side, bit in come.items()]


def unsorted(records: Records, q: Unsorted) -> list[Hit]:
    """The first row of a large table that sorts before the one above it."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    cells = records.of(q.resource)
    numeric = sort_key(cells.schema, q.fields)
    texts = ", ".join(f"coalesce({cells.written(n)}, '')" for n in q.fields)
    struct = f"named_struct('sorting', {cells.sorting(q.fields, numeric)}, 'texts', array({texts}))"
    if not (emitted := records.emitted({q.resource: [struct]})):
        return []
    rows = emitted.withColumn("stretch", f.expr(f"line div {STRETCH}"))
    order = Window.partitionBy("stretch").orderBy("line")
    above = rows.withColumn("above", f.lag("sorting").over(order))
    ends = above.groupBy("stretch").agg(
        f.expr("min_by(struct(line, texts), line) first"),
        f.expr("max_by(struct(line, texts), line) last"),
        f.expr("min_by(struct(line, texts), if(sorting < above, line, null)) odd"),
    )
    last: Sequence[str] | None = None
    for part in sorted(ends.collect(), key=lambda p: int(p.stretch)):
        if last is not None and ordered(part.first.texts, numeric) < ordered(last, numeric):
            return [Hit(tuple(part.first.texts), [part.first.line])]
        if part.odd is not None:
            return [Hit(tuple(part.odd.texts), [part.odd.line])]
        last = part.last.texts
    return []
