"""What is not stated has a speaker, an outlet, a hedge or a figure.

Why: Nobody says what is not stated: that it is missing is the editors' own finding.

Fix: Leave asserted_by and reported_via empty, hedged false, and give the figure to the claim that
states it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import NOT_STATED
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
FIELDS = {"asserted_by": "speaker", "reported_via": "outlet", "hedged": "hedge"}
FIGURES = Columns("figures", ("claim_id",))


def questions(package: Package) -> Iterator[Question]:
    """The claims with their kind, and what only a statement has."""
    if package.has(claims=f"claim_id kind {' '.join(FIELDS)}"):
        silent = frozenset((NOT_STATED,))
        yield Columns("claims", ("kind", "claim_id", *FIELDS), among=silent)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims of the kind with one of the fields, then figures of such claims."""
    for row, (_, _, *cells) in rows:
        for field, value in zip(FIELDS, cells, strict=True):
            if value not in ("", "false"):
                message = f"what is not stated has no {FIELDS[field]}"
                hint = "write false" if field == "hedged" else "leave it empty"
                yield Finding("claims", message, hint, [row], field, value)
    silent = {cells[1] for _, cells in rows}
    for row, (claim,) in ask(FIGURES) if package.has(figures="claim_id") else ():
        if claim in silent:
            message = f"the claim {claim} says that something is not stated: it has no figures"
            hint = "correct claim_id, or delete the figure"
            yield Finding("figures", message, hint, [row], "claim_id", claim)
