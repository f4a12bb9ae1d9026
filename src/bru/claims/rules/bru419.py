"""A participant is borne out by a claim that is not about the project, or not about the actor.

Why: Whoever looks up who says that the actor takes part finds a claim about something else.

Fix: Correct the IDs of the row, or tie the claim to both in claim_actors and claim_projects.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
ACTORS = Columns("claim_actors", ("claim_id", "actor_id"))
PROJECTS = Columns("claim_projects", ("claim_id", "project_id"))
PARTICIPANTS = Columns("project_participants", ("claim_id", "actor_id", "project_id"))
NEEDED = {q.resource: " ".join(q.fields) for q in (ACTORS, PROJECTS, PARTICIPANTS)}


def questions(package: Package) -> Iterator[Question]:
    """The participants, where there are tables of what claims are about."""
    if package.has(**NEEDED):
        yield PARTICIPANTS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The participants whose claim is not tied to both."""
    actors, projects = ({row.cells for row in ask(ties)} for ties in (ACTORS, PROJECTS))
    for row, (claim, actor, project) in rows:
        for field, value, ties in (
            ("actor_id", actor, actors),
            ("project_id", project, projects),
        ):
            if claim and value and (claim, value) not in ties:
                message = f"the claim {claim} is not about {value}"
                hint = "correct the row, or tie the claim to actor and project"
                own = Finding("project_participants", message, hint, [row], field, value)
                yield own._replace(cause=f"participants {row}")
