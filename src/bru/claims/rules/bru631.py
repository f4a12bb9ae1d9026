"""Named actor of a document is unaccounted for.

Why: Where a known actor is named, something is said about it; what nobody accounted for was most
likely overlooked.

Fix: Add a claim for the passage, or an exclusion with its reason.
"""

from collections.abc import Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said

LEVEL, RESTS = ERROR, ALL
questions = asked(actors="actor_id name", **coverage.TABLES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The sources with names that are not accounted for, and where they stand."""
    copies, not_run = evidence.originals(answer, "names are accounted for")
    yield from not_run
    names = coverage.known_names(package, ask)
    rows = {row.cells[0]: row.row for row in ask(evidence.SOURCES)}
    spans = coverage.spans(ask)
    for copy in draft.settled(ask, copies):
        own = spans[copy.source_id]
        for place in coverage.outside(copy.text, own, coverage.named(copy.text, names)):
            where = f"characters {place.start} to {place.end} of {copy.file}"
            message = f"{place.of} is named in no claim and no exclusion ({where})"
            hint = "add a claim, or an exclusion with its reason"
            row = [rows[copy.source_id]]
            yield Finding("sources", message, hint, row, "source_id", copy.source_id)
