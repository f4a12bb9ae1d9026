"""Actor tied as place is not a place.

Why: Who asks where something happened gets whoever was tied so.

Fix: Write another role, or tie the place, which may have the same name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
PLACES = ("place", "region", "country")
KINDS = Columns("actors", ("actor_id", "kind"))


def questions(package: Package) -> Iterator[Question]:
    """The ties of claims to actors as places."""
    if package.has(claim_actors="actor_id role", actors="actor_id kind"):
        yield Columns("claim_actors", ("actor_id", "role"), only=rf"[^{BETWEEN}]+{BETWEEN}place")


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Ties in the role place to actors of other kinds."""
    actors = frozenset(row.cells[0] for row in rows)
    kinds = dict(row.cells for row in ask(KINDS._replace(among=actors))) if actors else {}
    listed = package.resource("actors").schema.field("kind").listed  # others are for BRU102
    for row, (actor, role) in rows:
        kind = kinds.get(actor, "")
        if kind in (listed or [kind]) and kind not in ("", *PLACES):
            message = f"{actor} is of kind {kind}, not a place"
            hint = "write another role, or tie the place"
            yield Finding("claim_actors", message, hint, [row], "role", role)
