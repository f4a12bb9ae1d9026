"""Passage is altered in the document.

Why: The claim rests on words that this document does not have, in this form.

Fix: Compare the claim with the document; if the document is right, cite the passage anew with
bru cite.
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
    """The rows whose passage is altered."""
    for it in evidence.judged(copies, package, ask):
        if it.verdict.state == "altered":
            near = f"{it.copy.file}, around character {it.verdict.start}"
            message = f"the passage is altered in {near}: {it.verdict.why}"
            hint = f"compare with the document, then {it.cite} prints the span values"
            yield it.problem(message, hint, it.verdict.field)
