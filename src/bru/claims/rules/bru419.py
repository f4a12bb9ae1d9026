"""Claim does not support the participant.

Why: Whoever looks up who says that the actor takes part finds a claim about something else.

Fix: Correct the IDs of the row, or tie the claim to both in claim_actors and claim_projects.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.rules.ties import tied
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Dangling, Hit, Question

LEVEL = ERROR
TIES = {"actor_id": "claim_actors", "project_id": "claim_projects"}
NEEDED = {table: f"claim_id {field}" for field, table in TIES.items()}


def questions(package: Package) -> Iterator[Question]:
    """The participants, where there are tables of what claims are about."""
    if package.has(**NEEDED, project_participants=" ".join(("claim_id", *TIES))):
        for field, table in TIES.items():
            pair = ("claim_id", field)
            yield Dangling("project_participants", pair, table, pair)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The participants whose claim is not tied to both."""
    field, ties = q.fields[1], tied(q, hits, ask)
    for (claim, value), rows in hits:
        message = f"the claim {claim} is not about {value}"
        hint = "correct the row, or tie the claim to actor and project"
        for row in rows:
            own = Finding("project_participants", message, hint, [row], field, value)
            yield own._replace(cause=f"participants {row}", reads=ties.get(claim, ()))
