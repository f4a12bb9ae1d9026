"""Question and its claim differ in document.

Why: The claim and the passage of a question are of one document: one of the two is wrong.

Fix: Correct claim_id or source_id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
SOURCES = Columns("claims", ("claim_id", "source_id"))


def questions(package: Package) -> Iterator[Question]:
    """The open questions, what raises them and where."""
    if package.has(open_questions="claim_id source_id", claims="claim_id source_id"):
        yield Columns("open_questions", ("claim_id", "source_id"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Questions whose source is not that of their claim."""
    sources = dict(row.cells for row in ask(SOURCES))
    for row, (claim, source) in rows:
        own = sources.get(claim)
        if own and source and own != source:
            message = f"the claim {claim} is of {own}, not of {source}"
            hint = "correct claim_id or source_id"
            yield Finding("open_questions", message, hint, [row], "claim_id", claim)
