"""Two versions of a package → what differs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bru.datapackage import descriptor
from bru.datapackage.suggest import did_you_mean
from bru.model import limits
from bru.model.package import Dialect, Package, Resource
from bru.releases import files, redirects, structure
from bru.releases.change import Change, Diff, Log, Version, Wanted
from bru.releases.others import others
from bru.releases.streams import Side, rewritten
from bru.releases.tables import Table
from bru.store import OutsideError, RefusedError, Store, StoreError, opened, refusal

Place = tuple[Store, str]  # a store and the name of its descriptor
ALL = Wanted()


def diff(old: Place, new: Place, wanted: Wanted = ALL) -> Diff:
    """What differs between two versions.

    Raises StoreError where a descriptor, schema or file cannot be read, ValueError for a table, and
    for a column to ignore that neither has.
    """
    one, two = (readable(store, name) for store, name in (old, new))
    tables = [(r.name, r.schema.by_name) for r in (*one.resources, *two.resources)]
    known = [n for table, fields in tables for f in fields for n in (f, f"{table}.{f}")]
    is_known = all(fields for _, fields in tables)  # of a table without schema nobody can say
    for name in sorted({*wanted.ignore} - {*known}) if is_known else ():
        raise ValueError(f"no table has a column {name} to ignore{did_you_mean(name, known)}")
    log, notes, rows = Log(wanted.limit, wanted.kinds), list[str](), dict[str, tuple[int, int]]()
    retired = redirects.read(old[0], one), redirects.read(new[0], two)
    for change in structure.package(one, two):
        log.add(change)
    pairs = structure.pairs(one, two)
    for resource in one.resources:
        if resource.name not in pairs.values() and resource.name not in dict(files.resources(two)):
            log.add(Change("table-removed", resource.name, field="resources"))
    for resource in two.resources:
        if resource.name not in pairs:
            if resource.name not in dict(files.resources(one)):
                log.add(Change("table-added", resource.name, field="resources"))
            continue
        earlier = one.resource(pairs[resource.name])
        names = structure.renamed(earlier.schema.fields, resource.schema.fields)
        for change in structure.resource(earlier, resource, names):
            log.add(change)
        sides = side("old", old[0], earlier), side("new", new[0], resource)
        absent = list(missing(sides))
        if absent and not is_elsewhere(sides):
            raise StoreError("; ".join(absent))
        notes += absent
        if absent:
            continue
        ways = redirects.Redirects(resource, *retired)
        try:
            table = Table(*sides, {to: name for name, to in names.items()}, ways, wanted)
            tally = table.compare()
        except RefusedError as error:
            raise StoreError(f"{resource.path}: {error}") from error
        rows[resource.name] = tally.old, tally.new
        log.extend(table.log)
        notes += table.notes
    for change in others((old[0], one), (new[0], two), pairs):
        log.add(change)
    before = Version(old[0].name, one.name, one.version)
    after = Version(new[0].name, two.name, two.version)
    order = {name: number for number, name in enumerate(["", *pairs])}
    kept = sorted(log.kept, key=lambda c: order.get(c.table, len(order)))
    return Diff(before, after, tuple(kept), dict(log.counts), rows, tuple(notes))


def readable(store: Store, name: str) -> Package:
    """The package, whose descriptor and schemas must be sound enough to be compared."""
    package = descriptor.read(store, name)
    kinds = {defect.kind for defect in package.errors}
    if kinds & {"descriptor", "schema"} or (kinds and not package.resources):
        raise StoreError(f"{store.name}: {package.unsound}")
    return package


def side(version: str, store: Store, resource: Resource) -> Side:
    """One version of a table."""
    if resource.is_simple:
        return Side(version, resource, partial(opened, store, resource.path, limits.TABLE_BYTES))
    plain = resource._replace(format="csv", packed="", dialect=Dialect(), encoding="utf-8")
    return Side(version, plain, partial(rewritten, version, store, resource))


def missing(sides: tuple[Side, Side]) -> Iterator[str]:
    """Which of the files are not there."""
    for one in sides:
        try:
            one.stream().close()
        except (OSError, OutsideError) as error:
            why = f"it {refusal(error)}" if isinstance(error, OSError) else str(error)
            yield f"{one.resource.path} ({one.version}): cannot be compared: {why}"


def is_elsewhere(sides: tuple[Side, Side]) -> bool:
    """Whether a table is at an address, which is not opened."""
    return not all(files.is_file(path) for one in sides for path in one.resource.files)
