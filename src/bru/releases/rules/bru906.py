"""Change of released data without a cause.

Why: A version is a promise: whoever used a value must learn that it changed, and why. Where no
change was meant, it is a slip.

Fix: Restore the value, or add a line to releases/causes.csv that names table, key and field (empty
for the whole row or table) and the cause.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Question
from bru.releases.causes import PATH, Unexplained
from bru.releases.state import Before

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The last release."""
    yield Before()


def findings(
    package: Package, q: Any, answer: Sequence[Unexplained], ask: Any
) -> Iterator[Finding]:
    """The changes since then that no cause is given for."""
    for one in answer:
        yield Finding("", one.message, f"restore it, or {one.hint}", value=one.key, path=PATH)
