"""A passage is missing from the document.

Why: Nothing in the document bears the claim out.

Fix: Check that the claim names the right source; cite its passage anew with bru cite,
or retract the claim.
"""

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.model.package import Package
from bru.model.problem import ERROR, Said
from bru.model.question import Ask

LEVEL = ERROR
questions = asked()


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The rows whose passage is missing."""
    for it in evidence.judged(copies, package, ask):
        if it.verdict.state == "missing":
            message = f"the passage is missing from {it.copy.file}: {it.verdict.why}"
            hint = f"check source_id, then {it.cite} prints the span values"
            yield it.problem(message, hint, "span_sha256")
