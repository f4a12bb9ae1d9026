"""A project is part of another one that no document tells of together with it.

Why: That one project belongs to another is a fact of a document; a wrong ID puts it elsewhere.

Fix: Correct part_of; else tie the claim that says so to both projects.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import WARNING, Finding
from bru.question import Columns, Question, Row

LEVEL = WARNING
PROJECTS = Columns("projects", ("project_id", "part_of"))
CLAIMS = Columns("claims", ("claim_id", "source_id"))
TIES = Columns("claim_projects", ("claim_id", "project_id"))


def questions(package: Package) -> Iterator[Question]:
    """The projects and what they are part of."""
    if package.has(**{q.resource: " ".join(q.fields) for q in (PROJECTS, CLAIMS, TIES)}):
        yield PROJECTS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Parts none of whose documents has a claim about the whole."""
    source, told = dict(row.cells for row in ask(CLAIMS)), defaultdict[str, set[str]](set)
    for _, (claim, project) in ask(TIES):
        told[project].add(source.get(claim, ""))
    for row, (project, whole) in rows:
        if whole and told[project] and told[whole] and not told[project] & told[whole]:
            message = f"no document has claims about both {project} and {whole}"
            hint = "correct part_of, or tie the claim that says so to both"
            yield Finding("projects", message, hint, [row], "part_of", whole)
