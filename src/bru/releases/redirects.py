"""Where retired IDs lead: the table `retired_ids` of a package."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from bru.datapackage import descriptor, loading, table
from bru.model.package import Package, Resource
from bru.store import DESCRIPTOR, OutsideError, Store, installed, open_store

TABLE = "retired_ids"


class Retired(NamedTuple):
    """One line of the table."""

    table: str
    old_id: str
    new_id: str
    since_version: str
    reason: str
    new_table: str = ""  # of the new ID, if it is in another one


def read(store: Store, package: Package) -> dict[tuple[str, str], Retired]:
    """The retired IDs of a package by table and ID; none where it has no such table."""
    if not package.has(**{TABLE: "table old_id new_id"}):
        return {}
    resource = package.resource(TABLE)
    try:
        found, _ = loading.load(store, resource)
    except (OSError, OutsideError):
        return {}
    if isinstance(found, table.Unreadable) or not {"table", "old_id", "new_id"} <= {*found.header}:
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
