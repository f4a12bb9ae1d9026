"""Every rule has a case file, and every case gives exactly its lines."""

from __future__ import annotations

import json

import pytest

from bru import claims
from bru.check import packs, run
from bru.check.rulebook import load_rules
from bru.datapackage import descriptor
from bru.model.package import Package
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
    text = json.dumps({"name": "p", "bru": {"packs": ["claims"]}, "resources": resources})
    return descriptor.read(Memory({DESCRIPTOR: text.encode()}), DESCRIPTOR)


def test_claims_pack_needs_what_its_rules_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rule asks the package for stands in the table of the pack, and nothing else does."""
    needed: dict[str, set[str]] = {}

    def has(self: Package, **tables: str) -> bool:
        for name, fields in tables.items():
            needed.setdefault(name, set()).update(fields.split())
        return True

    shipped = descriptor.read(installed(), DESCRIPTOR)
    monkeypatch.setattr(Package, "has", has)
    for rule in load_rules(["claims"]):
        list(rule.module.questions(shipped))

    assert needed == {name: set(fields.split()) for name, fields in claims.TABLES.items()}


@pytest.mark.parametrize("lost", [*claims.TABLES])
def test_table_that_a_declared_pack_needs_is_missed(lost: str) -> None:
    less = {name: fields for name, fields in claims.TABLES.items() if name != lost}
    (problem,) = packs.defects(package(less))
    assert problem.detail == f"the pack claims needs a table {lost}"


def test_field_that_a_declared_pack_needs_is_missed() -> None:
    less = {**claims.TABLES, "claims": claims.TABLES["claims"].replace("hedged ", "")}
    (problem,) = packs.defects(package(less))
    assert problem.detail == "the pack claims needs the field hedged in claims"


def test_rules_are_asked_of_packages_that_declare_their_pack() -> None:
    """A table that is called like one of ours is none."""
    insurer = package(claims.TABLES)._replace(packs=frozenset())
    asked = {rule.pack for rule in run.asked(insurer, documents=None)}
    assert asked == {"standard", "damage"}
    assert {r.pack for r in run.asked(insurer, None, ["BRU303"])} == {"text"}
    assert {r.pack for r in run.asked(insurer, None, also=["release"])} == {*asked, "release"}
    declared = insurer._replace(packs=frozenset({"claims"}))
    codes = {rule.code for rule in run.asked(declared, documents=None)}
    assert "BRU407" in codes and not any(code.startswith("BRU6") for code in codes)
    assert "BRU601" in {rule.code for rule in run.asked(declared, documents=())}
