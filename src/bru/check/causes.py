"""Causes first: which problem follows from which, and in what order problems are told.

A problem follows from a fault only if it goes when that is mended: it was worked out from the
faulty cell, row or file, or the ID it misses is the one that was meant there. One with the same
cause is like it: what mends one mends the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bru.check.rulebook import (
    ALL,
    CELL,
    CUT,
    FILE,
    HEADER,
    RECORD,
    REFERENCE,
    ROW,
    SEAL,
    VALUE,
    cut_off,
)
from bru.datapackage.suggest import SUGGESTION
from bru.model.many import Places
from bru.model.problem import ERROR, OWN, NotRun, Place

if TYPE_CHECKING:
    from bru.check.labels import Labels
    from bru.check.listing import Faults, Found, Item
    from bru.check.rulebook import Rule
    from bru.model.package import Package

REACHES = (FILE, HEADER, CUT, RECORD, ROW, CELL, VALUE, REFERENCE)  # told first, in this order
FAMILIES = "812364509"  # then by the first digit of the code; seals come last


def rank(rule: Rule, found: Found) -> tuple[Any, ...]:
    """The place of a problem among those that follow from nothing."""
    stage = REACHES.index(rule.reach) if rule.reach in REACHES else len(REACHES)
    stage = 0 if is_of_descriptor(rule) else stage
    family = len(FAMILIES) if rule.reach == SEAL else FAMILIES.find(rule.code[3])
    finding = found.finding
    place = found.path, found.line, rule.code, finding.field, finding.message, finding.cause
    return found.level != ERROR, bool(rule.rests), stage, family, *place


def is_of_descriptor(rule: Rule) -> bool:
    """Whether a rule is about the descriptor or a schema, hashes aside."""
    return rule.code[3] == FAMILIES[0] and rule.reach != SEAL


class Known:
    """The problems that something may follow from, by what they reach."""

    def __init__(self, faults: Faults, package: Package, labels: Labels) -> None:
        self.faults, self.package, self.labels = faults, package, labels
        self.count = 0
        self.hurt = set[str]()  # tables with a fault in a record or cell
        self.files: dict[str, int] = {}  # by resource
        self.headers: dict[
            tuple[str, str], tuple[int, int]
        ] = {}  # by resource, file; with the line
        self.cut: dict[tuple[str, int], int] = {}  # by file and line
        self.gone: dict[str, int] = {}  # tables without their end
        self.missing: dict[str, int] = {}  # tables without a row
        self.records = Places()  # lines of files; twice the number, and 1 if nothing is right
        self.cells = Places()  # whose fault reaches further
        self.single = Places()  # whose faults are one
        self.columns: dict[tuple[str, str], int] = {}  # with a cell whose fault reaches further
        self.faulty = Places()  # cells with a fault
        self.named: dict[object, int] = {}  # by cause
        self.targets = {
            (key.target, *key.target_fields)
            for own in package.resources
            for key in own.schema.foreign_keys
        }
        self.keys: dict[tuple[str, ...], int] = {}  # by table, field and value, that are faulty
        self.meant: dict[tuple[str, ...], int] = {}  # by the same: what may mean it
        self.near: dict[int, str] = {}  # the keys that these mean
        self.described: dict[str, int] = {}  # the first error of each schema, and of the descriptor

    def root(self, item: Item) -> int | None:
        """The number of the problem that the next one follows from; its own reach is noted."""
        root = next(self.causes_of(item), None)
        self.add(self.count, item)
        self.count += 1
        return root

    def add(self, number: int, item: Item) -> None:
        """Note how far a problem reaches."""
        reach, found, finding = item.rule.reach, item.found, item.found.finding
        name = finding.resource
        if (reach == FILE or (reach == HEADER and not finding.field)) and name:
            self.files.setdefault(name, number)
        if reach == HEADER:
            self.headers.setdefault((name, found.path), (number, found.line))
        if reach == CUT:
            self.cut[found.path, found.line] = number
            self.named.setdefault(cut_off(name), number)
        if reach in (RECORD, CELL):
            self.hurt.add(name)
        if reach in (RECORD, ROW):
            self.records.put(found.path, found.line, 2 * number + (reach == RECORD))
        if item.more.head and item.more.cause == cut_off(item.more.head.resource):
            self.gone.setdefault(item.more.head.resource, number)
        if item.more.head and not item.more.head.rows:
            self.missing.setdefault(item.more.head.resource, number)
        if item.more.near:
            self.meant.setdefault(item.more.near, number)
            self.near[number] = item.more.near[-1]
        if finding.rows:
            self.add_cell(number, item)
        if is_of_descriptor(item.rule) and found.level == ERROR:
            self.described.setdefault(name, number)
        if named := self.cause(item):
            self.named.setdefault(named, number)

    def add_cell(self, number: int, item: Item) -> None:
        """Note how far the fault of a cell, or of several in a row, reaches."""
        reach, found, finding = item.rule.reach, item.found, item.found.finding
        name = finding.resource
        for field in filter(None, (*finding.field.split(", "), item.more.also)):
            if reach in (CELL, REFERENCE):
                self.cells.put((name, field), found.place, number)
            if reach == CELL:
                self.columns.setdefault((name, field), number)
            self.faulty.put((name, field), found.place, number)
        if reach == CELL and (name, finding.field) in self.targets:
            self.keys.setdefault((name, finding.field, finding.value), number)
        if self.is_single(name, finding.field):
            self.single.put((name, finding.field), found.place, number)

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
            what, sign, _ = item.more.text.partition(";")  # its damage, and whether it has a mend
            is_alone = item.more.text.startswith(SUGGESTION)
            return (*column, what, finding.value if is_alone else bool(sign))
        value = (*column, finding.value) if item.rule.reach in (CELL, VALUE) else ""
        return item.more.cause or finding.cause or value

    def causes_of(self, item: Item) -> Iterator[int]:
        """The problems that an item follows from, all told before it."""
        found, finding, reach = item.found, item.found.finding, item.rule.reach
        name = finding.resource
        if name in self.files and reach != SEAL and not is_of_descriptor(item.rule):
            yield self.files[name]
        header, line = self.headers.get((name, found.path), (0, 0))
        if line and (reach == HEADER or found.line == line):
            yield header
        if reach == RECORD and (found.path, found.line) in self.cut:
            yield self.cut[found.path, found.line]
        record = self.records.get(found.path, found.line) if found.line else None
        if record is not None:
            number, is_spoilt = divmod(record, 2)
            is_own = item.rule.code[3] in OWN  # a row that is there twice spoils none
            if is_spoilt or not (is_own or reach == REFERENCE):
                yield number
        if finding.rows:
            yield from self.in_row(item)
        yield from self.in_reads(item)
        if (named := self.cause(item)) in self.named:
            yield self.named[named]
        yield from self.elsewhere(item)

    def in_reads(self, item: Item) -> Iterator[int]:
        """Faults of cells of other rows that the item was worked out from."""
        finding, read = item.found.finding, item.found.reads.columns
        rows = [*finding.reads, *self.referred(item)]
        for name, row in rows:
            path, line = self.package.resource(name).path, self.labels.line(name, row)
            number, is_spoilt = divmod(self.records.get(path, line) or 0, 2)
            if is_spoilt:
                yield number
        places = (((t, f), row) for t, row in rows for f in sorted(read.get(t, ())))
        for number in self.faulty.of(places):
            if self.near.get(number, finding.value) == finding.value:  # nothing else is meant
                yield number

    def referred(self, item: Item) -> Iterator[Place]:
        """The rows that the item's own refers to, in tables with faults that it was judged by."""
        finding, read = item.found.finding, item.found.reads.columns
        own = self.package.by_name.get(finding.resource)
        keys = own.schema.foreign_keys if own and finding.rows else ()
        for key in keys:
            if key.target in self.hurt and key.target in read:
                cells = self.labels.cells(finding.resource, key.fields).get(item.found.place)
                row = self.labels.first(key.target, key.target_fields, cells) if cells else -1
                if row >= 0:
                    yield key.target, row

    def in_row(self, item: Item) -> Iterator[int]:
        """Faults of the item's cell and of others in its row that it was worked out from."""
        found, finding, read = item.found, item.found.finding, item.found.reads.columns
        name, row, own = finding.resource, found.place, {*finding.field.split(", ")}
        fields = own if item.rule.reach == CELL else own | read.get(name, set())
        yield from self.cells.of(((name, field), row) for field in sorted(fields))
        yield from self.single.of([((name, finding.field), row)])
        if item.rule.reach != CELL:
            for column in ((name, field) for field in sorted(fields)):
                if row in self.faults.rows.get(column, ()) and column in self.columns:
                    yield self.columns[column]  # the fault of the cell itself is not listed

    def elsewhere(self, item: Item) -> Iterator[int]:
        """Faults of other tables, and of what must be right as a whole."""
        finding, read, whole = item.found.finding, item.found.reads.columns, item.found.reads.whole
        others = read.keys() - {finding.resource}
        yield from sorted(self.files[t] for t in others | whole.keys() if t in self.files)
        spoilt = {(table, field) for _, table, field in self.faults.columns}
        seen = [(t, f) for t in sorted(others) for f in sorted(read[t]) if (t, f) in spoilt]
        yield from (self.columns[column] for column in seen if column in self.columns)
        fields = [(table, field) for table, names in whole.items() for field in sorted(names)]
        if finding.rows:  # in an order, what is above a row is wrong rather than the row
            above = item.found.place - 1
            yield from self.cells.of((c, above) for c in fields if c[0] == finding.resource)
        if item.more.near in self.keys:
            yield self.keys[item.more.near]
        if item.rule.rests:  # on rows of which many are gone
            yield from sorted(n for t, n in self.gone.items() if t in read or t in whole)
        if item.rule.rests == ALL:
            yield from sorted(n for t, n in self.missing.items() if t in read or t in whole)
            if (meant := (finding.resource, finding.field, finding.value)) in self.meant:
                yield self.meant[meant]
            known = {r.name for r in self.package.resources if r.schema.fields}
            known = set() if is_of_descriptor(item.rule) else {"", *known} - {*read, *whole}
            yield from sorted(n for t, n in self.described.items() if t not in known)

    def blamed(self, entry: NotRun) -> int | None:
        """Why a check could not be made, if a problem tells."""
        headers = {name: number for (name, _), (number, _) in self.headers.items()}
        for known in (self.files, headers, self.described):
            if entry.resource and entry.resource in known:
                return known[entry.resource]
        fields = self.package.by_name
        read = (((t, f.name), r) for t, r in entry.reads for f in fields[t].schema.fields)
        return next(self.faulty.of(read), None)
