"""Tables as frames: typed for pandas, and schemas that check them with pandera.

pandas, pandera and polars are imported where they are used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bru import store
from bru.check.packs import registered
from bru.datapackage import descriptor, edtf, loading
from bru.datapackage.constraints import TESTS
from bru.datapackage.table import Table, Unreadable
from bru.datapackage.types import parse
from bru.engine.python import Engine
from bru.model.package import Field, Package, Resource
from bru.model.problem import shown
from bru.model.question import Unanswerable, Unmatched
from bru.rules.values import fault

if TYPE_CHECKING:
    import pandas as pd

Path = str | os.PathLike[str] | None
Cells = Mapping[str, Sequence[str | None]]
DTYPES = {"integer": "Int64", "year": "Int64", "boolean": "boolean", "number": "object"}


def load(name: str, path: Path = None, *, derived: bool = False) -> pd.DataFrame:
    """One table as a typed pandas frame: `bru.load`.

    Years are whole numbers; only enumerations of texts are categories; columns that the schema
    does not know are text. In a table with several EDTF fields, `start` and `end` have the name
    of the field in front (`built_start`).
    """
    import pandas as pd

    where, package = opened(path)
    resource = resource_of(package, name)
    table = read(where, resource)
    engine, place = Engine(package, {name: table}), Place(resource.path, table.lines)
    for row, field, cell in sorted(_wrong(engine, resource))[:1]:
        raise place.error(row, field, fault(resource.schema.field(field), cell)[0])
    fields = {field.name: field for field in resource.schema.fields}
    cells = {n: engine.column(name, n) if n in fields else table.columns[n] for n in table.header}
    frame = pd.DataFrame(index=range(len(table.lines)))
    for n, column in cells.items():
        dtype, value = _typed(fields[n]) if n in fields else ("string", str)
        frame[n] = pd.Series(place.each(n, column, value), dtype=dtype)
    for n, dtype, values in bounds(package, resource, cells, place) if derived else ():
        frame.insert(len(frame.columns), n, pd.Series(values, dtype=dtype))
    return frame


def read(where: store.Store, resource: Resource) -> Table:
    """A table. Raises ValueError with its place for one that is not sound, else as `Store.read`."""
    table, defects = loading.load(where, resource)
    for defect in defects:
        if isinstance(table, Unreadable) or defect.kind in ("header", "ragged"):
            line = f":{defect.line}" if defect.line else ""
            raise ValueError(f"{resource.path}{line}: {defect.detail}")
    assert isinstance(table, Table)
    return table


def floated(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with its Decimals as float64, NaN where missing: fifteen digits, not all of them."""
    exact = [name for name, column in frame.items() if column.dtype == "object"]
    return frame.astype(dict.fromkeys(exact, "float64"))


def opened(path: Path) -> tuple[store.Store, Package]:
    """Store and package of `path`, None being what came with bru."""
    where, name = (store.installed(), store.DESCRIPTOR) if path is None else store.open_store(path)
    package = descriptor.read(where, name)
    if package.errors and not package.resources:
        raise ValueError(f"{where.name}: {package.unsound}")
    return where, package


def resource_of(package: Package, name: str) -> Resource:
    """The resource. KeyError if there is none, ValueError if its schema cannot be read."""
    try:
        return package.resource(name)
    except KeyError:
        for defect in package.defects:
            if defect.resource == name:
                raise ValueError(f"{defect.path}: {defect.detail}") from None
        known = ", ".join(r.name for r in package.resources)
        raise KeyError(f"no table {name}; there are {known}") from None


def _wrong(engine: Engine, resource: Resource) -> Iterator[tuple[int, str, str]]:
    """The values that do not fit the type or a constraint of their field: row, field, value."""
    for field in resource.schema.fields:
        for constraint, make in TESTS.items():
            if test := make(field, constraint):
                answer = engine.answer(Unmatched(resource.name, field.name, test.accept))
                hits: Sequence[Any] = () if isinstance(answer, Unanswerable) else answer
                for hit in hits:
                    if not test.fits(hit.value[0]):
                        yield from ((row, field.name, hit.value[0]) for row in hit.rows)


class Place(NamedTuple):
    """Where the rows of a table stand."""

    path: str
    lines: Sequence[int]

    def error(self, row: int, field: str, why: object) -> ValueError:
        """The error for a value that does not fit."""
        return ValueError(f"{self.path}:{self.lines[row]}: {field}: {why}")

    def each(self, field: str, cells: Iterable[Any], value: Callable[[Any], Any]) -> list[Any]:
        """`value` of each cell, None of None; its ValueError is told with the place."""
        values = []
        for row, cell in enumerate(cells):
            try:
                values.append(None if cell is None else value(cell))
            except ValueError as error:
                raise self.error(row, field, error) from error
        return values


def _typed(field: Field) -> tuple[Any, Callable[[str], Any]]:
    """The dtype of a field, and the value of a cell."""
    import pandas as pd

    if field.type == "string" and (listed := field.constraints.get("enum")):
        ordered = field.spec.get("categoriesOrdered") is True
        return pd.CategoricalDtype(list(dict.fromkeys(map(str, listed))), ordered), str
    dtype = DTYPES.get(field.type, "string")

    def whole(cell: str) -> int:
        value = int(parse(field, cell))
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"{shown(cell)} does not fit into 64 bits")
        return value

    if dtype == "Int64":
        return dtype, whole
    return dtype, str if dtype == "string" else lambda cell: parse(field, cell)


def bounds(
    package: Package, resource: Resource, cells: Cells, place: Place
) -> Iterator[tuple[str, str, list[Any]]]:
    """What follows from other columns: bounds of dates, and what a pack derives.

    Gives name, dtype and values of each column.
    """
    for pack in registered(package.packs):
        yield from pack.derived(cells, place.each)
    dates = [f.name for f in resource.schema.fields if f.is_edtf and f.name in cells]
    for date in dates:
        read: list[edtf.Edtf | None] = place.each(date, cells[date], edtf.parse)
        prefix = f"{date}_" if len(dates) > 1 else ""
        yield f"{prefix}start", "string", [d and _iso(d.start) for d in read]
        yield f"{prefix}end", "string", [d and _iso(d.end) for d in read]


def _iso(day: edtf.Day | None) -> str | None:
    """A day in ISO 8601; a year outside 0000 to 9999 has a sign."""
    if day is None:
        return None
    return f"{day[0]:{'04' if 0 <= day[0] <= 9999 else '+05'}}-{day[1]:02}-{day[2]:02}"
