"""pandera and frictionless on mutants: where they differ from bru."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bru.judges import fault
from bru.judges.compare import compare, known
from bru.problem import Problem
from bru.reading import table
from bru.store import DESCRIPTOR
from shipped import Files, Memory, Shipped

OTHERS = ("pandera", "frictionless")
Listed = tuple[str, str, str, str]  # judge, what it does, when, why


class Verdict(NamedTuple):
    """What the other judges say of a mutant: the known differences, and the others."""

    listed: frozenset[Listed]
    unlisted: tuple[str, ...]


def verdict(shipped: Shipped, files: Files, problems: Iterable[Problem]) -> Verdict | None:
    """The verdict on a mutant, in which bru found `problems`; None where nobody can judge."""
    listed, unlisted = set(), []
    with TemporaryDirectory() as place:
        folder = Path(place)
        only = concerned(shipped, files)
        fault.lay_out(Memory(narrowed(shipped, files, only)), DESCRIPTOR, folder)
        try:
            case = fault.read(folder, DESCRIPTOR, only)
        except fault.Refusal:
            return None
        ours = fault.by_bru(case, problems)
        for difference in (d for judge in OTHERS for d in compare(case, ours, judge)):
            entries = known(difference)
            listed |= {(k.judge, k.does, k.when, k.reason) for k in entries[:1]}
            unlisted += [] if entries else [f"{difference[:3]} {difference.why}"]
    return Verdict(frozenset(listed), tuple(unlisted))


def concerned(shipped: Shipped, files: Files) -> set[str]:
    """The tables that are changed, and those whose references may have lost their targets."""
    if DESCRIPTOR in files:
        return {*shipped.grids}
    changed = {
        g.name for g in shipped.grids.values() if {g.path, g.resource.spec["schema"]} & {*files}
    }
    return changed | {
        grid.name
        for grid in shipped.grids.values()
        for key in grid.resource.schema.foreign_keys
        if key.target in changed and moved(shipped, files, key.target, key.target_fields)
    }


def moved(shipped: Shipped, files: Files, name: str, fields: Collection[str]) -> bool:
    """Whether a table has other values in these fields, or cannot be read."""
    grid = shipped[name]
    data = files.get(grid.path, shipped.files[grid.path]) or b""
    found, _ = table.read(data, grid.resource, canonical=False)
    if isinstance(found, table.Unreadable):
        return True
    return any(list(found.columns.get(f, ())) != grid.column(f) for f in fields)


def narrowed(shipped: Shipped, files: Files, only: Collection[str]) -> Files:
    """The mutant's files; without the tables that nobody looks at, sizes and hashes.

    The descriptor is left as it is where it is the fault.
    """
    every = {**shipped.files, **files}
    if DESCRIPTOR in files:
        return every
    needed = {*reached(shipped, only)}
    spec = json.loads(shipped.files[DESCRIPTOR])
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
