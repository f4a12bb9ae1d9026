"""A span ends where it starts, or before.

Why: It covers no character of the document.

Fix: Take the span values from bru cite.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import CELL
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Breaking, Hit, Question

LEVEL, REACH = ERROR, CELL


def questions(package: Package) -> Iterator[Question]:
    """The spans of all tables that have them."""
    for table in ("claims", "open_questions", "exclusions"):
        if package.has(**{table: "span_start span_end"}):
            yield Breaking(table, "span_start", "span_end")


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The rows whose span is empty or reversed."""
    for hit in hits:
        start, end = hit.value
        message = f"the span ends at {end}, not after its start {start}"
        hint = "take the values from `bru cite`"
        hint = hint if start == end else f"swap the two, or {hint}"
        yield Finding(q.resource, message, hint, hit.rows, f"{q.left}, {q.right}", end)
