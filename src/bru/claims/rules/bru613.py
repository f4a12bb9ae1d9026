"""A passage stands in the document of another source.

Why: Whoever looks the claim up in the source it names does not find it there.

Fix: Correct source_id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import REFERENCE
from bru.claims.documents import Documents, evidence
from bru.claims.documents.passage import FOUND, Index, locate, passages
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Question

LEVEL, REACH = ERROR, REFERENCE


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are claims to verify."""
    if package.has(**evidence.TABLES):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The claims whose passage is not in their own source's copy, but in another's."""
    copies, missing = evidence.found(answer)
    yield from missing
    states = {claim: v.state for copy in copies for claim, v in copy.verdicts.items()}
    lost = [p for p in passages(ask(evidence.CLAIMS)) if states.get(p.claim_id, "") not in FOUND]
    indexes = {copy.source_id: Index(copy.text, lost) for copy in copies if lost}
    for passage in lost:
        for source, index in indexes.items():
            verdict = locate(index, passage) if source != passage.source_id else None
            if verdict and verdict.state in FOUND:
                message = f"the passage is not in this document, but in that of {source}"
                hint = f"write {source}"
                row, value = [passage.row], passage.source_id
                yield Finding("claims", message, hint, row, "source_id", value)
                break
