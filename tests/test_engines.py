"""Every engine gives the same findings: over all cases, and over packages made at random.

    BRU_PACKAGES=1000 python -m pytest tests/test_engines.py -k packages

checks so many of the latter (200 without).
"""

from __future__ import annotations

import json
import os
import random

import pytest

from bru.engine.polars import blocks, form, source
from support import cases
from support.engines import checked, findings
from tools import random_packages as packages

CASES = cases.load()
PACKAGES = int(os.environ.get("BRU_PACKAGES", "200"))
PIECE = 20  # packages of one test


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}: {c.title}")
def test_cases_on_polars(case: cases.Case) -> None:
    report = cases.run(case, "polars")

    assert report.engine == "polars"
    assert findings(report) == findings(cases.run(case))


@pytest.mark.parametrize("first", range(0, PACKAGES, PIECE))
def test_packages_on_polars(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks are small, so that there are many ends of blocks, and so are their parts."""
    for seed in range(first, first + PIECE):
        dice = random.Random(seed)
        files = packages.made(dice)
        monkeypatch.setattr(blocks, "BLOCK", dice.choice([30, 100, 1000]))
        monkeypatch.setattr(source, "WINDOW", dice.choice([7, 1000]))
        monkeypatch.setattr(blocks, "STRIDE", dice.choice([2, 32]))
        chunk = dice.choice([16, 100])
        for module in (form, source):
            monkeypatch.setattr(module, "CHUNK", chunk)
        monkeypatch.setattr(blocks, "FAILURES", dice.choice([0, 1, 3]))

        assert checked(files, "polars") == checked(files, "python"), seed


def test_few_problems_listed_of_many_on_polars() -> None:
    """What is listed are the first by place, and all are counted, also by what makes few of them."""
    many = 0
    for seed in range(12):
        files = packages.made(random.Random(seed))
        listed, _, _, counts, _ = found = checked(files, "polars", limit=1)
        many += sum(counts.values()) - len(listed)

        assert found == checked(files, "python", limit=1), seed
    assert many > 100


@pytest.mark.parametrize("first", ["x^", "x\x01", "xÚ", "\x1f\x8b", "(\u00b5/", "\ufeffx^"])
def test_files_whose_first_bytes_look_compressed(
    first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the header, and in the first record of a block."""
    monkeypatch.setattr(blocks, "BLOCK", 30)
    fields = [{"name": f"{first}a"}, {"name": "b", "type": "integer"}]
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    rows = "".join(f"{first}{n},{'no' if n == 7 else n}\n" for n in range(20))
    files = {
        "datapackage.json": json.dumps({"name": "p", "resources": [spec]}).encode(),
        "t.csv": f"{first}a,b\n{rows}".encode(),
    }

    found = checked(files, "polars")

    assert found == checked(files, "python")
    assert found[3]["BRU111"] == 1


@pytest.mark.parametrize(
    ("rows", "conflicts"),
    [
        (["<<<<<<< ours", *"abcdefgh", ">>>>>>> theirs"], 1),
        ([*"abcdefgh", '"in quotes', '>>>>>>> theirs"'], 0),
        (['"in quotes', '<<<<<<< ours"', *"bcdefgh", '"in quotes', '>>>>>>> theirs"'], 1),
    ],
)
def test_marks_of_a_conflict_far_apart_on_polars(
    rows: list[str], conflicts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In different blocks of a table of one column, where each is a record in good form."""
    monkeypatch.setattr(blocks, "BLOCK", 20)
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}}
    files = {
        "datapackage.json": json.dumps({"name": "p", "resources": [spec]}).encode(),
        "t.csv": "\n".join(["a", *rows, ""]).encode(),
    }

    found = checked(files, "polars")

    assert found == checked(files, "python")
    assert found[3].get("BRU016", 0) == conflicts


def test_few_rows_of_blocks_with_odd_lines_on_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read again with the run of odd lines they are in, a whole block once at most."""
    monkeypatch.setattr(blocks, "BLOCK", 5_000)
    monkeypatch.setattr(blocks, "STRIDE", 2)
    for module in (form, source):
        monkeypatch.setattr(module, "CHUNK", 64)
    again: list[int] = []
    whole = blocks.Blocks._once_more
    monkeypatch.setattr(
        blocks.Blocks, "_once_more", lambda own, part: again.append(part.line) or whole(own, part)
    )
    fields = [{"name": "a"}, {"name": "b"}, {"name": "c"}]
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": fields, "primaryKey": ["a"]}}
    odd = ["k{},x", 'k{},"x\ny","é"', "", ",,", 'k{},"x",y,z', 'k{},"x","a, b"']
    rows = [
        odd[n // 9 % len(odd)].format(n) if n % 9 < n % 5 - 2 else f"k{n % 1370},é{n},z"
        for n in range(1400)
    ]
    files = {
        "datapackage.json": json.dumps({"name": "p", "resources": [spec]}).encode(),
        "t.csv": "\n".join(["a,b,c", *rows, ""]).encode(),
    }

    found = checked(files, "polars")

    assert found == checked(files, "python")
    assert {"BRU007", "BRU008", "BRU201"} <= {*found[3]}
    assert len(again) == len({*again})


def test_wide_tables_on_polars() -> None:
    """As many columns as are read, of texts and of numbers, a cell of which is wrong."""
    fields = [{"name": f"f{n}", "type": ("string", "integer")[n % 2]} for n in range(10_000)]
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    row = ["abc", "1"] * 5_000
    rows = [[f["name"] for f in fields], row, [*row[:-1], "x"], row]
    files = {
        "datapackage.json": json.dumps({"name": "p", "resources": [spec]}).encode(),
        "t.csv": "".join(",".join(r) + "\n" for r in rows).encode(),
    }

    found = checked(files, "polars")

    assert found == checked(files, "python")
    assert found[3]["BRU111"] == 1
