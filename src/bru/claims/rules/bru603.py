"""Locator points beside its passage.

Why: Whoever looks the claim up finds other words.

Fix: Take span_start and span_end from bru cite.
"""

from collections.abc import Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import ERROR, Said

LEVEL = ERROR
questions = asked()


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The rows whose passage moved although the document is the one that was read."""
    copies, not_run = evidence.originals(answer, "locators are checked")
    yield from not_run
    for it in evidence.judged(copies, package, ask):
        start, end = it.verdict.start, it.verdict.end
        if it.verdict.state == "moved":
            message = f"the passage stands at {start} to {end} of the document"
            hint = f"write span_start {start} and span_end {end}"
            yield it.problem(message, hint, it.verdict.field)
