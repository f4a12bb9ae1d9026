"""Question and claim are from different documents.

Why: The claim and the passage of a question are of one document: one of the two is wrong.

Fix: Correct claim_id or source_id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL = ERROR
PAIR = ("claim_id", "source_id")
SOURCES = Columns("claims", PAIR)


def questions(package: Package) -> Iterator[Question]:
    """The open questions whose claim and document no claim has."""
    if package.has(open_questions=" ".join(PAIR), claims=" ".join(PAIR)):
        yield Dangling("open_questions", PAIR, "claims", PAIR)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Questions whose source is not that of their claim."""
    named = frozenset(hit.value[0] for hit in hits)
    sources = dict(row.cells for row in ask(SOURCES._replace(among=named))) if named else {}
    for (claim, source), rows in hits:
        if own := sources.get(claim):
            message = f"the claim {claim} is of {own}, not of {source}"
            hint = "correct claim_id or source_id"
            yield Finding("open_questions", message, hint, rows, "claim_id", claim)
