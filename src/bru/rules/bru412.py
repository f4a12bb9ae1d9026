"""A project is used nowhere.

Why: A project is in the dataset because a claim is about it; this one cannot be traced to any
document.

Fix: Tie it to a claim, or delete it if it was never published.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The projects, where there is a table that ties claims to them."""
    if package.has(projects="project_id name", claim_projects="project_id"):
        yield Columns("projects", ("project_id", "name"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Projects that no claim is about."""
    used = {row.cells[0] for row in ask(Columns("claim_projects", ("project_id",)))}
    for row, (project, name) in rows:
        if project and project not in used:
            hint = "tie it to a claim in claim_projects, or delete it if it was never published"
            message = f"no claim is about {name or project}"
            yield Finding("projects", message, hint, [row], "project_id", project)
