"""Spark gives the same findings as the engine `python`, by key where there are no lines.

    BRU_SPARK_CASES=all BRU_SPARK_PACKAGES=1000 python -m pytest -n 0 tests/test_spark.py

checks all cases and so many packages; without, every sixtieth case and six packages.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

import bru
from bru.check import run
from bru.engine import choose
from bru.model.report import Report
from support import cases
from tools import random_packages as packages
from tools.memory import Memory
from tools.spark_batch import FAST, Small, running
from tools.spark_batch import checked as by_spark

pytestmark = pytest.mark.needs("spark")

EVERY = 1 if os.environ.get("BRU_SPARK_CASES") == "all" else 60
CASES = cases.load()[::EVERY]
PACKAGES = int(os.environ.get("BRU_SPARK_PACKAGES", "6"))
OF_BYTES = {f"BRU{n:03}" for n in range(2, 19) if n != 6}  # what only readers of bytes meet
UNTOLD = {  # what Spark's reader makes of headers: docs/dev/scale.md
    "a line for Excel above the header: what is below is read",
    "every record has a cell more: one mistake, that of the header",
    "parts with another header: order, case, columns; their cells are read by its names",
    "a part with another delimiter",
}
PIECE = 20  # packages that are read together


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[object]:
    """One session for all tests."""
    with running() as session:
        yield session


def pieces(size: int) -> list[int]:
    """Where each piece begins."""
    return [*range(0, size, PIECE)]


def small_of(case: cases.Case) -> Small:
    """The package of a case, asked what `cases.run` asks."""
    ignore = cases.ignored(case)
    how = cases.TODAY, ignore, cases.ALSO, cases.profile(case)
    return Small(case.files, case.documents or None, *how)


def found(report: Report, asked: Sequence[str]) -> tuple[Any, ...]:
    """What must not depend on the engine where rows have no lines."""
    problems = (p for p in report.problems if p.code in asked)
    left = {"BRU007"}  # the record that Spark shows is not the cell that is too many
    known = sorted(
        (p.code, p.level, p.resource, p.field, "" if p.code in left else p.value, p.key)
        for p in problems
    )
    not_run = sorted({(n.code, n.reason) for n in report.not_run if n.code in ("", *asked)})
    tables = [(t.name, t.rows, t.read) for t in report.resources]
    return known, not_run, tables, report.waived


def is_of_bytes(report: Report) -> bool:
    """Whether something is wrong with bytes or lines, which Spark does not look at."""
    return bool({p.code for p in report.problems} & OF_BYTES)


@pytest.mark.parametrize("first", pieces(len(CASES)))
def test_cases(first: int, tmp_path: Path) -> None:
    every = ((case, cases.run(case)) for case in CASES[first : first + PIECE])
    told = ((case, own) for case, own in every if case.title not in UNTOLD)
    some = [(case, own) for case, own in told if not is_of_bytes(own)]
    reports = by_spark([small_of(case) for case, _ in some], tmp_path)
    for (case, own), report in zip(some, reports, strict=True):
        asked = report.asked
        assert found(report, asked) == found(own, asked), f"{case.code}: {case.title}"


def wholes() -> Iterator[tuple[Small, Report]]:
    """Random packages in which nothing is wrong with bytes and lines, and what python finds."""
    for seed in count():
        small = Small(packages.made(random.Random(seed)))
        own = run.validate(Memory(small.files), "datapackage.json", limit=0, engine="python")
        if all(t.read for t in own.resources) and not is_of_bytes(own):
            yield small, own


@pytest.fixture(scope="module")
def coming() -> Iterator[tuple[Small, Report]]:
    """Packages that no test had yet."""
    return wholes()


@pytest.mark.parametrize("first", pieces(PACKAGES))
def test_packages(first: int, coming: Iterator[tuple[Small, Report]], tmp_path: Path) -> None:
    some = [*islice(coming, min(PIECE, PACKAGES - first))]
    reports = by_spark([small for small, _ in some], tmp_path)
    for (_, own), report in zip(some, reports, strict=True):
        assert found(report, report.asked) == found(own, report.asked)


def test_many_rows_of_one_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and groups that are not brought here at once are counted, and fetched when asked for."""
    from bru.engine.spark import groups

    monkeypatch.setattr(groups, "NEAR", 1)
    monkeypatch.setattr(groups, "HERE", 1)
    some = [*islice(wholes(), 2)]
    reports = by_spark([small for small, _ in some], tmp_path)
    for (_, own), report in zip(some, reports, strict=True):
        assert found(report, report.asked) == found(own, report.asked)


