"""A passage is missing from the document.

Why: Nothing in the document bears the claim out.

Fix: Check that the claim names the right source; cite its passage anew with bru cite,
or retract the claim.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are claims to verify."""
    if package.has(**evidence.TABLES):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The claims whose passage is missing."""
    copies, missing = evidence.found(answer)
    yield from missing
    rows = {row.cells[0]: row for row in ask(evidence.CLAIMS)}
    for copy in copies:
        for claim, verdict in copy.verdicts.items():
            if verdict.state == "missing":
                message = f"the passage is missing from {copy.file}: {verdict.why}"
                yield Finding(
                    "claims",
                    message,
                    "check source_id, then `bru cite` the passage anew",
                    [rows[claim].row],
                    "span_sha256",
                    rows[claim].cells[5],
                )
