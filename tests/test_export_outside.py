"""Exports in the tools they are for, which run apart: BRU_VALIDATORS names the folder of these.

In that folder are python (with mlcroissant, rdflib and followthemoney), csvwvalidate,
mlcroissant and cffconvert; `.ci/run` shows how to install them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bru
from support import ROOT, exported

pytestmark = pytest.mark.needs("validators")
TOOLS = Path(os.environ.get("BRU_VALIDATORS", "."))


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of the other environment, without this one's modules."""
    program, *arguments = map(str, command)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        [TOOLS / program, *arguments],
        capture_output=True,
        text=True,
        env=clean,
        timeout=120,
        check=False,
    )


def outside(judge: str, file: Path) -> Any:
    """What a judge of tests/support/outside.py finds."""
    done = run("python", "-W", "ignore", ROOT / "tests/support/outside.py", judge, file)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def put(files: dict[str, bytes], folder: Path) -> Path:
    """Files in a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(params=["shipped", "any"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The shipped package, and one with a field of every type."""
    return ROOT if request.param == "shipped" else exported.kinds(tmp_path / "package")


# CSV on the Web


def test_csvwvalidate_accepts_csvw(package: Path, tmp_path: Path) -> None:
    """Lax: a reference may be empty, as in Table Schema."""
    folder = put(exported.made("csvw", package), tmp_path)

    done = run("csvwvalidate", "-l", folder / "csvw/csv-metadata.json")

    assert (done.returncode, done.stdout.strip()) == (0, "OK"), done.stderr


@pytest.mark.parametrize(
    ("old", "new"), [(b",exact,", b",exactly,"), (b",9,", b",9.5,"), (b"bif12-two-", b"bif21-two-")]
)
def test_csvwvalidate_finds_faults(tmp_path: Path, old: bytes, new: bytes) -> None:
    """A value that is not listed, one of another type, a reference that leads nowhere."""
    files = exported.made("csvw")
    table = files["csvw/figures.csv"]
    assert old in table
    files["csvw/figures.csv"] = table.replace(old, new, 1).replace(new, new, 1)
    if new.startswith(b"bif21"):
        files["csvw/figures.csv"] = table.replace(b"," + old, b"," + new, 1)
    put(files, tmp_path)

    done = run("csvwvalidate", "-l", tmp_path / "csvw/csv-metadata.json")

    assert (done.returncode, done.stdout.strip()) == (2, "FAIL")


# Croissant


def test_mlcroissant_loads_croissant(tmp_path: Path) -> None:
    folder = put(exported.made("croissant"), tmp_path)

    found = outside("croissant", folder / "croissant/croissant.json")

    tables = exported.shipped()
    assert list(found) == list(tables)
    for name, rows in tables.items():
        assert found[name] == [
            {n: float(v) if isinstance(v, Decimal) else v for n, v in row.items()} for row in rows
        ], name


def test_mlcroissant_accepts_any_package(tmp_path: Path) -> None:
    folder = put(exported.made("croissant", exported.kinds(tmp_path)), tmp_path / "out")

    done = run("mlcroissant", "validate", "--jsonld", folder / "croissant/croissant.json")

    assert done.returncode == 0, done.stderr
    warned = set(re.findall(r'Property "(.*?)" is recommended', done.stderr))
    assert warned <= {f"https://schema.org/{n}" for n in ("datePublished", "license", "creator")}


# Linked data


