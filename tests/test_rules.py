"""Every rule has a case file, and every case gives exactly its lines."""

from __future__ import annotations

import pytest

import cases
from bru.rulebook import load_rules

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
