"""`bru validate --second-opinion`: where pandera and frictionless differ, and whether that is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from bru import cli
from bru.frames.judges import compare
from bru.frames.judges.fault import Fault
from support import judged as judges

AGES = {"name": "age", "type": "integer"}
NAMES = {"name": "name", "type": "string", "constraints": {"enum": ["Ada", "Bo"]}}
SCHEMA = {"fields": [NAMES, AGES]}


def call(*args: object) -> Result:
    """Run `bru validate`; an exception is a failure of the test."""
    words = ["validate", *map(str, args)]
    return CliRunner().invoke(cli.main, words, catch_exceptions=False)


def packed(folder: Path, text: str, schema: Mapping[str, Any] = SCHEMA) -> Path:
    """A package of the one table `people`."""
    return judges.write(judges.packed({"people": schema}, {"people": text}), folder)


@pytest.mark.parametrize("judge", ["pandera", "frictionless"])
def test_both_find_the_same(judge: str, tmp_path: Path) -> None:
    result = call(packed(tmp_path, "name,age\nAda,ten\nCy,7\n"), "--second-opinion", judge)

    assert result.exit_code == 1
    assert "people.csv:2: BRU111 age" in result.stdout
    assert f"second opinion of {judge} " in result.stdout
    assert result.stdout.endswith(": agrees on 2 problems\n")


@pytest.mark.parametrize("judge", ["pandera", "frictionless"])
def test_both_find_nothing(judge: str, tmp_path: Path) -> None:
    result = call(packed(tmp_path, "name,age\nAda,7\n"), "--second-opinion", judge)

    assert result.exit_code == 0
    assert result.stdout.endswith(": no problems\n")


def test_known_difference_has_its_place_and_reason(tmp_path: Path) -> None:
    text = 'name,age\nAda,7\n"Bo",1_000\n'

    result = call(packed(tmp_path, text), "--second-opinion", "frictionless")

    assert result.exit_code == 1
    assert ": 1 known difference\n" in result.stdout
    assert (
        "people.csv:3: age frictionless does not see this problem (type); known: a whole number has"
        " spaces around it, underscores, or digits of another script: It reads with Python's int()."
    ) in result.stdout


def test_line_is_that_of_the_file(tmp_path: Path) -> None:
    """Other tools count records; a cell of several lines tells the difference."""
    schema = {"fields": [{"name": "name", "type": "string"}, AGES]}
    text = 'name,age\n"A\nda",7\nBo,1_000\n'

    result = call(packed(tmp_path, text, schema), "--second-opinion", "frictionless")

    assert "people.csv:4: age frictionless does not see" in result.stdout


def test_difference_that_is_not_known_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {Fault("people", 2, "name", "enum")}
    monkeypatch.setitem(compare.JUDGES, "pandera", lambda case: found)

    result = call(packed(tmp_path, "name,age\nAda,7\n"), "--second-opinion", "pandera")

    assert ": valid (1 of 1 resource" in result.stdout
    assert ": 1 difference not known\n" in result.stdout
    assert (
        "people.csv:2: name only pandera sees a problem (enum); not a known diff" in result.stdout
    )
    assert "please report it" in result.stdout
    assert result.exit_code == 1


def test_json_has_the_opinion(tmp_path: Path) -> None:
    text = "name,age\nCy,1_000\nBo,x\n"

    result = call(packed(tmp_path, text), "--second-opinion", "frictionless", "--format", "json")

    report = json.loads(result.stdout)
    schema = json.loads(
        resources.files("bru.model").joinpath("report.schema.json").read_text("utf-8")
    )
    jsonschema.validate(report, schema)
    opinion = report["second_opinion"]
    assert (opinion["judge"], opinion["agreed"]) == ("frictionless", 2)
    assert [(d["does"], d["line"], d["field"], d["kind"]) for d in opinion["differences"]] == [
        ("misses", 2, "age", "type")
    ]
    assert opinion["differences"][0]["reason"]
    assert "second_opinion" not in json.loads(call(tmp_path, "--format", "json").stdout)


def test_broken_table_is_judged_as_a_whole(tmp_path: Path) -> None:
    ragged = call(packed(tmp_path / "a", "name,age\nAda\n"), "--second-opinion", "frictionless")
    marked = call(
        packed(tmp_path / "b", "\ufeffname,age\nAda,1\n"), "--second-opinion", "frictionless"
    )

    assert ": agrees on 1 problem\n" in ragged.stdout
    assert (
        "people.csv: frictionless does not see this problem (structure; the file starts with a"
        in (marked.stdout)
    )


def test_waived_problem_is_no_difference(tmp_path: Path) -> None:
    """What a waiver excuses is a problem to both."""
    packed(tmp_path, "name,age\nCy,7\n", {**SCHEMA, "primaryKey": "name"})
    (tmp_path / "schemas").mkdir()
    waivers = "code,table,key,reason,until\nBRU102,people,Cy,as agreed,2999-12-31\n"
    (tmp_path / "schemas/waivers.csv").write_text(waivers)

    result = call(tmp_path, "--second-opinion", "frictionless")

    assert result.exit_code == 0
    assert "1 waived" in result.stdout
    assert ": agrees on 1 problem\n" in result.stdout


def test_unreadable_schema_is_not_compared(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "name", "type": "word"}]}

    result = call(packed(tmp_path, "name\nAda\n", schema), "--second-opinion", "pandera")

    assert result.exit_code == 1
    assert 'not compared: datapackage.json:1: no such type: "word"' in result.stdout


@pytest.mark.parametrize("judge", ["pandera", "frictionless"])
def test_path_that_leaves_the_package_is_not_followed(judge: str, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("name,age\nZed,x\n")
    schemas = {"people": SCHEMA, "other": SCHEMA}
    files = judges.packed(schemas, {"people": "name,age\nAda,7\n", "other": ""})
    package = json.loads(files["datapackage.json"])
    package["resources"][1]["path"] = "../secret.csv"
    files = {**files, "datapackage.json": json.dumps(package).encode()}

    result = call(judges.write(files, tmp_path / "p"), "--second-opinion", judge)

    assert result.exit_code == 1
    assert "BRU804" in result.stdout
    why = "the path ../secret.csv is refused: it must be relative and stay inside"
    assert f"not compared: datapackage.json:1: {why}" in result.stdout
    assert "Zed" not in result.output


def test_missing_tool_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frictionless", None)

    result = call(packed(tmp_path, "name,age\nAda,7\n"), "--second-opinion", "frictionless")

    assert result.exit_code == 2
    assert "Error: --second-opinion: frictionless cannot be used here: " in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("error", [KeyError("x"), compare.Refusal("it fell over")])
def test_failing_tool_is_a_failure(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(case: object) -> set[Fault]:
        raise error

    monkeypatch.setitem(compare.JUDGES, "pandera", fail)

    result = call(packed(tmp_path, "name,age\nAda,7\n"), "--second-opinion", "pandera")

    assert result.exit_code == 2
    assert str(error) in result.stderr


@pytest.mark.parametrize(
    "more", [("--watch",), ("--format", "sarif")], ids=["watch", "another format"]
)
def test_no_place_for_it(more: tuple[str, ...], tmp_path: Path) -> None:
    result = call(packed(tmp_path, "name,age\nAda,7\n"), "--second-opinion", "pandera", *more)

    assert result.exit_code == 2
    assert "--second-opinion" in result.stderr


def test_list_has_no_entry_twice() -> None:
    entries = [(k.what, k.when) for k in compare.KNOWN]

    assert len(entries) == len({*entries})
