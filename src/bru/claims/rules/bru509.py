"""Positions of check terms are not consecutive.

Why: A gap is what is left of a term that was lost, so the side may add up to something else.

Fix: Number the terms of each side from 1, or put the missing term back.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
TERMS = Columns("check_terms", ("check_id", "side", "position"))


def questions(package: Package) -> Iterator[Question]:
    """The terms."""
    if package.has(check_terms=" ".join(TERMS.fields)):
        yield TERMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Positions beyond the number of terms that their side has, or below 1."""
    sides: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for row, (check, side, position) in rows:
        sides[check, side].append((row, position))
    for (check, side), terms in sides.items():
        wanted = {str(number) for number in range(1, len(terms) + 1)}
        for row, position in terms:
            if check and side and position and position not in wanted:
                count = "1 term" if len(terms) == 1 else f"{len(terms)} terms"
                message = f"the {side} side of {check} has {count}, but this is number {position}"
                hint = "number the terms of each side from 1"
                yield Finding("check_terms", message, hint, [row], "position", position)
