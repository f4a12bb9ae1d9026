"""Something is a part of itself.

Why: Whoever adds up parts, or walks up to the whole, never ends.

Fix: Correct part_of in one of the rows.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
WITH_WHOLE = rf"[\s\S]+{BETWEEN}[\s\S]+"


def questions(package: Package) -> Iterator[Question]:
    """Every field part_of that refers to its own table."""
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            if key.target == resource.name and key.fields == ("part_of",):
                yield Columns(resource.name, (*key.target_fields, "part_of"), only=WITH_WHOLE)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The row of each cycle that is first by its key, with the way round."""
    whole_of = {part: whole for _, (part, whole) in rows if part and whole}
    wholes, seen = {*whole_of.values()}, set[str]()
    cycles: list[list[str]] = []
    for start in (part for part in whole_of if part in wholes):
        way: dict[str, None] = {}
        at = start
        while at in whole_of and at not in seen:
            seen.add(at)
            way[at] = None
            at = whole_of[at]
        if at in way:
            cycles.append([*way][[*way].index(at) :])
    if not cycles:
        return
    inside = {*chain(*cycles)}
    row_of = {part: row for row, (part, whole) in rows if whole and part in inside}
    for cycle in cycles:
        first = min(cycle)  # not that of the first row: rows of a frame have no order
        turn = cycle.index(first)
        parts = [*cycle[turn:], *cycle[:turn], first]
        message = "it is a part of itself: " + " → ".join(parts)
        hint = "correct part_of in one of these rows"
        yield Finding(q.resource, message, hint, [row_of[first]], "part_of", whole_of[first])
