"""A project is used nowhere.

Why: A project is in the dataset because a claim is about it; this one cannot be traced to any
document.

Fix: Tie it to a claim, or delete it if it was never published.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The projects, where there is a table that ties claims to them."""
    if package.has(projects="project_id name", claim_projects="project_id"):
        yield Dangling("projects", ("project_id",), "claim_projects", ("project_id",))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Projects that no claim is about."""
    names = dict(ask(Columns("projects", ("name",)))) if hits else {}
    for hit in hits:
        project = hit.value[0]
        for row in hit.rows:
            hint = "tie it to a claim in claim_projects, or delete it if it was never published"
            message = f"no claim is about {names[row][0] or project}"
            yield Finding("projects", message, hint, [row], "project_id", project)
