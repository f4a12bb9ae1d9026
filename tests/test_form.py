"""The canonical form: idempotent, lossless, atomic."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bru
from bru import store
from bru.datapackage import descriptor, table
from bru.datapackage.whitespace import tidier, tidy
from bru.editing import form
from support import ROOT
from support.cells import CELL
from support.commands import call


def resource(*types: str, **more: object) -> descriptor.Resource:
    """A table with a key of its first field; `more` is said of its last field."""
    fields: list[dict[str, object]] = [{"name": f"f{i}", "type": t} for i, t in enumerate(types)]
    fields[-1].update(more)
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": fields, "primaryKey": ["f0"]}}
    files = {
        "datapackage.json": json.dumps(
            {"resources": [spec], "bru": {"packs": ["canonical"]}}
        ).encode()
    }
    from tools.memory import Memory

    return descriptor.read(Memory(files), "datapackage.json").resources[0]


@given(
    rows=st.lists(st.tuples(st.integers(-5, 200), CELL, CELL), max_size=12),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
)
def test_canonical_form(rows: list, quoting: int, line: str, bom: bool) -> None:
    """The same records but for their spaces, by key, and a second time nothing changes."""
    t = resource("integer", "string", "string")
    if any("\r" in b + c for _, b, c in rows):
        quoting = csv.QUOTE_ALL  # a writer leaves a CR that stands alone without quotes
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=line, quoting=quoting).writerows([("f0", "f1", "f2"), *rows])
    data = ("\ufeff" * bom + stream.getvalue()).encode()

    result, why = form.canonical(t, data)

    assert result is not None, why
    assert form.canonical(t, result)[0] == result
    records = [tuple(r) for r in csv.reader(io.StringIO(result.decode(), newline=""))][1:]
    assert records == sorted(
        ((str(a), tidy(b), tidy(c)) for a, b, c in rows), key=lambda r: int(r[0])
    )
    assert table.read(result, t, canonical=True)[1] == []


@pytest.mark.parametrize(
    "data",
    [b"f0,f1\n1\n", b"f0,f1\n1,2,3\n", b'f0,f1\n1,"2\n', b"f0\n1\n", b"f0,f1\n\xff,1\n", b""],
)
def test_what_cannot_be_kept_is_refused(data: bytes) -> None:
    result, why = form.canonical(resource("integer", "string"), data)

    assert result is None
    assert why


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    return tmp_path


def test_shipped_package_is_canonical(package: Path) -> None:
    result = call("fmt", "--check", package)

    assert (result.exit_code, result.output) == (0, "")


def test_fmt_puts_a_new_row_in_its_place(package: Path) -> None:
    actors = package / "data/actors.csv"
    before = actors.read_bytes()
    row = before.split(b"\n")[1].replace(b"africa", b"zz-new") + b"\r\n"
    actors.write_bytes(before.split(b"\n", 1)[0] + b"\n" + row + before.split(b"\n", 1)[1])
    warned = bru.validate(package)

    check = call("fmt", "--check", package)
    written = call("fmt", package)

    assert {"BRU004", "BRU805", "BRU806"} <= set(warned.by_code)
    assert check.exit_code == 1
    assert "data/actors.csv: would change" in check.stdout
    assert "data/actors.csv: written" in written.stdout
    assert "datapackage.json: written" in written.stdout
    assert actors.read_bytes() == before + row.replace(b"\r", b"")
    assert not bru.validate(package, select=["BRU0", "BRU1", "BRU8"]).problems
    assert call("fmt", "--check", package).exit_code == 0


def test_fmt_leaves_what_it_cannot_keep(package: Path) -> None:
    actors = package / "data/actors.csv"
    actors.write_bytes(actors.read_bytes() + b"lone\n")
    before = actors.read_bytes()

    result = call("fmt", package)

    assert result.exit_code == 1
    assert re.search(r"data/actors.csv: left as it is: line \d+: 1 cell", result.stderr)
    assert actors.read_bytes() == before


def test_write_is_whole_or_not_at_all(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = store.Folder(package)
    before = folder.read("data/actors.csv")
    monkeypatch.setattr(Path, "replace", lambda *a: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        folder.write("data/actors.csv", b"new")

    assert folder.read("data/actors.csv") == before
    assert not list((package / "data").glob(".*"))


@given(st.text() | st.text(" \t\r\n\u0301\u00a0é", max_size=12))
def test_tidy(text: str) -> None:
    """Only blanks, line ends and the way a letter is coded are other than before."""
    result = tidy(text)

    def bare(t: str) -> str:
        return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", "", t))

    assert tidy(result) == result
    assert unicodedata.is_normalized("NFC", result)
    assert bare(result) == bare(text)
    assert not re.search(r"[ \t]{2}|[ \t]$|^[ \t]|\r", result, re.MULTILINE)
    assert result.split() == unicodedata.normalize("NFC", text).split()


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  a  b\t", "a b"),
        ("a\tb", "a\tb"),
        ("a \r\n b", "a\nb"),
        ("\u00a0a\u2003 b", "\u00a0a\u2003 b"),
        ("e\u0301", "é"),
        ("\n\na", "\n\na"),
        ("  ", ""),
    ],
)
def test_tidy_touches_nothing_else(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ({"type": "object"}, '{"a":  " b"}'),
        ({"constraints": {"enum": ["a  b", "c"]}}, "a  b"),
        ({"constraints": {"pattern": " .*"}}, " x"),
        ({"missingValues": ["", "- "]}, "- "),
        ({"missingValues": ["", "-"]}, "- "),
    ],
)
def test_spaces_that_are_meant_stay(field: dict, cell: str) -> None:
    fields = resource("string", **field).schema.fields

    assert tidier(fields[0])(cell) == cell


def test_fmt_tidies_and_says_what_it_changed(package: Path) -> None:
    actors = package / "data/actors.csv"
    before = actors.read_bytes()
    actors.write_bytes(
        before.replace(b",Africa,", b",Africa  ,").replace("–".encode(), "–".encode())
    )

    check, done = call("fmt", "--check", package), call("fmt", package)

    assert check.stdout.startswith("data/actors.csv: would change: spaces or Unicode form\n")
    assert "data/actors.csv: written: spaces or Unicode form" in done.stdout
    assert actors.read_bytes() == before


def test_diff_shows_and_changes_nothing(package: Path) -> None:
    actors = package / "data/actors.csv"
    lines = actors.read_text("utf-8").split("\n")
    lines[1] = lines[1].replace("Africa", "Africa\x9b31m  ", 1)
    spoiled = "\n".join(lines).rstrip("\n")
    actors.write_text(spoiled, "utf-8", newline="")

    result = call("fmt", "--diff", package)

    assert result.exit_code == 1
    assert result.stdout.startswith("--- data/actors.csv\n+++ data/actors.csv\n@@ -1,")
    assert "\n-africa,Africa\\x9b31m  ,region" in result.stdout
    assert "\n+africa,Africa\\x9b31m,region" in result.stdout
    assert "\n\\ No newline at end of file\n+zolotarev-yuri" in result.stdout
    assert "+++ datapackage.json" in result.stdout
    assert actors.read_text("utf-8") == spoiled
    assert call("fmt", "--diff", ROOT).stdout == ""


def test_package_that_cannot_be_written_is_refused(package: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "p"), "zip", package)

    result = call("fmt", tmp_path / "p.zip")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "only a folder can be written to" in result.stderr
    assert call("fmt", "--check", tmp_path / "p.zip").exit_code == 0


def test_several_files_are_ready_before_the_first_is_replaced(package: Path) -> None:
    folder = store.Folder(package)
    before = folder.read("data/actors.csv")

    with pytest.raises(FileNotFoundError):
        folder.write_all({"data/actors.csv": b"new", "nowhere/t.csv": b"new"})

    assert folder.read("data/actors.csv") == before
    assert not list((package / "data").glob(".*"))


def test_what_a_killed_run_left_is_removed_and_nothing_else(package: Path) -> None:
    data = package / "data"
    for name in (".actors.csv.ab12_x9z.bru", ".actors.csv.swp", ".notes.csv.ab12_x9z.bru"):
        (data / name).write_bytes(b"half")

    call("fmt", "--check", package)
    assert len(list(data.glob(".*"))) == 3
    call("fmt", package)

    assert sorted(f.name for f in data.glob(".*")) == [".actors.csv.swp", ".notes.csv.ab12_x9z.bru"]


def test_killed_at_any_moment_every_file_is_old_or_new_and_whole(package: Path) -> None:
    """200 runs of `bru fmt` over a package of 2 MB end by SIGKILL; see tools/kill.py."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    enlarge(package)

    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "kill.py", package, "200"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    counts = json.loads(done.stdout)
    assert counts["killed"] == 200
    assert min(counts[k] for k in ("all old", "some new", "left behind")) > 0, counts


def enlarge(package: Path) -> None:
    """Make the tables some 2 MB, in any but the canonical form."""
    for file in (package / "data").glob("*.csv"):
        header, *rows = csv.reader(io.StringIO(file.read_text("utf-8"), newline=""))
        more = [[f"{r[0]}-{n}", *r[1:]] for n in range(12) for r in reversed(rows)]
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows([header, *more])
        file.write_text(stream.getvalue(), "utf-8", newline="")
