"""The first line of a report is what to mend, and its hint mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT, mistakes
from support.commands import call
from support.mistakes import Made

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
