"""No change of cells makes a package worse: what would bring a new problem is left out.

The rules are asked before and after. Where a problem is there that was not there before, the cells
that have got its value keep their own, or else the columns it is about, or those that refer to
them, and it is tried again.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from bru.check import run
from bru.datapackage import descriptor
from bru.model.package import Package
from bru.model.problem import Problem
from bru.model.report import Report
from bru.store import Store
from bru.store.base import Overlay

T = TypeVar("T")
Column = tuple[str, str]  # a resource and a field
Columns = frozenset[Column]
Cells = frozenset[tuple[str, str, str]]  # a resource, a field and the value that cells get
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
        after = run.validate(Overlay(store, found.files), name, limit=0, plain=True)
        brought = [*new(before, after)]
        if not brought:
            break
        blamed: set[tuple[str, ...]] = set()
        cells = found.cells - spared
        for problem in brought:
            blamed |= cells & of(problem) or to_blame(problem, package, found.columns)
        spared |= blamed
        found = attempt(spared)
    return found


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
