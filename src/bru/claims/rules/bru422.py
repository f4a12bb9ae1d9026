"""A claim is tied to a project of whose name neither its statement nor its note has a word.

Why: A statement is understood without the document: whoever follows the tie should see what the
claim has to do with the project. If nothing hints at it, the ID may be a slip.

Fix: Correct the ID, name the project in the statement, or say in the note what ties them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.mention import beginnings, keywords
from bru.claims.rules.outliers import outliers
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
TIES = Columns("claim_projects", ("claim_id", "project_id"))
TEXTS = Columns("claims", ("claim_id", "statement", "note"))
NAMES = Columns("projects", ("project_id", "name"))
ACTORS = Columns("actors", ("name", "kind"))
NEEDED = {q.resource: " ".join(q.fields) for q in (TIES, TEXTS, NAMES, ACTORS)}


def questions(package: Package) -> Iterator[Question]:
    """What ties claims to projects."""
    if package.has(**NEEDED):
        yield TIES


@outliers
def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The ties to projects of whose name no word, those of countries aside, is in the texts."""
    countries = [keywords(name) for _, (name, kind) in ask(ACTORS) if kind == "country"]
    common = frozenset().union(*countries)
    names = dict(row.cells for row in ask(NAMES))
    texts = {claim: said for _, (claim, *said) in ask(TEXTS)}  # words of all would fill the memory
    for row, (claim, project) in rows:
        wanted = keywords(names.get(project, "")) - common
        if wanted and claim in texts and not any(wanted & beginnings(s) for s in texts[claim]):
            message = f"neither statement nor note of {claim} has a word of {names[project]}"
            hint = "correct the ID, or say in the note what ties them"
            yield Finding("claim_projects", message, hint, [row], "project_id", project)
