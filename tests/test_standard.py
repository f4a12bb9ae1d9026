"""The Data Package standard: what it allows, and packages made at random over all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bru.model.report import Report
from bru.render.text import problem_line
from support import cases
from tools.standard.__main__ import judged, made, written

CASES = [*cases.read(Path(__file__).with_name("standard.txt"))]


def lines(report: Report) -> list[str]:
    """Problems, what was not checked, and the verdict, as in the case file."""
    placed = sorted(report.problems, key=lambda p: (p.path, p.line, p.code))
    told = [problem_line(p._replace(named="")) for p in placed]
    return [*told, *(f"not run: {n.reason}" for n in report.not_run), report.verdict]


@pytest.mark.parametrize("engine", ["python", "polars"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_case(case: cases.Case, engine: str) -> None:
    assert lines(cases.run(case, engine)) == [*case.problems]


@pytest.mark.parametrize("seed", range(40))
def test_package_made_at_random_is_valid_and_its_fault_is_found(seed: int, tmp_path: Path) -> None:
    pair = made(seed)

    assert [*judged(pair, *written(pair, tmp_path))] == []
