"""Packages of others: no name of a table or field makes rules of ours speak."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from bru import claims
from bru.check import run
from bru.check.packs import ALWAYS, PACKS, pack_of
from bru.check.rulebook import load_rules
from bru.store import DESCRIPTOR
from tools.memory import Memory

HOMELY = (
    "Harbour wall repaired after the storm|Water damage, two rooms|first come, first served|"
    "The Lighthouse Keeper|actor|event|true|maybe|12|2031-05-12|about 40|a mill and a bakery|"
    "Walla Walla|n/a|- one item|unknown|half of it|see the note"
).split("|")


def foreign(seed: int) -> dict[str, bytes]:
    """A package with tables and fields that are called like ours and hold something else."""
    dice = random.Random(seed)
    names = dice.sample([*claims.TABLES], dice.randint(1, 6))
    resources: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for name in names:
        known = claims.TABLES[name].split()
        fields = dice.sample(known, dice.randint(1, len(known)))
        kinds = [dice.choice(["string", "any"]) for _ in fields]
        schema = {"fields": [{"name": f, "type": k} for f, k in zip(fields, kinds, strict=True)]}
        rows = [[dice.choice(HOMELY) for _ in fields] for _ in range(dice.randint(1, 20))]
        lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
        files[f"{name}.csv"] = "\n".join([",".join(fields), *lines, ""]).encode()
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    return {DESCRIPTOR: json.dumps({"name": "p", "resources": resources}).encode(), **files}


@pytest.mark.parametrize("seed", range(50))
def test_names_of_our_tables_switch_nothing_on(seed: int) -> None:
    report = run.validate(Memory(foreign(seed)), DESCRIPTOR)

    assert report.packs == ("standard", "damage")
    assert {pack_of(code).name for code in report.asked} <= {"standard", "damage"}
    assert report.verdict == "valid", report.problems
    assert report.warnings == 0, report.problems


def test_every_rule_belongs_to_one_pack() -> None:
    for rule in load_rules():
        assert PACKS[rule.pack].name == rule.pack
    assert {pack.name for pack in PACKS.values() if pack.when == ALWAYS} == {"standard", "damage"}
