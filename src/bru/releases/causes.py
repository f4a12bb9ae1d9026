"""Why a value changed: `releases/causes.csv`, one line a change or a group of changes.

A line with an empty version is for the next release. What follows from another change needs no
line: rows that belong to a new row, references that follow a retired ID, changes of schemas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bru.model.package import Package
from bru.releases.change import Change
from bru.releases.last_release import Line
from bru.releases.policy import KINDS
from bru.releases.redirects import TABLE

DEFAULTS = {"redirect": "merged", "form": "schema"}  # by the effect of a kind


class Explained(NamedTuple):
    """A change and why it was made; `cause` is "" where nobody said so."""

    change: Change
    cause: str
    note: str

    @property
    def kind(self) -> str:
        """The kind of change; a change of meaning is one whatever else it is."""
        return "meaning-changed" if self.cause == "meaning" else self.change.kind


def explain(
    changes: Sequence[Change], lines: Sequence[Line], package: Package
) -> tuple[list[Explained], list[Line]]:
    """Every change with its cause, and the lines that concern none."""
    used: set[Line] = set()
    rows: dict[tuple[str, str], tuple[str, str]] = {}  # causes of whole rows
    found: dict[int, Explained] = {}
    for number, change in enumerate(changes):
        if told := [
            line for line in lines if line.concerns(change.table, change.key, change.field)
        ]:
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
