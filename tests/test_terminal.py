"""No message of any command does anything to a terminal, whatever stands in data and call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bru.cli import MODULES
from support.commands import call

EVIL = "\x1b]0;pwn\x07\u202e\x9b31m"  # title of the window, direction of writing, colour

COMMANDS = [
    *(f"validate . {rest}" for rest in (
        "", "--fix", "--statistics", "--format json", "--format github", "--format junit",
        "--format sarif", "--format html", "--select E", "--profile E", "--schema E",
        "--documents E", "--output E/x",
    )),
    "fmt --diff .", "fmt .", "lock .", "lock --check .", "lock --check . --file E",
    "diff . .", "diff E E", "diff . E", "resolve E --package .", "find a --package .",
    "find a --package . --format json", "why E --package .", "why aE --package .",
    "totals .", "totals E", "conflicts .", "conflicts E", "evidence . --documents .",
    "evidence E --documents E", "cite E E", "cite E E --documents .", "site --package . --out o",
    "plot --package . --out o", "release check --package .", "release prepare 1.0.0 --package .",
    "release build --package . --output o", "release E", "new --package .", "new --package . E",
    "new --package . rE --help", "new --package . rE --idE x", "todo E --package .", "query E",
    "query --package .", "explain E", "browse E", "completion E", "retire E --package .",
    *(f"export {form} --package . --out o/{form}" for form in (
        "sqlite", "xlsx", "parquet", "jsonl", "csvw", "croissant", "codebook", "jsonld", "ftm",
        "wide", "E",
    )),
]  # fmt: skip


def write(root: Path, kind: str) -> None:
    """A package with such texts wherever there are texts; `kind`: what else is wrong."""
    fields = [
        {"name": f"id{EVIL}", "title": EVIL, "description": EVIL},
        {"name": f"v{EVIL}", "type": "integer", "constraints": {"maximum": 3}},
    ]
    resource = {
        "name": f"r{EVIL}", "title": EVIL, "path": "t.csv",
        "schema": {"fields": fields, "primaryKey": [f"id{EVIL}"]},
    }  # fmt: skip
    paths = {"path": f"t{EVIL}.csv", "gone": f"gone{EVIL}.csv", "outside": f"../{EVIL}.csv"}
    resource["path"] = paths.get(kind, "t.csv")
    if kind == "schema":
        resource["schema"] = f"gone{EVIL}.json"
    about = dict.fromkeys(("name", "title", "version", "description", "homepage"), f"1{EVIL}")
    licence = {"name": EVIL, "path": EVIL, "title": EVIL}
    spec = {**about, "licenses": [licence], "resources": [resource] * (1 + (kind == "twice"))}
    (root / "datapackage.json").write_text(json.dumps(spec), "utf-8")
    rows = f"a{EVIL},1\n" if kind == "valid" else f"a{EVIL},x{EVIL}\nb,9\n c {EVIL}, 7\n"
    name = resource["path"] if kind == "path" else "t.csv"
    (root / str(name)).write_text(f"id{EVIL},v{EVIL}\n{rows}", "utf-8")


@pytest.mark.parametrize("kind", ["valid", "path", "gone", "outside", "schema", "twice"])
def test_nothing_is_printed_raw(kind: str, tmp_path: Path) -> None:
    for number, command in enumerate(COMMANDS):
        root = tmp_path / str(number)
        root.mkdir()
        write(root, kind)

        done = call(*(word.replace("E", EVIL) for word in command.split()), cwd=root)

        assert set(filter(str.isprintable, done.output)) | {"\n"} >= set(done.output), command
        assert done.exit_code in (0, 1, 2)


def test_every_command_is_called() -> None:
    assert {command.split()[0] for command in COMMANDS} == {*MODULES}
