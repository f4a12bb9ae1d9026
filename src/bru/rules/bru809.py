"""A waiver has ended.

Why: It was given until a day that is over; the problem it excused counts again.

Fix: Correct the problem and delete the line, or give the waiver a new end and reason.
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
    """Waivers whose last day is over."""
    for waiver, state in judged:
        if state == "ended":
            message = f"the waiver of {waiver.code} ended on {waiver.until}"
            hint = "correct the problem and delete the line, or give it a new end"
            yield Finding("", message, hint, (), "until", waiver.until, waiver.line, path=PATH)
