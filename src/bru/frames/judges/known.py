"""A difference between a judge and bru, and an entry in the list of those that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import Any, NamedTuple

from bru.datapackage.expression import matches
from bru.datapackage.types import parse
from bru.datapackage.types.texts import FORMATS
from bru.frames.judges.fault import Fault
from bru.model.package import Field, Schema


class Difference(NamedTuple):
    """What a judge misses, adds or refuses to judge; the schema and columns of the table.

    `spec`: the properties of its resource, for what is in no row.
    """

    judge: str
    does: str
    fault: Fault = Fault("", 0, "", "")
    schema: Schema | None = None
    columns: Mapping[str, Sequence[str | None]] = {}
    why: str = ""
    spec: Mapping[str, Any] = {}

    @property
    def fields(self) -> list[Field]:
        """The fields that the fault is about."""
        assert self.schema
        return [self.schema.field(name) for name in filter(None, self.fault.field.split(", "))]

    def given(self, field: Field, row: int) -> str | None:
        """The cell of a field in a record, None where the value is missing."""
        cell = self.columns[field.name][row - 2] or ""
        return None if cell in field.missing else cell

    @property
    def cells(self) -> list[str | None]:
        """The cells of the fields, None where the value is missing."""
        return [self.given(field, self.fault.row) for field in self.fields]

    @property
    def cell(self) -> str:
        """The cell of the first of them."""
        return self.cells[0] or ""

    @property
    def type(self) -> str:
        """The type of the first of them."""
        return self.fields[0].type

    @property
    def empty(self) -> bool:
        """Whether all values of the row are missing."""
        assert self.schema
        return all(self.given(f, self.fault.row) is None for f in self.schema.fields)

    def stated(self, constraint: str) -> Any:
        """What the schema states for the first of them."""
        return self.fields[0].constraints[constraint]

    def broken(self, above: bool = False) -> bool:
        """Whether one of the cells is not of its type or format, here or also in a row above."""
        row = self.fault.row
        places = product(self.fields, range(2 if above else row, row + 1))
        cells = ((field, self.given(field, at)) for field, at in places)
        return any(cell is not None and not readable(field, cell) for field, cell in cells)


def readable(field: Field, cell: str) -> bool:
    """Whether a cell is a value of its field's type and format."""
    shape = FORMATS.get(field.format, "") if field.type == "string" else ""
    with suppress(ValueError):
        parse(field, cell)
        return not shape or matches(shape, cell)
    return False


class Known(NamedTuple):
    """A known difference: when it shows, and why.

    `what`: the judges, what they do (misses, adds, refuses), and the kinds of fault, with spaces
    between.
    """

    what: str
    when: str
    reason: str
    covers: Callable[[Difference], bool] = lambda difference: True


def reads(types: str, reader: Callable[[str], Any]) -> Callable[[Difference], bool]:
    """Differences in a cell of one of these types that `reader` can read."""

    def covers(difference: Difference) -> bool:
        try:
            reader(difference.cell)
        except Exception:
            return False
        return difference.type in types.split()

    return covers


def says(message: str) -> Callable[[Difference], bool]:
    """Refusals with such a message."""
    return lambda difference: re.search(message, difference.why) is not None


def iso(cell: str) -> Any:
    """A datetime, or a time on some day, as dateutil reads it."""
    from dateutil.parser import isoparse

    return isoparse(cell if "-" in cell[:5] else f"2000-01-01T{cell}")
