"""Two statements say the same.

Why: One of them is a repetition, or was meant to say something else.

Fix: Delete one of them, or say what differs: who says it, of when, of what.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.text import loose, words
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Fold, Question, Row

LEVEL = ERROR
LETTERS = Fold(("statement",), "NFKC", ((r"\W", ""),))


def questions(package: Package) -> Iterator[Question]:
    """The statements that have the letters of another one."""
    if package.has(claims="claim_id statement"):
        yield Columns("claims", ("claim_id", "statement"), fold=LETTERS)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Statements whose words are those of an earlier one; the very same text is for BRU203."""
    seen: dict[str, str] = {}
    known: set[str] = set()
    for row, (claim, statement) in rows:
        if statement not in known:
            known.add(statement)
            other = seen.setdefault(loose(words(statement)), claim)
            if other != claim:
                message = f"the statement says the same as that of {other}"
                hint = "delete one of them, or say what differs"
                yield Finding("claims", message, hint, [row], "statement", statement)
