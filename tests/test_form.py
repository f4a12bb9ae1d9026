"""The canonical form: idempotent, lossless, atomic."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bru
from bru.datapackage import descriptor, records, table
from bru.datapackage.whitespace import tidier, tidy
from bru.editing import form
from bru.model.package import Dialect
from support import ROOT
from support.cells import CELL
from support.commands import call, copied, put


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

    result, why, _ = form.canonical(t, data)

    assert result is not None, why
    assert form.canonical(t, result)[0] == result
    found = [tuple(r) for r in csv.reader(io.StringIO(result.decode(), newline=""))][1:]
    assert found == sorted(
        ((str(a), tidy(b), tidy(c)) for a, b, c in rows), key=lambda r: int(r[0])
    )
    assert table.read(result, t, canonical=True)[1] == []


@given(
    rows=st.lists(st.lists(CELL | st.text(), min_size=1, max_size=3), max_size=4),
    mark=st.sampled_from(",;\t|"),
    quote=st.sampled_from("\"'"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read_again(rows: list, mark: str, quote: str, end: str) -> None:
    dialect = Dialect(mark, quote)

    text = table.write(rows, dialect, end)

    assert [row for *_, row in records.records(text, dialect)] == rows


@pytest.mark.parametrize(
    "data",
    [b"f0,f1\n1\n", b"f0,f1\n1,2,3\n", b'f0,f1\n1,"2\n', b"f0\n1\n", b"f0,f1\n\xff,1\n", b""],
)
def test_what_cannot_be_kept_is_refused(data: bytes) -> None:
    result, why, _ = form.canonical(resource("integer", "string"), data)

    assert result is None
    assert why


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package, with sizes and hashes."""
    return copied(tmp_path)


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


@given(st.text() | st.text(" \t\r\n\u0301\u00a0é", max_size=12))
def test_tidy(text: str) -> None:
    """Only blanks, line ends and the way a letter is coded are other than before."""
    result = tidy(text)

    def bare(t: str) -> str:
        return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", "", t))

    assert tidy(result) == result
    assert unicodedata.is_normalized("NFC", result)
    assert bare(result) == bare(text)
    assert not re.search(r"[ \t\n]\Z|\A[ \t\n]", result) or "\n" in result.strip(" \t\n")
    assert "\r" not in result
    assert result.split() == unicodedata.normalize("NFC", text).split()


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  a  b\t", "a b"),
        ("a\tb", "a\tb"),
        ("a \r\n b", "a \n b"),
        ("\u00a0a\u2003 b", "\u00a0a\u2003 b"),
        ("e\u0301", "é"),
        ("\n\na\n", "a"),
        ("  ", ""),
        (" the  mill.  It ground ", "the mill. It ground"),
        (" the   mill", "the   mill"),
        ("rye\t oats", "rye\t oats"),
        ("AB  12", "AB  12"),
        ("def f(x):\r\n    if x:\n        return 1\n", "def f(x):\n    if x:\n        return 1\n"),
        ("  the sea\n    the  sea", "  the sea\n    the  sea"),
        ("sed 's/  / /g' file  name", "sed 's/  / /g' file  name"),
        ('{"a":  "b  c"}', '{"a":  "b  c"}'),
        ("f(a,  b  c)", "f(a,  b  c)"),
        (r"\w  b ", r"\w  b"),
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

    check, done = (call("fmt", *c, cwd=package) for c in (["--check"], []))

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


@pytest.mark.parametrize("packs", [[], ["canonical"]])
def test_file_of_two_resources_is_told_and_left(packs: list[str], tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}]}
    resources = [
        {"name": key, "path": path, "schema": {**schema, "primaryKey": key}}
        for key, path in (("a", "t.csv"), ("b", "./t.csv"))
    ]
    spec = {"name": "p", "bru": {"packs": packs}, "resources": resources}
    put(tmp_path, {"datapackage.json": json.dumps(spec), "t.csv": "a,b\n1,2\n2,1\n"})

    for _ in range(2):
        done = call("fmt", cwd=tmp_path)
        assert done.exit_code == 1
        why = "left as it is: it is the file of several resources: a, b"
        assert done.stderr.count(why) == 1 and f"t.csv: {why}" in done.stderr
    assert (tmp_path / "t.csv").read_text() == "a,b\n1,2\n2,1\n"
