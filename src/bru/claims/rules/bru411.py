"""An actor is used nowhere.

Why: An actor is in the dataset because a claim is about it, about a part of it, or by it; this one
cannot be traced to any document.

Fix: Tie it to a claim, or delete it if it was never published.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL, RESTS = ERROR, ALL
NO_USE = "actor_names"  # spellings of an actor say nothing about it


def uses(package: Package) -> list[tuple[str, tuple[str, ...]]]:
    """The columns that refer to actors and tell something about them."""
    return [
        (resource.name, key.fields)
        for resource in package.resources
        for key in resource.schema.foreign_keys
        if key.target == "actors" and len(key.fields) == 1 and resource.name != NO_USE
    ]


def questions(package: Package) -> Iterator[Question]:
    """The actors, where other tables refer to them."""
    found = uses(package)
    if package.has(actors="actor_id name") and any(name != "actors" for name, _ in found):
        yield Dangling("actors", ("actor_id",), *found[0], tuple(found[1:]))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Actors that no other table refers to."""
    names = dict(ask(Columns("actors", ("name",)))) if hits else {}
    for (actor,), rows in hits:
        for row in rows:
            hint = "tie it to a claim in claim_actors, or delete it if it was never published"
            message = f"no claim, position or project is tied to {names[row][0] or actor}"
            yield Finding("actors", message, hint, [row], "actor_id", actor)
