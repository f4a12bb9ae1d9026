"""Statement and `hedged` disagree: one has a hedge and the other has not.

Why: What a document calls possible must not be passed on as a fact, nor a fact as a guess; who
filters by `hedged` never reads the statement.

Fix: Set hedged to what the passage does, and keep its hedge in the statement.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage.expression import any_case
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, shown
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
WORDS = (  # that always hedge
    "might|possibly|likely|unlikely|probably|perhaps|maybe|supposedly|seems?|appears?|sounds?"
    "|apparently|reportedly|allegedly|presumably|uncertain|unclear|unknown|questionable|doubtful"
    "|not (?:yet )?(?:clear|known|been established)|in question|suggest(?:s|ed)|potentially"
)
SURE = re.compile(rf"\b(may|(?i:{WORDS}))\b")  # May is a month
SMALL = re.compile(rf"\b(?:may|{WORDS})\b")  # the same in small letters, which is quicker
POSSIBLE = re.compile(  # words that may hedge, too
    r"\b(?:can|could|alleged|suspicion|alternatives?|impl(?:y|ies|ied)|doubts?|suspects?"
    r"|looks? like|possible that)\b",
    re.IGNORECASE,
)


def questions(package: Package) -> Iterator[Question]:
    """The statements and whether they are hedged."""
    if package.has(claims="statement hedged kind"):
        sure = f"may|{any_case(WORDS)}"
        hedge = rf"{BETWEEN}(?:false{BETWEEN}[\s\S]*(?:{sure})|true{BETWEEN})"
        yield Columns("claims", ("kind", "hedged", "statement"), suspicion=hedge)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Hedged claims without a word that hedges, and other claims with a word that always does.

    What is not stated is no guess, even if its statement repeats a hedge.
    """
    for row, (kind, hedged, statement) in rows:
        found = SURE.search(statement) if SMALL.search(statement.lower()) else None
        message = ""
        if hedged == "false" and found:
            message = f"the statement hedges with {shown(found[0])}, but hedged is false"
        elif hedged == "true" and not found and not POSSIBLE.search(statement):
            message = "hedged is true, but the statement has no hedge"
        if statement and message and kind != "not_stated":
            hint = "set hedged as the passage has it, and keep the hedge in the statement"
            yield Finding("claims", message, hint, [row], "hedged", hedged)
