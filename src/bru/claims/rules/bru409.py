"""Two figures of one claim say the same.

Why: The number is counted twice in every sum over the measure.

Fix: Delete one of them, or correct what differs.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
NUMBER = ("figure_id", "obs_value", "unit_mult")
OTHER = (
    "claim_id", "measure", "ref_area", "counterpart_area", "project_id", "time_period",
    "qualifier", "unit_measure",
)  # fmt: skip


def questions(package: Package) -> Iterator[Question]:
    """The figures."""
    if package.has(figures=" ".join(NUMBER + OTHER)):
        yield Columns("figures", NUMBER + OTHER)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Figures that differ in nothing but their ID and the way their number is written."""
    seen: dict[tuple[object, ...], str] = {}
    for row, (figure, value, mult, *other) in rows:
        try:
            number = Decimal(value).scaleb(int(mult))
        except (ValueError, ArithmeticError):
            continue  # no number: BRU101, BRU111, BRU113, BRU402
        if number.is_nan():
            continue
        first = seen.setdefault((number, *other), figure)
        if first != figure:
            message = f"the figure says the same as {first}"
            hint = "delete one of them, or correct what differs"
            yield Finding("figures", message, hint, [row], "figure_id", figure)
