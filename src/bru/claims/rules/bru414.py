"""Figure and claim are about different projects.

Why: Who looks for the project's figures finds one that no claim of the project states.

Fix: Add the project to claim_projects, or correct project_id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Dangling, Hit, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The projects of the figures, where there is a table of the claims' projects."""
    if package.has(figures="claim_id project_id", claim_projects="claim_id project_id"):
        key = ("claim_id", "project_id")
        yield Dangling("figures", key, "claim_projects", key)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Figures whose project is not among those of their claim."""
    for (claim, project), rows in hits:
        message = f"the claim {claim} is not about {project}"
        hint = "add the pair to claim_projects, or correct project_id"
        yield Finding("figures", message, hint, rows, "project_id", project)
