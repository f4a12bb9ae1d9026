"""Status and status_as_of do not match.

Why: A status is as old as the document that tells it; without its date it reads as of today.

Fix: Write the publication date of the document that last tells the status into status_as_of; leave
it empty where the status is unknown, or no document that tells it is dated.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
SOURCES = Columns("sources", ("source_id", "published"))
CLAIMS = Columns("claims", ("claim_id", "source_id"))
TIES = Columns("claim_projects", ("claim_id", "project_id"))


def questions(package: Package) -> Iterator[Question]:
    """The statuses and their dates."""
    if package.has(projects="status status_as_of"):
        unknown = rf"(?:unknown)?{BETWEEN}"
        odd = rf"\A{unknown}|{BETWEEN}\Z"
        yield Columns("projects", ("status", "status_as_of"), unless=unknown, suspicion=odd)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Statuses without a date, and dates of no status.

    A status that only documents without a date tell has none.
    """
    undated = timeless(package, ask) if any(not since for _, (_, since) in rows) else {}
    for row, (status, since) in rows:
        known = status not in ("", "unknown")
        if known and not since and not undated.get(row):
            message = f"the status is {status}, but status_as_of is empty"
            hint = "write the date of the document that tells it"
            yield Finding("projects", message, hint, [row], "status_as_of")
        elif since and not known:
            message = "an unknown status cannot have a date"
            yield Finding("projects", message, "leave it empty", [row], "status_as_of", since)


def timeless(package: Package, ask: Any) -> dict[int, bool]:
    """The projects of claims, and whether no document of these says when it was published."""
    needed = {q.resource: " ".join(q.fields) for q in (SOURCES, CLAIMS, TIES)}
    if not package.has(**needed, projects="project_id"):
        return {}
    dated = {row.cells[0] for row in ask(SOURCES) if row.cells[1]}
    claims = {claim: source in dated for _, (claim, source) in ask(CLAIMS)}
    tied: dict[str, list[bool]] = {}
    for _, (claim, project) in ask(TIES):
        tied.setdefault(project, []).append(claims.get(claim, True))
    ids = ask(Columns("projects", ("project_id",)))
    return {row.row: not any(tied.get(row.cells[0], [True])) for row in ids}
