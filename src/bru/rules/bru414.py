"""A figure is about a project its claim is not about.

Why: Who looks for the project's figures finds one that no claim of the project states.

Fix: Add the project to claim_projects, or correct project_id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import ERROR, Finding
from bru.question import Columns, Question, Row

LEVEL = ERROR
TIES = Columns("claim_projects", ("claim_id", "project_id"))


def questions(package: Package) -> Iterator[Question]:
    """The projects of the figures, where there is a table of the claims' projects."""
    if package.has(figures="claim_id project_id", claim_projects="claim_id project_id"):
        yield Columns("figures", ("claim_id", "project_id"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Figures whose project is not among those of their claim."""
    tied = {row.cells for row in ask(TIES)}
    for row, (claim, project) in rows:
        if claim and project and (claim, project) not in tied:
            message = f"the claim {claim} is not about {project}"
            hint = "add the pair to claim_projects, or correct project_id"
            yield Finding("figures", message, hint, [row], "project_id", project)
