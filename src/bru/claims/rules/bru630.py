"""Number of a document is unaccounted for.

Why: A number is what readers look up; one that nobody accounted for was most likely overlooked.

Fix: Add a claim with its figure for the passage, or an exclusion with its reason.
"""

from collections.abc import Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence, stated
from bru.claims.documents.asking import asked
from bru.claims.prose.language import ENGLISH
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said

LEVEL, RESTS = ERROR, ALL
questions = asked(**coverage.TABLES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The sources with numbers that are not accounted for, and where they stand."""
    copies, not_run = evidence.originals(answer, "numbers are accounted for")
    yield from not_run
    spoken = stated.languages(package, ask)
    rows = {row.cells[0]: row.row for row in ask(evidence.SOURCES)}
    spans = coverage.spans(ask)
    for copy in draft.settled(ask, copies):
        own = spans[copy.source_id]
        code = spoken.get(copy.source_id, ENGLISH)
        for place in coverage.outside(copy.text, own, coverage.numbers(copy.text, code)):
            where = f"characters {place.start} to {place.end} of {copy.file}"
            message = f"the number {place.value} is in no claim and no exclusion ({where})"
            hint = "add a claim, or an exclusion with its reason"
            row = [rows[copy.source_id]]
            yield Finding("sources", message, hint, row, "source_id", copy.source_id)
