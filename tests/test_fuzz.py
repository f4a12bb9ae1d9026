"""A sample of the random changes of `python -m tools.fuzz`, and whether it would see a fault."""

from __future__ import annotations

import random
from pathlib import Path

import click
import pytest

pytest.importorskip("resource")  # Unix

import bru
from bru import cli
from bru.cli import edit
from support import ROOT
from tools.fuzz import calls, packages
from tools.fuzz import changes as fuzz_changes
from tools.fuzz.commands import COMMANDS, Command, Given
from tools.fuzz.run import BESIDE, Bench
from tools.fuzz.seen import missing, spoken

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
    once, again = (fuzz_changes.spoil(packages.shipped(), random.Random(9)) for _ in range(2))

    assert once == again
    assert once[0] != packages.shipped()


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        (b"id\n1\n2\n", b"id\n2\n1\n", 0),
        (b'id\r\n"1"\r\n\r\n2  ', b"id\n1\n2\n", 0),
        (b"id\n1\n1\n", b"id\n1\n", 1),
        (b'id;a\n"1";"x"\n2;y\n', b"id;a\n1;x\n2;y\n", 0),
        (b'id;a\n"1";"x"\n2;y\n', b"id;a\n2;y\n", 1),
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


def named(name: str) -> Command:
    """A command that is fuzzed."""
    return next(command for command in COMMANDS if command.name == name)


def test_every_command_is_fuzzed() -> None:
    """All that `bru --help` lists, and those below them."""
    words = {command.name for command in COMMANDS}
    known = {*cli.main.list_commands(None), "release check", "release prepare", "release build"}

    assert known - words == {"release"}


def test_packages_that_are_not_spoilt_are_right(tmp_path: Path) -> None:
    """Else nothing would come behind the first checks."""
    for name, files in Bench(tmp_path).known.items():
        bench = Bench(tmp_path / name)
        bench.put({f"p/{path}": data for path, data in files.items()})
        assert bru.validate(bench.folder / "p").verdict == "valid"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_words_are_understood(command: Command) -> None:
    """A fuzzer whose commands are misspelled finds nothing: no usage errors on what is right."""
    if command.name.startswith("bru."):
        return
    for seed in range(20):
        given = Given(random.Random(seed), packages.shipped(), "p")
        words = [*command.words(given)]
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(ROOT)
            patch.setattr(click.Command, "invoke", lambda *_: None)
            ended = calls.called(words)
        if command.name == "new":  # some tables have no command of their own, some options no value
            continue
        assert (ended.code, ended.err) == (0, ""), words


def test_faults_of_a_command_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench, whole = Bench(tmp_path), packages.shop()
    before = {**{f"p/{path}": data for path, data in whole.items()}, **BESIDE}
    fmt, totals, build = named("fmt"), named("totals"), named("release build")
    rows = whole["wares.csv"].splitlines(keepends=True)

    def after(changed: dict[str, bytes], command: Command) -> str:
        bench.put({**before, **changed})
        return bench.kept(before, whole, command, "")

    assert after({}, fmt) == ""
    assert after({"p/wares.csv": b"".join([rows[0], *rows[:0:-1]])}, fmt) == ""
    assert "records lost" in after({"p/wares.csv": b"".join(rows[:-1])}, fmt)
    assert "come or go" in after({"p/new.csv": b""}, fmt)
    assert "not its own: ['p/wares.csv']" in after({"p/wares.csv": b""}, totals)
    assert "not its own: ['notes.md']" in after({"notes.md": b""}, fmt)
    assert after({"out/p.zip": b""}, build) == ""

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(edit, "editable", lambda where: 1 / 0)
    assert "ZeroDivisionError" in calls.called(["fmt", "p"]).fault
    monkeypatch.setattr(bru, "tables", lambda path: [][1])
    assert "IndexError" in calls.library(["bru.tables", "p"]).fault
