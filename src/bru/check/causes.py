"""Causes first: which problem follows from which, and in what order problems are told.

A fault reaches as far as its rule says: what is worked out from what it spoils follows from it. A
rule's findings are worked out from the columns that it asked for, from the rows that a finding
says it reads, and from their own cell, row and file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bru.check.rulebook import CELL, FILE, RECORD, ROW, SEAL
from bru.model.problem import ERROR, NotRun, Place

if TYPE_CHECKING:
    from bru.check.listing import Item

REACHES = (FILE, RECORD, CELL)  # told first, in this order
FAMILIES = "812346509"  # then by the first digit of the code; seals come last


class Arrangement(NamedTuple):
    """The items in order; for each by its new place what it follows from."""

    items: list[Item]
    follows: dict[int, int]
    waits: dict[int, int]


def cause(item: Item) -> object:
    """What makes problems one fault in several places: a cause, or a wrong value; "" for none."""
    finding = item.found.finding
    if item.rule.reach == CELL:
        return item.rule.code, finding.resource, finding.field, finding.value
    return finding.cause


def rank(item: Item) -> tuple[Any, ...]:
    """The place of a problem among those that follow from nothing."""
    reach, found = item.rule.reach, item.found
    stage = REACHES.index(reach) if reach in REACHES else len(REACHES)
    family = len(FAMILIES) if reach == SEAL else FAMILIES.find(item.rule.code[3])
    finding = found.finding
    place = found.path, found.line, item.rule.code, finding.field, finding.message, finding.cause
    return found.level != ERROR, stage, family, *place


def arranged(
    items: Sequence[Item], spoilt: Mapping[tuple[str, str], Collection[int]], not_run: list[NotRun]
) -> Arrangement:
    """Problems that follow from nothing, then all others; nothing follows from what follows.

    `spoilt` are cells with a fault that may not be among the items. `waits` of the result tells
    which of `not_run` could not be made because of which item.
    """
    ranked = sorted(items, key=rank)
    known, roots = Known(spoilt), dict[int, int]()
    for number, item in enumerate(ranked):
        root = next(known.causes_of(item), None)
        if root is not None:
            roots[number] = roots.get(root, root)
        known.add(number, item)
    order = sorted(range(len(ranked)), key=lambda n: (n in roots, roots.get(n, 0), n))
    new = {old: place for place, old in enumerate(order)}
    waits = {n: known.blamed(entry) for n, entry in enumerate(not_run)}
    return Arrangement(
        [ranked[n] for n in order],
        {new[n]: new[root] for n, root in roots.items()},
        {n: new[roots.get(root, root)] for n, root in waits.items() if root is not None},
    )


class Known:
    """The problems that something may follow from, by what they reach."""

    def __init__(self, spoilt: Mapping[tuple[str, str], Collection[int]]) -> None:
        self.spoilt = spoilt
        self.files: dict[str, int] = {}  # by resource
        self.shifted: dict[str, int] = {}  # tables of which a record is not what it was
        self.missing: dict[str, int] = {}  # tables of which a row is not there
        self.records: dict[tuple[str, int], int] = {}  # by path and line
        self.cells: dict[tuple[str, int, str], int] = {}
        self.columns: dict[tuple[str, str], int] = {}
        self.faulty: dict[Place, int] = {}  # rows with an error
        self.named: dict[object, int] = {}  # by cause

    def add(self, number: int, item: Item) -> None:
        """Note how far a problem reaches."""
        reach, found, finding = item.rule.reach, item.found, item.found.finding
        name = finding.resource
        if reach == FILE and name:
            self.files.setdefault(name, number)
        if reach in (RECORD, ROW):
            self.records.setdefault((found.path, found.line), number)
        if reach in (FILE, RECORD) and name:
            self.shifted.setdefault(name, number)
        if (head := item.more.head) and not head.rows:
            self.missing.setdefault(head.resource, number)
        if finding.rows:
            if reach == CELL:
                self.cells.setdefault((name, found.place, finding.field), number)
                self.columns.setdefault((name, finding.field), number)
            if found.level == ERROR:
                self.faulty.setdefault((name, found.place), number)
        if named := cause(item):
            self.named.setdefault(named, number)

    def causes_of(self, item: Item) -> Iterator[int]:
        """The problems that an item follows from, all told before it."""
        found, finding, reads = item.found, item.found.finding, item.found.reads
        name, place = finding.resource, (found.path, found.line)
        if name in self.files and item.rule.reach != SEAL:
            yield self.files[name]
        if found.line and place in self.records:
            yield self.records[place]
        if finding.rows:
            own = {*finding.field.split(", ")}
            alike = item.rule.reach == CELL
            for field in sorted(own if alike else own | reads.columns.get(name, set())):
                yield from self.cell(name, found.place, field, alike)
        yield from (self.faulty[row] for row in finding.reads if row in self.faulty)
        if (named := cause(item)) in self.named:
            yield self.named[named]
        others = reads.columns.keys() - {name}
        yield from sorted(self.shifted[t] for t in others | reads.whole if t in self.shifted)
        yield from sorted(self.missing[t] for t in others - reads.whole if t in self.missing)

    def cell(self, resource: str, row: int, field: str, listed: bool) -> Iterator[int]:
        """The fault of a cell; unless only `listed` ones count, else the first of the column."""
        if (resource, row, field) in self.cells:
            yield self.cells[resource, row, field]
        elif not listed and row in self.spoilt.get((resource, field), ()):
            yield from (n for n in [self.columns.get((resource, field))] if n is not None)

    def blamed(self, entry: NotRun) -> int | None:
        """Why a check could not be made, if a problem tells."""
        if entry.resource in self.files:
            return self.files[entry.resource]
        return next((self.faulty[row] for row in entry.reads if row in self.faulty), None)
