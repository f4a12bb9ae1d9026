"""Claim does not support the position.

Why: Whoever looks up who says that somebody holds the office finds a claim about others.

Fix: Correct actor_id or claim_id, or tie the claim to the holder in claim_actors.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import NAMED
from bru.claims.rules.ties import tied
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Dangling, Hit, Question

LEVEL, RESTS = ERROR, NAMED
PAIR = ("claim_id", "actor_id")
SPEAKERS = ("claims", ("claim_id", "asserted_by"))


def questions(package: Package) -> Iterator[Question]:
    """The positions, where claims are tied to actors."""
    pair = " ".join(PAIR)
    if package.has(positions=pair, claim_actors=pair, claims=" ".join(SPEAKERS[1])):
        yield Dangling("positions", PAIR, "claim_actors", PAIR, (SPEAKERS,))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The positions whose claim has nothing to do with their holder."""
    ties = tied(q, hits, ask)
    for (claim, actor), rows in hits:
        message = f"the claim {claim} is neither about {actor} nor by {actor}"
        hint = "correct actor_id or claim_id, or tie the claim to the holder"
        own = Finding("positions", message, hint, rows, "actor_id", actor)
        yield own._replace(reads=ties.get(claim, ()))
