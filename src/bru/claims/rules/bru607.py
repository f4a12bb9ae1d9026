"""Too much of a document unaccounted for.

Why: More than 1 % of its letters and digits is neither claimed nor excluded. What nobody accounted
for may be a claim that was overlooked.

Fix: Add a claim for what says something, an exclusion with its reason for what does not.
"""

from collections.abc import Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said

LEVEL, RESTS = ERROR, ALL
questions = asked(**coverage.TABLES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The sources with too much text unaccounted for, and where it stands."""
    copies, not_run = evidence.originals(answer, "coverage is counted")
    yield from not_run
    rows = {row.cells[0]: row.row for row in ask(evidence.SOURCES)}
    spans = coverage.spans(ask)
    for copy in draft.settled(ask, copies):
        stretches, share = coverage.unaccounted(copy.text, spans[copy.source_id])
        if share > draft.MOST:
            places = ", ".join(f"{start} to {end}" for start, end in stretches[:5])
            message = f"{share:.1%} of {copy.file} is not accounted for (characters {places})"
            hint = "add claims or exclusions for these stretches"
            yield Finding(
                "sources", message, hint, [rows[copy.source_id]], "source_id", copy.source_id
            )
