"""The benchmark: its packages are sound or have the faults they are said to have."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import bru
from benchmarks.faulty import Plan
from benchmarks.generate import ROOT, generate, generic
from benchmarks.kinds import KINDS
from benchmarks.recall import lines
from benchmarks.rivals import TOOLS
from benchmarks.run import RESULTS


def problems(folder: Path) -> list[tuple[str, ...]]:
    """What bru finds in a package: code, table, line and field of each problem."""
    report = bru.validate(folder, limit=0)
    return sorted((p.code, p.resource, str(p.line), p.field) for p in report.problems)


def truth(folder: Path) -> list[tuple[str, ...]]:
    """What there is to find."""
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return sorted(tuple(row[:4]) for row in list(csv.reader(file))[1:])


@pytest.mark.parametrize("claims", [240, 2000])
def test_a_generated_package_is_sound(claims, tmp_path):
    generate(claims, tmp_path)
    assert problems(tmp_path) == []
    with (tmp_path / "data/claims.csv").open("rb") as file:
        assert sum(1 for _ in file) == claims + 1


def test_a_generated_package_of_strangers_is_sound(tmp_path):
    generic(2000, tmp_path, "mixed")
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("claims", "plan"),
    [(240, Plan("0.3")), (2000, Plan("0.1", 2)), (2000, Plan("all", forms=False))],
    ids=["240, every third row", "2,000, every tenth row", "2,000, every row"],
)
def test_bru_finds_the_injected_faults_and_no_other(claims, plan, tmp_path):
    generate(claims, tmp_path, plan)
    assert problems(tmp_path) == truth(tmp_path)
    assert len(truth(tmp_path)) > claims / 2


def test_every_table_is_generated_and_every_kind_of_fault_is_made(tmp_path):
    codes = {"BRU007", "BRU008", "BRU012"}
    made = set()
    for plan in Plan("all", forms=False), Plan("0.1"):  # where all rows are bad, no row repeats one
        generate(2000, tmp_path, plan)
        made |= {row[0] for row in truth(tmp_path)}
    assert made >= codes.union(k.code for kinds in KINDS.values() for k in kinds if k.code)
    for name in ("data", "schemas"):
        made = {path.name for path in (tmp_path / name).iterdir()}
        assert made == {path.name for path in (ROOT / name).iterdir()}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    made = []
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        generate(300, tmp_path / name, Plan("0.2", seed))
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*.*")})
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("tool", ["polars", "duckdb"])
def test_what_is_checked_by_hand_is_what_bru_finds_by_the_schemas(tool, tmp_path):
    pytest.importorskip(tool)
    generate(240, tmp_path, Plan("0.3", forms=False))
    by_schema = ("BRU101", "BRU102", "BRU103", "BRU104", "BRU105", "BRU106", "BRU107", "BRU110",
                 "BRU111", "BRU112", "BRU113", "BRU201", "BRU202", "BRU203", "BRU205")  # fmt: skip
    rows = lines(tmp_path)
    found = {(table, rows[table][row]) for table, row, _ in TOOLS[tool](tmp_path)}
    assert found == {(p[1], int(p[2])) for p in truth(tmp_path) if p[0] in by_schema}


def test_the_page_and_the_picture_are_those_of_the_results():
    pytest.importorskip("matplotlib")
    from benchmarks import page

    results = json.loads(RESULTS.read_text("utf-8"))
    assert page.PAGE.read_text("utf-8") == "\n".join(page.page(results)).rstrip("\n") + "\n"
    assert page.PICTURE.read_bytes() == page.picture(results)
