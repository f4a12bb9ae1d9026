"""Packages of strangers: whatever is odd in them, every command ends in order and says why."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from support.commands import call, put

Json = dict[str, Any]
ONE = {"fields": [{"name": "a", "type": "integer"}]}
TEXT = {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": "a"}


def table(path: str = "t.csv", schema: object = ONE, **more: object) -> Json:
    """A resource; no schema where it is None."""
    return {"name": "t", "path": path, **({"schema": schema} if schema else {}), **more}


# name: resources, files, exit code of validate, how its first line goes on
PACKAGES: dict[str, tuple[object, dict[str, str | bytes], int, str]] = {
    "no bytes, no schema": ([table(schema=None)], {"t.csv": ""}, 1, "t.csv: BRU014"),
    "packed in an unknown way": ([table("t.csv.bz2")], {"t.csv.bz2": "BZh"}, 2, "not run: "),
    "elsewhere": ([table("https://a.example/t.csv")], {}, 2, "not run: "),
    "no column of the schema": ([table()], {"t.csv": "A\n1\n"}, 1, "t.csv:1: BRU006 A"),
    "fields are texts": (
        [table(schema={"fields": ["a"]})], {"t.csv": "a\n1\n"}, 1, "datapackage.json:1: BRU803 t.fields: field 1 has",
    ),
    "UTF-16": (
        [table(schema=TEXT, encoding="utf-16")], {"t.csv": "a,b\nx,y\n".encode("utf-16")}, 0, "package p: valid",
    ),
    "a folder": ([table("data")], {"data/t.csv": "a\n1\n"}, 1, "data: BRU001"),
    "wrongly packed": ([table()], {"t.csv": gzip.compress(b"a\n1\n")}, 1, "t.csv:1: BRU015"),
    "no name that a file has": ([table("a\nb.csv")], {"a\nb.csv": "a\nx\n"}, 1, "a\\nb.csv:2: BRU111"),
    "broken quotes": ([table(schema=TEXT)], {"t.csv": 'a,b\n"x,1\n'}, 1, "t.csv:2: BRU010"),
    "two of one file": (
        [table(), {**table(), "name": "u"}], {"t.csv": "a\n1\n"}, 0, "datapackage.json:1: BRU814",
    ),
    "rows in the descriptor": (
        [{"name": "t", "data": [{"a": 1}, {"a": "x"}], "schema": ONE}], {}, 1,
        'datapackage.json:1: BRU111 a: "x"',
    ),
    "no list": ({"name": "t"}, {}, 1, "datapackage.json:1: BRU802"),
    "a link that leads out": ([table()], {}, 1, "datapackage.json: BRU804: the path t.csv"),
    "a link to itself": ([table()], {}, 1, "t.csv: BRU001"),
}  # fmt: skip
LINKS = {"a link that leads out": "/etc/hostname", "a link to itself": "t.csv"}
COMMANDS = (
    "validate --engine polars", "validate --fix", "validate --documents D", "fmt", "fmt --diff",
    "lock", "lock --check", "diff . .", "diff . . --format html", "find x", "resolve x", "new t --a 5",
    "release check", "release prepare 9.0.0", "release build", "why x", "totals", "conflicts",
    "evidence --documents D", "query sector sector=x", "todo --documents D", "cite --documents D x y",
    "site --out S", "plot --out P", "export csvw --out C", "export jsonl --out J", "export sqlite --out Q",
    "export codebook --out B", "export wide --out W",
)  # fmt: skip


@pytest.fixture(params=PACKAGES)
def stranger(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int, str]:
    """A package on the disk, and what is to be said of it."""
    resources, files, code, line = PACKAGES[request.param]
    root = put(tmp_path / "p", {"D/x.txt": "Some words.\n"})
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}))
    for name, data in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    if link := LINKS.get(request.param):
        (root / "t.csv").symlink_to(link)
    return root, code, line


def test_stranger(stranger: tuple[Path, int, str]) -> None:
    """The verdict is right, its first line is the cause, and no command has a fault."""
    root, code, line = stranger

    result = call("validate", cwd=root)

    assert result.exit_code == code
    assert result.stdout.startswith(line)
    for command in COMMANDS:  # an exception is a failure
        assert call(*command.split(), cwd=root).exit_code in (0, 1, 2)


def test_what_could_not_be_looked_at_is_exported_as_far_as_it_was(tmp_path: Path) -> None:
    """A resource elsewhere is told and does not keep the others from being exported."""
    far = {**table("https://a.example/t.csv"), "name": "far"}
    text = json.dumps({"name": "p", "resources": [table(), far]})
    root = put(tmp_path, {"datapackage.json": text, "t.csv": "a\n1\n"})

    result = call("export", "jsonl", "--out", "o", cwd=root)

    assert result.exit_code == 0, result.output
    assert 'resource "far" is not checked' in result.stderr
    assert (root / "o/jsonl/t.jsonl").read_text() == '{"a": 1}\n'


def test_row_in_the_encoding_of_its_table(tmp_path: Path) -> None:
    """A byte order mark stands at the beginning only."""
    text = json.dumps({"name": "p", "resources": [table(schema=TEXT, encoding="utf-16")]})
    root = put(tmp_path, {"datapackage.json": text})
    (root / "t.csv").write_bytes("a,b\r\nx,y\r\n".encode("utf-16"))

    result = call("new", "t", "--a", "é", "--b", "1", cwd=root)

    assert result.exit_code == 0, result.output
    assert (root / "t.csv").read_bytes().decode("utf-16") == "a,b\r\nx,y\r\né,1\r\n"
