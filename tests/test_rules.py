"""Every rule has a case file, and every case gives exactly its lines."""

from __future__ import annotations

import json

import pytest

from bru.check import run
from bru.check.rulebook import load_rules
from bru.claims.documents import RULES, TABLES
from bru.datapackage import descriptor
from bru.model.package import Package
from bru.model.question import Documents
from bru.store import DESCRIPTOR, installed
from support import cases
from tools.memory import Memory

CASES = cases.load()


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}: {c.title}")
def test_case(case: cases.Case) -> None:
    """The lines a user would read are those of the case file."""
    report = cases.run(case)

    assert cases.lines(case, report) == case.problems


@pytest.mark.parametrize("rule", load_rules(), ids=lambda r: r.code)
def test_rule_has_bad_row_and_good_neighbour(rule) -> None:
    """A rule is proven in both directions, and explained."""
    own = [c for c in CASES if c.code == rule.code]

    assert any(any(f" {rule.code}" in line for line in c.problems) for c in own)
    assert any(not any(f" {rule.code}" in line for line in c.problems) for c in own)
    assert rule.title and rule.why and rule.fix
    assert "\n" not in rule.title and not rule.title.endswith(".")


def test_case_files_belong_to_rules() -> None:
    """No case file is left over from a rule that is gone."""
    assert {c.code for c in CASES} == {r.code for r in load_rules()}


def package(tables: dict[str, str]) -> Package:
    """A package that has these tables with these fields."""
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": [{"name": field, "type": "string"} for field in fields.split()]},
        }
        for name, fields in tables.items()
    ]
    text = json.dumps({"name": "p", "resources": resources})
    return descriptor.read(Memory({DESCRIPTOR: text.encode()}), DESCRIPTOR)


def asking(tables: dict[str, str]) -> set[str]:
    """The rules about documents that ask for them in such a package."""
    found = package(tables)
    rules = load_rules([RULES])
    return {r.code for r in rules if [*r.module.questions(found)] == [Documents()]}


def test_rules_about_documents_need_what_is_said_that_they_need() -> None:
    """Each asks where all of it is there, and some do not where anything is missing."""
    every = {rule.code for rule in load_rules([RULES])}

    assert asking(TABLES) == every
    for name, fields in TABLES.items():
        assert asking({n: f for n, f in TABLES.items() if n != name}) < every
        for field in fields.split():
            less = " ".join(f for f in fields.split() if f != field)
            assert asking({**TABLES, name: less}) < every, (name, field)


def test_rules_that_wait_for_documents_are_told_as_if_they_had_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are not loaded, and the report is the same."""
    report = run.validate(installed(), DESCRIPTOR)
    monkeypatch.setattr(run, "waiting", lambda *_: set())

    assert run.validate(installed(), DESCRIPTOR) == report
    assert {n.code for n in report.not_run if n.code} >= {r.code for r in load_rules([RULES])}
