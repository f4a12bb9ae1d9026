"""Spark gives the same findings as the engine `python`: over all cases, and packages made at random.

    BRU_SPARK_CASES=all BRU_SPARK_PACKAGES=1000 python -m pytest -n 0 tests/test_spark.py

checks all cases and so many packages; without, every twentieth case and twenty packages.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bru.check import run
from bru.engine import choose
from bru.store import Folder
from support import cases
from support.engines import checked, findings
from tools import random_packages as packages
from tools.memory import Memory
from tools.spark_batch import Small, running
from tools.spark_batch import checked as by_spark

pytestmark = pytest.mark.needs("spark")

EVERY = 1 if os.environ.get("BRU_SPARK_CASES") == "all" else 20
CASES = cases.load()[::EVERY]
PACKAGES = int(os.environ.get("BRU_SPARK_PACKAGES", "20"))
PIECE = 40  # packages that are read together


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
    return Small(case.files, case.documents or None, cases.TODAY, ignore, cases.ALSO)


@pytest.mark.parametrize("first", pieces(len(CASES)))
def test_cases(first: int, tmp_path: Path) -> None:
    some = CASES[first : first + PIECE]
    small = [small_of(c) for c in some]
    for case, report in zip(some, by_spark(small, tmp_path), strict=True):
        assert findings(report) == findings(cases.run(case)), f"{case.code}: {case.title}"


@pytest.mark.parametrize("first", pieces(PACKAGES))
@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_packages(
    first: int, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spark: object
) -> None:
    """Also as if they were large: no table is brought here as a whole; files are cut anywhere."""
    from bru.engine.spark import records

    seeds = range(first, min(first + PIECE, PACKAGES))
    cut = {"spark.sql.files.maxPartitionBytes": "300", "spark.sql.files.openCostInBytes": "100"}
    if large:
        monkeypatch.setattr(records, "KEPT", -1)
        seeds = seeds[:: PACKAGES // 10 or 1] if PACKAGES <= PIECE else seeds
    before = {name: spark.conf.get(name) for name in cut}  # type: ignore[attr-defined]
    try:
        for name, value in cut.items() if large else ():
            spark.conf.set(name, value)  # type: ignore[attr-defined]
        small = [Small(packages.made(random.Random(seed))) for seed in seeds]
        reports = by_spark(small, tmp_path)
    finally:
        for name, value in before.items():
            spark.conf.set(name, value)  # type: ignore[attr-defined]
    for seed, one, report in zip(seeds, small, reports, strict=True):
        assert findings(report) == checked(one.files, "python"), seed


def test_faults_of_the_shipped_package() -> None:
    """On mutants Spark finds what python finds: read together, what did not change read once."""
    from tools.bench import Bench
    from tools.faults import kinds as fault_kinds
    from tools.faults.engines import differences
    from tools.faults.spark import Bench as BySpark
    from tools.shipped import Shipped

    shipped = Shipped(None)
    kinds = [k for k in fault_kinds.load().values() if k.codes and not k.documents]
    mutants = [m for kind in kinds[::12] for m in fault_kinds.chosen(kind, shipped, 7, 1)]
    files = [mutant.files() for mutant in mutants]
    ours = [*Bench(shipped, None).all(files)]
    theirs = [*BySpark(shipped, None, (), "spark").all(files)]

    assert all(ours)
    for mutant, one, other in zip(mutants, ours, theirs, strict=True):
        assert [*differences(mutant.what, "spark", one, other)] == []


def test_a_package_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file by itself, as large ones are read; more rows of an answer than come with it."""
    from bru.engine import spark as engine
    from bru.engine.spark import records

    monkeypatch.setattr(records, "TOGETHER", 0)
    monkeypatch.setattr(engine, "NEAR", 1)
    for name, data in packages.made(random.Random(2)).items():
        (tmp_path / name).write_bytes(data)
    found, known = (
        run.validate(Folder(tmp_path), "datapackage.json", limit=0, engine=name)
        for name in ("spark", "python")
    )
    assert found.engine == "spark"
    assert known.problems
    assert findings(found) == findings(known)


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
