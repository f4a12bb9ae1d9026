"""No change of cells makes a package worse: what would bring a new problem is left out.

The rules are asked before and after. Where a problem is there that was not there before, the cells
that have got its value keep their own, or else the columns it is about, or those that refer to
them, and it is tried again. A reference to a row that keeps its key keeps its value.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Generic, NamedTuple, TypeVar

from bru.check import run
from bru.datapackage import descriptor
from bru.editing import dialects
from bru.model.package import Package, Resource
from bru.model.problem import Problem
from bru.model.report import Report
from bru.store import OutsideError, Store
from bru.store.base import Overlay

T = TypeVar("T")
Column = tuple[str, str]  # a resource and a field
Columns = frozenset[Column]
Cells = frozenset[tuple[str, str, str]]  # a resource, a field and a value that cells have or get
Spared = frozenset[tuple[str, ...]]  # columns, and cells


class Attempt(NamedTuple, Generic[T]):
    """What was made, the files it comes to, and the columns (and cells, if known) it changes."""

    made: T
    files: Mapping[str, bytes]
    columns: Columns
    cells: Cells = frozenset()


def careful(store: Store, name: str, attempt: Callable[[Spared], Attempt[T]]) -> Attempt[T]:
    """The attempt that brings no problem; it is given what to leave as it is."""
    spared: Spared = frozenset()
    found = attempt(spared)
    if not found.columns:
        return found
    package = descriptor.read(store, name)
    before = run.validate(store, name, limit=0, plain=True)
    while found.columns:
        stay: Spared = frozenset(misled(store, package, found)) - spared
        if not stay:
            after = run.validate(Overlay(store, found.files), name, limit=0, plain=True)
            cells = found.cells - spared
            for problem in new(before, after):
                stay |= cells & of(problem) or to_blame(problem, package, found.columns)
        if not stay:
            break
        spared |= stay
        found = attempt(spared)
    return found


def misled(store: Store, package: Package, found: Attempt[T]) -> Iterator[tuple[str, str, str]]:
    """The references that would leave a row whose key is still there, and keys that would merge."""
    later = Overlay(store, found.files)
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            sides = (resource.name, key.fields), (key.target, key.target_fields)
            if key.target not in package.by_name or not found.columns & columns_of(sides):
                continue
            own, targets = (
                [keys(where, package.by_name[name], fields) for where in (store, later)]
                for name, fields in sides
            )
            stay = (own[0] - own[1]) & targets[1]
            merged = targets[0] - targets[1] if len(targets[1]) < len(targets[0]) else ()
            for (name, fields), kept in zip(sides, (stay, merged), strict=True):
                cells = (zip(fields, values, strict=False) for values in kept)
                yield from ((name, *cell) for pairs in cells for cell in pairs)


def columns_of(sides: Iterable[tuple[str, Iterable[str]]]) -> Columns:
    """Some fields of resources, each with its resource."""
    return frozenset((name, field) for name, fields in sides for field in fields)


def keys(store: Store, resource: Resource, fields: Sequence[str]) -> set[tuple[str, ...]]:
    """What the rows of a table have in these columns; nothing where it cannot be read."""
    with suppress(OSError, OutsideError):
        reading = dialects.read(resource, store.read(resource.path))
        header = reading.rows[0][1] if reading else []
        if reading and all(field in header for field in fields):
            at = [header.index(field) for field in fields]
            whole = (row for _, row in reading.rows[1:] if len(row) == len(header))
            return {tuple(row[n] for n in at) for row in whole}
    return set()


def new(before: Report, after: Report) -> Iterator[Problem]:
    """The problems that were not there before, those left out that could not have been found."""
    unread = {table.path for table in before.resources if not table.read}
    blind = {note.code for note in before.not_run}
    known = Counter(map(identity, before.problems))
    for problem in after.problems:
        known[identity(problem)] -= 1
        if known[identity(problem)] < 0 and not (problem.path in unread or problem.code in blind):
            yield problem


def identity(problem: Problem) -> tuple[str, str, str, str]:
    """What tells a problem from others when lines and keys may have changed."""
    return problem.code, problem.path, problem.field, problem.value


def of(problem: Problem) -> Cells:
    """The cells that a problem may be of."""
    values = problem.value, *problem.value.split(" / ")
    return frozenset((problem.resource, f, v) for f in problem.field.split(", ") for v in values)


def to_blame(problem: Problem, package: Package, columns: Columns) -> Columns:
    """The columns that may have brought a problem: its own, else linked ones, its table's, all."""
    own = {(problem.resource, field) for field in problem.field.split(", ")}
    linked = {c for pair in links(package) if own & {*pair} for c in pair}
    table = {c for c in columns if c[0] == problem.resource}
    return next((columns & some for some in (own, linked, table) if columns & some), columns)


def links(package: Package) -> Iterator[tuple[Column, Column]]:
    """The columns that refer to others, each with the one it refers to."""
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            for field, target in zip(key.fields, key.target_fields, strict=False):
                yield (resource.name, field), (key.target, target)
