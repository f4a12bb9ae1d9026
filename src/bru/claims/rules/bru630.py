"""Number of a document is unaccounted for.

Why: A number is what readers look up; one that nobody accounted for was most likely overlooked.

Fix: Add a claim with its figure for the passage, or an exclusion with its reason.
"""

from collections.abc import Sequence

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence, naming, stated
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.claims.prose.language import ENGLISH
from bru.model.package import Package
from bru.model.problem import ERROR, Said
from bru.model.question import Ask

LEVEL, RESTS = ERROR, ALL
questions = asked(**coverage.TABLES)


@of_originals("numbers are accounted for")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The sources with numbers that are not accounted for, and where they stand."""
    spoken = stated.languages(package, ask)

    def numbers(copy: evidence.Copy) -> Sequence[naming.Place]:
        return coverage.numbers(copy.text, spoken.get(copy.source_id, ENGLISH))

    yield from draft.unclaimed(ask, copies, numbers, lambda place: f"the number {place.value} is")
