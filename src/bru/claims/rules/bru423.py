"""Statement and hedged disagree.

Why: What a document calls possible must not be passed on as a fact, nor a fact as a guess; who
filters by `hedged` never reads the statement.

Fix: Set hedged to what the passage does, and keep its hedge in the statement.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.hedges import SURE, hedges, hedging
from bru.claims.prose.language import ENGLISH, language, sought
from bru.claims.rules.outliers import borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """The statements and whether they are hedged."""
    if package.has(claims="statement hedged"):
        sure = sought(language(ENGLISH).words["hedges"][SURE])
        hedge = rf"false{BETWEEN}[\s\S]*(?:{sure})|true{BETWEEN}"
        yield Columns("claims", ("hedged", "statement"), suspicion=hedge)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims with a word that always hedges, and hedged ones without any word that may.

    A word that is missing is told where nearly all other hedged claims have one.
    """
    own: dict[str, list[tuple[int, str]]] = {"true": [], "false": []}
    for row, (hedged, statement) in rows:
        if statement:
            own.get(hedged, []).append((row, statement))
    yield from as_fact(own["false"])
    yield from borne_out(as_guess(own["true"]), len(own["true"]))


def as_fact(rows: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """The statements of these claims, which are not hedged, that hedge."""
    for row, statement in rows:
        if found := next((hedge for hedge in hedges(statement) if hedge.kind == SURE), None):
            message = f"the statement hedges with {shown(found.words)}, but hedged is false"
            yield finding(row, message, "false")


def as_guess(rows: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """The statements of these claims, which are hedged, that have no hedge."""
    for row, statement in rows:
        if next(hedging(statement), None) is None:
            yield finding(row, "hedged is true, but the statement has no hedge", "true")


def finding(row: int, message: str, hedged: str) -> Finding:
    """A finding."""
    hint = "set hedged as the passage has it, and keep the hedge in the statement"
    return Finding("claims", message, hint, [row], "hedged", hedged)
