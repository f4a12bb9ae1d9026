"""What docs/loading.md tells people to type gives the figures of the tables, in every program."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from support import ROOT, exported

PAGE = (ROOT / "docs/loading.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))


def snippets(section: str) -> list[str]:
    """The code of a section."""
    return re.findall(r"```\w+\n(.*?)```", SECTIONS[section], re.S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data and what the page exports."""
    folder = tmp_path_factory.mktemp("loading")
    shutil.copytree(ROOT / "data", folder / "data")
    for form in re.findall(r"^\$ bru export (\w+)$", PAGE, re.M):
        for path, data in exported.made(form).items():
            (folder / "export" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "export" / path).write_bytes(data)
    return folder


def turnover() -> list[list[str]]:
    """Who says what about the trade turnover, from the tables."""
    tables = exported.shipped()
    speakers = {row["claim_id"]: row["asserted_by"] for row in tables["claims"]}
    return [
        [row["figure_id"], str(row["obs_value"]), speakers[row["claim_id"]]]
        for row in tables["figures"]
        if row["measure"] == "trade-turnover"
    ]


def printed(folder: Path, *command: str) -> list[list[str]]:
    """The words of each line that a program prints."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()]


def numbered(rows: list[list[str]]) -> list[list[str]]:
    """Rows with their number in one spelling."""
    return sorted([name, f"{Decimal(value).normalize():f}", *rest] for name, value, *rest in rows)


def test_polars(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    pytest.importorskip("polars")
    monkeypatch.chdir(folder)

    exec(compile(snippets("polars")[0], "loading.md", "exec"), {})

    found = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert numbered(found) == numbered(turnover())


def test_duckdb(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(folder)

    rows = [list(map(str, row)) for row in duckdb.sql(snippets("DuckDB")[0]).fetchall()]
    types = duckdb.sql("DESCRIBE FROM 'export/parquet/figures.parquet'").fetchall()

    assert numbered(rows) == numbered(turnover())
    kinds = {name: kind for name, kind, *_ in types}
    assert kinds["obs_value"].startswith("DECIMAL") and kinds["unit_mult"] == "BIGINT"
    assert kinds["qualifier"] == "VARCHAR"


def in_python(folder: Path, query: str) -> list[list[str]]:
    """The rows of a query, by Python's own SQLite."""
    with closing(sqlite3.connect(folder / "export/bru.db")) as db:
        return [list(map(str, row)) for row in db.execute(query)]


def in_the_shell(folder: Path, query: str) -> list[list[str]]:
    """The rows of a query, by SQLite's command line."""
    command = ["sqlite3", "-csv", "export/bru.db", query]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return [[cell or "None" for cell in row] for row in csv.reader(done.stdout.splitlines())]


@pytest.mark.parametrize(
    "ask", [in_python, pytest.param(in_the_shell, marks=pytest.mark.needs("sqlite3"))]
)
def test_sqlite(folder: Path, ask: Callable[[Path, str], list[list[str]]]) -> None:
    view, search = snippets("SQLite")

    rows, found = ask(folder, view), ask(folder, search)

    assert numbered([row[:3] for row in rows]) == numbered(turnover())
    assert sorted(row[3:] for row in rows) == [
        ["43350000000.0", "43450000000.0"],
        ["50000000000.0", "None"],
    ]
    assert [row[0] for row in found] == sorted(
        row["claim_id"]
        for row in exported.shipped()["claims"]
        if re.search(r"\bturnover\b", f"{row['statement']} {row['note']}", re.I)
    )


@pytest.mark.needs("node")
def test_javascript(folder: Path) -> None:
    found = printed(folder, "node", "-e", snippets("JavaScript (Node)")[0])

    assert numbered(found) == numbered(turnover())


@pytest.mark.needs("Rscript")
def test_r(folder: Path) -> None:
    (folder / "loading.R").write_text(snippets("R")[0], encoding="utf-8")

    found = printed(folder, "Rscript", "--vanilla", "loading.R")

    assert numbered(found) == numbered(turnover())


@pytest.mark.needs("libreoffice")
def test_what_a_spreadsheet_makes_of_csv(tmp_path: Path) -> None:
    """The table of the page, cell by cell, as LibreOffice shows what it opened."""
    rows = re.findall(r"^\| `(.*?)` \| (.*?) \|", SECTIONS["Spreadsheets"], re.M)
    assert len(rows) == 6
    (tmp_path / "t.csv").write_text("".join(f"{cell}\n" for cell, _ in rows), encoding="utf-8")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]

    subprocess.run([*command, "t.csv"], cwd=tmp_path, check=True, capture_output=True, timeout=120)

    for (cell,), (_, shown) in zip(
        openpyxl.load_workbook(tmp_path / "t.xlsx").active.iter_rows(), rows, strict=True
    ):
        if shown == "a date":
            assert cell.is_date
        elif isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            assert f"{Decimal(str(cell.value)):f}" == shown
        else:
            assert str(cell.value).upper() == shown.upper()
