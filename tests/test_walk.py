"""The walk of CONTRIBUTING: a document from nothing to green, in the commands as they stand there."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bru
from support import ROOT
from support.commands import call, records

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WALK = re.findall(r"(?m)^ *\$ (.+)$", TEXT.partition("## Add a document")[2].partition("\n## ")[0])
EXAMPLE = ROOT / "docs/example"
SIZES = {
    "claims": 20,
    "actors": 8,
    "projects": 3,
    "figures": 6,
    "citations": 2,
    "open_questions": 1,
}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which the commands were run."""
    root = tmp_path_factory.mktemp("walk") / "bru"
    for name in ("data", "schemas", "releases", "docs/example"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "datapackage.json", root)
    programs = root.parent / "bin"
    programs.mkdir()
    (programs / "bru").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bru "$@"\n')
    (programs / "bru").chmod(0o755)
    paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    there = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": paths,
    }
    for command in (c for c in WALK if c.startswith("bru ")):
        done = subprocess.run(
            command, shell=True, cwd=root, env=there, capture_output=True, text=True
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    return root


def test_the_walk_is_short_and_nobody_types_a_hash_a_span_or_an_id() -> None:
    ids = {v for t in ("actors", "projects", "sources") for r in records(ROOT / f"data/{t}.csv")
           for k, v in [next(iter(r.items()))] if "-" in v}  # fmt: skip

    assert len(WALK) <= 12
    assert not [c for c in WALK if re.search(r"[0-9a-f]{16}|span|_id|-id", c)]
    assert not [c for c in WALK if set(re.findall(r"[a-z0-9-]+", c)) & ids]


def test_the_sheet_is_that_of_todo_filled_in(walked: Path) -> None:
    written, filled = (records(f) for f in (walked / "sheet.csv", EXAMPLE / "ledger.csv"))
    own = [(r["source"], r["passage"], r["nth"]) for r in filled if r["passage"]]

    assert own == [(r["source"], r["passage"], r["nth"]) for r in written]
    with (EXAMPLE / "ledger.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    assert header[: len(written[0])] == [*written[0]]
    assert not [
        r
        for r in filled
        if any(v for k, v in r.items() if k.endswith("_id") and re.fullmatch(r"[a-z0-9-]+", v))
    ]


def test_the_document_is_in_the_tables_and_green(walked: Path) -> None:
    for table, count in SIZES.items():
        before, after = (len(records(r / f"data/{table}.csv")) for r in (ROOT, walked))
        assert after - before == count, table
    report = bru.validate(walked, documents=walked / "docs/example")

    assert not report.problems
    assert {n.reason for n in report.not_run} and all("no copy" in n.reason for n in report.not_run)
    words = (EXAMPLE / "ledger.txt").read_text("utf-8").split()
    assert 250 <= len(words) <= 350
    told = call("conflicts", walked).stdout
    assert "fewer than 9,000" in told.lower() or "less than 9,000" in told.lower(), told


@pytest.mark.needs("documents")
def test_with_all_documents_it_is_valid(walked: Path, documents: Path, tmp_path: Path) -> None:
    for file in (*documents.glob("*.txt"), EXAMPLE / "ledger.txt"):
        shutil.copy(file, tmp_path)

    result = call("validate", walked, "--documents", tmp_path)

    assert result.exit_code == 0, result.stdout.splitlines()[-1]
