"""Passage is cut badly.

Why: It begins or ends inside a word or at punctuation, or is too short to be found again. A
fingerprint of a few words occurs by chance, and one that starts inside a word is found in no other
copy. A passage has at least six words, unless it is a whole sentence.

Fix: Take the span values from bru cite.
"""

from collections.abc import Sequence
from typing import Any

from bru.claims.documents import cite, evidence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import ERROR, Said

LEVEL = ERROR
questions = asked()


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The rows whose span is not a clean stretch of words."""
    copies, not_run = evidence.originals(answer, "cuts are checked")
    yield from not_run
    for it in evidence.judged(copies, package, ask):
        at = it.verdict.start, it.verdict.end
        if it.verdict.state == "verified" and (why := cite.badly_cut(it.copy.text, *at)):
            yield it.problem(why, f"{it.cite} prints the span values", "span_start")
