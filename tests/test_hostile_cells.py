"""Cells that are meant to break a checker or whoever reads what it prints: size, bytes, markup."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bru
from bru.cli.edit import told
from bru.datapackage import expression
from bru.editing.form import Change
from bru.model import limits
from bru.render import FORMATS
from bru.store import open_store
from support import ROOT
from support.commands import call, records
from support.printed import HOSTILE, Page, harmless
from support.small import ID, checked, field, lines, package, reasons

MIB = 1024**2


def bounded(package: Path, *options: str, memory: int, seconds: int) -> tuple[int, str]:
    """Exit code and output of `bru validate` within so much memory and processor time."""

    def bound() -> None:
        reserved = memory + 2048 * MIB  # address space that threads of libraries never touch
        resource.setrlimit(resource.RLIMIT_AS, (reserved, reserved))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "bru", "validate", str(package), *options],
            stdout=out, stderr=err, preexec_fn=bound,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        printed, wrong = out.read().decode("utf-8"), err.read().decode("utf-8")
    assert not wrong, wrong[-2000:]
    assert usage.ru_maxrss * 1024 <= memory
    return process.returncode, printed


def laid(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


# size


@pytest.mark.parametrize("quote", ["", '"'])
def test_cell_of_100_mb(tmp_path: Path, quote: str) -> None:
    cell = b"x" * (100 * 10**6)
    mark = quote.encode()
    laid(tmp_path, package(b"id\n1\n" + mark + cell + mark + b"\n2\n"))

    code, printed = bounded(tmp_path, memory=1536 * MIB, seconds=30)

    assert code == 1
    assert "t.csv:3: BRU" in printed
    assert len(printed) < 3000


def test_quote_that_is_never_closed_over_100_mb(tmp_path: Path) -> None:
    laid(tmp_path, package(b'id\n"1\n' + b"12345678\n" * (100 * 10**6 // 9)))

    code, printed = bounded(tmp_path, memory=1536 * MIB, seconds=30)

    assert code == 1
    assert "t.csv:2: BRU" in printed


def test_line_of_commas(tmp_path: Path) -> None:
    laid(tmp_path, package(b"id\n1\n" + b"a," * (10 * 10**6) + b"\n2\n"))

    code, printed = bounded(tmp_path, memory=3072 * MIB, seconds=30)

    assert code == 1
    assert "t.csv:3: BRU007: 10,000,001 cells" in printed


def test_many_empty_lines(tmp_path: Path) -> None:
    laid(tmp_path, package(b"id\n1\n" + b"\n" * 1_000_000))

    code, printed = bounded(tmp_path, memory=1536 * MIB, seconds=60)

    assert code == 1
    assert len(printed) < 40_000


def test_header_of_10_000_columns(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(10_000)]
    data = ",".join(names) + "\n" + (",".join("1" * 10_000) + "\n") * 20
    fields = [{"name": n, "type": "integer"} for n in names]
    laid(tmp_path, package(data.encode(), schema={"fields": fields}))

    assert bounded(tmp_path, memory=1024 * MIB, seconds=30)[0] == 0


def test_header_of_10_000_columns_that_nobody_described(tmp_path: Path) -> None:
    data = ",".join(f"c{n}" for n in range(10_000)) + "\n" + "," * 9_999 + "\n"
    laid(tmp_path, package(data.encode()))

    code, printed = bounded(tmp_path, memory=1024 * MIB, seconds=30)

    assert code == 1
    assert "t.csv:1: BRU006: no column of the schema is there" in printed
    assert len(printed) < 60_000


def test_header_of_one_name_10_000_times(tmp_path: Path) -> None:
    laid(tmp_path, package(b",".join([b"id"] * 10_000) + b"\n"))

    code, printed = bounded(tmp_path, memory=1024 * MIB, seconds=30)

    assert code == 1
    assert len(printed) < 60_000


# bytes


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"id\na\0b\n", "t.csv:2: BRU015: a NUL byte"),
        (b"\0", "t.csv:1: BRU015: a NUL byte"),
        (b"id\n1\n\0\0\0\0", "t.csv:3: BRU015: a NUL byte"),
        (b"id\nMinsk \xec\xe8\xed\n", "t.csv:2: BRU002"),
        (b"id\n\xed\xa0\x80\n", "t.csv:2: BRU002"),
        (b"id\n\xc0\xaf\n", "t.csv:2: BRU002"),
        (b"id\n\xf4\x90\x80\x80\n", "t.csv:2: BRU002"),
        (b"id\n\xd0", "t.csv:2: BRU002"),
        (b"\xff\xfei\0d\0\n\0", "t.csv:1: BRU015: a NUL byte"),
        (b"\xfe\xff\0i\0d\0\n", "t.csv:1: BRU015: a NUL byte"),
        (b"", "t.csv: BRU014"),
        (b"\xef\xbb\xbf", "t.csv"),
        (b'"', "t.csv:1: BRU010"),
    ],
)
def test_bytes_that_are_no_table(data: bytes, expected: str) -> None:
    found = lines(checked(package(data)))

    assert [line for line in found if line.startswith(expected)], found


# expressions of a foreign schema

CATASTROPHIC = [
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "(.*)*=",
    "(x+x+)+y",
    "a*" * 30 + "b",
    "(a?){40}a{40}",
]


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> float:
    """A shorter time for a pattern, so that the tests need not as long."""
    monkeypatch.setattr(limits, "PATTERN_SECONDS", 0.2)
    expression.begin()
    return limits.PATTERN_SECONDS


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_pattern_that_would_run_for_ever(pattern: str, patience: float) -> None:
    rows = b"".join(b"%s!\n" % (bytes([letter]) * 60) for letter in b"ax=") * 3

    began = time.process_time()
    report = checked(package(b"id\n" + rows, schema=field(pattern=pattern)))

    assert time.process_time() - began < patience + 2
    late = [n.reason for n in report.not_run if n.code == "BRU103"]
    assert late or report.by_code["BRU103"] == 9
    assert all("takes too long" in reason for reason in late)


def test_pattern_that_would_run_for_ever_in_a_process(tmp_path: Path) -> None:
    laid(tmp_path, package(b"id\n" + b"a" * 60 + b"!\n", schema=field(pattern="(a+)+$")))

    seconds = int(limits.PATTERN_SECONDS) + 3
    code, printed = bounded(tmp_path, memory=1024 * MIB, seconds=seconds)

    assert code == 2  # incomplete
    assert 'not run: t.id: the pattern "(a+)+$" takes too long (1 rule: BRU103)' in printed


def test_many_patterns_that_would_run_for_ever(patience: float) -> None:
    fields = [{"name": f"c{n}", "constraints": {"pattern": f"(a+)+{n}$"}} for n in range(100)]
    data = ",".join(f"c{n}" for n in range(100)) + "\n" + ",".join(["a" * 50] * 100) + "\n"

    began = time.process_time()
    report = checked(package(data.encode(), schema={"fields": fields}))

    assert time.process_time() - began < expression.PATIENCE * patience + 5
    late = [n.reason for n in report.not_run if n.code == "BRU103"]
    assert len(late) == 100
    assert sum("takes too long" in reason for reason in late) == expression.PATIENCE
    assert sum("may take for ever" in reason for reason in late) == 100 - expression.PATIENCE


def test_pattern_where_there_is_no_timer() -> None:
    found: list[set[str]] = []
    files = package(b"id\n" + b"a" * 60 + b"!\n", schema=field(pattern="(a+)+$"))
    thread = threading.Thread(target=lambda: found.append(reasons(checked(files))))
    thread.start()
    thread.join(20)

    assert found == [{'t.id: the pattern "(a+)+$" may take for ever'}]


def test_all_our_own_expressions_are_tried_where_there_is_no_timer() -> None:
    found: list[set[str]] = []
    thread = threading.Thread(target=lambda: found.append(reasons(bru.validate(ROOT))))
    thread.start()
    thread.join(60)

    assert found == [set()]


# what is printed

GROUPS = {
    "terminal": "\x1b[31m\x1b]0;title\x07\x9b2J\u202e\x7f\x08",
    "commands": "a\n::error file=x::y\n##[error]z\r::add-mask::v ##vso[task.setvariable]w %0A::x",
    "markup": """<script>alert(1)</script>"'><img src=x onerror=alert(1)>]]></failure>&#60;b&#62;""",
    "markdown": "[click](javascript:alert(1)) ![i](http://x.example) `code` | a | **b** <b>c</b> {0}",
}
TEXTS = {  # the columns that take any text
    "sources": "title author", "actors": "name description", "actor_names": "name",
    "positions": "title", "projects": "name sector description", "claims": "statement reported_via note",
    "measures": "name definition", "checks": "label note", "claim_links": "note",
}  # fmt: skip


