"""The figures of a check have different units.

Why: Different currencies never add, and a count is no percentage.

Fix: Compare figures of one unit; amounts are never converted. Dates are compared with dates.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.numbers.interval import DATE
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Place
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
FIELDS = ("check_id", "figure_id", "count_parts_of")


def questions(package: Package) -> Iterator[Question]:
    """The terms of the checks and the units of their figures."""
    if package.has(check_terms=" ".join(FIELDS), figures="figure_id unit_measure"):
        more = ["date_of"] if package.has(check_terms="date_of") else []
        yield Columns("check_terms", (*FIELDS, *more))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Terms whose unit is not that of the check's first term."""
    figures = ask(Columns("figures", ("figure_id", "unit_measure")))
    units = dict(row.cells for row in figures)
    places = {cells[0]: ("figures", row) for row, cells in figures}
    reads: dict[str, list[Place]] = {}
    for _, (check, figure, *_) in rows:
        reads.setdefault(check, []).extend([places[figure]] if figure in places else [])
    first: dict[str, str] = {}
    for row, (check, figure, project, *dates) in rows:
        date = "".join(dates)
        if sum(map(bool, (figure, project, date))) > 1:
            continue  # BRU502
        unit = "count" if project else DATE if date else units.get(figure, "")
        if check and unit and first.setdefault(check, unit) != unit:
            message = f"{unit} cannot be compared with {first[check]}"
            hint = "compare figures of one unit"
            named = {"count_parts_of": project, "date_of": date, "figure_id": figure}
            at, value = next((n, v) for n, v in named.items() if v)
            yield Finding("check_terms", message, hint, [row], at, value, reads=reads[check])
