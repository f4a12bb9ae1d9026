"""Claim is about no actor and no project.

Why: Nobody finds it who looks for what is said about somebody.

Fix: Add a row to claim_actors or claim_projects.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Dangling, Hit, Question

LEVEL, RESTS = ERROR, ALL


def questions(package: Package) -> Iterator[Question]:
    """The claims and what ties them."""
    if package.has(claims="claim_id", claim_actors="claim_id", claim_projects="claim_id"):
        key = ("claim_id",)
        yield Dangling("claims", key, "claim_actors", key, (("claim_projects", key),))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Claims that no row ties to an entity."""
    for hit in hits:
        message = "no actor and no project is tied to the claim"
        hint = "add a row to data/claim_actors.csv or data/claim_projects.csv"
        yield Finding("claims", message, hint, hit.rows, "claim_id", hit.value[0])
