"""What is taken from each block of a table, so that a question can be answered at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from bru.datapackage.table import ordered, sort_key
from bru.engine.polars.flagged import Flagged, Screen
from bru.engine.polars.hashed import Hashed, Keys, Lost, Targets
from bru.engine.polars.held import Room
from bru.engine.polars.lines import LINE
from bru.engine.polars.names import Ties
from bru.engine.polars.rows import Kept
from bru.engine.polars.words import Spoken, Vocabulary
from bru.model.package import Resource, Schema
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Hit,
    Question,
    Repeated,
    Suspected,
    Unmatched,
    Unsorted,
)
from bru.model.words import Doubled, Unnamed, Words

if TYPE_CHECKING:
    import polars as pl

SHORT = "^(?:-?[1-9][0-9]{0,17}|0)$"  # a whole number in the one spelling of it, of 64 bits
Part = (
    Unmatched
    | Screen
    | Doubled
    | Spoken
    | Unnamed
    | Absent
    | Breaking
    | Unsorted
    | Columns
    | Keys
    | Dangling
)
Named = tuple[type, Part]  # two parts of the same cells are equal, so that their type is told


def parts(question: Question) -> list[Named]:
    """What has to be collected for an answer."""
    found: list[Part] = []
    match question:
        case Repeated(resource, fields):
            found = [Keys(resource, fields)]
        case Dangling(resource, fields, target, target_fields, also):
            found = [Keys(*side) for side in ((resource, fields), (target, target_fields), *also)]
        case Columns(resource, fold=fold) if fold is not None:
            found = [Keys(resource, fold.fields, fold)]
        case Suspected(resource, field, suspicion):
            found = [Screen(resource, field, (suspicion,))]
        case Unmatched() | Doubled() | Absent() | Breaking() | Unsorted() | Columns():
            found = [question]
        case Unnamed():
            found = [question]
        case Words(texts):
            found = [Spoken(*text) for text in texts]
    return [(type(part), part) for part in found]


def together(asked: Iterable[Named]) -> dict[Named, Named]:
    """Each part, and what it is a part of: what is sought in the texts of a field is one."""
    places: dict[tuple[str, str], list[Named]] = {}
    for named in asked:
        if isinstance(part := named[1], Screen):
            places.setdefault((part.resource, part.field), []).append(named)
    whole: dict[Named, Named] = {}
    for place, own in places.items():
        sought = tuple(s for _, part in own if isinstance(part, Screen) for s in part.suspicions)
        whole |= dict.fromkeys(own, (Screen, Screen(*place, sought)))
    return {named: whole.get(named, named) for named in asked}


def columns(part: Part) -> set[str]:
    """The columns that are needed for it."""
    match part:
        case Unmatched(_, name) | Screen(_, name) | Doubled(_, name) | Absent(_, name):
            return {name}
        case Breaking(_, left, right):
            return {left, right}
    return {*part.fields}


def collector(
    part: Part,
    resource: Resource,
    room: Room,
    keys: Sequence[str] = (),
    targets: Sequence[Targets] = (),
) -> Collector:
    """What collects this part of a table, as long as there is room for it.

    `keys`: the fields of the primary key that are there, kept with rows that may be told of;
    `targets`: all targets, where a reference is looked for as it is read.
    """
    match part:
        case Dangling():
            return Lost(part, resource.schema, targets, room, keys)
        case Keys():
            return Hashed(part, resource.schema)
        case Unsorted():
            return Ordered(part, resource.schema)
        case Spoken():
            return Vocabulary(part, resource.schema)
        case Unnamed():
            return Ties(part, resource.schema)
        case Columns() if not part.chosen:
            return Kept(part, resource.schema, room)
    return Flagged(part, resource.schema, room, keys)


class Collector(Protocol):
    """Sees each block once. `expression` is worked out for it, together with those of others."""

    def expression(self) -> pl.Expr | None:
        """What it wants to know of each row of a block."""
        ...

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Take what is needed from a block."""
        ...


class Feed:
    """Shows frames to what collects answers, which is made when the first of them is there."""

    def __init__(self, make: Callable[[pl.DataFrame], dict[Named, Collector]]) -> None:
        self.make = make
        self.collectors: dict[Named, Collector] = {}
        self.wishes: list[pl.Expr] | None = None

    def __call__(self, frame: pl.DataFrame) -> None:
        """Show one frame; all that is wanted of it is worked out together."""
        if self.wishes is None:
            self.collectors = self.make(frame)
            self.numbered = {str(n): one for n, one in enumerate(self.collectors.values())}
            wishes = ((n, one.expression()) for n, one in self.numbered.items())
            self.wishes = [wish.alias(n) for n, wish in wishes if wish is not None]
        results = frame.select(self.wishes).to_dict() if self.wishes else {}
        for name, one in self.numbered.items():
            one.feed(frame, results.get(name))


class Ordered:
    """The first row whose key sorts before that of the row above."""

    def __init__(self, part: Unsorted, schema: Schema) -> None:
        self.part, self.schema = part, schema
        self.numeric = sort_key(schema, part.fields)
        self.last: tuple[Any, ...] | None = None
        self.found: list[Hit] = []

    def expression(self) -> pl.Expr | None:
        """Whether a row sorts before that above it in its block; null: Python must say."""
        import polars as pl

        less, same = pl.lit(False), pl.lit(True)
        for name, numeric in zip(self.part.fields, self.numeric, strict=True):
            cells = pl.col(name).fill_null("")
            if numeric:
                cells = pl.when(cells.str.contains(SHORT)).then(cells).cast(pl.Int64)
            less |= same & (cells < cells.shift(1))
            same &= cells == cells.shift(1)
        return less

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Look for it."""
        assert result is not None
        if self.found or not frame.height:
            return
        doubtful = result[1:].fill_null(True).arg_true()
        if doubtful.len() < frame.height // 4:  # between these rows all are in order
            frame = frame[sorted({0, *doubtful, *(doubtful + 1), frame.height - 1})]
        for line, *cells in frame.select(LINE, *self.part.fields).iter_rows():
            record = tuple(c or "" for c in cells)
            sorts = ordered(record, self.numeric)
            if self.last is not None and sorts < self.last:
                self.found = [Hit(record, [line])]
                return
            self.last = sorts

    def answer(self) -> Sequence[Any]:
        """At most one `Hit`."""
        return self.found
