"""The rows that tie claims to actors and projects: what a finding about a claim was judged by."""

from __future__ import annotations

from collections.abc import Sequence

from bru.model.problem import Place
from bru.model.question import Ask, Columns, Dangling, Hit


def tied(q: Dangling, hits: Sequence[Hit], ask: Ask) -> dict[str, list[Place]]:
    """The rows of the target by the claims that are missed there, which it has with others."""
    found: dict[str, list[Place]] = {}
    claims = frozenset(hit.value[0] for hit in hits)
    for row, (claim, _) in ask(Columns(q.target, q.target_fields, among=claims)) if hits else ():
        found.setdefault(claim, []).append((q.target, row))
    return found
