"""Retired ID leads nowhere or in a circle.

Why: Who follows it never arrives.

Fix: Let new_id be an ID that is there, or leave it empty for an ID without a successor.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row
from bru.rules import RETIRED, live_ids, retired_to

LEVEL = ERROR
MOVED = "moved"  # the row may be in another table now


def questions(package: Package) -> Iterator[Question]:
    """The retired IDs."""
    if package.has(retired_ids=RETIRED):
        yield Columns("retired_ids", tuple(RETIRED.split()))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Lines from which no way leads to a row."""
    live, to = live_ids(package, ask), retired_to(package, ask)
    everywhere = set().union(*live.values())
    for row, (table, old, new, reason) in rows:
        if table not in live or not new:
            continue
        at, seen = to[table, old], {(table, old)}
        while at in to and at not in seen:
            seen.add(at)
            at = to[at]
        # Without a column for the new table, a row that was moved may be in any.
        there = everywhere if reason == MOVED and at[0] == table else live.get(at[0], set())
        if at in seen:
            message = f"{at[1]} leads in a circle"
        elif at[1] and at[1] not in there:
            message = f"{at[1]} is neither in {at[0]} nor retired"
        else:
            continue
        hint = "give an ID that is there, or leave it empty"
        yield Finding("retired_ids", message, hint, [row], "new_id", new)
