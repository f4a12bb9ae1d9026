"""Hook, action and completion as docs/automation.md has them, in a scratch repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from support import ROOT
from support.commands import call, edit
from support.printed import commands

PAGE = (ROOT / "docs/automation.md").read_text("utf-8")
SHELL = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]  # as GitHub starts it
CHECK = "Check the package"  # the step that does
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def program(name: str) -> pytest.MarkDecorator:
    """Skip where a program is not on the machine."""
    return pytest.mark.skipif(not shutil.which(name), reason=f"{name} is not on this machine")


def blocks(language: str) -> list[str]:
    """The code blocks of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def git(where: Path, *args: str) -> str:
    """Run git, as somebody, in a repository."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *args], cwd=where, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Somebody's repository with a package in a folder of it."""
    where = tmp_path / "theirs"
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, where / "package" / name)
    shutil.copy(ROOT / "datapackage.json", where / "package")
    git(where, "init", "-q")
    return where


class Ran(NamedTuple):
    """What the steps of the action did."""

    code: int
    log: str
    summary: str


def run_action(
    repository: Path, temporary: Path, programs: str, given: Mapping[str, str], only: str = ""
) -> Ran:
    """The steps of the composite action, as the runner of GitHub does them."""
    inputs = {name: spec["default"] for name, spec in ACTION["inputs"].items()} | dict(given)
    values = {f"inputs.{name}": value for name, value in inputs.items()} | {
        "github.action_path": str(ROOT),
        "github.server_url": "https://example.org",
        "github.action_repository": "owner/bru",
    }
    files = {name: temporary / name.lower() for name in ("GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    log, code = "", 0
    for step in ACTION["runs"]["steps"]:
        if only and step["name"] != only:
            continue
        assert step["shell"] == "bash"
        added = files["GITHUB_PATH"].read_text("utf-8").split()
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {
            name: re.sub(r"\$\{\{ *(\S+) *\}\}", lambda m: values[m[1]], text)
            for name, text in step["env"].items()
        }
        env |= {name: str(file) for name, file in files.items()}
        env |= {"RUNNER_TEMP": str(temporary), "PATH": os.pathsep.join([*added, programs])}
        assert "${{" not in step["run"]  # an input that is pasted into a script can be a script
        script = temporary / "step.sh"
        script.write_text(step["run"], "utf-8")
        done = subprocess.run(
            [*SHELL, str(script)], cwd=repository, env=env, capture_output=True, encoding="utf-8"
        )
        log, code = log + done.stdout + done.stderr, done.returncode
        if code:
            break
    return Ran(code, log, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which this very bru is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "bru"
    file.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m bru "$@"\n')
    file.chmod(0o755)
    return os.pathsep.join([str(folder), os.environ["PATH"]])


def spoil(repository: Path) -> list[tuple[str, str, int]]:
    """Three faults: each with the file, the text of its line, and the line."""
    package = repository / "package"
    places = [
        ("data/figures.csv", ",43.4,", ',"43,4",', '"43,4"'),
        ("data/actors.csv", ",person,", ",persn,", ",persn,"),
        ("data/claims.csv", ",event,", ",\x1b[31m::error::event,", "::error::event"),
    ]
    return [
        (f"package/{file}", text, edit(package / file, old, new)) for file, old, new, text in places
    ]


@program("bash")
@program("git")
def test_annotations_land_on_the_line_of_the_csv(
    repository: Path, tmp_path: Path, path: str
) -> None:
    faults = spoil(repository)

    ran = run_action(repository, tmp_path, path, {"path": "package"}, CHECK)

    assert ran.code == 1
    annotations = list(commands(ran.log))
    places = {(a[1].get("file"), a[1].get("line")) for a in annotations if a[0] == "error"}
    for file, text, line in faults:
        assert (file, str(line)) in places
        assert text in (repository / file).read_text("utf-8").split("\n")[line - 1]
    assert annotations[-1][0] == "notice"
    assert re.search(r"^ {4}[0-9 ]+ BRU102 ", ran.summary, re.MULTILINE)


@program("bash")
@program("git")
def test_action_with_a_good_package_and_inputs_like_scripts(
    repository: Path, tmp_path: Path, path: str
) -> None:
    good = run_action(repository, tmp_path, path, {"path": "package"}, CHECK)
    assert good.code == 0
    assert "::error" not in good.log
    assert ": valid (" in good.summary

    for value in ("$(touch pwned)", "`touch pwned`", "; touch pwned", "--fix", '"; touch pwned; "'):
        assert run_action(repository, tmp_path, path, {"path": value}, CHECK).code == 2
    assert not (repository / "pwned").exists()
    assert git(repository, "status", "--short").split() == ["??", "package/"]


@program("bash")
@program("git")
def test_action_writes_a_report(repository: Path, tmp_path: Path, path: str) -> None:
    given = {"path": "package", "format": "sarif", "output": "bru.sarif"}

    ran = run_action(repository, tmp_path, path, given, CHECK)

    assert (ran.code, ran.log) == (0, "")
    assert '"version": "2.1.0"' in (repository / "bru.sarif").read_text("utf-8")


def test_page_and_files_agree() -> None:
    hooks = {h["id"]: h for h in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    config, workflow, scanning = map(yaml.safe_load, blocks("yaml"))

    assert [h["id"] for h in config["repos"][0]["hooks"]] == list(hooks)[::-1]
    steps = [*workflow["jobs"]["data"]["steps"], *scanning]
    assert all(set(s.get("with", ())) <= {*ACTION["inputs"], "sarif_file"} for s in steps)
    table = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`)? ?\| ", PAGE, re.MULTILINE)
    assert dict(table) == {name: spec["default"] for name, spec in ACTION["inputs"].items()}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    """What a shell is told to run gives it a script that asks bru."""
    run = "from bru.cli import run; run()"
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "_BRU_COMPLETE": f"{shell}_source"}

    script = subprocess.run([sys.executable, "-c", run], env=env, capture_output=True)

    if shell != "bash" or shutil.which("bash"):
        assert b"_BRU_COMPLETE=" + shell.encode() + b"_complete" in script.stdout


@program("bash")
def test_completion_line(path: str) -> None:
    line = call("completion", "bash").stdout.strip()

    done = subprocess.run(
        [*SHELL, "-c", f"{line}; complete -p bru"], env=os.environ | {"PATH": path},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip

    assert done.stdout.startswith("complete -o nosort -F _bru_completion bru"), done.stderr


@pytest.mark.needs("installation")
@program("bash")
@program("git")
def test_action_installs_itself(repository: Path, tmp_path: Path) -> None:
    faults = spoil(repository)

    ran = run_action(repository, tmp_path, os.environ["PATH"], {"path": "package"})

    assert ran.code == 1, ran.log
    lines = [line for line in ran.log.split("\n") if line.startswith("::")]
    places = {(c[1].get("file"), c[1].get("line")) for c in commands("\n".join([*lines, ""]))}
    assert {(file, str(line)) for file, _, line in faults} <= places


@pytest.mark.needs("installation")
@program("git")
def test_hook_in_a_repository(repository: Path, tmp_path: Path) -> None:
    theirs = repository / "package"
    bin_ = tmp_path / "venv" / "bin"
    subprocess.run([sys.executable, "-m", "venv", bin_.parent], check=True)
    subprocess.run([bin_ / "pip", "install", "-q", "pre-commit"], check=True)
    ours = tmp_path / "bru"
    git(tmp_path, "clone", "-q", str(ROOT), str(ours))
    config = blocks("yaml")[0].replace("https://github.com/bru-dataset/bru", ours.as_uri())
    config = config.replace("v2.1.1", git(ours, "rev-parse", "HEAD"))
    (theirs / ".pre-commit-config.yaml").write_text(config, "utf-8")
    git(theirs, "init", "-q")
    git(theirs, "add", ".")
    env = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    env.pop("PYTHONPATH", None)

    def hooks() -> tuple[int, str]:
        done = subprocess.run(
            [bin_ / "pre-commit", "run", "--all-files"], cwd=theirs, env=env,
            capture_output=True, encoding="utf-8",
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    code, told = hooks()
    assert code == 0, told
    assert told.count("Passed") == 2

    actors = theirs / "data/actors.csv"
    line = edit(actors, ",person,", ",persn,")
    actors.write_bytes(actors.read_bytes().replace(b"\n", b"\r\n"))
    code, told = hooks()
    assert code == 1
    assert "files were modified by this hook" in told  # the line ends
    assert b"\r" not in actors.read_bytes()
    assert f'data/actors.csv:{line}: BRU102 kind: "persn"' in told
