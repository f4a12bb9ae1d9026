"""Too much of a document unaccounted for.

Why: More than 1 % of its letters and digits is neither claimed nor excluded. What nobody accounted
for may be a claim that was overlooked.

Fix: Add a claim for what says something, an exclusion with its reason for what does not.
"""

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Said
from bru.model.question import Ask

LEVEL, RESTS = ERROR, ALL
questions = asked(**coverage.TABLES)


@of_originals("coverage is counted")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The sources with too much text unaccounted for, and where it stands."""
    spans, problem = coverage.spans(ask), evidence.of_sources(ask)
    for copy in draft.settled(ask, copies):
        stretches, share = coverage.unaccounted(copy.text, spans[copy.source_id])
        if share > draft.MOST:
            places = ", ".join(f"{start} to {end}" for start, end in stretches[:5])
            message = f"{share:.1%} of {copy.file} is not accounted for (characters {places})"
            yield problem(copy.source_id, message, "add claims or exclusions for these stretches")
