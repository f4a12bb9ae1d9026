"""Which bump a kind of change needs: `policy.csv`, one line a kind. docs/versioning.md says why."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import NamedTuple

from bru.releases.published import number as number
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
