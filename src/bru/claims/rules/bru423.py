"""Statement and `hedged` disagree: one has a hedge and the other has not.

Why: What a document calls possible must not be passed on as a fact, nor a fact as a guess; who
filters by `hedged` never reads the statement.

Fix: Set hedged to what the passage does, and keep its hedge in the statement.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding, shown
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
WORDS = (  # that always hedge
    "might|possibly|likely|unlikely|probably|perhaps|maybe|supposedly|seems?|appears? to"
    "|sounds? like|apparently|reportedly|allegedly|presumably|uncertain|questionable|doubtful"
    "|suggest(?:s|ed)|potentially"
)
SURE = re.compile(rf"\b(may|(?i:{WORDS}))\b")  # May is a month
SMALL = re.compile(rf"\b(?:may|{WORDS})\b")  # the same in small letters, which is quicker
POSSIBLE = re.compile(  # words that may hedge, too: flatly unknown or unclear is no hedge
    r"\b(?:can|could|alleged|suspicion|alternatives?|impl(?:y|ies|ied)|doubts?|suspects?"
    r"|looks? like|possible that|unclear|unknown|in question|not (?:yet )?(?:clear|known))\b",
    re.IGNORECASE,
)


def questions(package: Package) -> Iterator[Question]:
    """The statements and whether they are hedged."""
    if package.has(claims="statement hedged"):
        yield Columns("claims", ("statement", "hedged"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Hedged claims without a word that hedges, and other claims with a word that always does."""
    for row, (statement, hedged) in rows:
        found = SURE.search(statement) if SMALL.search(statement.lower()) else None
        message = ""
        if hedged == "false" and found:
            message = f"the statement hedges with {shown(found[0])}, but hedged is false"
        elif hedged == "true" and not found and not POSSIBLE.search(statement):
            message = "hedged is true, but the statement has no hedge"
        if statement and message:
            hint = "set hedged as the passage has it, and keep the hedge in the statement"
            yield Finding("claims", message, hint, [row], "hedged", hedged)
