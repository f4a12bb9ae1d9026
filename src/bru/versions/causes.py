"""Why a value changed: `releases/causes.csv`, one line a change or a group of changes.

A line with an empty version is for the next release. What follows from another change needs no
line: rows that belong to a new row, references that follow a retired ID, changes of schemas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bru import published
from bru.package import Package
from bru.problem import Defect
from bru.store import Store
from bru.versions.change import Change
from bru.versions.policy import KINDS
from bru.versions.redirects import TABLE

PATH = "releases/causes.csv"
CAUSES = {
    "correction": "Our correction",
    "reading": "New reading of the same source",
    "edition": "New edition of a source",
    "source": "New source",
    "schema": "Change of the tables",
    "merged": "Merged or moved ID",
    "meaning": "Change of a meaning",
}
DEFAULTS = {"redirect": "merged", "form": "schema"}  # by the effect of a kind


class Line(NamedTuple):
    """One line of the file: the changes of a table, row or field, and why.

    An empty `key` or `field` means every one; a key that ends in * means all that begin so.
    """

    version: str
    table: str
    key: str
    field: str
    cause: str
    note: str

    def concerns(self, change: Change) -> bool:
        """Whether a change is meant."""
        key = self.key.removesuffix("*")
        same = change.key.startswith(key) if self.key.endswith("*") else change.key == key
        return (
            self.table == change.table
            and (not self.key or same)
            and (not self.field or self.field == change.field)
        )

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """How closely it says what is meant: the closest line counts."""
        return bool(self.field), bool(self.key) and not self.key.endswith("*"), len(self.key)


class Explained(NamedTuple):
    """A change and why it was made; `cause` is "" where nobody said so."""

    change: Change
    cause: str
    note: str

    @property
    def kind(self) -> str:
        """The kind of change; a change of meaning is one whatever else it is."""
        return "meaning-changed" if self.cause == "meaning" else self.change.kind


def read(store: Store) -> tuple[list[tuple[int, Line]], list[Defect]]:
    """The lines with their numbers, none where there is no file, and what is wrong with it."""
    defects: list[Defect] = []
    found = published.rows(store, PATH, Line._fields, _wrong, defects)
    return [(number, Line(*row)) for number, row in found], defects


def _wrong(row: Sequence[str]) -> str:
    line = Line(*row)
    if line.version and not published.VERSION.fullmatch(line.version):
        return f"version must be empty (the next release) or a release, not {line.version!a}"
    if line.cause not in CAUSES:
        return f"cause must be one of {', '.join(CAUSES)}, not {line.cause!a}"
    return ""


def explain(
    changes: Sequence[Change], lines: Sequence[Line], package: Package
) -> tuple[list[Explained], list[Line]]:
    """Every change with its cause, and the lines that concern none."""
    used: set[Line] = set()
    rows: dict[tuple[str, str], tuple[str, str]] = {}  # causes of whole rows
    found: dict[int, Explained] = {}
    for number, change in enumerate(changes):
        if told := [line for line in lines if line.concerns(change)]:
            line = max(told, key=lambda t: t.rank)
            used.add(line)
            found[number] = Explained(change, line.cause, line.note)
            if change.record:
                rows[change.table, change.key] = line.cause, line.note
    while True:  # as long as a row is explained that others belong to
        before = len(rows)
        for number, change in enumerate(changes):
            if number not in found and (because := _follows(change, rows, package)):
                found[number] = Explained(change, *because)
                if change.record:
                    rows[change.table, change.key] = because
        if len(rows) == before:
            break
    for number, change in enumerate(changes):
        if number not in found:
            effect = KINDS[change.kind].effect
            cause = DEFAULTS.get(effect, "" if change.key else "schema")
            found[number] = Explained(change, cause, "")
    return [found[n] for n in range(len(changes))], [line for line in lines if line not in used]


def _follows(
    change: Change, rows: Mapping[tuple[str, str], tuple[str, str]], package: Package
) -> tuple[str, str] | None:
    """The cause of the row that a whole row belongs to."""
    cells = dict(change.record)
    if change.table == TABLE:
        return rows.get((cells.get("table", ""), cells.get("old_id", "")))
    if not cells or change.table not in package.by_name:
        return None
    for key in package.resource(change.table).schema.foreign_keys:
        if len(key.fields) == 1 and (why := rows.get((key.target, cells.get(key.fields[0], "")))):
            return why
    return None
