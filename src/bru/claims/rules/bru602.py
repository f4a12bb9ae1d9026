"""A passage is missing from the document.

Why: Nothing in the document bears the claim out.

Fix: Check that the claim names the right source; cite its passage anew with bru cite,
or retract the claim.
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
    """The rows whose passage is missing."""
    copies, missing = evidence.found(answer)
    yield from missing
    for it in evidence.judged(copies, package, ask):
        if it.verdict.state == "missing":
            message = f"the passage is missing from {it.copy.file}: {it.verdict.why}"
            hint = f"check source_id, then {it.cite} prints the span values"
            yield it.problem(message, hint, "span_sha256")
