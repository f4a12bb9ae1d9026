"""What a package holds as typed values, read once for whatever format it is given out in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bru import frames
from bru.datapackage import descriptor
from bru.datapackage.jsontext import written
from bru.datapackage.types import parse
from bru.export.words import filename, listed, text
from bru.model.grammar import with_article
from bru.model.package import Field, ForeignKey, Package, Resource
from bru.model.problem import shown
from bru.releases.state import labelled
from bru.store import OutsideError, Store, refusal


class Column(NamedTuple):
    """A field with its values: str, int, Decimal, bool, date, time, datetime, dict or list.

    None where the cell is missing. A whole number that does not fit into 64 bits makes its field
    one of `number`.
    """

    field: Field
    values: Sequence[Any]

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def type(self) -> str:
        """The type of the field."""
        return self.field.type

    @property
    def labels(self) -> Mapping[str, str]:
        """The codes that the schema lists, as texts, with what it says of each."""
        if self.type not in ("string", "integer", "year"):
            return {}
        said = {
            written(c.get("value")): text(c, "label")
            for c in self.field.spec.get("categories", ())
            if isinstance(c, dict)
        }
        return {written(value): said.get(written(value), "") for value in self.field.listed}


class Table(NamedTuple):
    """One table. `derived`: what follows from its columns, as name and values (Decimal or ISO)."""

    resource: Resource
    columns: tuple[Column, ...]
    size: int
    derived: Mapping[str, Sequence[Any]]

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name

    @property
    def title(self) -> str:
        """Its title, else its name."""
        return text(self.resource.spec, "title") or self.name

    @property
    def description(self) -> str:
        """What one row is."""
        schema = self.resource.schema.spec
        return text(self.resource.spec, "description") or text(schema, "description")

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The fields of the primary key."""
        return self.resource.schema.primary_key

    @property
    def unique_keys(self) -> list[tuple[str, ...]]:
        """All other keys: those of the schema, and each field that it says is unique."""
        alone = [(c.name,) for c in self.columns if c.field.constraints.get("unique") is True]
        return [k for k in (*alone, *self.resource.schema.unique_keys) if k != self.primary_key]

    @property
    def beside(self) -> str:
        """The name of the database's table of what is derived."""
        return f"_{self.name}_bounds"

    @property
    def view(self) -> str:
        """The name of the database's view that adds to the table what a reader wants to see."""
        return f"{self.name}_view"

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The records, as values."""
        return zip(*(column.values for column in self.columns), strict=True)

    def records(self) -> Iterator[dict[str, Any]]:
        """The records, by field."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())


class Content(NamedTuple):
    """The tables of a package. `name`: how its files are called."""

    package: Package
    name: str
    tables: Mapping[str, Table]

    @property
    def title(self) -> str:
        """The title of the package, else its name."""
        return text(self.package.spec, "title") or self.package.name or self.name

    @property
    def description(self) -> str:
        """What the package is."""
        return text(self.package.spec, "description")

    @property
    def licenses(self) -> list[dict[str, str]]:
        """Name, title and path of each licence, "" for what is not given."""
        given = listed(self.package.spec, "licenses", dict)
        return [{key: text(x, key) for key in ("name", "title", "path")} for x in given]

    @property
    def people(self) -> list[str]:
        """Who made it."""
        given = listed(self.package.spec, "contributors", dict)
        return [name for x in given if (name := text(x, "title"))]

    @property
    def keywords(self) -> list[str]:
        """What it is about."""
        return listed(self.package.spec, "keywords", str)

    @property
    def citation(self) -> str:
        """How to cite it."""
        version = self.package.version and f", version {self.package.version}"
        return f"{'; '.join(self.people)}: {self.title}{version}".removeprefix(": ")

    def paths(self, folder: str, suffix: str) -> dict[str, str]:
        """The path of a file for each table. Raises ValueError if two would be the same file."""
        found = {name: f"{folder}/{filename(name)}{suffix}" for name in self.tables}
        if len({path.lower() for path in found.values()}) < len(found):
            raise ValueError("two tables have names that would be the same file")
        return found

    def references(self, table: Table) -> list[ForeignKey]:
        """The references of a table to keys of the tables that are here."""
        found = []
        for key in table.resource.schema.foreign_keys:
            target = self.tables.get(key.target)
            keys = [target.primary_key, *target.unique_keys] if target else []
            if key.target_fields in keys:
                found.append(key)
        return found


def open_content(store: Store, name: str, call: str = "") -> Content:
    """The content of the package that descriptor `name` of `store` describes.

    `call`: how the files are to be called (by default as the package). Raises ValueError with file,
    line and field for what cannot be read.
    """
    return content_of(store, labelled(store, name, descriptor.read(store, name)), call)


def content_of(store: Store, package: Package, call: str = "") -> Content:
    """The same of a package whose descriptor was read. Raises ValueError."""
    if package.unsound:
        raise ValueError(package.unsound)
    tables = {r.name: open_table(store, package, r) for r in package.resources}
    return Content(package, call or filename(package.name or "package"), tables)


def open_table(store: Store, package: Package, resource: Resource) -> Table:
    """The values of one table. Raises ValueError with file, line and field."""
    try:
        table = frames.read(store, resource)
    except (OSError, OutsideError) as error:
        why = refusal(error) if isinstance(error, OSError) else f"cannot be read: {error}"
        raise ValueError(f"{resource.path}: {why}") from error
    place = frames.Place(resource.path, table.lines)
    cells: dict[str, list[str | None]] = {}
    columns = []
    for name in table.header:
        field = resource.schema.by_name.get(name) or unknown(name)
        cells[name] = [None if c is None or c in field.missing else c for c in table.columns[name]]
        columns.append(typed(field, cells[name], place))
    derived = {n: v for n, _, v in frames.bounds(package, resource, cells, place) if n not in cells}
    return Table(resource, tuple(columns), len(table.lines), derived)


def unknown(name: str) -> Field:
    """A column that the schema does not know: texts."""
    return Field(name, "string", "default", {}, frozenset({""}), {"name": name})


def typed(field: Field, cells: Sequence[str | None], place: frames.Place) -> Column:
    """The values of a column, each distinct one read once."""
    known: dict[str, Any] = {}

    def value(cell: str) -> Any:
        if cell not in known:
            try:
                found = parse(field, cell)
            except ValueError:
                what = f"{shown(cell)} is not {with_article(field.type)}: run `bru validate`"
                raise ValueError(what) from None
            known[cell] = int(found) if field.type == "integer" else found
        return known[cell]

    values = place.each(field.name, cells, value)
    if field.type == "integer" and any(not -(2**63) <= v < 2**63 for v in known.values()):
        values = [None if v is None else Decimal(v) for v in values]
        field = field._replace(type="number")
    return Column(field, values)
