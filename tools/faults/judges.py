"""pandera and frictionless on mutants: where they differ from bru.

A judge looks at each table that a mutant changes, and at those whose references may have lost
their targets; to the others nothing was done, and their verdict is that on the shipped package.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bru.datapackage import descriptor, table
from bru.frames.judges import fault
from bru.frames.judges.compare import compare, known
from bru.model.package import Package
from bru.model.problem import Problem
from bru.store import DESCRIPTOR
from tools.memory import Memory
from tools.shipped import Files, Shipped

OTHERS = ("pandera", "frictionless")
Listed = tuple[str, str, str, str]  # judge, what it does, when, why


class Verdict(NamedTuple):
    """What the other judges say of a mutant: the known differences, and the others.

    `tables`: how many they looked at; `refused`: whether bru cannot read descriptor or schemas,
    so that nobody knows what they ask.
    """

    listed: frozenset[Listed] = frozenset()
    unlisted: tuple[str, ...] = ()
    tables: int = 0
    refused: bool = False


def verdict(shipped: Shipped, files: Files, problems: Iterable[Problem]) -> Verdict:
    """The verdict on a mutant, in which bru found `problems`."""
    package = descriptor.read(Memory({**shipped.files, **files}), DESCRIPTOR)
    if package.defects:
        return Verdict(refused=True)
    only = concerned(shipped, files, package)
    return judged(shipped, files, problems, only) if only else Verdict()


def judged(
    shipped: Shipped, files: Files, problems: Iterable[Problem], only: Collection[str]
) -> Verdict:
    """The verdict on these tables of a mutant."""
    listed, unlisted = set(), []
    with TemporaryDirectory() as place:
        folder = Path(place)
        fault.lay_out(Memory(narrowed(shipped, files, only)), DESCRIPTOR, folder)
        case = fault.read(folder, DESCRIPTOR, only)
        ours = fault.by_bru(case, problems)
        for difference in (d for judge in OTHERS for d in compare(case, ours, judge)):
            entries = known(difference)
            listed |= {(difference.judge, difference.does, k.when, k.reason) for k in entries[:1]}
            unlisted += [] if entries else [f"{difference[:3]} {difference.why}"]
    return Verdict(frozenset(listed), tuple(unlisted), len(case.only))


def concerned(shipped: Shipped, files: Files, package: Package) -> set[str]:
    """The tables that are changed, and those whose references may have lost their targets."""
    changed = {
        r.name
        for r in package.resources
        if r.path in files or r != shipped.package.by_name.get(r.name)
    }
    lost = {*shipped.grids} - {r.name for r in package.resources}
    return changed | {
        resource.name
        for resource in package.resources
        for key in resource.schema.foreign_keys
        if key.target in lost
        or (key.target in changed and moved(shipped, files, package, key.target, key.target_fields))
    }


def moved(
    shipped: Shipped, files: Files, package: Package, name: str, fields: Collection[str]
) -> bool:
    """Whether a table has other values in these fields, or cannot be read."""
    resource = package.resource(name)
    data = {**shipped.files, **files}.get(resource.path) or b""
    found, _ = table.read(data, resource, canonical=False)
    if isinstance(found, table.Unreadable) or name not in shipped.grids:
        return True
    grid = shipped[name]
    return any(list(found.columns.get(f, ())) != grid.column(f) for f in fields)


def narrowed(shipped: Shipped, files: Files, only: Collection[str]) -> Files:
    """The mutant's files; without the tables that nobody looks at, sizes and hashes.

    The descriptor is left as it is where it is the fault.
    """
    every = {**shipped.files, **files}
    if DESCRIPTOR in files:
        return every
    needed = {*reached(shipped, only)}
    spec = json.loads(shipped.files[DESCRIPTOR] or b"")
    spec["resources"] = [
        {k: v for k, v in r.items() if k not in ("bytes", "hash")}
        for r in spec["resources"]
        if r["name"] in needed
    ]
    return {**every, DESCRIPTOR: json.dumps(spec).encode()}


def reached(shipped: Shipped, names: Collection[str]) -> Iterator[str]:
    """Tables and those that they refer to, directly or not."""
    found, new = set[str](), {*names}
    while new:
        found |= new
        keys = (key for name in new for key in shipped[name].resource.schema.foreign_keys)
        new = {key.target for key in keys} - found
    yield from found
