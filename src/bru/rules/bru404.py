"""A claim is about nothing: no actor and no project is tied to it.

Why: Nobody finds it who looks for what is said about somebody.

Fix: Add a row to claim_actors or claim_projects.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The claims and what ties them."""
    if package.has(claims="claim_id", claim_actors="claim_id", claim_projects="claim_id"):
        yield Columns("claims", ("claim_id",))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims that no row ties to an entity."""
    tied = {
        row.cells[0]
        for table in ("claim_actors", "claim_projects")
        for row in ask(Columns(table, ("claim_id",)))
    }
    for row, (claim,) in rows:
        if claim and claim not in tied:
            hint = "add a row to data/claim_actors.csv or data/claim_projects.csv"
            yield Finding(
                "claims",
                "no actor and no project is tied to the claim",
                hint,
                [row],
                "claim_id",
                claim,
            )
