"""Passage is in another source's document.

Why: Whoever looks the claim up in the source it names does not find it there.

Fix: Correct source_id.
"""

from bru.check.rulebook import REFERENCE
from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.passage import FOUND, Index, locate, passages
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said
from bru.model.question import Ask

LEVEL, REACH = ERROR, REFERENCE
questions = asked()


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The rows whose passage is not in their own source's copy, but in another's."""
    judged = evidence.judged(copies, package, ask)
    there = {(i.table.resource, i.row.cells[0]) for i in judged if i.verdict.state in FOUND}
    cited = evidence.cited(package, ask).items()
    lost = [(of[0], p) for of, row in cited if of not in there for p in passages([row])]
    indexes = {c.source_id: Index(c.text, [p for _, p in lost]) for c in copies if lost}
    for resource, passage in lost:
        for source, index in indexes.items():
            verdict = locate(index, passage) if source != passage.source_id else None
            if verdict and verdict.state in FOUND:
                message = f"the passage is not in this document, but in that of {source}"
                hint = f"write {source}"
                row, value = [passage.row], passage.source_id
                yield Finding(resource, message, hint, row, "source_id", value)
                break