SCHEMA = {
    "fields": [
        {"name": "stop", "type": "integer", "constraints": {"required": True}},
        {"name": "roof", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        {"name": "opened", "type": "date"},
        {"name": "seen", "type": "datetime"},
        {"name": "fare", "type": "number", "constraints": {"minimum": 0}},
        {"name": "line", "constraints": {"pattern": "[A-Z]"}},
    ],
    "primaryKey": ["stop"],
    "foreignKeys": [{"fields": ["line"], "reference": {"resource": "lines", "fields": ["line"]}}],
}
DESCRIPTOR = {
    "name": "trams",
    "resources": [
        {"name": "stops", "path": "stops.csv", "schema": SCHEMA},
        {
            "name": "lines",
            "path": "lines.csv",
            "schema": {"fields": [{"name": "line"}], "primaryKey": ["line"]},
        },
    ],
}
NOON = datetime.datetime(2026, 5, 1, 12)
DAY = datetime.date(2026, 5, 1)
STOPS = {
    "stop": [1, 2, 2, None],
    "roof": [True, False, None, True],
    "opened": [DAY, None, DAY, DAY],
    "seen": [NOON, NOON, None, NOON],
    "fare": [1.5, -2.0, None, 0.0],
    "line": ["A", "b", "A", "Z"],
}
WRONG = [
    ("BRU103", "line", "b", "2", 1),
    ("BRU106", "fare", "-2.0", "2", 1),
    ("BRU201", "stop", "2", "2", 1),
    ("BRU202", "stop", "", "", 1),
    ("BRU205", "line", "Z", "", 1),
    ("BRU205", "line", "b", "2", 1),
]


def frames_of(kind: str, spark: Any) -> dict[str, Any]:
    """Typed frames of a library."""
    if kind == "spark":
        types = "stop int, roof boolean, opened date, seen timestamp, fare double, line string"
        rows = [*zip(*STOPS.values(), strict=True)]
        lines = spark.createDataFrame([("A",), ("B",)], "line string")
        return {"stops": spark.createDataFrame(rows, types), "lines": lines}
    library = pytest.importorskip(kind)
    return {"stops": library.DataFrame(STOPS), "lines": library.DataFrame({"line": ["A", "B"]})}


@pytest.mark.parametrize("kind", ["spark", "polars", "pandas"])
def test_frames(kind: str, spark: object) -> None:
    checked = bru.validate_frames(frames_of(kind, spark), DESCRIPTOR)
    as_rows = {"spark": "collect", "polars": "to_dicts", "pandas": "to_dict"}[kind]
    rows = getattr(checked.findings, as_rows)(*(["records"] if kind == "pandas" else []))
    shown = [(r["code"], r["field"], r["value"], r["key"], r["count"]) for r in rows]
    assert sorted(shown) == WRONG
    assert checked.report.verdict == "invalid"
    assert sum(r["count"] for r in rows) == checked.report.errors == 6
    assert [(t.name, t.rows) for t in checked.report.resources] == [("stops", 4), ("lines", 2)]


def test_a_frame_that_lacks(spark: object) -> None:
    frames = {"stops": frames_of("spark", spark)["stops"]}
    report = bru.validate_frames(frames, DESCRIPTOR).report
    assert "no frame lines was given" in {n.reason for n in report.not_run}


def test_frames_of_two_libraries(spark: object) -> None:
    mixed = {
        "stops": frames_of("spark", spark)["stops"],
        "lines": frames_of("pandas", spark)["lines"],
    }
    with pytest.raises(ValueError, match="one library"):
        bru.validate_frames(mixed, DESCRIPTOR)


def written(folder: Path, files: Mapping[str, str]) -> str:
    """The address of a package with these files."""
    for name, text in {"datapackage.json": json.dumps(DESCRIPTOR), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder.absolute().as_uri()


def test_an_address_and_malformed_records(tmp_path: Path) -> None:
    stops = 'stop,roof,opened,seen,fare,line\n1,yes,,,,A\n2,no,,,A\n3,yes,,,"1",A,x\n'
    address = written(tmp_path, {"stops.csv": stops, "lines.csv": "line\nA\n"})
    report = bru.validate(address, engine="spark")
    ragged = [p.value for p in report.problems if p.code == "BRU007"]
    assert ragged == ["2,no,,,A", '3,yes,,,"1",A,x']
    assert report.by_code["BRU007"] == 2
    assert [(t.name, t.rows) for t in report.resources] == [("stops", 3), ("lines", 1)]


def test_bytes_and_hash_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stops, lines = (f"{head}\n".encode() for head in ("stop,roof,opened,seen,fare,line", "line"))
    sealed = json.loads(json.dumps(DESCRIPTOR))
    for resource, data in zip(sealed["resources"], (stops, lines), strict=True):
        resource["bytes"] = len(data)
        resource["hash"] = "sha256:" + hashlib.sha256(data).hexdigest()
    sealed["resources"][1]["hash"] = hashlib.md5(b"another", usedforsecurity=False).hexdigest()
    sealed["resources"][1]["bytes"] += 1
    monkeypatch.setitem(globals(), "DESCRIPTOR", sealed)
    address = written(tmp_path, {"stops.csv": stops.decode(), "lines.csv": lines.decode()})
    assert not bru.validate(address, engine="spark").by_code
    chosen = bru.validate(address, engine="spark", select=["bru805", "BRU806"])
    assert [(p.code, p.resource) for p in chosen.problems] == [
        ("BRU805", "lines"),
        ("BRU806", "lines"),
    ]
    sealed["resources"][0]["path"] = ["stops.csv", "more.csv"]
    written(tmp_path, {"more.csv": stops.decode()})
    several = bru.validate(address, engine="spark", select=["BRU805"])
    why = "bytes and hash of stops are not compared: it has several files"
    assert [entry.reason for entry in several.not_run] == [why]


def test_cells_with_line_ends(tmp_path: Path) -> None:
    address = written(tmp_path, {"lines.csv": 'line\nA\n"B\nC"\n', "stops.csv": ""})
    report = bru.validate(address, engine="spark", select=["standard"])
    assert ("lines", 2) in [(t.name, t.rows) for t in report.resources]
    assert not [p for p in report.problems if p.resource == "lines"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "3,no,,,,A"])
def test_a_line_end_in_a_cell_is_kept(tmp_path: Path, line_end: str, last: str) -> None:
    cells = '1,yes,,,,"B\r\nC"', '2,yes,,,,"B\n\nC"'
    stops = "stop,roof,opened,seen,fare,line", *cells, "4,no,,,,A", last
    files = {"stops.csv": line_end.join(stops), "lines.csv": line_end.join(("line", "A", ""))}
    report = bru.validate(written(tmp_path, files), engine="spark", select=["BRU103", "BRU007"])
    assert sorted(p.value for p in report.problems) == ["B\n\nC", "B\r\nC"]


ELSEWHERE = [
    pytest.param({"MASTER": "local-cluster[2,1,1024]"}, id="executors in processes of their own"),
    pytest.param({"SPARK_REMOTE": "local[2]"}, id="Connect", marks=pytest.mark.needs("grpc")),
]


@pytest.mark.parametrize("how", ELSEWHERE)
def test_elsewhere(how: Mapping[str, str], tmp_path: Path) -> None:
    """The same findings where rows are in other processes, and no Python is."""
    stops = "stop,roof,opened,seen,fare,line\n1,yes,,,,A\n2,no,,,-1,b\n2,,,,,Z\n3,,\n"
    address = written(tmp_path, {"stops.csv": stops, "lines.csv": "line\nA\nB\n"})
    command = [sys.executable, "-m", "bru", "validate", address, "--engine", "spark"]
    given = " ".join(f"--conf {name}={value}" for name, value in FAST.items())
    env = {"PYSPARK_PYTHON": "/none", "PYSPARK_SUBMIT_ARGS": f"{given} pyspark-shell"}
    env |= {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost", **how}
    done = subprocess.run(
        [*command, "--format", "json"], env=os.environ | env, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    there, here = json.loads(done.stdout), bru.validate(address, engine="spark")
    assert {p["code"] for p in there["problems"]} > {"BRU007", "BRU103", "BRU106", "BRU201"}
    shown = [(p["code"], p["field"], p["value"], p["key"]) for p in there["problems"]]
    assert sorted(shown) == sorted((p.code, p.field, p.value, p.key) for p in here.problems)


def test_nothing_at_an_address(tmp_path: Path) -> None:
    with pytest.raises(bru.store.StoreError, match=r"no datapackage\.json"):
        bru.validate(tmp_path.as_uri(), engine="spark")


def test_neither_help_nor_import_loads_spark() -> None:
    code = "import sys, bru, bru.cli, bru.engine.choose; print('pyspark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_java_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    with pytest.raises(ValueError, match="apt-get install openjdk-17-jre-headless"):
        choose.choose("spark", Memory({}), None)  # type: ignore[arg-type]


def test_without_pyspark_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"pip install 'bru-dataset\[spark\]'"):
        choose.choose("spark", Memory({}), None)  # type: ignore[arg-type]
