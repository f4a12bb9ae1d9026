"""The command line as people use it: summaries, suggestions, --quiet, --color, completion."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import bru
from bru import cli, store
from bru.check.example import example
from bru.check.rulebook import Rule, load_rules
from bru.cli.complete import FILES
from bru.cli.group import summary
from bru.model.grammar import plural, with_article
from bru.store import own
from support import ROOT
from support.commands import call, edit, records

WIDTH = 64  # of a summary beside the name of its command, on a terminal of 80 columns


def commands(group: click.Group, path: str = "bru") -> dict[str, click.Command]:
    """All commands by what is typed."""
    context, found = click.Context(group), dict[str, click.Command]()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        found[f"{path} {name}"] = command
        if isinstance(command, click.Group) and name != "new":
            found |= commands(command, f"{path} {name}")
    return found


def test_an_empty_path_is_refused_by_every_command() -> None:
    """In a script it stands for a variable that is not set: bru checks no other package instead."""
    tried = 0
    for name, command in commands(cli.main).items():
        words = name.split()[1:]
        for one in command.params:
            if isinstance(one.type, click.Choice):
                continue  # an empty word is none of them
            if isinstance(one, click.Argument) or one.metavar in ("FILE", "DIR", "PATH", "OLD"):
                given = [""] if isinstance(one, click.Argument) else [one.opts[-1], ""]
                done, tried = call(*words, *given), tried + 1

                assert done.exit_code == 2, (name, one.opts)
                assert "is empty: " in done.stderr, (name, one.opts)
    assert tried > 50
    with pytest.raises(store.StoreError, match="the path is empty"):
        bru.validate("")


@pytest.mark.parametrize("command", commands(cli.main).values(), ids=commands(cli.main))
def test_summary_is_whole_and_short(command: click.Command) -> None:
    assert summary(command).endswith(".")
    assert len(summary(command)) <= WIDTH


def test_help_cuts_nothing() -> None:
    for args in ("--help", "release --help", "new --help"):
        assert "..." not in call(*args.split()).stdout.partition("Commands:")[2]
    assert "Check a package; with --documents, every passage too.\n" in call("--help").stdout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("valdiate", "validate"),
        ("release bild", "build"),
        ("new actr", "actor"),
        ("xplain", "explain"),
    ],
)
def test_suggestion(typed: str, meant: str) -> None:
    result = call(*typed.split())

    assert result.exit_code == 2
    assert f'there is no command "{typed.split()[-1]}"; did you mean "{meant}"?' in result.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("export sqllite", "sqlite"),
        ("plot interval", "intervals"),
        ("validate --format jsn", "json"),
        ("explain 205", "BRU205"),
        ("explain 6", "BRU6"),
    ],
)
def test_a_value_that_was_meant(typed: str, meant: str) -> None:
    result = call(*typed.split())
    assert result.exit_code == 2 and f'; did you mean "{meant}"?' in result.stderr


def test_an_unknown_version_is_told_with_those_there_are(package: Path) -> None:
    for typed in (("diff", "9.0.0"), ("lock", "9.0.0")):
        versions = ", ".join(r["version"] for r in records(ROOT / "releases/releases.csv"))
        assert f"a version ({versions}), or" in call(*typed, cwd=package).stderr


def test_what_came_with_bru_is_exported_where_no_package_is(tmp_path: Path) -> None:
    assert call("export", "wide", cwd=tmp_path).exit_code == 0
    assert (tmp_path / "export/claims_wide.csv").is_file()


def test_a_folder_that_is_a_file_is_told(package: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in ("file", "file/below"):
        result = call("export", "wide", "--out", tmp_path / out, "--package", package)
        assert result.exit_code == 2
        assert result.stderr.endswith("file: is a file, not a folder: choose another name\n")


def test_nothing_like_it() -> None:
    assert 'there is no command "qqq"; see `bru --help`' in call("qqq").stderr
    assert "--format" in call("validate", "--frmat").stderr


@pytest.mark.parametrize("args", [["-q", "validate"], ["validate", "-q"], ["validate", "--quiet"]])
def test_quiet(package: Path, args: list[str]) -> None:
    """Nothing is said of a package without problems, and only the problems of another."""
    assert call(*args, package).output == ""

    line = edit(package / "data/claims.csv", ",evaluation,", ",evalution,")
    printed = call(*args, package, cwd=package).output
    assert printed.startswith(f"data/claims.csv:{line}: BRU102 kind: ")
    assert printed.count("\n") == 2


def test_quiet_commands_that_write(package: Path, tmp_path: Path) -> None:
    assert call("export", "jsonl", "--out", tmp_path / "a", "--package", package).stdout
    assert not call("export", "jsonl", "--out", tmp_path / "b", "--package", package, "-q").output
    assert call("lock", package, "--file", tmp_path / "c", "-q").output == ""
    assert (tmp_path / "c").exists()


def test_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option decides; without it the environment; without that the terminal, here none."""
    assert "\x1b[" in call("validate", "--color", "always").stdout
    assert "\x1b[" in call("--color", "always", "validate").stdout
    assert "\x1b[" not in call("validate").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in call("validate").stdout
    assert "\x1b[" not in call("validate", "--color", "never").stdout


