"""What the engines find, for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bru.check import run
from bru.model.report import Report
from tools.memory import Memory


def findings(report: Report) -> tuple[Any, ...]:
    """What must not depend on the engine: all but its name and the seconds."""
    problems = sorted(problem for problem in report.problems)
    return problems, sorted(report.not_run), report.resources, report.by_code, report.waived


def checked(files: Mapping[str, bytes], engine: str, limit: int = 0) -> tuple[Any, ...]:
    """The findings in a package."""
    where = Memory(files)
    return findings(run.validate(where, "datapackage.json", limit=limit, engine=engine))
