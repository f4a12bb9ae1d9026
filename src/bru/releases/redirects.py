"""What became of IDs: the table `retired_ids` of a package, and the answers of `bru resolve`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bru.datapackage import descriptor, loading, table
from bru.model.package import Package, Resource
from bru.releases import published
from bru.store import DESCRIPTOR, OutsideError, Store, installed, open_store

TABLE, NEEDED = "retired_ids", "table old_id new_id"
Load = Callable[[Resource, Store], table.Table | None]


class Retired(NamedTuple):
    """One line of the table."""

    table: str
    old_id: str
    new_id: str
    since_version: str
    reason: str
    new_table: str = ""  # of the new ID, if it is in another one


def legible(resource: Resource, store: Store) -> table.Table:
    """A table of a package. Raises ValueError, and as `Store.read`, where it cannot be read."""
    read, defects = loading.load(store, resource)
    if isinstance(read, table.Unreadable):
        raise ValueError(f"{resource.path}:{defects[-1].line}: {defects[-1].detail}")
    return read


def read_table(resource: Resource, store: Store) -> table.Table | None:
    """A table of a package, None where it cannot be read."""
    try:
        return legible(resource, store)
    except (OSError, OutsideError, ValueError):
        return None


def read(store: Store, package: Package, load: Load = read_table) -> dict[tuple[str, str], Retired]:
    """The retired IDs of a package by table and ID; none where it has no such table."""
    if not package.has(**{TABLE: NEEDED}):
        return {}
    found = load(package.resource(TABLE), store)
    if found is None or not {*NEEDED.split()} <= {*found.header}:
        return {}
    empty = [""] * len(found.lines)
    columns = [found.columns.get(name, empty) for name in Retired._fields]
    rows = (Retired(*(c or "" for c in row)) for row in zip(*columns, strict=True))
    return {(r.table, r.old_id): r for r in rows}


def successor(retired: Mapping[tuple[str, str], Retired], name: str, identifier: str) -> str:
    """The ID at the end of the way that begins with a retired one.

    "" where the way leads nowhere, in a circle, or to a row of another table.
    """
    seen, at = set(), name
    while (line := retired.get((at, identifier))) and (at, identifier) not in seen:
        seen.add((at, identifier))
        at, identifier = line.new_table or at, line.new_id
    return identifier if at == name and (at, identifier) not in seen else ""


def is_id_table(resource: Resource) -> bool:
    """Whether the rows of a table are named by one ID, which others may refer to."""
    key = resource.schema.primary_key
    return len(key) == 1 and resource.name != TABLE


class Redirects:
    """What a cell of one table becomes by the IDs that were retired since the old version."""

    def __init__(
        self,
        resource: Resource,
        old: Mapping[tuple[str, str], Retired],
        new: Mapping[tuple[str, str], Retired],
    ) -> None:
        since = {at: line for at, line in new.items() if at not in old}
        targets = {f.name: "" for f in resource.schema.fields}
        targets |= {
            k.fields[0]: k.target for k in resource.schema.foreign_keys if len(k.fields) == 1
        }
        if is_id_table(resource):
            targets[resource.schema.primary_key[0]] = resource.name
        self.retired = {i: line for (name, i), line in since.items() if name == resource.name}
        self.to: dict[str, dict[str, str]] = {}
        for field, target in targets.items():
            ways = {i: successor(new, name, i) for name, i in since if name == target}
            if ways := {i: way for i, way in ways.items() if way}:
                self.to[field] = ways
        self.ends = {field: set(ways.values()) for field, ways in self.to.items()}

    def follow(self, field: str, value: str) -> str:
        """The value that stands for this one now."""
        return self.to.get(field, {}).get(value, value)

    def reached(self, field: str, value: str) -> bool:
        """Whether a retired ID leads to this value."""
        return value in self.ends.get(field, ())


def ways(table: str, path: str | os.PathLike[str] | None) -> dict[str, dict[str, str]]:
    """For each field of a table of a package, the IDs that were retired and those to use now.

    By the retired IDs of the package, and by those that came with bru where it is the same.
    """
    shipped = installed()
    where, name = (shipped, DESCRIPTOR) if path is None else open_store(path)
    package, newest = descriptor.read(where, name), descriptor.read(shipped, DESCRIPTOR)
    retired = read(where, package)
    if package.name == newest.name:
        retired |= read(shipped, newest)
    resource = package.resource(table)
    to = Redirects(resource, {}, retired).to
    return {field: ids for field, ids in to.items() if field in resource.schema.by_name}


def live(package: Package, store: Store, load: Load = read_table) -> set[tuple[str, str]]:
    """The IDs that are in the tables, each with its table."""
    found: set[tuple[str, str]] = set()
    for resource in filter(is_id_table, package.resources):
        if read := load(resource, store):
            column = read.columns.get(resource.schema.primary_key[0], ())
            found |= {(resource.name, cell) for cell in column if cell}
    return found


class Answer(NamedTuple):
    """What is known of an ID in one table.

    `state`: live, retired, or "not yet" (asked about a release before it entered). `entered`,
    `left`: releases, "" where none has it (yet); `now`: the ID to use in its place today, "" where
    there is none; `reason`: why it was retired.
    """

    table: str
    id: str
    state: str
    entered: str
    left: str
    now: str
    reason: str


def resolve(store: Store, name: str, identifier: str, at: str | None = None) -> list[Answer]:
    """The answer in every table that ever had the ID, as of the release `at` or of today.

    Raises ValueError for a release that there never was, and as `legible` and `published.sound`.
    """
    package = descriptor.legible(store, name)
    retired = read(store, package, legible)
    record = published.sound(store, any(line.since_version for line in retired.values()))
    releases = [r.version for r in record.releases]
    if at is not None and at not in releases:
        raise ValueError(f"there is no release {at}; there are {', '.join(releases) or 'none'}")
    known = {one.table: one for one in record.ids if one.id == identifier}
    now = live(package, store, legible)
    tables = {*known, *(t for t, i in now if i == identifier)}
    tables |= {table for table, i in retired if i == identifier}
    return [
        _answer(table, identifier, known.get(table), retired, (table, identifier) in now, at)
        for table in sorted(tables)
    ]


def _answer(
    table: str,
    identifier: str,
    one: published.Published | None,
    retired: dict[tuple[str, str], Retired],
    there: bool,
    at: str | None,
) -> Answer:
    line = retired.get((table, identifier))
    entered = one.entered if one else ""
    left = (one.left if one else "") or (line.since_version if line else "")
    end = identifier if there else successor(retired, table, identifier)
    state = "live" if there else "retired"
    if at is not None:
        when = published.number(at)
        state = "live"
        if not entered or published.number(entered) > when:
            state = "not yet"
        elif published.VERSION.fullmatch(left) and published.number(left) <= when:
            state = "retired"
    reason = "" if there or line is None else line.reason
    return Answer(table, identifier, state, entered, left, end, reason)


def words(answer: Answer, at: str | None) -> str:
    """An answer in a line."""
    when = f" in {at}" if at else ""
    since = f"since {answer.entered}" if answer.entered else "not released yet"
    if answer.state == "not yet":
        return f"{answer.table}  {answer.id}  not there{when} ({since})"
    if answer.state == "live" and answer.now == answer.id:
        return f"{answer.table}  {answer.id}  live{when} ({since})"
    to = f"→ {answer.now}" if answer.now else "no successor"
    reason = f", {answer.reason}" if answer.reason else ""
    state = f"{answer.table}  {answer.id}  {answer.state}{when}"
    left = f"left {answer.left}" if answer.left else "leaves with the next release"
    return f"{state}  {to} ({since}, {left}{reason})"


def unknown(store: Store, identifier: str) -> str:
    """That an ID is none that the data know, and how far they know."""
    releases = published.read(store)[0].releases
    until = f" up to {releases[-1].version}" if releases else ""
    return f"{identifier}: no release{until} had this ID, and the tables do not have it"
