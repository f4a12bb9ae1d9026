"""Statement and hedged disagree.

Why: What a document calls possible must not be passed on as a fact, nor a fact as a guess; who
filters by `hedged` never reads the statement.

Fix: Set hedged to what the passage does, and keep its hedge in the statement.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.hedges import SURE, hedges
from bru.claims.prose.language import ENGLISH, language, sought
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
ANNOUNCED = language(ENGLISH).whole("hedges", "announced")


def questions(package: Package) -> Iterator[Question]:
    """The statements and whether they are hedged."""
    if package.has(claims="statement hedged"):
        sure = sought(language(ENGLISH).words["hedges"][SURE])
        hedge = rf"false{BETWEEN}[\s\S]*(?:{sure})"
        kind = ("kind",) * package.has(claims="kind")
        yield Columns("claims", ("hedged", "statement", *kind), suspicion=hedge)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Claims that are called facts, with a word that always hedges.

    Whether a hedged claim has a hedge is not asked: one can doubt in more words than any list.
    Where the event is that somebody announces something, that may be open.
    """
    for row, (hedged, statement, *kind) in rows:
        hedge = next((hedge for hedge in hedges(statement) if hedge.kind == SURE), None)
        is_told = hedge and kind == ["event"] and ANNOUNCED.search(statement, 0, hedge.start)
        if hedge and hedged == "false" and not is_told:
            message = f"the statement hedges with {shown(hedge.words)}, but hedged is false"
            hint = "set hedged as the passage has it, and keep the hedge in the statement"
            yield Finding("claims", message, hint, [row], "hedged", hedged)
