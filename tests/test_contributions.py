"""What git does to the package: line ends that are converted, branches that are merged."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
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


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a repository, with a source that nobody has read yet; it is copied only."""
    folder = tmp_path_factory.mktemp("begun")
    root = folder / "repository"
    begin(folder, root)
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


@pytest.fixture
def repository(begun: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(begun, tmp_path / "repository"))


def begin(folder: Path, root: Path) -> None:
    """The package in a repository."""
    for name in ("data", "schemas", "releases"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("datapackage.json", ".gitattributes", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    git(folder, "init", "-q", "-b", "main", str(root))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "The package as it is")


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


@pytest.fixture(scope="module")
def contributed(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with two branches; it is copied only."""
    root = Path(shutil.copytree(begun, tmp_path_factory.mktemp("contributed") / "repository"))
    for name in "AB":
        contribute(root, name)
    git(root, "checkout", "-q", "main")
    return root


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_two_contributions_merge_and_validate(
    contributed: Path, tmp_path: Path, order: str
) -> None:
    repository = Path(shutil.copytree(contributed, tmp_path / "repository"))

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


SECOND = """A second opinion

The Dvina Tractor Plant sold 40 drills to the farm of Halina Ivanova in 2025. She calls them good.
"""
SHEET = """table,source,passage,exclude,statement,kind,event_type,hedged,time_period,actors,note,name,description
,second.txt,A second opinion,heading,,,,,,,,,
,second.txt,The Dvina Tractor Plant sold 40 drills to the farm of Halina Ivanova in 2025.,,"In 2025, Halina Ivanova's farm purchased 40 drills from the Dvina Tractor Plant.",event,contract,false,2025,Dvina Tractors Plant: subject; Halina Ivanova: object,Dvina Tractors Plant is meant.,,
,second.txt,She calls them good.,,Halina Ivanova thinks well of the drills that were bought.,evaluation,,false,,Halina Ivanova: subject,,,
actors,,,,,person,,,,,,Halina Ivanova,Owner of a farm.
actors,,,,,company,,,,,,Plant Dvina Tractor,Plant that sells drills.
""".replace("Dvina Tractors Plant", "Plant Dvina Tractor")


def test_two_documents_are_a_minor_release_with_two_causes(tmp_path: Path) -> None:
    root, copies = tmp_path / "repository", tmp_path / "documents"
    copies.mkdir()
    shutil.copy(EXAMPLE / "ledger.txt", copies)
    (copies / "second.txt").write_text(SECOND, "utf-8")
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    begin(tmp_path, root)

    def run(*arguments: str | Path) -> str:
        done = call(*arguments, cwd=root)
        assert done.exit_code == 0, done.output
        return done.stdout

    how = ("--language", "en", "--kind", "news", "--documents", copies)
    today = date.today().isoformat()
    before = int(
        json.loads((root / "datapackage.json").read_text("utf-8"))["version"].split(".")[0]
    )
    run("release", "prepare", f"{before + 1}.0.0", "--date", today)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "The release before")
    given = {
        "A": ("ledger.txt", "2025-09-14", EXAMPLE / "ledger.csv"),
        "B": ("second.txt", "2025-10-01", tmp_path / "sheet.csv"),
    }
    for name, (file, day, sheet) in given.items():
        git(root, "checkout", "-q", "-b", name, "main")
        if name == "A":
            about = ("--kind", "media", "--description", "Outlet that published a document.")
            run("new", "actor", "--name", "Northern Ledger", *about)
        more = ("--publisher", "Northern Ledger") if name == "A" else ()
        run("new", "source", copies / file, "--published", day, *more, *how)
        run("new", "--from", sheet, "--documents", copies)
        git(root, "add", "-A")
        git(root, "commit", "-qm", name)
    git(root, "checkout", "-q", "main")
    for name in given:
        git(root, "merge", "-q", "-m", f"Merge {name}", name)

    assert git(root, "status", "--porcelain") == ""
    told = run("validate", root, "--documents", copies, "--allow-incomplete")
    assert [line.partition(": ")[2] for line in told.splitlines() if ".csv:" in line] == [
        "BRU413 (warning) name: Plant Dvina Tractor may be the same as dvina-tractor-plant "
        "(Dvina Tractor Plant) [plant-dvina-tractor (Plant Dvina Tractor)]"
    ]
    run("retire", "plant-dvina-tractor", "--to", "dvina-tractor-plant")
    refused = call("release", "prepare", "--date", today, cwd=root)
    assert refused.exit_code == 1 and refused.stdout.count("BRU907") == 2
    told = run("release", "prepare", "--date", today, "--documents", copies)
    version = f"{before + 1}.1.0"
    assert f"{version} is prepared" in told
    lines = (root / "releases/causes.csv").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith(f"{version},")] == [
        f"{version},sources,northern-2025-09-14,,source,Northern Ledger 2025: Fewer partners than promised.",
        f"{version},sources,aso-2025-10-01,,source,A second opinion 2025: A second opinion.",
    ]


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
