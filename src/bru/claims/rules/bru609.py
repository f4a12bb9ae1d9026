"""Passage is cut badly.

Why: It begins or ends inside a word or at punctuation, or is too short to be found again. A
fingerprint of a few words occurs by chance, and one that starts inside a word is found in no other
copy. A passage has at least six words, unless it is a whole sentence, be it one that somebody says.

Fix: Take the span values from bru cite.
"""

from bru.claims.documents import cite, evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Said
from bru.model.question import Ask

LEVEL = ERROR
questions = asked()


@of_originals("cuts are checked")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The rows whose span is not a clean stretch of words."""
    for it in evidence.judged(copies, package, ask):
        at = it.verdict.start, it.verdict.end
        if it.verdict.state == "verified" and (why := cite.badly_cut(it.copy.text, *at)):
            yield it.problem(why, f"{it.cite} prints the span values", "span_start")
