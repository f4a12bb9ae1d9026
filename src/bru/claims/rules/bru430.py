"""What is not stated has no search, or a search is about a claim of another kind.

Why: That the documents are silent can only be shown by looking; a search of a claim that something
is stated shows nothing.

Fix: Add a row to searches, or correct claim_id or kind.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import NOT_STATED
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
SEARCHES = Columns("searches", ("claim_id",))


def questions(package: Package) -> Iterator[Question]:
    """The kinds of the claims, where there is a table of searches."""
    if package.has(claims="claim_id kind", searches="claim_id"):
        yield Columns("claims", ("kind", "claim_id"), among=frozenset((NOT_STATED,)))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims of the kind without a search, then searches of claims of another kind."""
    searched = {row.cells[0] for row in ask(SEARCHES)}
    for row, (kind, claim) in rows:
        if claim and claim not in searched:
            hint = "add a row to data/searches.csv"
            yield Finding("claims", "no search bears it out", hint, [row], "kind", kind)
    others = searched - {"", *(row.cells[1] for row in rows)}
    stated = Columns("claims", ("claim_id", "kind"), among=frozenset(others))
    kinds = dict(row.cells for row in ask(stated)) if others else {}
    for row, (claim,) in ask(SEARCHES) if kinds else ():
        if claim in kinds:
            kind = kinds[claim] or "unknown"
            message = f"the claim {claim} is of the kind {kind}, not {NOT_STATED}"
            yield Finding("searches", message, "correct claim_id", [row], "claim_id", claim)
