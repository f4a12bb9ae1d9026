"""Packages of a table or two in memory, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bru.check import run
from bru.check.reader import Answers
from bru.check.rulebook import load_rules
from bru.datapackage import descriptor
from bru.model.report import Report
from bru.render.text import problem_line
from tools.memory import Memory

RULES = load_rules()
ID = {"fields": [{"name": "id", "type": "string"}]}
Json = dict[str, Any]


def package(*tables: bytes, schema: Json = ID, **more: Any) -> dict[str, bytes]:
    """The files of a package whose tables have the same schema."""
    names = [f"t{n or ''}" for n in range(len(tables))]
    resources = [{"name": n, "path": f"{n}.csv", "schema": schema} for n in names]
    files = {f"{n}.csv": data for n, data in zip(names, tables, strict=True)}
    return {"datapackage.json": json.dumps({"resources": resources, **more}).encode(), **files}


def described(*resources: Json | object, **files: bytes) -> dict[str, bytes]:
    """The files of a package with these resources."""
    text = json.dumps({"resources": resources}).encode()
    return {"datapackage.json": text, **{f"{k}.csv": v for k, v in files.items()}}


def checked(files: Mapping[str, bytes], limit: int = 100) -> Report:
    """The report on a package in memory."""
    where = Memory(files)
    answers = Answers(where, descriptor.read(where, "datapackage.json"), None)
    return run.check(answers, RULES, limit)


def lines(report: Report) -> list[str]:
    """Its problems as a user reads them."""
    return [problem_line(p) for p in report.problems]


def reasons(report: Report) -> set[str]:
    """Why something was not checked."""
    return {n.reason for n in report.not_run}


def field(kind: str = "string", name: str = "id", **constraints: object) -> Json:
    """A schema of one field."""
    return {"fields": [{"name": name, "type": kind, "constraints": constraints}]}
