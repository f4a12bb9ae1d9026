"""A figure's number is not in the passage of its claim.

Why: A number is taken from the passage, digit by digit; anything else is a slip or knowledge from
elsewhere.

Fix: Copy the number from the passage, or tie the figure to the claim that states it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.text import numbers
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = ERROR
FIGURES = Columns("figures", ("claim_id", "obs_value"))


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are claims to verify."""
    if package.has(**evidence.TABLES, figures="claim_id obs_value"):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The figures whose number the passage does not state."""
    copies, missing = evidence.found(answer)
    yield from missing
    verdicts = {claim: (copy, v) for copy in copies for claim, v in copy.verdicts.items()}
    for row, (claim, value) in ask(FIGURES):
        copy, verdict = verdicts.get(claim, (None, None))
        if copy is None or verdict is None or verdict.state not in ("verified", "moved"):
            continue
        stated = numbers(copy.text[verdict.start : verdict.end])
        if value and value not in stated:
            listed = ", ".join(sorted(stated, key=Decimal)) or "no number"
            message = f"{value} is not in the passage, which states {listed}"
            hint = "copy the number from the passage, or correct claim_id"
            yield Finding("figures", message, hint, [row], "obs_value", value)
