"""Draft is not accounted for yet.

Why: No release has this source. What its document says is still to be claimed or excluded; until
then the source cannot be released.

Fix: `bru todo` lists what is left, as a sheet that `bru new --from` takes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import Documents, coverage, draft, evidence
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, NotRun
from bru.model.question import Question

LEVEL, RESTS = WARNING, ALL


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are claims and exclusions."""
    if package.has(**evidence.TABLES) and package.has(**coverage.TABLES):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The drafts of which something is left to do."""
    copies, not_run = evidence.originals(answer, "drafts are judged")
    yield from not_run
    left = draft.drafts(ask)
    rows = {row.cells[0]: row.row for row in ask(evidence.SOURCES)} if left else {}
    for copy in copies:
        source = copy.source_id
        if source in left and (what := draft.missing(package, ask, copy)):
            hint = f"`bru todo {source} --documents DIR` lists it"
            yield Finding("sources", what, hint, [rows[source]], "source_id", source)
