"""Number is not in the passage.

Why: A number is taken from the passage, digit by digit; anything else is a slip or knowledge from
elsewhere.

Fix: Copy the number from the passage, or tie the figure to the claim that states it.
"""

from collections.abc import Sequence
from typing import Any

from bru.claims.documents import evidence, stated
from bru.claims.documents.asking import asked
from bru.claims.prose import figure
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said

LEVEL = ERROR
questions = asked(stated.FIGURES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The figures whose number the passage does not state."""
    copies, missing = evidence.found(answer)
    yield from missing
    for found in stated.figures(package, copies, ask):
        if found.fit is None:
            value = found.cells[1]
            message = f"{value} is not in the passage, which states {figure.listed(found.numbers)}"
            hint = "copy the number from the passage, or correct claim_id"
            yield Finding("figures", message, hint, [found.row], "obs_value", value)
