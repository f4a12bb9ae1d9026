"""Two claims are linked twice.

Why: A pair of claims has one relation: of two, readers take whichever they find first.

Fix: Keep the one that says most.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Fold, Question, Row

LEVEL = ERROR
CLAIMS = ("claim_id", "other_claim_id")
PAIR = Fold(CLAIMS, "NFC", ((BETWEEN, " "),), words=True)


def questions(package: Package) -> Iterator[Question]:
    """The links of pairs that another row links, in whichever direction."""
    if package.has(claim_links="claim_id relation other_claim_id"):
        yield Columns("claim_links", ("claim_id", "relation", "other_claim_id"), fold=PAIR)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Links of pairs that an earlier row links, in whichever direction."""
    seen: dict[frozenset[str], str] = {}
    for row, (claim, relation, other) in rows:
        pair = frozenset((claim, other))
        if len(pair) < 2 or "" in pair:
            continue  # BRU101, BRU506
        said = f"{claim} {relation} {other}"
        first = seen.setdefault(pair, said)
        if first != said:
            message = f"there is a link of the two already: {first}"
            yield Finding("claim_links", message, "keep one of them", [row], "relation", relation)
