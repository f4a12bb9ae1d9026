"""Draft is not accounted for yet.

Why: No release has this source. What its document says is still to be claimed or excluded; until
then the source cannot be released.

Fix: `bru todo` lists what is left, as a sheet that `bru new --from` takes.
"""

from bru.check.rulebook import ALL
from bru.claims.documents import coverage, draft, evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import WARNING, Said
from bru.model.question import Ask

LEVEL, RESTS = WARNING, ALL
questions = asked(**coverage.TABLES)


@of_originals("drafts are judged")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The drafts of which something is left to do."""
    problem = evidence.of_sources(ask)
    for source, what in draft.missing(package, ask, copies):
        yield problem(source, what, f"`bru todo {source} --documents DIR` lists it")
