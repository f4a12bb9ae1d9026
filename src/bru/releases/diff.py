"""Two versions of a package → what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from bru.datapackage import descriptor
from bru.datapackage.suggest import did_you_mean
from bru.model import limits
from bru.model.package import Dialect, Package, Resource
from bru.releases import files, redirects, structure
from bru.releases.change import KINDS, Change, Diff, Log, Version, Wanted, told
from bru.releases.streams import Side, rewritten
from bru.releases.tables import Table, same_bytes
from bru.store import OutsideError, RefusedError, Store, StoreError, opened, refusal
from bru.store.unresolved import finished

Place = tuple[Store, str]  # a store and the name of its descriptor
Whole = tuple[Store, Package]
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
    log.add(*structure.package(one, two))
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
        log.add(*structure.resource(earlier, resource, names))
        sides = side("old", old[0], earlier), side("new", new[0], resource)
        if not wanted.rows and is_same(*sides):
            continue
        absent = list(missing(sides))
        # A table at an address is not opened.
        if absent and all(files.is_file(path) for one in sides for path in one.resource.files):
            raise StoreError("; ".join(absent))
        notes += absent
        if absent:
            continue
        ways = redirects.Redirects(resource, *retired)
        try:
            for own in sides:
                finished(own.resource.path, own.stream)
            table = Table(*sides, {to: name for name, to in names.items()}, ways, wanted)
            tally = table.compare()
        except RefusedError as error:
            raise StoreError(f"{resource.path}: {error}") from error
        rows[resource.name] = tally.old, tally.new
        log.extend(table.log)
        notes += table.notes
    log.add(*others((old[0], one), (new[0], two), pairs))
    before = Version(old[0].name, one.name, one.version)
    after = Version(new[0].name, two.name, two.version)
    listed = dict.fromkeys(["", *pairs, *(table for table, _ in log.counts)])
    order = {at: n for n, at in enumerate(product(listed, KINDS)) if at in log.counts}
    kept = sorted(log.kept, key=lambda c: order[c.table, c.kind])
    counts = {at: log.counts[at] for at in order}
    return Diff(before, after, tuple(kept), counts, rows, tuple(notes))


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


def is_same(old: Side, new: Side) -> bool:
    """Whether two versions of a table are described alike and have the same bytes."""
    is_alike = old.resource._replace(spec={}) == new.resource._replace(spec={})
    try:
        return is_alike and same_bytes(old, new)
    except (OSError, OutsideError, ValueError):
        return False  # whatever it is, it is told where the table is compared


def missing(sides: tuple[Side, Side]) -> Iterator[str]:
    """Which of the files are not there."""
    for one in sides:
        try:
            one.stream().close()
        except (OSError, OutsideError) as error:
            why = f"it {refusal(error)}" if isinstance(error, OSError) else str(error)
            yield f"{one.resource.path} ({one.version}): cannot be compared: {why}"


def others(old: Whole, new: Whole, compared: Collection[str]) -> Iterator[Change]:
    """What differs beside the tables `compared`, which are named as in the new version."""
    one, two = dict(files.resources(old[1])), dict(files.resources(new[1]))
    tables = {*compared, *old[1].by_name, *new[1].by_name}
    for name in (n for n in one if n not in two and n not in tables):
        yield Change("file-removed", name, field="resources")
    for name in (n for n in two if n not in compared):
        if name in one:
            yield from structure.described(name, one[name], two[name])
            yield from contents(
                name, (old[0], one[name]), (new[0], two[name]), reason(new[1], name)
            )
        elif name not in tables:
            yield Change("file-added", name, field="resources")
    for path in sorted(files.licences(*old) | files.licences(*new)):
        if text(old[0], path) != text(new[0], path):
            yield Change("licence-text", "", "", path)
    versions = {side[1].version for side in (old, new)}
    for path in sorted(n for n in {*old[0].names(), *new[0].names()} if files.README.fullmatch(n)):
        if len({without(text(side[0], path), versions) for side in (old, new)}) > 1:
            yield Change("package-readme", "", "", path)


def contents(
    name: str, old: tuple[Store, Mapping[str, Any]], new: tuple[Store, Mapping[str, Any]], why: str
) -> Iterator[Change]:
    """What differs in the data of a resource, byte by byte."""
    if old[1].get("data") != new[1].get("data"):
        yield Change("file-changed", name, "data", "", told(old[1].get("data")), why)
    for path, now in zip(files.files_of(old[1]), files.files_of(new[1]), strict=False):
        digests = digest(old[0], path), digest(new[0], now)
        if digests[0] != digests[1]:
            yield Change("file-changed", name, now, "", digests[0], why)


def reason(package: Package, name: str) -> str:
    """Why the rows of a resource are not compared."""
    told = (one.reason for one in package.not_run if f"resource {name} " in one.reason)
    words = next((reason.partition(": ")[2] for reason in told), "")
    return words or "it is no table that is read"


def digest(store: Store, path: str) -> str:
    """The SHA-256 of a file, "" where it cannot be had."""
    try:
        return files.digest(store, path)
    except (OSError, OutsideError):
        return ""


def text(store: Store, path: str) -> str:
    """The words of a file, spaces and line ends aside; "" where it is not there."""
    try:
        return " ".join(store.read(path).decode("utf-8", "backslashreplace").split())
    except (OSError, OutsideError):
        return ""


def without(words: str, versions: Collection[str]) -> str:
    """Words without these versions in them."""
    for version in filter(None, versions):
        words = words.replace(version, "")
    return words
