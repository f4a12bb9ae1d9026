"""The canonical form: idempotent, lossless, atomic."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bru
from bru import descriptor, form, store, table
from conftest import ROOT
from test_cli import call

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8) | (
    st.sampled_from(["", '"', ",", "a,b", 'say "x"', "two\nlines", " edge ", "01", "-1", "é", "é"])
)


def resource(*types: str) -> descriptor.Resource:
    """A table with a key of its first field."""
    fields = [{"name": f"f{i}", "type": t} for i, t in enumerate(types)]
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": fields, "primaryKey": ["f0"]}}
    files = {"datapackage.json": json.dumps({"resources": [spec], "canonical": True}).encode()}
    from cases import Memory

    return descriptor.read(Memory(files), "datapackage.json").resources[0]


@given(
    rows=st.lists(st.tuples(st.integers(-5, 200), CELL, CELL), max_size=12),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
)
def test_canonical_form(rows: list, quoting: int, line: str, bom: bool) -> None:
    """The same records, in the order of the key, and a second time nothing changes."""
    t = resource("integer", "string", "string")
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=line, quoting=quoting).writerows([("f0", "f1", "f2"), *rows])
    data = ("\ufeff" * bom + stream.getvalue()).encode()

    result, why = form.canonical(t, data)

    assert result is not None, why
    assert form.canonical(t, result)[0] == result
    records = [tuple(r) for r in csv.reader(io.StringIO(result.decode(), newline=""))][1:]
    assert records == sorted(((str(a), b, c) for a, b, c in rows), key=lambda r: int(r[0]))
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
    assert not bru.validate(package).problems
    assert call("fmt", "--check", package).exit_code == 0


def test_fmt_leaves_what_it_cannot_keep(package: Path) -> None:
    actors = package / "data/actors.csv"
    actors.write_bytes(actors.read_bytes() + b"lone\n")
    before = actors.read_bytes()

    result = call("fmt", package)

    assert result.exit_code == 1
    assert (
        "data/actors.csv: left as it is: line 98: 1 cells where the header has 6" in result.stderr
    )
    assert actors.read_bytes() == before


def test_write_is_whole_or_not_at_all(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = store.Folder(package)
    before = folder.read("data/actors.csv")
    monkeypatch.setattr(Path, "replace", lambda *a: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        folder.write("data/actors.csv", b"new")

    assert folder.read("data/actors.csv") == before
    assert not list((package / "data").glob(".*"))
