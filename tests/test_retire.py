"""An ID is retired for another: what refers to it follows, a published one has its line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import bru
from support import ROOT
from support.commands import call, copied, edit, records


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The shipped package, with the list of what was published."""
    root = copied(tmp_path / "p")
    shutil.copytree(ROOT / "releases", root / "releases")
    return root


def cells(package: Path) -> set[str]:
    """All cells of all tables but those of retired IDs."""
    files = (f for f in (package / "data").glob("*.csv") if f.stem != "retired_ids")
    return {value for file in files for row in records(file) for value in row.values()}


def test_what_refers_to_it_follows_and_its_line_is_written(package: Path) -> None:
    before = len(records(package / "data/claim_actors.csv"))

    result = call("retire", "belaz", "--to", "maz", cwd=package)

    assert result.exit_code == 0, result.output
    assert "data/retired_ids.csv: belaz is retired for maz\n" in result.stdout
    assert "belaz" not in cells(package)
    line = next(r for r in records(package / "data/retired_ids.csv") if r["old_id"] == "belaz")
    assert [*line.values()] == ["actors", "belaz", "", "maz", "", "merged"]
    assert len(records(package / "data/claim_actors.csv")) == before
    assert bru.validate(package).errors == 0
    assert call("fmt", "--check", package).exit_code == 0


def test_ties_to_both_become_one(package: Path) -> None:
    """Belarus and Russia take part in the same claims, in the same role."""
    tied = {(r["claim_id"], r["role"]) for r in records(package / "data/claim_actors.csv")
            if r["actor_id"] in ("minsk", "moscow")}  # fmt: skip

    result = call("retire", "moscow", "--to", "minsk", cwd=package)

    assert result.exit_code == 0, result.output
    now = [(r["claim_id"], r["role"]) for r in records(package / "data/claim_actors.csv")
           if r["actor_id"] == "minsk"]  # fmt: skip
    assert sorted(now) == sorted(tied)


def test_an_id_that_no_release_had_leaves_no_trace(package: Path) -> None:
    how = ("--kind", "company", "--description", "Maker of trucks.")
    call("new", "actor", "--name", "Minsk Motor Works", *how, cwd=package)
    before = records(package / "data/retired_ids.csv")

    result = call("retire", "minsk-motor-works", "--to", "maz", cwd=package)

    assert result.exit_code == 0, result.output
    assert "minsk-motor-works" not in cells(package)
    assert records(package / "data/retired_ids.csv") == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("belaz", "nobody", "there is no nobody in any table"),
        ("belaz", "belaz", "belaz cannot be retired for itself: --to is the ID that stays"),
        ("belas", "western-sanctions", 'there is no belas in any table; did you mean "belarus"?'),
        ("east", "belaz", "east was retired before: nothing stands for it"),
        ("belaz", "western-sanctions", "are not two rows of one table"),
        ("bif-2012-11-04", "bif-2023-05-14", "differ in document_sha256: what refers to one"),
    ],
)
def test_what_cannot_be_retired(package: Path, old: str, new: str, said: str) -> None:
    result = call("retire", old, "--to", new, cwd=package)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_two_ties_that_differ_are_for_a_person_to_judge(package: Path) -> None:
    ties = package / "data/claim_actors.csv"
    at = next(r for r in records(ties) if r["actor_id"] == "belaz")["claim_id"]
    edit(ties, f"{at},belaz,", f"{at},maz,object\n{at},belaz,")
    call("fmt", cwd=package)

    result = call("retire", "belaz", "--to", "maz", cwd=package)

    assert result.exit_code == 2
    assert f"{at} / maz would be there twice, with role object and " in result.stderr


def test_what_was_retired_for_it_follows(package: Path) -> None:
    how = ("--kind", "company", "--description", "Maker of trucks.")
    call("new", "actor", "--name", "Minsk Motor Works", *how, cwd=package)

    call("retire", "belaz", "--to", "minsk-motor-works", cwd=package)
    result = call("retire", "minsk-motor-works", "--to", "maz", cwd=package)

    assert result.exit_code == 0, result.output
    line = next(r for r in records(package / "data/retired_ids.csv") if r["old_id"] == "belaz")
    assert line["new_id"] == "maz"


def test_a_list_that_cannot_be_read_does_not_say_what_was_published(package: Path) -> None:
    (package / "releases/ids.csv").write_text("x\n", "utf-8")
    before = cells(package)

    result = call("retire", "belaz", "--to", "maz", cwd=package)

    assert result.exit_code == 2 and "Error: releases/ids.csv:1: the header must" in result.stderr
    assert cells(package) == before


def test_a_file_of_several_tables_is_left_alone(package: Path) -> None:
    descriptor = package / "datapackage.json"
    spec = json.loads(descriptor.read_text("utf-8"))
    (actors,) = (r for r in spec["resources"] if r["name"] == "actors")
    spec["resources"].append({**actors, "name": "others"})
    descriptor.write_text(json.dumps(spec), "utf-8")
    before = cells(package)

    result = call("retire", "belaz", "--to", "maz", cwd=package)

    said = "data/actors.csv: it is the file of several resources: actors, others"
    assert result.exit_code == 2 and said in result.stderr
    assert cells(package) == before


def test_dry_run_writes_nothing(package: Path) -> None:
    before = {f: f.read_bytes() for f in package.rglob("*.csv")}

    result = call("retire", "belaz", "--to", "maz", "--dry-run", cwd=package)

    assert result.exit_code == 0 and "nothing was written" in result.stderr
    assert {f: f.read_bytes() for f in package.rglob("*.csv")} == before


@pytest.mark.parametrize("match", ["subset", "partial"])
def test_columns_that_no_schema_has_are_kept(tmp_path: Path, match: str) -> None:
    fields = [{"name": "id"}, {"name": "name"}]
    schema = {"fields": fields, "primaryKey": ["id"], "fieldsMatch": [match]}
    ships = {"name": "ships", "path": "ships.csv", "schema": schema}
    spec = {"name": "p", "bru": {"packs": ["canonical"]}, "resources": [ships]}
    (tmp_path / "datapackage.json").write_text(json.dumps(spec))
    (tmp_path / "ships.csv").write_text("id,name,note\na,A,x\nb,B,y\n")

    result = call("retire", "a", "--to", "b", cwd=tmp_path)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "ships.csv").read_text() == "id,name,note\nb,B,y\n"


def test_outside_a_package_there_is_nothing_to_retire(tmp_path: Path) -> None:
    result = call("retire", "belaz", "--to", "maz", cwd=tmp_path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: no datapackage.json here or above")
