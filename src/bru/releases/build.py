"""Build a release: wheel, sdist and data zip, the same bytes wherever and whenever it is done.

Everything comes from the commit, not from the folder; dates are the day of the release; files are
packed by `packing`, which knows no clock, no owner and no compressor.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bru.datapackage import table
from bru.model.problem import Defect
from bru.releases import candidate as candidates
from bru.releases import published, released
from bru.releases.candidate import Place
from bru.releases.registry import INDEX, SUMS
from bru.releases.release import Refusal, check
from bru.store import Folder, StoreError, machine, packing
from bru.store.git import git
from bru.store.writing import edited

PROJECT = "pyproject.toml"


class Built(NamedTuple):
    """A version, the files that were made of it, or what refuses it (then no files)."""

    version: str
    files: list[Path]
    refused: list[Refusal]


def build(
    folder: Folder,
    output: Path,
    today: date | None = None,
    documents: Mapping[str, bytes] | None = None,
    against: Place | None = None,
) -> Built:
    """Write the files of the release that the last commit of a folder is to `output`/VERSION.

    Raises StoreError where the folder has changes that are not committed.
    """
    if git(folder.root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise StoreError(f"{folder.root}: no git repository with a commit: a release is one")
    if git(folder.root, "status", "--porcelain", "--untracked-files=no", "--", "."):
        raise StoreError(f"{folder.root}: there are changes that are not committed: commit them")
    with machine.scratch() as work:
        tree = Folder(work / "tree")
        export(folder.root, tree.root)
        candidate = candidates.read(tree, against, home=folder)
        own = candidate.version
        if refused := check(candidate, today, documents):
            return Built(own, [], refused)
        day = next(r.date for r in candidate.record.releases if r.version == own)
        package, data = released.form(tree, day)
        made = {f"{package.name}-{own}.zip": released.zipped(package, data, day)}
        if (tree.root / PROJECT).is_file():
            for path, own_data in data.items():
                machine.put(tree.root / path, own_data)
            made |= dict(distributions(tree.root, work / "dist", packing.epoch(day)))
    digests = {name: hashlib.sha256(made[name]).hexdigest() for name in sorted(made)}
    made[SUMS] = "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
    machine.made(output)
    record = published.Release(own, day, digests[f"{package.name}-{own}.zip"])
    new = {f"{own}/{name}": data for name, data in made.items()}
    edited(Folder(output), lambda edit: edit.write_all({**new, INDEX: indexed(edit, record)}))
    return Built(own, [output / name for name in sorted(new)], [])


def indexed(output: Folder, release: published.Release) -> bytes:
    """The index of a registry with one release more, in order. Raises StoreError for no index."""
    defects: list[Defect] = []
    fields, wrong = published.Release._fields, published.wrong_release
    there = published.rows(output, INDEX, fields, wrong, defects)
    for defect in defects:
        why = f"no index of releases: {defect.detail}: choose another folder"
        raise StoreError(f"{output.root / INDEX}:{defect.line}: {why}")
    known = {row[0]: published.Release(*row) for _, row in there} | {release.version: release}
    order = sorted(known.values(), key=lambda one: published.number(one.version))
    return table.write([published.Release._fields, *order]).encode("utf-8")


def export(root: Path, to: Path) -> None:
    """Write the files of the last commit to a folder."""
    data = git(root, "-c", "core.autocrlf=false", "archive", "--format=tar", "HEAD")
    if data is None:
        raise StoreError(f"{root}: the commit cannot be exported")
    packing.extracted(data, to)


def distributions(root: Path, to: Path, seconds: int) -> Iterator[tuple[str, bytes]]:
    """Wheel and sdist of a Python project, packed anew."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(to), str(root)]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(seconds),
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C",
        "TZ": "UTC",
    }
    if why := machine.run(command, environment):
        raise StoreError(f"building failed (is bru installed with its extra dev?): {why}")
    for file in sorted(to.iterdir()):
        yield file.name, packing.packed_again(file, seconds)
