"""Link does not fit its two claims.

Why: Who says the same again in one document repeats it; only another document or another speaker
bears it out. An echo is no evidence.

Fix: Write repeats within one document, corroborates across documents or speakers.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
JUDGED = ("repeats", "corroborates")
LINKS = Columns(
    "claim_links",
    ("claim_id", "relation", "other_claim_id"),
    suspicion=f"{BETWEEN}(?:{'|'.join(JUDGED)}){BETWEEN}",
)
CLAIMS = Columns("claims", ("claim_id", "source_id", "asserted_by"))


def questions(package: Package) -> Iterator[Question]:
    """The links, and who says the claims where."""
    if package.has(**{q.resource: " ".join(q.fields) for q in (LINKS, CLAIMS)}):
        yield LINKS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Repetitions across documents, corroborations within one document and speaker."""
    tied = frozenset(c for _, (a, relation, b) in rows if relation in JUDGED for c in (a, b))
    found = ask(CLAIMS._replace(among=tied)) if tied else ()
    origin = {row.cells[0]: row.cells[1:] for row in found}
    for row, (claim, relation, other) in rows:
        one, two = origin.get(claim), origin.get(other)
        if one is None or two is None or claim == other:
            continue  # BRU205, BRU506
        if relation == "repeats" and one[0] != two[0]:
            message = f"{claim} and {other} are from two documents: neither repeats the other"
        elif relation == "corroborates" and one == two:
            same = "are from one document and speaker: an echo corroborates nothing"
            message = f"{claim} and {other} {same}"
        else:
            continue
        hint = "write repeats within one document, corroborates across documents or speakers"
        yield Finding("claim_links", message, hint, [row], "relation", relation)