def test_rdflib_reads_linked_data(tmp_path: Path) -> None:
    """A question across figures, claims, speakers and documents has the answers of the tables."""
    found = outside("jsonld", put(exported.made("jsonld"), tmp_path) / "bru.jsonld")
    tables = exported.shipped()
    claims = {row["claim_id"]: row for row in tables["claims"]}
    names = {row["actor_id"]: row["name"] for row in tables["actors"]}
    titles = {row["source_id"]: row["title"] for row in tables["sources"]}
    frame = bru.load("figures", derived=True)
    expected = []
    for row in frame.to_dict("records"):
        claim = claims[row["claim_id"]]
        value = row["obs_value"] * Decimal(10) ** int(row["unit_mult"])
        least, most = (None if x is None else f"{x:f}" for x in (row["lower"], row["upper"]))
        stated = f"{value:f}" if row["qualifier"] in ("exact", "about") else None
        head = [stated, least, most, row["unit_measure"]]
        told = [names.get(claim["asserted_by"]), titles[claim["source_id"]]]
        expected.append([*head, *told, str(claim["span_start"])])

    assert found["hanging"] == []
    for kind, table in (("Claim", "claims"), ("Observation", "figures"), ("Project", "projects")):
        assert found["kinds"][f"https://schema.org/{kind}"] == len(tables[table])
    assert found["kinds"]["http://www.w3.org/ns/prov#Agent"] == len(tables["actors"])
    assert sorted(map(repr, map(numbers, found["rows"]))) == sorted(
        map(repr, map(numbers, expected))
    )


def numbers(row: list[str | None]) -> list[Any]:
    """A row with its numbers by value."""
    return [*(x and Decimal(x).normalize() for x in row[:3]), *row[3:]]


# FollowTheMoney


@pytest.mark.needs("followthemoney")
def test_followthemoney_accepts_ftm(tmp_path: Path) -> None:
    file = put(exported.made("ftm"), tmp_path) / "bru.ftm.json"
    tables = exported.shipped()

    found = outside("ftm", file)

    assert found["faults"] == []
    counts = found["counts"]
    assert counts["Article"] == len(tables["sources"])
    assert counts["Project"] == len(tables["projects"])
    assert counts["ProjectParticipant"] == len(tables["project_participants"])
    assert counts["Occupancy"] == len(tables["positions"])
    kinds = Counter(row["kind"] for row in tables["actors"])
    assert (counts["Person"], counts["Company"]) == (kinds["person"], kinds["company"])
    actors = ("Person", "Company", "PublicBody", "Organization", "LegalEntity")
    assert sum(counts[name] for name in actors) == len(tables["actors"])


FAULTS = [  # what is changed once in the file, and what the library says of it
    ('"schema": "PublicBody"', '"schema": "Human"', "no schema Human"),
    ('"schema": "UnknownLink"', '"schema": "Interest"', "Interest is abstract"),
    ('"projectId"', '"projectID"', "no property projectID"),
    ('"participant": ["bru-actor', '"participant": ["bru-source', "is no LegalEntity"),
    ('"object": ["bru-project-', '"object": ["nobody-', "is no Thing"),
    ('"country": ["by"]', '"country": ["BY"]', "country: ['BY'] is read as ['by']"),
    ('"country": ["ru"]', '"country": ["xx"]', "country: Invalid value: 'xx'"),
    ('"date": ["2', '"date": ["about 2', "date: Invalid value: 'about 2"),
    ('"Person", "properties": {"name"', '"Person", "properties": {"alias"', "name is required"),
]


@pytest.mark.needs("followthemoney")
def test_faults_in_ftm_are_found(tmp_path: Path) -> None:
    text = exported.made("ftm")["bru.ftm.json"].decode()
    for old, new, _ in FAULTS:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "bad.ftm.json"
    file.write_text(text, encoding="utf-8")

    found = outside("ftm", file)["faults"]

    assert [why for _, _, why in FAULTS if not any(why in fault for fault in found)] == []


# The citation


def test_cffconvert_accepts_the_citation(tmp_path: Path) -> None:
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    good = run("cffconvert", "--validate", "-i", tmp_path / "CITATION.cff")
    text = (tmp_path / "CITATION.cff").read_text("utf-8")
    (tmp_path / "CITATION.cff").write_text(text.replace("title:", "titel:"), "utf-8")
    bad = run("cffconvert", "--validate", "-i", tmp_path / "CITATION.cff")

    assert (good.returncode, bad.returncode) == (0, 1), good.stderr
