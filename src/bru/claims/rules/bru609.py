"""A passage is cut badly: inside a word, at punctuation, or too short to be found again.

Why: A fingerprint of a few words occurs by chance, and one that starts inside a word is found in
no other copy. A passage has at least six words, unless it is a whole sentence.

Fix: Take the span values from bru cite.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, cite, evidence
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are claims to verify."""
    if package.has(**evidence.TABLES):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The claims whose span is not a clean stretch of words."""
    copies, not_run = evidence.originals(answer, "cuts are checked")
    yield from not_run
    rows = {row.cells[0]: row for row in ask(evidence.CLAIMS)}
    for copy in copies:
        for claim, verdict in copy.verdicts.items():
            if verdict.state == "verified" and (why := cite.badly_cut(copy.text, *verdict[1:3])):
                hint = "take the span values from `bru cite`"
                row = rows[claim]
                yield Finding("claims", why, hint, [row.row], "span_start", row.cells[2])
