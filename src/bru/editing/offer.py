"""Problems that `bru validate --fix` repairs: their hint says so, and those of a file are one."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice

from bru.check.rulebook import FILE, load_rules
from bru.damage.mend import Mended, by_column
from bru.datapackage import descriptor
from bru.datapackage.constraints import fitting
from bru.editing import dialects
from bru.editing.fix import UNQUOTED, Repair, column, mended, mender_of
from bru.editing.form import shared
from bru.model import limits
from bru.model.package import Field, Package, Resource
from bru.model.problem import Problem, shown
from bru.model.report import Report
from bru.store import OutsideError, Store, Where

LARGEST = 2_000_000  # bytes of a file that is repaired on trial: a second or two
TOGETHER = 10 * LARGEST  # bytes of all such files
REMEMBERED = 10_000  # values of a field
NAMED = 3  # values that their column tells
FORM, VALUES, TEXTS = "BRU0", "BRU1", "BRU3"  # codes of what can be repaired


def offered(report: Report, store: Store, name: str, path: Where = None) -> Report:
    """The report with a hint at --fix where it repairs a problem; nothing is written.

    `path` is the package as the user named it.
    """
    likely = any(p.code.startswith((FORM, VALUES, TEXTS)) for p in report.problems)
    if not (store.editable and likely):
        return report
    command = "bru validate --fix" + (f" {shlex.quote(str(path))}" if path else "")
    offer = Offer(store, descriptor.read(store, name), command, report.problems)
    alike: dict[tuple[str, str], int] = {}  # the first of those that one call mends

    def better() -> Iterator[tuple[Problem, int | None]]:
        for at, p in enumerate(report.problems):
            new, root = offer.better(p), report.follows.get(at)
            if new and root is None:
                root = alike.setdefault((new.path, new.code), at)
            yield new or p, None if root == at else root

    return report.folded(better())


class Offer:
    """Knows what --fix makes of problems; a file that cannot be read is repaired on trial."""

    def __init__(
        self, store: Store, package: Package, command: str, problems: Iterable[Problem]
    ) -> None:
        self.store, self.package, self.command = store, package, command
        twice = shared(store, package)
        simple = (r for r in package.resources if r.is_simple and r.path not in twice)
        self.own = {r.name: r for r in simple}  # those that --fix writes
        self.lines: dict[str, set[int]] = {}  # of records to be repaired on trial, by resource
        for p in problems:
            if p.code.startswith(FORM):
                self.lines.setdefault(p.resource, set()).add(p.line)
        self.files = {rule.code for rule in load_rules([FORM]) if rule.reach == FILE}
        self.trials: dict[str, Sequence[Repair]] = {}
        self.left = TOGETHER
        self.readings: dict[str, dialects.Reading | None] = {}
        self.known: dict[tuple[str, str], Callable[[str], Mended]] = {}
        self.others: dict[tuple[str, str], str] = {}  # what --fix writes where no problem is

    def better(self, p: Problem) -> Problem | None:
        """The problem with what --fix makes of it as the hint; None where it leaves it."""
        resource = self.own.get(p.resource)
        if resource is None or p.code == "BRU011" or not p.code.startswith((FORM, VALUES, TEXTS)):
            return None  # a record that may be cut off is to be looked at
        if p.code.startswith(FORM):
            return self.better_form(p, resource)
        field = resource.schema.by_name.get(p.field)
        if field is None or len(p.value) > limits.TEXT:
            return None
        new, why = self.menders(resource, field)(p.value)
        _, way, other = p.hint.partition(", or declare ")
        also = self.others.get((p.resource, p.field), "")
        what = f"writes {shown(new)}" if new else "empties the cell"
        hint = f"`{self.command}` {what}{also}{way}{other}"
        return p._replace(hint=hint) if why else None

    def menders(self, resource: Resource, field: Field) -> Callable[[str], Mended]:
        """What mends a value of a field; the values of many rows are the same."""
        name = resource.name, field.name
        if name not in self.known:
            self.known[name] = lru_cache(REMEMBERED)(self.mender(resource, field))
        return self.known[name]

    def mender(self, resource: Resource, field: Field) -> Callable[[str], Mended]:
        """What mends a text, or a value that its column may tell: nothing where that is unknown."""
        strict = "text" in self.package.packs
        if field.type in ("string", "any") and not field.is_edtf:
            return mender_of(resource, field, strict, self.cells(resource, field))
        values = [*self.cells(resource, field)]
        if not values:
            return lambda value: (value, "")
        if told := by_column(field, values, fitting(field)):
            pairs = islice(told.items(), NAMED)
            also = ", ".join(f"{shown(new)} for {shown(old)}" for old, new in pairs)
            self.others[resource.name, field.name] = f"; in the same column {also}"
        return mender_of(resource, field, strict, values)

    def cells(self, resource: Resource, field: Field) -> Iterator[str]:
        """The values of a column, none where they are not known; read when they are asked for."""
        reading = self.reading(resource)
        if reading and field.name in (header := reading.rows[0][1]):
            yield from column(reading.rows, header.index(field.name))

    def reading(self, resource: Resource) -> dialects.Reading | None:
        """What is in the file of a resource, None where it is too large or cannot be read."""
        name = resource.name
        if name not in self.readings:
            self.readings[name] = None
            with suppress(OSError, OutsideError):
                data = self.store.read(resource.path, min(LARGEST, self.left))
                self.left -= len(data)
                self.readings[name] = dialects.read(resource, data)
        return self.readings[name]

    def better_form(self, p: Problem, resource: Resource) -> Problem | None:
        """The same for what is wrong with a record or a file."""
        repairs = self.trial(resource)
        if p.code in self.files:
            form = [r for r in repairs if not r.line]
            more = ", ".join(r.old for r in form if r.old not in p.message)
            message = p.message + (f"; saved with {more}" if more else "")
            hint = f"`{self.command}` mends it: {', '.join(f'{r.old} → {r.new}' for r in form)}"
            return p._replace(message=message, hint=hint) if form else None
        own = [r for r in repairs if r.line == p.line and p.line]
        cells = {r.field: r.new for r in own if r.field}
        what = " writes " + ", ".join(f"{field} {shown(new)}" for field, new in cells.items())
        apart = "".join(f"; {shown(r.new)} has no quotes" for r in own if r.why == UNQUOTED)
        hint = f"`{self.command}`{what if cells else ' mends it'}"
        return p._replace(message=p.message + apart, hint=hint) if own else None

    def trial(self, resource: Resource) -> Sequence[Repair]:
        """What --fix does with the file of a resource, nothing where it is too large."""
        if resource.name not in self.trials:
            reading, lines = self.reading(resource), self.lines[resource.name]
            tried = mended(self.package, resource, reading, lines=lines) if reading else (None, [])
            self.trials[resource.name] = tried[1] if tried[0] is not None else ()
        return self.trials[resource.name]
