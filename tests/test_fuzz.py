"""A sample of the random changes of `python -m tools.fuzz`, and whether it would see a fault."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

pytest.importorskip("resource")  # Unix

from bru.cli import edit
from bru.editing import form
from tools.fuzz import changes as fuzz_changes
from tools.fuzz.run import Bench, called, missing, shipped, spoken

RUNS = 100


def test_random_changes_end_in_order(tmp_path: Path) -> None:
    bench = Bench(tmp_path)

    faults = [o for o in map(bench.run, range(1_000_000, 1_000_000 + RUNS)) if o.fault]

    assert not faults, "\n".join(f"seed {o.seed}: {o.fault}" for o in faults)


def test_every_operator_changes_bytes() -> None:
    data = b"source_id,title\n" + b'one,"A, title"\ntwo,Other\n' * 20
    for name, operator in fuzz_changes.OPERATORS.items():
        spoilt = [bytearray(data) for _ in range(20)]
        for seed, copy in enumerate(spoilt):
            dice = random.Random(seed)
            operator(copy, *fuzz_changes.place(copy, dice), dice)
        assert sum(copy != data for copy in spoilt) >= 10, name


def test_same_seed_same_changes() -> None:
    once, again = (fuzz_changes.spoil(shipped(), random.Random(7)) for _ in range(2))

    assert once == again
    assert once[0] != shipped()


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        (b"id\n1\n2\n", b"id\n2\n1\n", 0),
        (b'id\r\n"1"\r\n\r\n2  ', b"id\n1\n2\n", 0),
        (b"id\n1\n1\n", b"id\n1\n", 1),
        (b"id\n1\n2\n", b"id\n1\n3\n", 1),
        (b"id\n\xe9\n2\n", b"id\n\xc3\xa9\n2\n", 0),
        (b"id\n\xe9\n2\n", b"id\n2\n", 1),
    ],
)
def test_lost_records_are_seen(old: bytes, new: bytes, lost: int) -> None:
    assert missing(old, new) == lost


@pytest.mark.parametrize(
    ("form", "out", "fault"),
    [
        ("text", "all is well\n", ""),
        ("text", "a\x1b[2Jb\n", "printed unprintable characters: ['\\x1b']"),
        ("text", "a\n ::error::b\n", "printed a workflow command"),
        ("github", "::error::b\n", ""),
        ("json", '{"a": 1', "not json"),
        ("junit", "<a>", "not junit"),
    ],
)
def test_bad_output_is_seen(form: str, out: str, fault: str) -> None:
    found = spoken(["validate", "--format", form], out, "")

    assert found.startswith(fault) if fault else found == ""


def test_faults_of_a_command_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)
    bench.put(bench.files)
    write = form.table.write
    monkeypatch.setattr(form.table, "write", lambda rows: write([rows[0], *rows[1:-1]]))
    monkeypatch.setattr(form, "same_records", lambda *_: True)

    assert called(["fmt", str(tmp_path)])[0] == 0
    now = {name: (tmp_path / name).read_bytes() for name in bench.files}
    bench.there = now
    assert "records lost" in bench.kept(bench.files, ["fmt", str(tmp_path)], "")
    assert "only reads" in bench.kept(bench.files, ["totals", str(tmp_path)], "")

    monkeypatch.setattr(edit, "editable", lambda where: 1 / 0)
    assert "ZeroDivisionError" in called(["fmt", str(tmp_path)])[3]
