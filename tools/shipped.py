"""The package that comes with bru, in memory: its tables as records, edited without a disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from bru import store
from bru.datapackage import descriptor, table
from bru.editing import form
from bru.model.package import Field, Package, Resource
from bru.releases import published, released
from bru.releases.published import Release
from tools.memory import Memory

Files = Mapping[str, bytes | None]  # what replaces the shipped files; None: the file is not there
Record = tuple[str, ...]
DAY = "2026-01-31"


class Grid(NamedTuple):
    """The records of one table, as texts."""

    resource: Resource
    rows: tuple[Record, ...]

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.resource.name

    @property
    def path(self) -> str:
        """Its file."""
        return self.resource.path

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields, in order."""
        return self.resource.schema.fields

    @property
    def header(self) -> Record:
        """Their names."""
        return tuple(f.name for f in self.fields)

    @property
    def key(self) -> tuple[str, ...]:
        """The fields of its primary key."""
        return self.resource.schema.primary_key

    def at(self, field: str) -> int:
        """The number of a column."""
        return self.header.index(field)

    def column(self, field: str) -> list[str]:
        """The cells of a column."""
        at = self.at(field)
        return [row[at] for row in self.rows]

    def cell(self, row: int, field: str) -> str:
        """One cell."""
        return self.rows[row][self.at(field)]

    def record(self, row: int) -> dict[str, str]:
        """One record by field."""
        return dict(zip(self.header, self.rows[row], strict=True))

    def sorted(self) -> Grid:
        """The records in the order of their key."""
        return self._replace(rows=tuple(form.in_order([*self.rows], self.header, self.resource)))

    def find(self, **cells: str) -> int:
        """The first row with these cells."""
        at = {self.at(field): value for field, value in cells.items()}
        return next(n for n, row in enumerate(self.rows) if all(row[i] == v for i, v in at.items()))


def line(row: int) -> int:
    """The line of a record in a table without multi-line cells."""
    return row + 2


def reference(grid: Grid, field: str) -> str:
    """The table that a field refers to, "" if none."""
    keys = grid.resource.schema.foreign_keys
    return next((k.target for k in keys if k.fields == (field,)), "")


class Shipped:
    """The shipped package in its released form: its files, and its tables as grids."""

    def __init__(
        self,
        documents: Mapping[str, bytes] | None = None,
        is_released: bool = False,
        where: store.Store | None = None,
    ) -> None:
        """Read it; with `is_released` as if all of it were the last release.

        `where`: another package instead, one that has no releases.
        """
        has_releases = where is None
        where = where or store.installed()
        self.documents = documents
        resources = descriptor.read(where, store.DESCRIPTOR).resources
        paths = [store.DESCRIPTOR]
        paths += [published.RELEASES, published.IDS] if has_releases else []
        paths += [str(r.spec["schema"]) for r in resources]
        self.files: dict[str, bytes] = {path: where.read(path) for path in paths}
        if has_releases:
            # Without the zip file of the last release: nearly every fault would be told of.
            record = published.read(where)[0]
            before = [release._replace(sha256="") for release in record.releases]
            self.files[published.RELEASES] = table.write([Release._fields, *before]).encode()
        self.files |= {resource.path: where.read(resource.path) for resource in resources}
        sizes = {p: (len(data), sha256(data).hexdigest()) for p, data in self.files.items()}
        self.files[store.DESCRIPTOR] = released.pinned(self.files[store.DESCRIPTOR], sizes)
        self.package: Package = descriptor.read(Memory(self.files), store.DESCRIPTOR)
        self.grids: dict[str, Grid] = {}
        for resource in self.package.resources:
            read, defects = table.read(self.files[resource.path], resource, canonical=True)
            assert isinstance(read, table.Table) and not defects, resource.path
            self.grids[resource.name] = Grid(resource, tuple(form.rows(read)))

        if is_released:
            self.files |= self.released

    @cached_property
    def released(self) -> dict[str, bytes]:
        """The zip file of a release of all of it, and the list with that."""
        package, data = released.form(Memory(self.files), DAY)
        zipped = released.zipped(package, data, DAY)
        release = Release(package.version, DAY, sha256(zipped).hexdigest())
        listed = released.listed(published.read(Memory(self.files))[0], release)
        return {
            published.zip_path(package.name, package.version): zipped,
            published.RELEASES: listed,
        }

    def __getitem__(self, name: str) -> Grid:
        return self.grids[name]

    def put(self, grid: Grid, rows: Iterable[Record] | None = None) -> Files:
        """The file of a table with these records."""
        found = grid.rows if rows is None else rows
        return {grid.path: table.write([grid.header, *found]).encode()}

    def edit(self, name: str, cells: Mapping[tuple[int, str], str]) -> Files:
        """A table with some cells changed, its rows where they are."""
        grid = self.grids[name]
        rows = [*grid.rows]
        for (row, field), value in cells.items():
            at = grid.at(field)
            rows[row] = (*rows[row][:at], value, *rows[row][at + 1 :])
        return self.put(grid, rows)

    def drop(self, name: str, rows: Iterable[int]) -> Files:
        """A table without some of its rows."""
        left_out = set(rows)
        grid = self.grids[name]
        return self.put(grid, [r for n, r in enumerate(grid.rows) if n not in left_out])

    def insert(self, name: str, at: int, *records: Record) -> Files:
        """A table with more records, before the row `at`."""
        grid = self.grids[name]
        return self.put(grid, [*grid.rows[:at], *records, *grid.rows[at:]])

    def settled(self, files: Files) -> Files:
        """Changed files with what `bru fmt` makes of them: order, quotes, sizes and hashes."""
        changed = Memory({**self.files, **files})
        only = {path for path in files if path.endswith(".csv")}
        _, changes = form.changes(changed, store.DESCRIPTOR, only)
        assert all(change.new is not None for change in changes), changes
        return {**files, **{change.path: change.new for change in changes}}


def ids(grid: Grid) -> Sequence[str]:
    """The values of a key of one field."""
    return grid.column(grid.key[0])
