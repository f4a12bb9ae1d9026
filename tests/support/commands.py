"""Commands called in this process, and the files they are called on."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from bru import cli
from bru.releases import released
from bru.store import Folder
from support import ROOT


def call(*args: str | Path, cwd: Path | None = None) -> Result:
    """Run a command in this process; an exception is a failure of the test."""
    before = Path.cwd()
    os.chdir(cwd or ROOT)
    try:
        return CliRunner().invoke(cli.main, [str(a) for a in args], catch_exceptions=False)
    finally:
        os.chdir(before)


def edit(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence in a file and say in which line it stands."""
    text = file.read_text(encoding="utf-8")
    at = text.index(old)
    file.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text.count("\n", 0, at) + 1


def records(file: Path) -> list[dict[str, str]]:
    """The records of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_package(folder: Path, path: str, data: bytes) -> None:
    """A package of one table."""
    schema = {"fields": [{"name": "id", "type": "string", "constraints": {"required": True}}]}
    resource = {"name": "t", "path": path, "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    if "/" not in path and "\\" not in path:
        (folder / path).write_bytes(data)


def put(root: Path, files: Mapping[str, str]) -> Path:
    """A package on the disk."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    return root


def git(root: Path, *arguments: str) -> str:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", "-C", str(root), *names, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def copied(root: Path) -> Path:
    """A copy of the shipped package in the form in which it is released."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "datapackage.json", root)
    return pinned(root)


def pinned(root: Path) -> Path:
    """A package whose descriptor has got sizes and hashes."""
    _, files = released.form(Folder(root), "2026-01-31")
    (root / "datapackage.json").write_bytes(files["datapackage.json"])
    return root
