"""What git does to the package: line ends that are converted, branches that are merged."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bru.editing import new
from support import ROOT
from support.commands import call, git

EXAMPLE = ROOT / "docs" / "example"
CLAIMS = {
    "A": (
        "The ferry of Lake Oria made 1,250 crossings in 2031, a record.",
        "crossed the lake 1,250 times in 2031, more than ever before",
        ("--measure", "company-count", "--obs-value", "1250", "--unit-mult", "0"),
        (
            "--decimals",
            "0",
            "--qualifier",
            "exact",
            "--unit-measure",
            "count",
            "--no-time-inferred",
        ),
    ),
    "B": (
        "The new pier of Lake Oria cost about 3.2 million euros.",
        "the new pier cost about EUR 3.2 million",
        ("--measure", "loan-amount", "--obs-value", "3.2", "--unit-mult", "6"),
        ("--decimals", "1", "--qualifier", "about", "--unit-measure", "EUR", "--no-time-inferred"),
    ),
}
ACTORS = {"A": "Ines Brandão", "B": "Nadzeya"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The package in a repository, with a source that nobody has read yet."""
    root = tmp_path / "repository"
    for name in ("data", "schemas", "releases"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("datapackage.json", ".gitattributes", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    done = call(
        *("new", "source", "--source-id", "oria-2031-06-01", "--language", "en", "--kind", "news"),
        *(
            "--title",
            "The ferry of Lake Oria",
            "--short-name",
            "Oria 2031",
            EXAMPLE / "article.txt",
        ),
        cwd=root,
    )
    assert done.exit_code == 0, done.output
    git(root, "add", "-A")
    git(root, "commit", "-qm", "The package")
    return root


def errors(root: Path) -> list[str]:
    """The errors of the package, those aside that wait for more of the new source."""
    done = call("validate", root, "--ignore", ",".join(sorted(new.LATER)))
    return [
        line for line in done.stdout.splitlines() if "(warning)" not in line and ": BRU" in line
    ]


def contribute(root: Path, name: str) -> None:
    """On a branch of that name: an actor, a claim about it and its figure."""
    git(root, "checkout", "-q", "-b", name, "main")
    statement, passage, value, how = CLAIMS[name]
    adding = (
        ("actor", "--name", ACTORS[name], "--kind", "person", "--description", f"{name}."),
        (
            *("claim", "--source-id", "oria-2031-06-01", "--kind", "statistic", "--no-hedged"),
            *("--statement", statement, "--no-time-inferred", "--passage", passage),
            *("--actor", "belarus:mentioned", "--documents", EXAMPLE),
        ),
    )
    for arguments in adding:
        done = call("new", *arguments, cwd=root)
        assert done.exit_code == 0, done.output
    claim = next(part for part in done.stdout.split() if "oria31-" in part).split(",")[0]
    done = call("new", "figure", "--claim-id", claim, *value, *how, cwd=root)
    assert done.exit_code == 0, done.output
    git(root, "commit", "-qam", f"{name}: an actor, a claim, a figure")


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_two_contributions_merge_and_validate(repository: Path, order: str) -> None:
    for name in "AB":
        contribute(repository, name)
    git(repository, "checkout", "-q", "main")

    for name in order:
        git(repository, "merge", "-q", "-m", f"Merge {name}", name)

    assert git(repository, "status", "--porcelain") == ""
    assert errors(repository) == []
    assert call("fmt", cwd=repository).exit_code == 0
    assert "BRU012" not in call("validate", repository).stdout
    for table in ("claims", "figures", "actors"):
        text = (repository / "data" / f"{table}.csv").read_text("utf-8")
        before = git(repository, "show", f"main~2:data/{table}.csv").count("\n") + 1
        assert text.count("\n") == before + 2


def test_causes_of_two_branches_merge(repository: Path) -> None:
    for name, line in (("A", ",sales,x,,correction,One.\n"), ("B", ",sales,y,,correction,Two.\n")):
        git(repository, "checkout", "-q", "-b", name, "main")
        with (repository / "releases/causes.csv").open("a") as file:
            file.write(line)
        git(repository, "commit", "-qam", name)
    git(repository, "merge", "-q", "-m", "Merge A", "A")

    assert (repository / "releases/causes.csv").read_text().count("sales") == 2


def test_a_clone_that_converts_line_ends_is_the_same(repository: Path, tmp_path: Path) -> None:
    """What Windows does by default, and what an editor does there."""
    clone = tmp_path / "clone"
    command = ["git", "clone", "-q", "-c", "core.autocrlf=true", str(repository), str(clone)]
    subprocess.run(command, check=True)

    files = [name for name in git(clone, "ls-files").split("\n") if name]
    changed = [n for n in files if (clone / n).read_bytes() != (repository / n).read_bytes()]
    assert changed == []
    assert errors(clone) == []
    call("lock", repository, "--file", tmp_path / "bru.lock")
    assert call("lock", "--check", clone, "--file", tmp_path / "bru.lock").exit_code == 0
    assert call("fmt", "--check", clone).exit_code == 0
