"""Packages for the three judges, and where the others differ from bru on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bru.check import run
from bru.frames.judges import compare, fault
from bru.frames.judges.compare import JUDGES
from bru.frames.judges.known import Difference
from bru.store import Folder


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files of a package in a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def packed(
    schemas: Mapping[str, Any], texts: Mapping[str, str], more: Mapping[str, Any] | None = None
) -> dict[str, bytes]:
    """The files of a package with these Table Schemas and these tables, by name.

    `more` are properties of each resource.
    """
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": schema, **(more or {})}
        for name, schema in schemas.items()
    ]
    package = {"name": "judged", "version": "1.0.0", "resources": resources}
    tables = {f"{name}.csv": text.encode() for name, text in texts.items()}
    return {"datapackage.json": json.dumps(package).encode(), **tables}


def by_bru(folder: Path) -> set[fault.Fault]:
    """What bru finds in the package in a folder."""
    report = run.validate(Folder(folder), "datapackage.json", select=[*fault.KINDS], limit=0)
    return fault.by_bru(fault.read(folder, "datapackage.json"), report.problems)


def differences(folder: Path) -> list[Difference]:
    """Where the others differ from bru. Raises Refusal when bru gives no verdict."""
    case, ours = fault.read(folder, "datapackage.json"), by_bru(folder)
    return [found for judge in JUDGES for found in compare.compare(case, ours, judge)]
