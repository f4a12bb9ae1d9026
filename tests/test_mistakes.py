"""The first line of a report is what to mend, and its hint mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from support import ROOT, mistakes
from support.commands import call, write_package
from support.mistakes import Made
from support.small import checked, described, reasons

LINES = 3  # of a mistake: what is wrong, what to do, what follows


@pytest.fixture
def package(package: Path) -> Path:
    """The shipped package as it is worked on: without sizes and hashes of the files."""
    (package / "releases").mkdir()
    shutil.copy(ROOT / "releases/ids.csv", package / "releases")
    shutil.copy(ROOT / "releases/releases.csv", package / "releases")
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text("utf-8"))
    for resource in descriptor["resources"]:
        for name in ("bytes", "hash"):
            resource.pop(name, None)
    file.write_text(json.dumps(descriptor), "utf-8")
    return package


def proven(package: Path, made: Made, *options: str | Path) -> None:
    """Read what a check says, do what it says, and check again."""
    result = call("validate", package, *options, cwd=package)

    assert result.exit_code == 1
    printed = result.stdout
    assert printed.startswith(made.first)
    assert len(printed.partition("\n\n")[0].split("\n")) <= LINES
    made.mend(printed)
    assert (
        call("validate", package, *options, cwd=package)
        .stdout.partition(": ")[2]
        .startswith("valid")
    )


@pytest.mark.parametrize("mistake", mistakes.MISTAKES)
def test_mistake(package: Path, mistake: Callable[[Path], Made]) -> None:
    proven(package, mistake(package))


@pytest.mark.needs("documents")
@pytest.mark.parametrize("mistake", (*mistakes.MISTAKES, *mistakes.IN_DOCUMENTS))
def test_mistake_with_documents(
    package: Path, documents: Path, mistake: Callable[[Path], Made]
) -> None:
    proven(package, mistake(package), "--documents", documents)


@pytest.mark.needs("documents")
def test_missing_hashes_are_cited(package: Path, documents: Path) -> None:
    proven(package, mistakes.no_hashes(package, documents))
    proven(package, mistakes.no_hashes(package, documents), "--documents", documents)


ARCHIVE = {"a.csv": b"id\n1\n", "b.csv": b"id\n2\n"}
CONFLICT = b'{\n<<<<<<< one\n"fields": []\n=======\n"fields": [{"name": "id"}]\n>>>>>>> two\n}\n'
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0f\nsize 12\n"
PARTS = [  # of a descriptor and its files, each with what is to be done
    ({"path": "t.csv", "encoding": "utf-88"}, {}, 'correct "encoding" of t in the descriptor'),
    ({"path": "t.zip", "format": "csv"}, {"t.zip": ARCHIVE}, "keep one file in the archive"),
    ({"path": "t.csv", "schema": "s.json"}, {"s.json": CONFLICT}, "keep the lines that are right"),
    ({"path": "t.csv", "schema": "s.json"}, {}, "put the file there"),
    ({"path": "t.csv", "schema": "s.json"}, {"s.json": POINTER}, "run `git lfs pull`"),
    ({"path": "t.csv", "schema": "s.json"}, {"s.json": b"{"}, "correct the JSON"),
    ({"path": "t.csv", "schema": "s.json"}, {"s.json": b"[]"}, "correct the JSON"),
    ({"path": "t.csv", "schema": "s.json"}, {"s.json": b'"\xe9"'}, "save it as UTF-8"),
    ({"path": "t.csv.gz", "format": "csv"}, {"t.csv.gz": b"id\n1\n"}, "fetch the file or pack it"),
    ({"path": "t.csv"}, {"t.csv": "id\nМинск\n".encode("cp1251")}, "save the file as UTF-8"),
    (
        {"path": ""},
        {},
        'see "path" in the standard, https://datapackage.org/standard/data-resource',
    ),
]


@pytest.mark.parametrize(("resource", "files", "hint"), PARTS)
def test_hint_at_the_part_that_is_wrong(
    resource: dict[str, str], files: dict[str, Any], hint: str
) -> None:
    own = {name: zipped(data) if isinstance(data, dict) else data for name, data in files.items()}
    spec = {"name": "t", "schema": {"fields": [{"name": "id"}]}, **resource}
    found = checked({**described(spec), "t.csv": b"id\n1\n", **own})
    assert found.problems[0].hint.startswith(hint)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


HEADERS = {  # a table of actors without its header as it should be, and what mends it
    "id,name,born\nada,Ada,\n": "",
    "ada,Ada,1815\n": "put the header back above line 1: id,name,born",
    "ada,Ada,\n": "put the header back above line 1: id,name,born",
    "sep=,\nid,name,born\nada,Ada,\n": "delete line 1",
    "Mathematicians,,\nid,name,born\nada,Ada,\n": "delete what is above the header, in line 1",
    "Mathematicians,,\nof England,,\nid,name,born\n": (
        "delete what is above the header, in lines 1 to 2"
    ),
    "<body>\n<p>\n": "the columns are, in this order: id, name, born",
    "id,name,born,,\nada,Ada,,,\n": "delete the columns without a name",
    ",id,name,born\n1,ada,Ada,\n": "delete column 1, or give it a name (row names of R or pandas)",
    "ID,Name,Born\nada,Ada,\n": "write in line 1: id,name,born",
    "id, name, born\nada, Ada, 1815\n": (
        'set "skipInitialSpace" in the dialect, or write in line 1: id,name,born'
    ),
}


@pytest.mark.parametrize("text", HEADERS)
def test_hint_at_a_header(text: str) -> None:
    schema = {"fields": [{"name": name} for name in ("id", "name", "born")]}
    found = checked(described({"name": "t", "path": "t.csv", "schema": schema}, t=text.encode()))
    assert (found.problems[0].hint if found.problems else "") == HEADERS[text]


def test_hint_at_a_header_or_record_names_the_delimiter() -> None:
    """Also where no field is known."""
    tables = {
        "lost": "ada|Ada|1815\n",
        "less": "id|name|born\nada|Ada\n",
        "more": "id|name|born\nada|Ada|1815|x\n",
        "titled": "Mathematicians||\n||\nid|name|born\n",
        "empty": "id|name||\nada|Ada||\n",
    }
    known = {"fields": [{"name": name} for name in ("id", "name", "born")]}
    specs = [
        {"name": name, "path": f"{name}.csv", "dialect": {"delimiter": "|"}}
        | ({} if name in ("titled", "empty") else {"schema": known})
        for name in tables
    ]
    found = checked(described(*specs, **{name: text.encode() for name, text in tables.items()}))
    hints = {p.resource: p.hint for p in found.problems if p.code != "BRU008"}
    assert hints == {
        "lost": "put the header back above line 1: id|name|born",
        "less": "put back its last cell (born), or the bar that is missing",
        "more": "quote the value that has a bar, or delete the bar too many",
        "titled": ("delete lines 1 to 2 if the header is line 3, or give every column a name"),
        "empty": "delete the columns without a name",
    }


def test_hint_has_a_value_of_the_column() -> None:
    fields = [
        {"name": "mult", "type": "integer", "constraints": {"enum": [0, 3, 9]}},
        {"name": "size", "type": "number", "example": "1.5"},
        {"name": "age", "type": "integer"},
    ]
    table = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    found = checked(described(table, t=b"mult,size,age\nbillion,large,old\n"))
    assert [p.hint for p in found.problems if p.code in ("BRU111", "BRU113")] == [
        "write a whole number, digits only, such as 28", "write a whole number, such as 0",
        "write a number with a decimal point, such as 1.5",
    ]  # fmt: skip


DECLARED = {
    "datetime 2024-01-01 00:00:00,2024-01-02 10:30:00": '"format": "%Y-%m-%d %H:%M:%S"',
    "datetime 31.12.2023 14:30,01.12.2023 9:30": '"format": "%d.%m.%Y %H:%M"',
    "time 9:30,14:00": '"format": "%H:%M"',
    "date 02/01/24,03/02/24": '"format": "%d/%m/%y" or "format": "%m/%d/%y"',
    "date 02/01/24,25/02/24": '"format": "%d/%m/%y"',
    "date 12-May-23,13-May-23": '"format": "%d-%b-%y"',
    "number 12 kg,13.5 kg": '"bareNumber": false',
    "number (12),12-": "",  # would be read without the sign
    "boolean Ja,Nein": '"trueValues": ["Ja"], "falseValues": ["Nein"]',
    "boolean N,Y": '"trueValues": ["Y"], "falseValues": ["N"]',
    "boolean N,maybe": "",
    "date 31.12.2023,2023-12-30,2023-12-29": "",  # a slip in a column that is right
}


@pytest.mark.parametrize("given", DECLARED)
def test_hint_at_a_column_of_another_form(given: str) -> None:
    kind, _, cells = given.partition(" ")
    table = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": kind}]}}
    hint = (
        checked(described(table, t="\n".join(["v", *cells.split(",")]).encode())).problems[0].hint
    )
    assert hint.startswith("write ")
    assert hint.partition(", or declare ")[2] == DECLARED[given]


def test_a_file_with_nearly_the_name_is_named() -> None:
    files = described({"name": "t", "path": "data/actors.csv"})
    (told,) = checked({**files, "data/actor.csv": b"id\n1\n"}).problems
    assert told.message == "the file was not found; data/actor.csv is there: was it renamed?"
    (told,) = checked({**files, "data/songs.csv": b"id\n1\n"}).problems
    assert told.message == "the file was not found"


def cut(package: Path, size: int) -> list[str]:
    """The lines about problems when so many bytes of the claims are left."""
    file = package / "data/claims.csv"
    file.write_bytes(file.read_bytes()[:size])
    return call("validate", package, cwd=package).stdout.partition("\n\n")[0].split("\n")


def test_a_file_that_was_cut_off_is_told_once(package: Path) -> None:
    """What misses its rows follows: wherever it is cut, also between two records."""
    data = (package / "data/claims.csv").read_bytes()
    whole = data.index(b"\n", 20_000) + 1
    line = data.count(b"\n", 0, whole)
    first, hint, rest = cut(package, whole)
    assert first.startswith(f"data/claims.csv:{line}: BRU205: rows after line {line} are gone: ")
    assert hint.startswith("    fix: put them back from git")
    first, hint, rest = cut(package, whole - 5)
    assert first.startswith(f"data/claims.csv:{line}: BRU011: no line end after the last record")
    assert hint == "    fix: see that the last record is whole, then run bru fmt"
    assert "that follow from it (" in rest


def test_what_is_fetched_is_offered_only_where_it_can_be() -> None:
    ftp, web = ({"name": "t", "path": f"{how}://example.org/t.csv"} for how in ("ftp", "https"))
    assert any("only http and https" in why for why in reasons(checked(described(ftp))))
    assert any("--remote fetches it" in why for why in reasons(checked(described(web))))


def test_commands_tell_of_a_refused_path_first(tmp_path: Path) -> None:
    write_package(tmp_path, "../t.csv", b"id\n1\n")
    file = tmp_path / "datapackage.json"
    descriptor = json.loads(file.read_text("utf-8"))
    del descriptor["resources"][0]["name"]
    file.write_text(json.dumps(descriptor), "utf-8")
    for command in ("fmt", "lock"):
        result = call(command, tmp_path)
        assert result.exit_code == 2
        assert "the path ../t.csv is refused" in result.stderr
