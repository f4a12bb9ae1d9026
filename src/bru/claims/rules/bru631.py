"""Named actor of a document is unaccounted for.

Why: Where a known actor is named, something is said about it; what nobody accounted for was most
likely overlooked.

Fix: Add a claim for the passage, or an exclusion with its reason.
"""

from collections.abc import Sequence

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence, naming
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Said
from bru.model.question import Ask

LEVEL, RESTS = ERROR, ALL
questions = asked(actors="actor_id name", **coverage.TABLES)


@of_originals("names are accounted for")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The sources with names that are not accounted for, and where they stand."""
    known = naming.known_names(package, ask)

    def names(copy: evidence.Copy) -> Sequence[naming.Place]:
        return naming.named(copy.text, known)

    yield from draft.unclaimed(ask, copies, names, lambda place: f"{place.of} is named")
