"""What a judge says of a package: faults, in terms that every judge has."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bru.datapackage import descriptor, loading, table
from bru.model import limits
from bru.model.package import Package, Resource
from bru.model.problem import Problem
from bru.store import Folder, OutsideError, Store, refusal
from bru.store.machine import put

STRUCTURE = "structure"  # the kind of a fault that leaves no table to look at
CONSTRAINTS = (
    "required enum pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum"
)
KINDS = {  # what a descriptor and a Table Schema can say, by the rule that reports it
    **dict.fromkeys(
        "BRU001 BRU002 BRU003 BRU005 BRU006 BRU007 BRU008 BRU009 BRU010 BRU014 BRU015".split(),
        STRUCTURE,
    ),
    **{f"BRU{number}": kind for number, kind in enumerate(CONSTRAINTS.split(), 101)},
    **{f"BRU{number}": "type" for number in range(110, 121)},
    "BRU201": "primaryKey",
    "BRU202": "required",
    "BRU203": "unique",
    "BRU204": "uniqueKeys",
    "BRU205": "foreignKeys",
    "BRU805": "hash",
    "BRU806": "bytes",
}
DIALECT = {  # what frictionless guesses where it is not told
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
GIVEN = "frictionless.json"  # the descriptor as frictionless is given it


class Fault(NamedTuple):
    """One fault. `row` counts records, the header being 1, 0 is the table as a whole.

    A key's fields are joined by ", ".
    """

    table: str
    row: int
    field: str
    kind: str


class Refusal(Exception):
    """A judge gives no verdict on a package."""


class Case(NamedTuple):
    """A package in a folder, as all judges see it.

    `tables` are the sound ones, `broken` tells of the others all that is wrong with their form;
    `only` are the tables to be judged.
    """

    folder: Path
    package: Package
    tables: Mapping[str, table.Table]
    broken: Mapping[str, Sequence[str]]
    only: Collection[str]

    @property
    def judged(self) -> list[Resource]:
        """The sound tables to be judged."""
        resources = self.package.resources
        return [r for r in resources if r.name in self.tables and r.name in self.only]

    def row(self, problem: Problem) -> int:
        """The number of the record that a problem is in."""
        return bisect_left(self.tables[problem.resource].lines, problem.line) + 2

    def target(self, problem: Problem) -> str:
        """The table that a reference without target refers to."""
        keys = self.package.resource(problem.resource).schema.foreign_keys
        return next(k.target for k in keys if ", ".join(k.fields) == problem.field)


def lay_out(store: Store, name: str, folder: Path) -> None:
    """Copy what makes up a package into a folder, as far as it can be read; no waivers."""
    package = descriptor.read(store, name)
    paths = [r.path for r in package.resources]
    paths += [s for r in package.resources if isinstance(s := r.spec.get("schema"), str)]
    for path in (name, *paths):
        with suppress(OSError, OutsideError):
            data = store.read(path, limits.TABLE_BYTES)
            put(folder / path, data)


def read(folder: Path, name: str, only: Collection[str] = ()) -> Case:
    """The case in a folder. Raises Refusal where bru cannot read descriptor or schemas.

    `only`: the tables to be judged (all).
    """
    where = Folder(folder)
    package = descriptor.read(where, name)
    if package.unsound:
        raise Refusal(package.unsound)
    tables: dict[str, table.Table] = {}
    broken: dict[str, Sequence[str]] = {}
    for resource in package.resources:
        try:
            found, defects = loading.load(where, resource)
        except OutsideError:
            continue  # nobody reads it: there is nothing to judge
        except OSError as error:
            broken[resource.name] = (refusal(error),)
            continue
        if isinstance(found, table.Unreadable) or defects:
            broken[resource.name] = [defect.detail for defect in defects]
        else:
            tables[resource.name] = found
    there = [r for r in package.resources if r.name in tables or r.name in broken]
    judged = [r.name for r in there if understood(r) and r.name in (only or r.name)]
    case = Case(folder, package, tables, broken, judged)
    give(case)
    return case


def understood(resource: Resource) -> bool:
    """Whether all judges can read a table, and bru checks all that its schema says."""
    if not (resource.is_plain and resource.dialect.header_rows == (1,)):
        return False
    return all(
        f.type == f.spec.get("type", f.type)
        and ("pattern" in f.constraints) == ("pattern" in f.spec.get("constraints", {}))
        for f in resource.schema.fields
    )


def give(case: Case) -> None:
    """Write the descriptor for frictionless, which guesses where the standard has defaults.

    It says what is needed to read the tables and no more: a profile may be an address on the
    network. A key that refers to a broken table is left out: nobody can tell its targets.
    """
    resources = []
    for resource in case.package.resources:
        if resource.name not in case.tables and resource.name not in case.broken:
            continue
        schema = {k: v for k, v in resource.schema.spec.items() if k != "$schema"}
        keys = zip(schema.pop("foreignKeys", ()), resource.schema.foreign_keys, strict=True)
        if kept := [key for key, own in keys if own.target in case.tables]:
            schema["foreignKeys"] = kept
        pinned = {k: resource.spec[k] for k in ("hash", "bytes") if k in resource.spec}
        dialect = {**DIALECT, **resource.spec.get("dialect", {})}
        read = {"encoding": resource.encoding, "dialect": dialect, "schema": schema}
        resources.append({"name": resource.name, "path": resource.path, **read, **pinned})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    package = {"$schema": profile, "name": "package", "resources": resources}
    put(case.folder / GIVEN, json.dumps(package).encode("utf-8"))


def by_bru(case: Case, problems: Iterable[Problem]) -> set[Fault]:
    """The faults among the problems of a report, those of the tables to be judged."""
    found = set()
    for p in problems:
        kind = KINDS.get(p.code)
        if p.resource not in case.only or not kind:
            continue
        if kind in ("hash", "bytes"):
            found.add(Fault(p.resource, 0, "", kind))
        elif p.resource in case.broken:
            found.add(Fault(p.resource, 0, "", STRUCTURE))
        elif kind != "foreignKeys" or case.target(p) in case.tables:
            found.add(Fault(p.resource, case.row(p), p.field, kind))
    return found
