"""What tests need that a machine may lack: skipped by name, or demanded with BRU_REQUIRE."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from support import ROOT

settings.register_profile("any machine", deadline=None)  # a busy one is no failure
settings.load_profile("any machine")

PROGRAMS = {
    "chromium": "chromium",
    "libreoffice": "soffice",
    "node": "node",
    "Rscript": "Rscript",
    "sqlite3": "sqlite3",
}
NEEDS = {
    "documents": lambda: bool(os.environ.get("BRU_DOCUMENTS")),
    "validators": lambda: bool(os.environ.get("BRU_VALIDATORS")),
    "followthemoney": lambda: Path(os.environ.get("BRU_VALIDATORS", "."), "ftm").exists(),
    "spark": lambda: bool(importlib.util.find_spec("pyspark") and shutil.which("java")),
    "installation": lambda: bool(os.environ.get("BRU_INSTALL")),  # takes minutes
    **{name: lambda p=program: bool(shutil.which(p)) for name, program in PROGRAMS.items()},
}


# Begun first, in this order, so that at the end no process is left alone with one of them.
LONG = (
    "test_spark.py", "test_site.py", "test_engines.py", "test_faults.py", "test_right.py",
    "test_mistakes.py", "test_hostile_cells.py", "test_mutation.py", "test_render.py",
    "test_batch.py", "test_hostile.py", "test_fuzz.py", "test_new.py", "test_judges.py",
    "test_export.py", "test_fix.py",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker `needs`."""
    config.addinivalue_line("markers", "needs(name): what a test needs beside its extras")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what the machine lacks, by name; BRU_REQUIRE=documents,… makes that a failure."""
    order = {name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.name, len(LONG)))
    required = set(filter(None, os.environ.get("BRU_REQUIRE", "").split(",")))
    for item in items:
        for mark in item.iter_markers("needs"):
            name = mark.args[0]
            known = NEEDS.get(name, lambda n=name: importlib.util.find_spec(n) is not None)
            if known():
                continue
            if name in required:
                raise pytest.UsageError(f"{item.nodeid} needs {name}, which BRU_REQUIRE demands")
            item.add_marker(pytest.mark.skip(reason=f"{name} is not on this machine"))


@pytest.fixture
def documents() -> Path:
    """The folder of the documents."""
    return Path(os.environ["BRU_DOCUMENTS"])


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package that a test may spoil."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / "p" / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path / "p")
    return tmp_path / "p"
