"""What differs between two versions of a package, as values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple


class Change(NamedTuple):
    """One change. `kind` is one of `policy.KINDS`, which says the bump it needs and why.

    `key` is the row's primary key, its parts joined by " / ", `field` the name of a field or of a
    property; `old` and `new` are texts, of properties as JSON. `record` is a whole row.
    """

    kind: str
    table: str = ""
    key: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    record: tuple[tuple[str, str], ...] = ()


def of_property(kind: str, table: str, field: str, old: object, new: object) -> Change:
    """A change of a property, its values as JSON unless they are texts already."""
    return Change(kind, table, "", field, told(old), told(new))


def told(value: object) -> str:
    """A property as a text."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


class Log:
    """The changes as they are met: all are counted, of each kind in a table `limit` are kept."""

    def __init__(self, limit: int = 0) -> None:
        self.limit = limit
        self.counts: Counter[tuple[str, str]] = Counter()
        self.kept: list[Change] = []

    def add(self, change: Change) -> None:
        """Count a change, and keep it when there is room (limit 0: always)."""
        at = change.table, change.kind
        self.counts[at] += 1
        if not self.limit or self.counts[at] <= self.limit:
            self.kept.append(change)

    def extend(self, other: Log) -> None:
        """Take over what another log has."""
        self.counts += other.counts
        self.kept += other.kept


class Version(NamedTuple):
    """One of the two versions: where it lies, its package and version number."""

    place: str
    package: str
    version: str


class Diff(NamedTuple):
    """What differs. `counts`: (table, kind) → how many, always exact; `changes`: those listed.

    `rows`: table → rows in the old version and in the new one; `notes`: what was odd.
    """

    old: Version
    new: Version
    changes: tuple[Change, ...]
    counts: Mapping[tuple[str, str], int]
    rows: Mapping[str, tuple[int, int]]
    notes: tuple[str, ...]

    @property
    def kinds(self) -> set[str]:
        """The kinds of change there are."""
        return {kind for _, kind in self.counts}
