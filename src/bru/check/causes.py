"""Causes first: which problem follows from which, and in what order problems are told.

A fault reaches as far as its rule says: what is worked out from what it spoils follows from it. A
rule's findings are worked out from the columns that it asked for, from the rows that a finding
says it reads, and from their own cell, row and file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bru.check.rulebook import ALL, CELL, FILE, RECORD, REFERENCE, ROW, SEAL
from bru.model.problem import ERROR, NotRun, Place

if TYPE_CHECKING:
    from bru.check.listing import Faults, Item
    from bru.model.package import Package

REACHES = (FILE, RECORD, ROW, CELL, REFERENCE)  # told first, in this order
FAMILIES = "812364509"  # then by the first digit of the code; seals come last


class Arrangement(NamedTuple):
    """The items in order; for each by its new place what it follows from."""

    items: list[Item]
    follows: dict[int, int]
    waits: dict[int, int]


def arranged(
    items: Sequence[Item], faults: Faults, not_run: Sequence[NotRun], package: Package
) -> Arrangement:
    """Problems that follow from nothing, then all others; nothing follows from what follows.

    `waits` of the result tells which of `not_run` could not be made because of which item.
    """
    ranked = sorted(items, key=rank)
    known, roots = Known(faults, package), dict[int, int]()
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


def rank(item: Item) -> tuple[Any, ...]:
    """The place of a problem among those that follow from nothing."""
    rule, found = item.rule, item.found
    stage = REACHES.index(rule.reach) if rule.reach in REACHES else len(REACHES)
    family = len(FAMILIES) if rule.reach == SEAL else FAMILIES.find(rule.code[3])
    finding = found.finding
    place = found.path, found.line, rule.code, finding.field, finding.message, finding.cause
    return found.level != ERROR, bool(rule.rests), stage, family, *place


def is_described(item: Item) -> bool:
    """Whether a problem is one of the descriptor or of a schema, hashes aside."""
    return FAMILIES.find(item.rule.code[3]) == 0 and item.rule.reach != SEAL


class Known:
    """The problems that something may follow from, by what they reach."""

    def __init__(self, faults: Faults, package: Package) -> None:
        self.faults, self.package = faults, package
        self.files: dict[str, int] = {}  # by resource
        self.shifted: dict[str, int] = {}  # tables of which a record is not what it was
        self.missing: dict[str, int] = {}  # tables of which a row is not there
        self.records: dict[tuple[str, int], tuple[int, str]] = {}  # by path and line
        self.cells: dict[tuple[str, int, str], int] = {}  # whose fault reaches further
        self.single: dict[tuple[str, int, str], int] = {}  # whose faults are one
        self.columns: dict[tuple[str, str], int] = {}  # with a cell whose fault reaches further
        self.faulty: dict[Place, int] = {}  # rows with a fault
        self.wrong: dict[tuple[str, str], int] = {}  # columns with a fault
        self.named: dict[object, int] = {}  # by cause
        self.described: dict[str, int] = {}  # the first error of each schema, and of the descriptor

    def add(self, number: int, item: Item) -> None:
        """Note how far a problem reaches."""
        reach, found, finding = item.rule.reach, item.found, item.found.finding
        name = finding.resource
        if reach == FILE and name:
            self.files.setdefault(name, number)
        if reach in (RECORD, ROW):
            self.records.setdefault((found.path, found.line), (number, reach))
        if reach in (FILE, RECORD) and name:
            self.shifted.setdefault(name, number)
        if (head := item.more.head) and not head.rows:
            self.missing.setdefault(head.resource, number)
        if finding.rows:
            self.add_cell(number, item)
        if is_described(item) and found.level == ERROR:
            self.described.setdefault(name, number)
        if named := self.cause(item):
            self.named.setdefault(named, number)

    def add_cell(self, number: int, item: Item) -> None:
        """Note how far the fault of a cell, or of several in a row, reaches."""
        reach, found, finding = item.rule.reach, item.found, item.found.finding
        name = finding.resource
        for field in finding.field.split(", "):
            if reach in (CELL, REFERENCE):
                self.cells.setdefault((name, found.place, field), number)
            if reach in (CELL, ROW):
                self.columns.setdefault((name, field), number)
            self.wrong.setdefault((name, field), number)
        self.faulty.setdefault((name, found.place), number)
        if self.is_single(name, finding.field):
            self.single.setdefault((name, found.place, finding.field), number)

    def is_single(self, resource: str, field: str) -> bool:
        """Whether what may be wrong with a cell is one thing: it is no text for people."""
        own = self.package.by_name.get(resource)
        found = own and own.schema.by_name.get(field)
        return found is not None and not found.is_free_text

    def cause(self, item: Item) -> object:
        """What makes problems one fault: a cause, a wrong value, a wrong column; "" for none."""
        finding = item.found.finding
        column = item.rule.code, finding.resource, finding.field
        if column in self.faults.columns:
            return column
        value = (*column, finding.value) if item.rule.reach == CELL else ""
        return item.more.cause or finding.cause or value

    def causes_of(self, item: Item) -> Iterator[int]:
        """The problems that an item follows from, all told before it."""
        found, finding = item.found, item.found.finding
        name, place = finding.resource, (found.path, found.line)
        if name in self.files and item.rule.reach != SEAL and not is_described(item):
            yield self.files[name]
        if found.line and place in self.records:
            number, reach = self.records[place]
            if reach == RECORD or item.rule.code[3] != "1":  # a row that is there twice spoils none
                yield number
        if finding.rows:
            yield from self.in_row(item)
        yield from (self.faulty[row] for row in finding.reads if row in self.faulty)
        if (named := self.cause(item)) in self.named:
            yield self.named[named]
        yield from self.elsewhere(item)

    def in_row(self, item: Item) -> Iterator[int]:
        """Faults of the item's cell and of others in its row that it was worked out from."""
        found, finding, read = item.found, item.found.finding, item.found.reads.columns
        name, row, own = finding.resource, found.place, {*finding.field.split(", ")}
        fields = own if item.rule.reach == CELL else own | read.get(name, set())
        yield from (self.cells[c] for f in sorted(fields) if (c := (name, row, f)) in self.cells)
        if (name, row, finding.field) in self.single:
            yield self.single[name, row, finding.field]
        if item.rule.reach != CELL:
            for column in ((name, field) for field in sorted(fields)):
                if row in self.faults.rows.get(column, ()) and column in self.columns:
                    yield self.columns[column]  # the fault of the cell itself is not listed

    def elsewhere(self, item: Item) -> Iterator[int]:
        """Faults of other tables, and of columns that must be right as a whole."""
        read, whole = item.found.reads.columns, item.found.reads.whole
        others = read.keys() - {item.found.finding.resource}
        yield from sorted(self.shifted[t] for t in others | whole.keys() if t in self.shifted)
        if item.rule.reach != REFERENCE:
            yield from sorted(self.missing[t] for t in others | whole.keys() if t in self.missing)
        spoilt = {(table, field) for _, table, field in self.faults.columns}
        seen = [(t, f) for t in sorted(others) for f in sorted(read[t]) if (t, f) in spoilt]
        yield from (self.columns[column] for column in seen if column in self.columns)
        keys = [(table, field) for table, fields in whole.items() for field in fields]
        yield from sorted(self.columns[key] for key in keys if key in self.columns)
        if item.rule.rests == ALL:
            columns = ((table, field) for table, fields in read.items() for field in fields)
            yield from sorted(self.wrong[c] for c in (*columns, *keys) if c in self.wrong)
            yield from self.described.values()

    def blamed(self, entry: NotRun) -> int | None:
        """Why a check could not be made, if a problem tells."""
        for known in (self.files, self.described):
            if entry.resource and entry.resource in known:
                return known[entry.resource]
        return next((self.faulty[row] for row in entry.reads if row in self.faulty), None)
