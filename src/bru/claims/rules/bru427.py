"""The kind of a claim is not borne out by its statement.

Why: Kinds are what readers filter by. A forecast speaks of what will or may be, a commitment of
what was agreed or planned, an event of what happened, a position of what somebody wants or says;
a statistic has a figure.

Fix: Correct the kind, or say in the statement what makes it one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bru.claims.prose.language import ENGLISH, language
from bru.claims.prose.reader import read
from bru.claims.rules.outliers import borne_out, is_borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
CLAIMS = Columns("claims", ("claim_id", "kind", "statement", "hedged", "asserted_by"))
FIGURES = Columns("figures", ("claim_id",))
WORDS = language(ENGLISH)
SIGNS = {
    kind: WORDS.whole("kinds", kind) for kind in ("forecast", "commitment", "position", "past")
}
WILL, ASKED = WORDS.whole("kinds", "will"), WORDS.whole("kinds", "asked")
AHEAD = ("forecast", "commitment")  # kinds that speak of the future


def questions(package: Package) -> Iterator[Question]:
    """The claims and their kinds, where there are figures."""
    if package.has(claims=" ".join(CLAIMS.fields), figures="claim_id"):
        yield CLAIMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The claims whose kind lacks its sign, or has that of another kind.

    Each sign is looked for only where nearly all claims of the kind have it.
    """
    figures = {row.cells[0] for row in ask(FIGURES)}
    lacking: dict[str, Callable[[Sequence[str]], bool]] = {
        "forecast": lambda c: not SIGNS["forecast"].search(c[2]),
        "commitment": lambda c: not SIGNS["commitment"].search(c[2]),
        "event": lambda c: not SIGNS["past"].search(c[2]),
        "position": lambda c: not (c[4] or SIGNS["position"].search(c[2])),
        "statistic": lambda c: c[0] not in figures,
    }
    for kind, lacks in lacking.items():
        own = [row for row in rows if row.cells[1] == kind and row.cells[2]]
        wrong = [row for row in own if lacks(row.cells)]
        if kind == "statistic" and not is_borne_out(len(wrong), len(own)):
            wrong = [
                row for row in wrong if not any(q.is_amount for q in read(row.cells[2]).quantities)
            ]
        yield from borne_out(map(told, wrong), len(own))
    sure = [row for row in rows if row.cells[3] == "false" and row.cells[1] not in ("", *AHEAD)]
    yield from borne_out((told(row) for row in sure if foretells(row.cells[2])), len(sure))


def foretells(statement: str) -> bool:
    """Whether a statement says what will be, and does not only ask for it."""
    will = WILL.search(statement)
    return bool(will and not ASKED.search(statement, 0, will.start()))


def told(row: Row) -> Finding:
    """A finding."""
    kind = row.cells[1]
    message = f"the statement is not that of a claim of kind {kind}"
    return Finding("claims", message, "correct kind or statement", [row.row], "kind", kind)
