"""What differs between two versions of a package, as values, and which bump a change needs.

`policy.csv` has a line for each kind of change; docs/versioning.md says why.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from bru.datapackage.suggest import did_you_mean
from bru.releases.published import number
from bru.store import own

BUMPS = ("none", "patch", "minor", "major")


class Kind(NamedTuple):
    """A kind of change. `effect`: stricter, looser, meaning, reading … in one word."""

    kind: str
    bump: str
    effect: str
    what: str
    why: str


_rows = [Kind(*row) for row in csv.reader(own.read("releases/policy.csv").splitlines())]
KINDS = {row.kind: row for row in _rows[1:]}


class Change(NamedTuple):
    """One change. `kind` is one of `KINDS`, which says the bump it needs and why.

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


class Tolerance(NamedTuple):
    """How far apart two numbers may be: `most`, or where `relative` that part of the larger one."""

    most: Decimal = Decimal(0)
    relative: bool = False

    def covers(self, old: Decimal, new: Decimal) -> bool:
        """Whether two finite numbers count as the same."""
        return abs(old - new) <= self.most * (max(abs(old), abs(new)) if self.relative else 1)


class Wanted(NamedTuple):
    """What is told of the differences, and how many of each kind in a table (`limit`, 0: all).

    `ignore`: columns that do not count, as "field" or "table.field"; `kinds`: only these (none:
    all); `rows`: whether the rows of tables are counted in which nothing differs.
    """

    limit: int = 0
    ignore: frozenset[str] = frozenset()
    tolerance: Tolerance = Tolerance()
    kinds: frozenset[str] = frozenset()
    rows: bool = True

    def ignores(self, table: str, field: str) -> bool:
        """Whether a column does not count."""
        return field in self.ignore or f"{table}.{field}" in self.ignore


def wanted(
    limit: int, ignore: Iterable[str], tolerance: str | None, kinds: Iterable[str]
) -> Wanted:
    """What somebody asks for in words; a kind may be the beginning of several.

    Raises ValueError for a kind or a number that is none.
    """
    chosen: set[str] = set()
    for kind in kinds:
        found = {known for known in KINDS if known == kind or known.startswith(f"{kind}-")}
        if not found:
            near = did_you_mean(kind, [*KINDS])
            raise ValueError(f"there is no kind of change {kind!a}{near}")
        chosen |= found
    text = tolerance or "0"
    try:
        most = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        most = Decimal("NaN")
    if not (most.is_finite() and most >= 0):
        raise ValueError(f"a tolerance is a number such as 0.01, or 1%, not {text!a}")
    relative = text.endswith("%")
    near_enough = Tolerance(most / 100 if relative else most, relative)
    return Wanted(limit, frozenset(ignore), near_enough, frozenset(chosen))


class Log:
    """The changes as they are met: all are counted, of each kind in a table `limit` are kept."""

    def __init__(self, limit: int = 0, kinds: Collection[str] = ()) -> None:
        self.limit, self.kinds = limit, kinds
        self.counts: Counter[tuple[str, str]] = Counter()
        self.kept: list[Change] = []

    def add(self, *changes: Change) -> None:
        """Count changes, and keep them when there is room (limit 0: always)."""
        for change in changes:
            if not self.kinds or change.kind in self.kinds:
                at = change.table, change.kind
                self.counts[at] += 1
                if not self.limit or self.counts[at] <= self.limit:
                    self.kept.append(change)

    def extend(self, other: Log) -> None:
        """Take over what another log has."""
        wanted = {kind for _, kind in other.counts if not self.kinds or kind in self.kinds}
        self.counts.update({at: n for at, n in other.counts.items() if at[1] in wanted})
        self.kept += [change for change in other.kept if change.kind in wanted]


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


def needed(kinds: Iterable[str]) -> str:
    """The highest bump that one of the kinds needs, "none" for none."""
    return max((KINDS[k].bump for k in kinds), key=BUMPS.index, default="none")


def bumped(version: str, bump: str) -> str:
    """The lowest version that a bump leads to."""
    major, minor, patch = number(version)
    if bump == "major":
        return f"{major + 1}.0.0"
    if bump == "minor":
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + (bump == 'patch')}"
