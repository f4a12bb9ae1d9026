"""What is taken from each block of a table, so that a question can be answered at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from bru.datapackage import expression
from bru.datapackage.table import ordered, sort_key
from bru.engine.exact import breaks, chosen
from bru.engine.polars.cells import cell, compact, joined, matching, texts
from bru.engine.polars.hashed import Hashed, Keys, Lost
from bru.engine.polars.lines import LINE
from bru.engine.polars.rows import Kept, Room, rows
from bru.model.package import Resource, Schema
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Hit,
    Question,
    Repeated,
    Unmatched,
    Unsorted,
)

if TYPE_CHECKING:
    import polars as pl

SHORT = "^(?:-?[1-9][0-9]{0,17}|0)$"  # a whole number in the one spelling of it, of 64 bits
Part = Unmatched | Absent | Breaking | Unsorted | Columns | Keys | Dangling
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
        case Unmatched() | Absent() | Breaking() | Unsorted() | Columns():
            found = [question]
    return [(type(part), part) for part in found]


def columns(part: Part) -> set[str]:
    """The columns that are needed for it."""
    match part:
        case Unmatched(_, name) | Absent(_, name):
            return {name}
        case Breaking(_, left, right):
            return {left, right}
    return {*part.fields}


def collector(
    part: Part, resource: Resource, room: Room, targets: Sequence[pl.Series] = ()
) -> Collector:
    """What collects this part of a table.

    `targets`: the hashes of all targets, where a reference is looked for as it is read.
    """
    match part:
        case Dangling():
            return Lost(part, resource.schema, targets)
        case Keys():
            return Hashed(part, resource.schema)
        case Unsorted():
            return Ordered(part, resource.schema)
        case Columns() if not part.chosen:
            return Kept(part, resource.schema, room)
    return Flagged(part, resource.schema)


class Collector(Protocol):
    """Sees each block once. `expression` is worked out for it, together with those of others.

    In the place of flags a collector of rows is fed the rows that are flagged, if there are any.
    """

    def expression(self) -> pl.Expr | None:
        """What it wants to know of each row of a block."""
        ...

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Take what is needed from a block."""
        ...


def fed(
    frame: pl.DataFrame, collectors: Mapping[str, Collector], wishes: Sequence[pl.Expr]
) -> dict[str, pl.Series]:
    """What each collector is to be fed of a block, all worked out together."""
    results = frame.select(wishes).to_dict() if wishes else {}
    flagged: list[pl.Expr] = []
    for name, one in collectors.items():
        if isinstance(one, Flagged) and (flags := results.pop(name)).any():
            flagged.append(one.rows(flags).alias(name))
    rows = frame.select(flagged).to_dict() if flagged else {}
    return results | {name: found.item(0) for name, found in rows.items()}


class Flagged:
    """Rows that may be part of the answer: their lines, and the cells that are asked for."""

    def __init__(self, part: Unmatched | Absent | Breaking | Columns, schema: Schema) -> None:
        self.part, self.schema = part, schema
        self.found: list[pl.Series] = []
        match part:
            case Unmatched(_, name) | Absent(_, name):
                self.fields: tuple[str, ...] = (name,)
            case Breaking(_, left, right):
                self.fields = left, right
            case Columns():
                self.fields = part.fields

    def expression(self) -> pl.Expr | None:
        """Whether a row may be part of the answer."""
        import polars as pl

        cells = [cell(self.schema.field(n)) for n in self.fields]
        match self.part:
            case Absent():
                return cells[0].is_null()
            case Unmatched(accept=accept):
                fits = None if accept is None else matching(cells[0], accept)
                return cells[0].is_not_null() if fits is None else ~fits
            case Breaking():
                left, right = (c.cast(pl.Int64, strict=False) for c in cells)
                return pl.all_horizontal(c.is_not_null() for c in cells) & (
                    (left < right).fill_null(False).not_()
                )
            case Columns(_, fields, only, unless, among=among):
                text = joined(self.schema, fields)
                found = pl.lit(True) if among is None else cells[0].is_in(sorted(among))
                for accept, wanted in ((only, True), (unless, False)):
                    if accept is not None and (fits := matching(text, accept)) is not None:
                        found &= fits if wanted else ~fits
                return found
        return None

    def rows(self, flags: pl.Series) -> pl.Expr:
        """The rows that are flagged, as one list of structures."""
        import polars as pl

        cells = (compact(pl.col(name).filter(flags)) for name in dict.fromkeys(self.fields))
        return pl.struct(pl.col(LINE).filter(flags), *cells).implode()

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Keep the rows that are flagged, if any are."""
        if result is not None:
            self.found.append(result)

    def answer(self) -> Sequence[Any]:
        """The answer, judged by Python where the flags may be too many. Raises UnboundedError."""
        import polars as pl

        if not self.found:
            return []
        found = pl.concat(self.found).struct.unnest().select(LINE, *texts(self.schema, self.fields))
        if isinstance(self.part, Absent):
            return [Hit((), found[LINE].to_list())]
        if isinstance(self.part, Columns):
            _, _, only, unless, *_ = self.part
            sure = unless is None and (only is None or matching(pl.lit(""), only) is not None)
            return [*(rows(found) if sure else chosen(rows(found), self.part))]
        if isinstance(self.part, Breaking):
            return [
                Hit((left, right), [line])
                for line, left, right in found.iter_rows()
                if breaks(left, right)
            ]
        name = self.part.field
        lines_of = dict(found.group_by(name, maintain_order=True).agg(LINE).iter_rows())
        if self.part.accept is not None:
            lines_of = {v: lines_of[v] for v in expression.rejected(self.part.accept, lines_of)}
        return [Hit((value,), lines) for value, lines in lines_of.items()]


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
