"""Draft is not accounted for yet.

Why: No release has this source. What its document says is still to be claimed or excluded; until
then the source cannot be released.

Fix: `bru todo` lists what is left, as a sheet that `bru new --from` takes.
"""

from collections.abc import Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said

LEVEL, RESTS = WARNING, ALL
questions = asked(**coverage.TABLES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The drafts of which something is left to do."""
    copies, not_run = evidence.originals(answer, "drafts are judged")
    yield from not_run
    rows = {row.cells[0]: row.row for row in ask(evidence.SOURCES)}
    for source, what in draft.missing(package, ask, copies):
        hint = f"`bru todo {source} --documents DIR` lists it"
        yield Finding("sources", what, hint, [rows[source]], "source_id", source)
