"""Why values changed: `releases/causes.csv`, one line a change or a group of changes.

A line with an empty version is for the next release.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from bru.model.problem import Defect
from bru.releases import published
from bru.store import Store

PATH = "releases/causes.csv"
CAUSES = {
    "correction": "Our correction",
    "reading": "New reading of the same source",
    "edition": "New edition of a source",
    "source": "New source",
    "addition": "New rows",
    "schema": "Change of the tables",
    "merged": "Merged or moved ID",
    "meaning": "Change of a meaning",
}
OWN = ("addition", "schema", "merged")  # that need no line


class Line(NamedTuple):
    """One line of the causes: the changes of a table, row or field, and why.

    An empty `version` is the next release. An empty `key` or `field` means every one; a key that
    ends in * means all that begin so.
    """

    version: str
    table: str
    key: str
    field: str
    cause: str
    note: str

    def concerns(self, table: str, key: str, field: str) -> bool:
        """Whether the change of a cell, or of a row (its field is ""), is meant."""
        own = self.key.removesuffix("*")
        same = key.startswith(own) if self.key.endswith("*") else key == own
        return (
            self.table == table
            and (not self.key or same)
            and (not self.field or self.field == field)
        )

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """How closely it says what is meant: the closest line counts."""
        return bool(self.field), bool(self.key) and not self.key.endswith("*"), len(self.key)


def read(store: Store) -> tuple[list[tuple[int, Line]], list[Defect]]:
    """The causes with their lines, none where there is no file, and what is wrong with it."""
    defects: list[Defect] = []
    found = published.rows(store, PATH, Line._fields, _wrong, defects)
    return [(number, Line(*row)) for number, row in found], defects


def wanted(table: str, key: str, field: str = "") -> str:
    """How to say why something was changed."""
    line = written(("", table, key, field, "CAUSE", "NOTE"))
    known = ", ".join(cause for cause in CAUSES if cause not in OWN)
    return f"add the line {line} to {PATH}; CAUSE is one of {known}"


def written(cells: Sequence[str]) -> str:
    """One line of CSV without its end."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def _wrong(row: Sequence[str]) -> str:
    line = Line(*row)
    if line.version and not published.VERSION.fullmatch(line.version):
        return f"version must be empty (the next release) or a release, not {line.version!a}"
    if line.cause not in CAUSES:
        return f"cause must be one of {', '.join(CAUSES)}, not {line.cause!a}"
    return ""
