"""Build a release: wheel, sdist and data zip, the same bytes wherever and whenever it is done.

Everything comes from the commit, not from the folder; dates are the day of the release; files are
packed by `packing`, which knows no clock, no owner and no compressor.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bru.datapackage import descriptor
from bru.releases import files, packing, published
from bru.releases.registry import SUMS
from bru.store import DESCRIPTOR, Folder, StoreError
from bru.store.edit import edited
from bru.store.git import git

PROJECT = "pyproject.toml"


def build(folder: Folder, output: Path) -> tuple[str, list[Path]]:
    """Write the files of the release that a folder holds to `output`/VERSION; version and files.

    Raises StoreError where the folder has changes that are not committed, or its version is not
    prepared.
    """
    if git(folder.root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise StoreError(f"{folder.root}: no git repository with a commit: a release is one")
    if git(folder.root, "status", "--porcelain", "--untracked-files=no", "--", "."):
        raise StoreError(f"{folder.root}: there are changes that are not committed: commit them")
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "tree"
        export(folder.root, root)
        package = descriptor.read(Folder(root), DESCRIPTOR)
        releases = published.read(Folder(root))[0].releases
        day = next((r.date for r in releases if r.version == package.version), None)
        if day is None:
            fix = f"`bru release prepare {package.version}`"
            raise StoreError(f"{package.version} is not in {published.RELEASES}: run {fix}")
        seconds, top = packing.epoch(day), f"{package.name}-{package.version}"
        data = files.read(Folder(root), package)
        made = {f"{top}.zip": packing.zipped({f"{top}/{p}": d for p, d in data.items()}, seconds)}
        if (root / PROJECT).is_file():
            made |= dict(distributions(root, Path(work) / "dist", seconds))
    digests = (f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made))
    made[SUMS] = "".join(digests).encode()
    place = output / package.version
    place.mkdir(parents=True, exist_ok=True)
    edited(Folder(place), lambda edit: edit.write_all(made))
    return package.version, [place / name for name in sorted(made)]


def export(root: Path, to: Path) -> None:
    """Write the files of the last commit to a folder."""
    data = git(root, "-c", "core.autocrlf=false", "archive", "--format=tar", "HEAD")
    if data is None:
        raise StoreError(f"{root}: the commit cannot be exported")
    with tarfile.open(fileobj=io.BytesIO(data)) as file:
        file.extractall(to, filter="data")


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
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        why = (done.stderr or done.stdout).strip().split("\n")[-1]
        raise StoreError(f"building failed (is bru installed with its extra dev?): {why}")
    for file in sorted(to.iterdir()):
        if file.suffix == ".whl":
            with zipfile.ZipFile(file) as wheel:
                members = {name: wheel.read(name) for name in wheel.namelist()}
            yield file.name, packing.zipped(members, seconds)
        else:
            with tarfile.open(file) as sdist:
                entries = [(m.name, sdist.extractfile(m)) for m in sdist if m.isfile()]
                packed = [(name, stream.read()) for name, stream in entries if stream]
            yield file.name, packing.tarred(packed, seconds)
