"""Passage is altered in the document.

Why: The claim rests on words that this document does not have, in this form.

Fix: Compare the claim with the document; if the document is right, cite the passage anew with
bru cite.
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
    """The rows whose passage is altered."""
    copies, missing = evidence.found(answer)
    yield from missing
    for it in evidence.judged(copies, package, ask):
        if it.verdict.state == "altered":
            near = f"{it.copy.file}, around character {it.verdict.start}"
            message = f"the passage is altered in {near}: {it.verdict.why}"
            hint = f"compare with the document, then {it.cite} prints the span values"
            yield it.problem(message, hint, it.verdict.field)
