"""What README and CONTRIBUTING tell people to type works, and what they show is what they get."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import bru
from bru.claims.queries import questions
from support import ROOT
from support.commands import call, records

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.S)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda s: s.split("\n")[0])
def test_python_snippet(
    snippet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    library = snippet.split("\n")[0].split()[1]
    pytest.importorskip(library)
    monkeypatch.chdir(tmp_path)
    call("export", "wide", "--out", tmp_path / "wide")  # as the README says

    exec(compile(snippet, "README.md", "exec"), {})

    assert "bif23" in capsys.readouterr().out


def test_numbers_of_the_readme() -> None:
    """They are round, so that no release and no contribution has to touch them."""
    counts = {t: len(records(ROOT / f"data/{t}.csv")) for t in bru.tables()}
    found = re.findall(r"(\d[\d,]*) ([a-z_]+)", README.replace("open questions", "open_questions"))
    told = {noun: int(text.replace(",", "")) for text, noun in reversed(found)}

    for name in ("claims", "actors", "projects", "figures", "open_questions"):
        assert abs(told[name] - counts[name]) <= max(4, counts[name] / 10), name
    (number,) = re.findall(r"About (\d+) questions are saved with their SQL", README)
    assert abs(int(number) - len(questions())) <= 3
    assert README.count(bru.version) >= 3


def test_report_of_the_readme(tmp_path: Path) -> None:
    """The report shown is the report printed, but for its numbers and what is not released yet."""
    shown = re.search(r"```text\n(package bru [0-9.]+: .*?)```", README, re.S)
    assert shown

    printed = call("validate", "--installed", cwd=tmp_path).stdout
    printed = re.sub(r".* differs? from .*\n|\d+ other things? changed .*\n|\+changes", "", printed)

    assert re.sub(r"[\d.,]+", "1", printed) == re.sub(r"[\d.,]+", "1", shown[1])


def test_one_version() -> None:
    """The version of descriptor, citation and changelog is the same."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d.*?)\] - ([\d-]+)", changelog, re.M)

    assert f"\nversion: {bru.version}\n" in citation
    assert released[0][0] == bru.version
    assert f'date-released: "{released[0][1]}"' in citation


@pytest.mark.parametrize(
    "line", re.findall(r"\$ (?:pip .* && )?bru (.*?)(?: +#.*)?$", README, re.M)
)
def test_commands_of_the_readme(line: str, tmp_path: Path) -> None:
    """They work from the root of the repository; what they write goes elsewhere here."""
    if line == "site":
        pytest.importorskip("marko")
        line = f"site --out {tmp_path / 'site'}"

    result = call(*shlex.split(line))

    assert result.exit_code == 0, result.output
    assert result.stdout


def test_readme_is_short() -> None:
    assert len(README.split()) <= 520


@pytest.mark.parametrize(
    "line", re.findall(r"^ *\$ \.venv/bin/bru ((?!.*~/).*)$", CONTRIBUTING, re.M)
)
def test_commands_of_contributing(line: str) -> None:
    result = call(*shlex.split(line), *(["--check"] if line == "fmt" else []))

    assert result.exit_code == 0, result.output


def test_links_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_generated_pages_are_fresh() -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (0, "")
