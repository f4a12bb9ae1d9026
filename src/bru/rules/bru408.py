"""A statement says the same as another one, but for capitals or punctuation.

Why: One of them is a repetition, or was meant to say something else.

Fix: Delete one of them, or say what differs: who says it, of when, of what.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from bru.documents.text import loose, words
from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The statements."""
    if package.has(claims="claim_id statement"):
        yield Columns("claims", ("claim_id", "statement"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Statements whose words are those of an earlier one; the very same text is for BRU203."""
    alike: dict[str, dict[str, tuple[int, str]]] = {}  # quickly: those of the same letters
    for row, (claim, statement) in rows:
        letters = re.sub(r"\W", "", unicodedata.normalize("NFKC", statement).casefold())
        alike.setdefault(letters, {}).setdefault(statement, (row, claim))
    for group in alike.values():
        seen: dict[str, str] = {}
        for statement, (row, claim) in group.items() if len(group) > 1 else ():
            first = seen.setdefault(loose(words(statement)), claim)
            if first != claim:
                message = f"the statement says the same as that of {first}"
                hint = "delete one of them, or say what differs"
                yield Finding("claims", message, hint, [row], "statement", statement)