EVERY = 12  # rows of a table, one of which is taken
WHOLE = ("figures", "checks", "check_terms", "actors")  # what is compared, and named
Rows = list[dict[str, str]]
Keys = list[tuple[str, list[str], str, list[str]]]  # table, fields, and what they refer to


def references(name: str) -> Keys:
    """The references of a shipped table."""
    schema = json.loads((ROOT / f"schemas/{name}.schema.json").read_text("utf-8"))
    pairs = [(k["fields"], k["reference"]) for k in schema.get("foreignKeys", ())]
    listed = [f if isinstance(f, list) else [f] for p in pairs for f in (p[0], p[1]["fields"])]
    targets = [reference["resource"] or name for _, reference in pairs]
    return [*zip([name] * len(pairs), listed[::2], targets, listed[1::2], strict=True)]


def taken(rows: Rows) -> set[int]:
    """Every twelfth row, and the first in which a column has a value."""
    kept, filled = set(), set()
    for at, row in enumerate(rows):
        new = {name for name, value in row.items() if value} - filled
        if new or at % EVERY == 0:
            kept.add(at)
        filled |= new
    return kept


def thinned(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """A part of the shipped package with all columns, whose references have their targets.

    Each rule that finds something in the whole does so here: how often shows nothing more.
    """
    kept = {n: {*range(len(r))} if n in WHOLE else taken(r) for n, r in tables.items()}
    keys = [key for name in tables for key in references(name)]
    size = 0
    while size != (size := sum(map(len, kept.values()))):
        for name, fields, target, theirs in keys:
            wanted = {tuple(tables[name][at][f] for f in fields) for at in kept[name]}
            kept[target] |= {
                at
                for at, row in enumerate(tables[target])
                if tuple(row[f] for f in theirs) in wanted
            }
    return {name: [tables[name][at] for at in sorted(ats)] for name, ats in kept.items()}


def spoilt(folder: Path, nasty: str) -> tuple[Path, dict[str, str]]:
    """A part of the shipped package with something nasty in every ID and text; new IDs by old."""
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copy(ROOT / "datapackage.json", folder)
    (folder / "data").mkdir()
    ids: dict[str, str] = {}
    shipped = {file.stem: records(file) for file in sorted((ROOT / "data").iterdir())}
    for table, rows in thinned(shipped).items():
        keys = {name for _, fields, _, _ in references(table) for name in fields}
        schema = json.loads((folder / f"schemas/{table}.schema.json").read_text("utf-8"))
        first = schema.get("primaryKey", [])
        keys |= {first} if isinstance(first, str) else {n for n in first if n.endswith("_id")}
        texts = set(TEXTS.get(table, "").split())
        for row in rows:
            for name, value in row.items():
                if value and name in keys:
                    row[name] = ids.setdefault(value, value + nasty)
                elif value and name in texts:
                    row[name] += nasty
        with (folder / f"data/{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [*rows[0]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder, ids


@pytest.fixture(scope="module", params=GROUPS)
def nasty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A package full of one kind of nasty text, and its IDs."""
    return spoilt(tmp_path_factory.mktemp(request.param), GROUPS[request.param])


PRINTING = [
    *(
        (command, form)
        for command in ("totals", "conflicts")
        for form in ("text", "json", "markdown")
    ),
    *(("why", form) for form in ("text", "json", "html")),
    *(("find", form) for form in ("text", "json")),
    *(("evidence", form) for form in ("text", "json")),
]


@pytest.mark.parametrize(("command", "form"), PRINTING)
def test_every_command_and_format_with_anything_in_the_cells(
    nasty: tuple[Path, dict[str, str]], command: str, form: str, tmp_path: Path
) -> None:
    where, ids = nasty
    args: list[str | Path] = [command, "--format", form]
    if command == "why":
        args += ["--package", where, "--", ids["bif23-trade-2022-russia-1"]]
    elif command == "find":
        args += ["--package", where, "--limit", "0", "--", "Lukashenko"]
    elif command == "evidence":
        args += [where, "--documents", documents(tmp_path, where)]
    else:
        args.append(where)

    result = call(*args)

    done = (0, 1, 2) if command == "evidence" else (0, 1)  # 2: no passage was looked up
    assert result.exit_code in done, result.stderr
    assert result.stdout
    harmless(result.stdout, form)
    harmless(result.stderr, "text")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_differences_with_anything_in_the_cells(
    nasty: tuple[Path, dict[str, str]], form: str
) -> None:
    result = call("diff", ROOT, nasty[0], "--format", form, "--limit", "3")

    assert result.exit_code in (0, 1), result.stderr
    assert result.stdout
    harmless(result.stdout, form)


def test_ids_that_are_suggested(nasty: tuple[Path, dict[str, str]]) -> None:
    known = nasty[1]["lukashenka-alyaksandr"]

    result = call("why", "--package", nasty[0], "--", "lukashenka" + known[-8:])

    assert (result.exit_code, result.stdout) == (1, "")
    harmless(result.stderr, "text")


def test_every_report_with_anything_in_the_cells(nasty: tuple[Path, dict[str, str]]) -> None:
    report = bru.validate(nasty[0], limit=20)

    assert report.errors
    for form, render in FORMATS.items():
        harmless("".join(render(report, "1")), form)


def documents(folder: Path, package: Path) -> Path:
    """A folder with a document for each source, made of the statements of its claims."""
    said: dict[str, list[str]] = {}
    with (package / "data/claims.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said.setdefault(row["source_id"], []).append(row["statement"])
    with (package / "data/sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row["source_id"] for row in csv.DictReader(stream)]
    for number, source in enumerate(rows):
        name = re.sub(r"[\0/]", "", source)[:80]
        (folder / f"{name}{number}\x1b[31m<b>.txt").write_text("\n".join(said[source]), "utf-8")
    return folder


@pytest.mark.parametrize(
    "command",
    [("fmt", "--diff"), ("fmt", "--check"), ("validate", "--fix", "--select", "BRU0"), ("fmt",)],
)
def test_commands_that_edit_with_anything_in_the_cells(
    nasty: tuple[Path, dict[str, str]], command: tuple[str, ...], tmp_path: Path
) -> None:
    shutil.copytree(nasty[0], tmp_path / "p")

    result = call(command[0], tmp_path / "p", *command[1:])

    assert result.exit_code in (0, 1, 2)
    assert result.output
    harmless(result.stdout, "text")
    harmless(result.stderr, "text")


def test_pages_with_anything_in_the_cells(
    nasty: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    copies = tmp_path / "documents"
    copies.mkdir()
    documents(copies, nasty[0])
    for strip, more in {"strip.html": ["--html", tmp_path / "page.html"], "strip.svg": []}.items():
        args = [nasty[0], "--documents", copies, "--strip", tmp_path / strip, *more]
        result = call("evidence", *args)
        assert result.exit_code in (0, 1, 2), result.stderr
    for name in ("page.html", "strip.html", "strip.svg"):
        page = Page()
        page.feed((tmp_path / name).read_text("utf-8"))
        assert not page.tags & {"script", "img", "iframe", "object", "base", "form"}
        assert not [a for a in page.attributes if a.startswith("on")]
        assert not [
            c for c in (tmp_path / name).read_text("utf-8") if not c.isprintable() and c != "\n"
        ]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit", "html"])
@pytest.mark.parametrize("name", HOSTILE)
def test_anything_in_names(tmp_path: Path, form: str, name: str) -> None:
    usable = re.sub(r"[\0\ud800-\udfff/\\:]", "", name) or "x"
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerows([["id", usable], ["1", usable], ["1", ""]])
    spec = {"name": "id", "type": "string"}, {"name": name, "type": "integer", "title": name}
    schema = {"fields": list(spec), "primaryKey": "id", "foreignKeys": [
        {"fields": name, "reference": {"resource": name, "fields": "id"}},
    ]}  # fmt: skip
    resources = [{"name": name, "path": f"{usable}.csv", "schema": schema},
                 {"name": "u", "path": name, "schema": ID}]  # fmt: skip
    top = {"name": name, "version": name, "resources": resources}
    (tmp_path / "datapackage.json").write_text(json.dumps(top), "utf-8")
    (tmp_path / f"{usable}.csv").write_text(data.getvalue(), "utf-8", newline="")

    result = call("validate", tmp_path, "--format", form)

    assert result.exit_code == 1
    assert not result.stderr
    harmless(result.stdout, form)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_diff_of_anything_is_harmless(cells: list[str]) -> None:
    old = "\n".join(cells).encode("utf-8", "surrogatepass")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        told(
            open_store(str(ROOT))[0],
            Change("t.csv", old, b"id\n", "order"),
            "would change",
            diff=True,
        )
    harmless(out.getvalue(), "diff")
