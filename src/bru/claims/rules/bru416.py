"""A measure is used by no figure.

Why: A definition without a number misleads whoever looks for it.

Fix: Delete the measure if it was never published, or correct the figures that should use it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Dangling, Hit, Question

LEVEL, RESTS = WARNING, ALL


def questions(package: Package) -> Iterator[Question]:
    """The measures, where there are figures."""
    if package.has(measures="measure_id", figures="measure"):
        yield Dangling("measures", ("measure_id",), "figures", ("measure",))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Measures that no figure names."""
    for (measure,), rows in hits:
        hint = "correct the figures that should use it, or delete it if it was never published"
        message = f"no figure uses the measure {measure}"
        yield Finding("measures", message, hint, rows, "measure_id", measure)
