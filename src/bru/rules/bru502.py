"""A term of a check has no figure and no project to count, or both.

Why: The side cannot be added up, so the check says nothing.

Fix: Fill in exactly one of figure_id and count_parts_of.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The terms."""
    if package.has(check_terms="figure_id count_parts_of"):
        yield Columns("check_terms", ("figure_id", "count_parts_of"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Terms with none or both."""
    for row, (figure, project) in rows:
        if bool(figure) == bool(project):
            message = "figure_id and count_parts_of are both filled in"
            if not figure:
                message = "neither figure_id nor count_parts_of is filled in"
            hint = "fill in exactly one of figure_id and count_parts_of"
            yield Finding("check_terms", message, hint, [row], "figure_id", figure)
