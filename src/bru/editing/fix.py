"""Repairs of tables: damage that can be proven to be reversible, and no other.

The form of a file is read by `saved`, cells are repaired by `cures`. What is written holds the
same records when it is read again.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from bru.damage.mend import Mended, mender
from bru.datapackage import descriptor
from bru.datapackage.constraints import fitting
from bru.editing import form
from bru.editing.careful import Attempt, Cells, Column, Columns, Spared, careful
from bru.editing.dialects import LINE_ENDS, Reading, Rows, read, written
from bru.model.package import Field, Package, Resource
from bru.store import OutsideError, Store
from bru.store.base import Overlay

Known = dict[Column, dict[str, Mended]]  # cells that were looked at

UNQUOTED = "no quotes around a comma"
WIDEST = 200  # columns of a table whose records are joined again


class Repair(NamedTuple):
    """One thing that was put right; line 0 and no field: the file as a whole."""

    path: str
    line: int
    field: str
    old: str
    new: str
    why: str


def repairs(store: Store, name: str) -> tuple[Package, list[Repair], dict[str, bytes]]:
    """What can be repaired in a package, and the files to write: nothing is written here."""
    package = descriptor.read(store, name)
    several = form.shared(store, package)
    known: Known = {}

    def attempt(spared: Spared) -> Attempt[list[Repair]]:
        done: list[Repair] = []
        files: dict[str, bytes] = {}
        cells: Cells = frozenset()
        for resource in package.resources:
            with suppress(OSError, OutsideError):
                data = store.read(resource.path) if resource.path not in several else b""
                data, found = repaired(package, resource, data, spared, known)
                if found:
                    done += found
                    cells |= {(resource.name, r.field, r.new) for r in found if r.field}
                    files[resource.path] = data
        columns: Columns = frozenset(cell[:2] for cell in cells)
        if files:
            changes = form.formed(Overlay(store, files), package, name, files, spared)
            files |= {c.path: c.new for c in changes if c.new is not None}
            columns = columns.union(*(c.columns for c in changes))
        return Attempt(done, files, columns, cells)

    made = careful(store, name, attempt)
    return package, made.made, dict(made.files)


def repaired(
    package: Package,
    resource: Resource,
    data: bytes,
    spared: Spared = frozenset(),
    known: Known | None = None,
) -> tuple[bytes, list[Repair]]:
    """The bytes of a table with its damage undone, and what was; none when nothing is proven.

    Columns and cells that are `spared` stay; `known` keeps what is found for the next attempt.
    """
    reading = read(resource, data)
    result, found = mended(package, resource, reading, spared, known) if reading else (None, [])
    return (result, found) if result is not None and found else (data, [])


def mended(
    package: Package,
    resource: Resource,
    reading: Reading,
    spared: Spared = frozenset(),
    known: Known | None = None,
    lines: Collection[int] | None = None,
) -> tuple[bytes | None, list[Repair]]:
    """As `repaired`, of a table that was read; None where it cannot be written as it was.

    `lines`: only the records that begin there are repaired.
    """
    canonical, strict = package.canonical, "text" in package.packs
    found = [
        Repair(resource.path, 0, "", *change)
        for change in reading.form
        if canonical or change[2] != LINE_ENDS
    ]
    header, *records = reading.rows
    mend = Mender(resource, reading.rows, spared, strict, {} if known is None else known)
    rows: Rows = [header]
    for line, row in records:
        if lines is not None and line not in lines:
            rows.append((line, row))
        elif not any(row) and len(header[1]) > 1:
            found.append(Repair(resource.path, line, "", "", "", "an empty line"))
        else:
            rows.append((line, mend.row(line, row)))
    found = sorted([*found, *mend.found], key=lambda r: r.line)
    return written(resource, reading, rows, "\n" if canonical else ""), found


def column(rows: Rows, at: int) -> Iterator[str]:
    """The values of a column, those of records with too many or too few cells left out."""
    return (row[at] for _, row in rows[1:] if len(row) == len(rows[0][1]))


def mender_of(
    resource: Resource, field: Field, strict: bool, values: Iterable[str] | None = None
) -> Callable[[str], Mended]:
    """As `mender`, of a table: what its encoding has no letters for stays."""
    mend = mender(field, strict, values)

    def own(value: str) -> Mended:
        new, why = mend(value)
        kept = new.encode(resource.encoding, "ignore").decode(resource.encoding)
        return (new, why) if kept == new else (value, "")

    return mend if resource.encoding == "utf-8" else own


class Mender:
    """Repairs the cells of one table and notes what was repaired."""

    def __init__(
        self,
        resource: Resource,
        rows: Rows,
        spared: Spared,
        strict: bool,
        known: Known,
    ) -> None:
        header = rows[0][1]
        self.path, self.header, self.mark = resource.path, header, resource.dialect.delimiter
        by_name = resource.schema.by_name
        self.fields: list[Field | None] = [by_name.get(name) for name in header]
        self.fits = [f and fitting(f) for f in self.fields]
        self.kept = {tuple(cell) for owner, *cell in spared if owner == resource.name}
        spare = {cell[0] for cell in self.kept if len(cell) == 1}
        self.spared = [name in spare for name in header]
        self.menders = [
            mender_of(resource, f, strict, column(rows, at)) if f and f.name not in spare else None
            for at, f in enumerate(self.fields)
        ]
        self.known = [known.setdefault((resource.name, name), {}) for name in header]
        self.found: list[Repair] = []

    def cell(self, at: int, value: str) -> Mended:
        """A cell of a column and what was undone."""
        mend, known = self.menders[at], self.known[at]
        if mend and value not in known:
            known[value] = mend(value)
        found = known[value] if mend else (value, "")
        stays = not self.kept.isdisjoint({(self.header[at], v) for v in (value, found[0])})
        return (value, "") if stays else found

    def row(self, line: int, row: list[str]) -> list[str]:
        """A record with its cells mended."""
        given = self.joined(line, row) if len(row) > len(self.header) else row
        result = list(given)
        if len(given) > len(self.header):
            return result  # nobody knows which cell belongs where
        for at, value in enumerate(given):
            result[at], why = self.cell(at, value)
            if why:
                self.found.append(Repair(self.path, line, self.header[at], value, result[at], why))
        return result

    def joined(self, line: int, row: list[str]) -> list[str]:
        """A record with too many cells, the one joined again that was written without quotes.

        It is joined where only one way to do it fits every field, and what stands behind the
        comma looks like the rest of a number or, after a space, of a text.
        """
        extra, width = len(row) - len(self.header), len(self.header)
        if width > WIDEST:
            return row
        ways = [row[:width]] if not any(row[width:]) else []
        for at in range(width):
            parts = row[at : at + extra + 1]
            ways.append([*row[:at], self.mark.join(parts), *row[at + extra + 1 :]])
        ways = [way for way in ways if all(self.right(n, value) for n, value in enumerate(way))]
        if len(ways) != 1:
            return row
        at = next(n for n in range(width) if n == width - 1 or ways[0][n] != row[n])
        parts = row[at : at + extra + 1]
        quoted = any(c in part for part in parts for c in ('"', "\n", self.mark))
        number = extra == 1 and all(p.strip("+-").isdecimal() for p in parts)
        alike = number or all(re.match(r" \S", part) for part in parts[1:])
        if self.spared[at] or quoted or not alike:
            return row
        old, new = " | ".join(parts), ways[0][at]
        self.found.append(Repair(self.path, line, self.header[at], old, new, UNQUOTED))
        return ways[0]

    def right(self, at: int, value: str) -> bool:
        """Whether a value, mended, may stand in a column."""
        field, fits = self.fields[at], self.fits[at]
        if field is None or fits is None:
            return False
        return not field.required if value in field.missing else fits(self.cell(at, value)[0])
