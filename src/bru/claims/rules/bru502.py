"""Check term compares nothing, or several things.

Why: A term names exactly one thing to compare. The side cannot be added up, so the check says
nothing.

Fix: Fill in exactly one of figure_id, count_parts_of and date_of; count_role goes with
count_parts_of.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
NAMES = ("figure_id", "count_parts_of", "date_of")


def questions(package: Package) -> Iterator[Question]:
    """The terms."""
    if package.has(check_terms="figure_id count_parts_of"):
        more = [f for f in ("date_of", "count_role") if package.has(check_terms=f)]
        yield Columns("check_terms", (*NAMES[:2], *more))


def findings(package: Package, q: Columns, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Terms with none or several, then roles without a project."""
    names = [name for name in q.fields if name in NAMES]
    for row, values in rows:
        cells = dict(zip(q.fields, values, strict=True))
        filled = [name for name in names if cells[name]]
        if len(filled) != 1:
            message = f"{' and '.join(filled)} are filled in" if filled else "nothing is filled in"
            hint = f"fill in exactly one of {', '.join(names)}"
            yield Finding("check_terms", message, hint, [row], "figure_id", cells["figure_id"])
        elif cells.get("count_role") and filled != ["count_parts_of"]:
            role = cells["count_role"]
            message = "a role is given, but no project in which to count"
            hint = "fill in count_parts_of, or delete the role"
            yield Finding("check_terms", message, hint, [row], "count_role", role)
