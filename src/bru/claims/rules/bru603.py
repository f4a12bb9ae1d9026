"""Locator points beside its passage.

Why: Whoever looks the claim up finds other words.

Fix: Take span_start and span_end from bru cite.
"""

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Said
from bru.model.question import Ask

LEVEL = ERROR
questions = asked()


@of_originals("locators are checked")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The rows whose passage moved although the document is the one that was read."""
    for it in evidence.judged(copies, package, ask):
        start, end = it.verdict.start, it.verdict.end
        if it.verdict.state == "moved":
            message = f"the passage stands at {start} to {end} of the document"
            hint = f"write span_start {start} and span_end {end}"
            yield it.problem(message, hint, it.verdict.field)
