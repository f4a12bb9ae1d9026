"""A retired ID leads in a circle, or to no row.

Why: Who follows it never arrives.

Fix: Let new_id be an ID that is there, or leave it empty for an ID without a successor.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row
from bru.rules import RETIRED, live_ids

LEVEL = ERROR
MOVED = "moved"  # the row may be in another table now


def questions(package: Package) -> Iterator[Question]:
    """The retired IDs."""
    if package.has(retired_ids=RETIRED):
        yield Columns("retired_ids", tuple(RETIRED.split()))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Lines from which no way leads to a row."""
    live = live_ids(package, ask)
    to = {row.cells[:2]: row.cells[2] for row in rows}
    reasons = {row.cells[:2]: row.cells[3] for row in rows}
    everywhere = set().union(*live.values())
    for row, (table, old, new, _) in rows:
        if table not in live or not new:
            continue
        seen = {old}
        while (table, new) in to and new not in seen:
            seen.add(new)
            old, new = new, to[table, new]
        there = everywhere if reasons[table, old] == MOVED else live[table]
        if new in seen:
            message = f"{new} leads in a circle"
        elif new and new not in there:
            message = f"{new} is neither in {table} nor retired"
        else:
            continue
        hint = "give an ID that is there, or leave it empty"
        yield Finding("retired_ids", message, hint, [row], "new_id", new)