@pytest.mark.parametrize("rule", load_rules(), ids=lambda r: r.code)
def test_example(rule: Rule) -> None:
    """Each rule is explained with a case that it finds something in."""
    found = example(rule.code, own.cases(rule.code))
    assert found and found.files and found.size <= 60
    printed = call("explain", rule.code).stdout

    assert printed.startswith(f"{rule.code} ({rule.level}) {rule.title}\n")
    for text in ("Why:  ", "Fix:  ", f"Pack: {rule.pack}, asked ", f"Example: {found.title}\n"):
        assert f"\n  {text}" in printed
    assert any(f": {rule.code}" in line for line in found.problems)


def test_packs_are_explained() -> None:
    printed = call("explain", "text").stdout
    assert printed.startswith("text: Texts for people")
    assert "\n  BRU301  " in printed and "BRU205" not in printed
    assert "standard: " in call("explain").stdout
    assert call("explain", "bru2").stdout.count("\n  BRU2") == 6
    assert 'with BRU2055; did you mean "BRU205"?' in call("explain", "BRU2055").stderr


def completed(typed: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What bash offers after these words."""
    monkeypatch.setenv("_BRU_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"bru {typed}")
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" "))))
    printed = CliRunner().invoke(cli.main, [], prog_name="bru").stdout
    return [line.partition(",")[2] for line in printed.split("\n") if line]


def test_completion(monkeypatch: pytest.MonkeyPatch, package: Path) -> None:
    monkeypatch.chdir(package)
    assert completed("val", monkeypatch) == ["validate"]
    assert completed("explain BRU20", monkeypatch)[:2] == ["BRU201", "BRU202"]
    assert completed("explain te", monkeypatch) == ["text"]
    assert completed("validate --select BRU101,BRU205", monkeypatch) == ["BRU101,BRU205"]
    assert "lukashenka-alyaksandr" in completed("why luka", monkeypatch)
    assert "lukashenka-alyaksandr" in completed("resolve luka", monkeypatch)
    assert "claim-actor" in completed("new claim", monkeypatch)
    assert "--quiet" in completed("validate --qu", monkeypatch)


def test_completion_is_silent_without_a_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "datapackage.json").write_text("{")
    monkeypatch.chdir(tmp_path)
    assert completed("why luka", monkeypatch) == []


@pytest.mark.parametrize("shell", FILES)
def test_completion_is_installed_once(
    shell: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", f"/bin/{shell}")
    file = Path(FILES[shell]).expanduser()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine", "utf-8")

    line = call("completion").stdout
    for _ in range(2):
        assert call("completion", "--install").exit_code == 0
        assert file.read_text("utf-8") == f"mine\n{line}"
    monkeypatch.setenv("SHELL", "/bin/ed")
    assert call("completion").exit_code == 2


def test_grammar() -> None:
    assert [plural(n, "row") for n in (0, 1, 1204)] == ["0 rows", "1 row", "1,204 rows"]
    assert plural(2, "property") == "2 properties" and plural(2, "key") == "2 keys"
    assert [with_article(n) for n in ("actor", "claim")] == ["an actor", "a claim"]
    offered = re.findall(
        r"^  ([a-z-]+)  ", call("new", "--help").stdout.partition("Commands")[2], re.M
    )
    assert {"search", "actor", "claim-link"} <= {*offered}
    told = " ".join(call("new", "claim", "--help").stdout.split())
    assert "ID or name of an actor it is about; ROLE is one of" in told


def test_nothing_found_says_what_to_do() -> None:
    result = call("find", "Qwertyville")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "bru new" in result.stderr


def test_own_files_of_what_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation has compiled files, in a folder beside the others."""
    (tmp_path / "lists" / "__pycache__").mkdir(parents=True)
    (tmp_path / "lists" / "words.txt").write_text("a")
    monkeypatch.setattr(own, "ROOT", tmp_path)

    assert own.folder("lists") == {"words.txt": b"a"}


def test_titles_of_rules_are_short() -> None:
    assert [r.code for r in load_rules() if len(r.title.split()) > 8] == []


KEY = """
import signal, sys
class Pressed:
    def find_spec(self, name, *_):
        if name == "bru.cli":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Pressed())
"""


def test_ctrl_c_while_it_is_loaded_is_no_traceback() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    module, name = scripts["bru"].split(":")
    code = f"{KEY}\nfrom {module} import {name}\n{name}()"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
