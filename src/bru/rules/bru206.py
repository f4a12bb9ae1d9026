"""Something is a part of itself, directly or through others.

Why: Whoever adds up parts, or walks up to the whole, never ends.

Fix: Correct part_of in one of the rows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every field part_of that refers to its own table."""
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            if key.target == resource.name and key.fields == ("part_of",):
                yield Columns(resource.name, (*key.target_fields, "part_of"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The first row of each cycle, with the way round."""
    row_of: dict[str, int] = {}
    whole_of: dict[str, str] = {}
    for row, (part, whole) in rows:
        if part and whole:
            row_of[part], whole_of[part] = row, whole
    seen: set[str] = set()
    for start in whole_of:
        way: dict[str, None] = {}
        at = start
        while at in whole_of and at not in seen:
            seen.add(at)
            way[at] = None
            at = whole_of[at]
        if at in way:
            cycle = [*way][[*way].index(at) :]
            first = min(cycle, key=lambda part: row_of[part])
            turn = cycle.index(first)
            parts = [*cycle[turn:], *cycle[:turn], first]
            message = "it is a part of itself: " + " → ".join(parts)
            hint = "correct part_of in one of these rows"
            yield Finding(q.resource, message, hint, [row_of[first]], "part_of", whole_of[first])
