"""New rows: what ties a table to others, and what adding rows would change.

Fields, keys and references come from the Table Schemas, so a new column or table needs no code
here. Nothing is written: the answer is an `Addition`, the files and the problems they bring.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bru.check import run
from bru.check.packs import registered
from bru.datapackage import loading, table
from bru.datapackage.suggest import did_you_mean
from bru.datapackage.whitespace import tidier
from bru.editing import find, form
from bru.editing.new_id import Cells
from bru.model.classed import classed
from bru.model.package import Field, Package, Resource
from bru.model.problem import ERROR, Problem
from bru.store import OutsideError, Store
from bru.store.base import Overlay

LATER = frozenset(  # what rows of other tables put right, which cannot be there before this one
    "BRU411 BRU412 BRU503 BRU505 BRU607 BRU630 BRU631".split()
)
ORDER = "BRU012"  # what `bru fmt` and adding rows put right
Row = tuple[Resource, Cells]
ALIKE = 0.8  # a name that is so like that of a new row is told


class NewError(ValueError):
    """The row cannot be made, and why."""


class Link(NamedTuple):
    """A table that ties rows of one table to rows of another, each by a key of one field.

    `how`: a field that says in which of some listed ways, None without one; `otherwise`: the way
    where none is given, "" if one has to be.
    """

    resource: Resource
    own: str
    other: str
    target: str
    how: Field | None = None
    otherwise: str = ""

    def cells(self, own: str, value: str) -> Cells:
        """The row that ties to "NAME" or "NAME: how". Raises NewError where the way is wanted."""
        if self.how is None:
            return {self.own: own, self.other: value}
        other, mark, way = (text.strip() for text in value.rpartition(":"))
        if not mark or " " in way:  # no way, or a name with a colon
            other, way = value, ""
        way, listed = way or self.otherwise, [*map(str, self.how.listed)]
        if way not in (listed if self.how.required else ["", *listed]):
            name = self.how.name
            message = f'"{way}" is no {name}{did_you_mean(way, listed)}'
            if not way:
                message = f'"{value}" has no {name}: write "{other}: {name.upper()}"'
            raise NewError(f"{message}; one of {', '.join(listed)}")
        return {self.own: own, self.other: other, self.how.name: way}


class Addition(NamedTuple):
    """What adding rows comes to: the files, where each row stands in them, the new problems."""

    files: dict[str, bytes]
    places: list[tuple[str, int]]
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """The problems for which the rows are not to be written."""
        return [p for p in self.problems if p.level == ERROR and p.code not in LATER]


SIBILANTS = ("ches", "shes", "sses", "xes")  # of which es is the plural


def singular(name: str) -> str:
    """The name of one row of a table: "trains" → "train", "train_stops" → "train-stop"."""
    if name.endswith("ies"):
        one = name[:-3] + "y"
    else:
        one = name[:-2] if name.endswith(SIBILANTS) else name.removesuffix("s")
    return one.replace("_", "-")


def links(package: Package, resource: Resource) -> dict[str, Link]:
    """The tables that tie rows of this one to others, by what one of the others is called."""
    found: dict[str, Link] = {}
    ways = {t: way for pack in registered(package.packs) for t, way in pack.OTHERWISE.items()}
    for other in package.resources:
        keys = [k for k in other.schema.foreign_keys if len(k.fields) == 1]
        ends = {k.fields[0] for k in keys}
        more = [f for f in other.schema.fields if f.name not in ends]
        if len(keys) != 2 or len(ends) != 2 or len(more) > 1 or not all(f.listed for f in more):
            continue
        for own, far in (keys, keys[::-1]):
            if own.target == resource.name != far.target:
                name = singular(far.target)
                how = more[0] if more else None
                way = ways.get(other.name, "")
                found[name] = Link(other, own.fields[0], far.fields[0], far.target, how, way)
    return found


def records(store: Store, resource: Resource) -> list[Cells]:
    """The rows of a table. Raises NewError where it cannot be read."""
    try:
        read, defects = loading.load(store, resource)
    except OutsideError as error:
        raise NewError(f"{resource.path}: {error}: run `bru validate` first") from error
    broken = [d for d in defects if d.kind in form.REFUSED]
    if isinstance(read, table.Unreadable) or broken:
        what = (broken or defects)[-1]
        raise NewError(f"{resource.path}:{what.line}: {what.detail}: run `bru validate` first")
    return [dict(zip(read.header, row, strict=True)) for row in form.rows(read)]


def add(
    store: Store,
    name: str,
    rows: Sequence[Row],
    documents: Mapping[str, bytes] | None,
    in_order: bool = True,
) -> Addition:
    """What adding these rows comes to; the problems are those that were not there before.

    Unless `in_order`, the rows stand below all others, whose lines are what they were: for rows
    that are refused, so that nothing is told of a line that there is not.
    """
    files: dict[str, bytes] = {}
    for resource, own in by_table(rows):
        data = files.get(resource.path) or store.read(resource.path)
        files[resource.path] = appended(resource, data, own)
    changes = form.changes(Overlay(store, files), name, only=files)[1] if in_order else ()
    for change in changes:
        if change.new is None:
            raise NewError(f"{change.path} with the new row: {change.why}")
        files[change.path] = change.new
    after = Overlay(store, files)
    lines = {resource.name: placed(after, resource, own) for resource, own in by_table(rows)}
    places = [(resource.path, next(lines[resource.name])) for resource, _ in rows]
    problems = brought(store, name, files, documents, places)
    return Addition(files, places, [p for p in problems if in_order or p.code != ORDER])


def brought(
    store: Store,
    name: str,
    files: Mapping[str, bytes],
    documents: Mapping[str, bytes] | None = None,
    places: Collection[tuple[str, int]] = (),
) -> list[Problem]:
    """The problems that these files bring: new ones, and all in the lines of `places`.

    What follows from an error that they bring goes with it.
    """
    report = run.validate(Overlay(store, files), name, documents=documents, limit=0)
    if not report.problems:
        return []
    before = run.validate(store, name, documents=documents, limit=0).problems
    known, own = {(p.code, p.path, p.field, p.key) for p in before}, set(places)
    found = {
        at: p for at, p in enumerate(report.problems)
        if (p.path, p.line) in own or (p.code, p.path, p.field, p.key) not in known
    }  # fmt: skip
    roots = {at for at, p in found.items() if p.level == ERROR and p.code not in LATER}
    return [p for at, p in found.items() if report.follows.get(at) not in roots]


def by_table(rows: Sequence[Row]) -> Iterator[tuple[Resource, list[Cells]]]:
    """The rows of each table. Raises NewError for what cannot be added."""
    tables: dict[str, tuple[Resource, list[Cells]]] = {}
    for resource, cells in rows:
        if not any(cells.values()):
            raise NewError(f"{resource.path}: the new row is empty: give its cells")
        if not resource.is_simple:
            raise NewError(f"{resource.path}: rows are added to plain CSV files only")
        tables.setdefault(resource.name, (resource, []))[1].append(cells)
    yield from tables.values()


def tidied(resource: Resource, rows: Iterable[Cells]) -> list[Row]:
    """Rows of a table with their cells in canonical form, in the order of the fields."""
    tidy = {field.name: tidier(field) for field in resource.schema.fields}
    return [(resource, {n: tidy[n](row[n]) for n in tidy if row.get(n)}) for row in rows]


def appended(resource: Resource, data: bytes, rows: Sequence[Cells]) -> bytes:
    """The bytes of a table with more rows at its end. Raises NewError."""
    read, defects = table.read(data, resource, canonical=False)
    if isinstance(read, table.Unreadable):
        raise NewError(f"{resource.path}:{defects[-1].line}: {defects[-1].detail}")
    if left := [name for cells in rows for name in cells if name not in read.header]:
        raise NewError(f"{resource.path}:1: no column {left[0]}: run `bru validate` first")
    text, dialect = data.decode(resource.encoding), resource.dialect
    end = "\r\n" if "\r\n" in text else "\n"
    added = table.write((cells_of(read.header, cells) for cells in rows), dialect, end)
    between = "" if text.endswith(("\n", "\r")) else end
    try:
        return (text + between + added).encode(resource.encoding)
    except UnicodeEncodeError as error:
        char, where = ascii(error.object[error.start]), f"{resource.path} in {resource.encoding}"
        raise NewError(f"{char} cannot be written to {where}") from error


def cells_of(header: Sequence[str], cells: Cells) -> tuple[str, ...]:
    """A row as its table has it."""
    return tuple(cells.get(name, "") for name in header)


def placed(store: Store, resource: Resource, rows: Sequence[Cells]) -> Iterator[int]:
    """The lines in which rows of a table stand, of one that is there twice the last one first."""
    read, _ = table.read(store.read(resource.path), resource, canonical=False)
    assert isinstance(read, table.Table)
    found = classed(zip(form.rows(read), read.lines, strict=True))
    for cells in rows:
        yield found[cells_of(read.header, cells)].pop()


def like(store: Store, name: str, resource: Resource, cells: Cells) -> Iterator[str]:
    """The rows of its table whose names are very like that of a new row."""
    text = cells.get("name")
    for m in find.find(store, name, text) if text and find.is_entity(resource) else ():
        if m.table == resource.name and m.score >= ALIKE:
            yield f"there is already {m.id} ({m.match}, {m.path}:{m.line})"
