"""A waiver is not needed.

Why: It would silently excuse the next problem of the same row.

Fix: Delete its line from schemas/waivers.csv.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.waivers import PATH, Judged
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Question, Waivers

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """The waivers, when all other rules were applied."""
    yield Waivers()


def findings(package: Package, q: Any, judged: Sequence[Judged], ask: Any) -> Iterator[Finding]:
    """Waivers that no problem needed."""
    for waiver, state in judged:
        if state == "unused":
            key = waiver.key or "the table"
            message = f"there is no {waiver.code} at {key} of {waiver.table or 'the package'}"
            hint = "delete the line"
            yield Finding("", message, hint, (), "key", waiver.key, waiver.line, path=PATH)
