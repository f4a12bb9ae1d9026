"""An actor is used nowhere.

Why: An actor is in the dataset because a claim is about it or by it; this one cannot be traced to
any document.

Fix: Tie it to a claim, or delete it if it was never published.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR
NO_USE = ("actors", "actor_names")  # parts and spellings of an actor say nothing about it


def uses(package: Package) -> list[Columns]:
    """The columns that refer to actors and tell something about them."""
    return [
        Columns(resource.name, key.fields)
        for resource in package.resources
        for key in resource.schema.foreign_keys
        if key.target == "actors" and resource.name not in NO_USE
    ]


def questions(package: Package) -> Iterator[Question]:
    """The actors, where other tables refer to them."""
    if package.has(actors="actor_id name") and uses(package):
        yield Columns("actors", ("actor_id", "name"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Actors that no other table refers to, and that no claim names as its outlet."""
    used = {row.cells[0] for use in uses(package) for row in ask(use)}
    cited = ""
    if package.has(claims="reported_via"):
        cited = "\n".join(row.cells[0] for row in ask(Columns("claims", ("reported_via",))))
    for row, (actor, name) in rows:
        if actor and actor not in used and not (name and name in cited):
            hint = "tie it to a claim in claim_actors, or delete it if it was never published"
            message = f"no claim, position or project is tied to {name or actor}"
            yield Finding("actors", message, hint, [row], "actor_id", actor)
