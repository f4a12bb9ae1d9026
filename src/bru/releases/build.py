"""Prepare a release: every file that names a version, written at once or not at all; and build it.

What is built, wheel, sdist and data zip, has the same bytes wherever and whenever it is done.
Everything comes from the commit, not from the folder; dates are the day of the release; files are
packed by `packing`, which knows no clock, no owner and no compressor.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bru.datapackage import table
from bru.model.problem import Defect
from bru.releases import candidate as candidates
from bru.releases import causes, changelog, published, redirects, released
from bru.releases.candidate import Candidate
from bru.releases.diff import Place
from bru.releases.registry import INDEX, SUMS
from bru.releases.release import CITATION, Refusal, check, dated, sound, unreleased, version
from bru.store import DESCRIPTOR, Folder, OutsideError, StoreError, machine, packing
from bru.store.base import Overlay
from bru.store.git import git
from bru.store.writing import Edit, edited

PROJECT, README = "pyproject.toml", "README.md"


def prepare(
    candidate: Candidate,
    wanted: str | None,
    day: str,
    today: date | None = None,
    documents: Mapping[str, bytes] | None = None,
) -> tuple[str, dict[str, bytes], list[Refusal]]:
    """The version, the files to write, and what refuses the release (then no files).

    `wanted` is a version, None for the lowest that the changes allow. Raises ValueError for one
    that is none, or for the first release when it is not given.
    """
    own = wanted or candidate.lowest
    if not own:
        raise ValueError("give the version of the first release: `bru release prepare 1.0.0`")
    published.number(own)
    refused = [*sound(candidate, today, documents), *version(candidate, own)]
    refused += dated(candidate, day, today)
    return (own, {}, refused) if refused else (own, files(candidate, own, day), [])


def files(candidate: Candidate, own: str, day: str) -> dict[str, bytes]:
    """Everything that names the version, and the zip file of the release."""
    made = dict(texts(candidate, own, day))
    package, data = released.form(Overlay(candidate.folder, made), day)
    zipped = released.zipped(package, data, day)
    release = published.Release(own, day, hashlib.sha256(zipped).hexdigest())
    made[published.RELEASES] = released.listed(candidate.before, release)
    return {**made, published.zip_path(package.name, own): zipped}


def texts(candidate: Candidate, own: str, day: str) -> Iterator[tuple[str, bytes]]:
    """Descriptor, changelog, citation, README and lists as they are for the version."""
    folder, was = candidate.folder, candidate.version
    spec = folder.read(DESCRIPTOR).decode("utf-8")
    spec = re.sub(r'("version":\s*)"[^"]*"', rf'\g<1>"{own}"', spec, count=1)
    yield DESCRIPTOR, spec.encode("utf-8")
    there = {p: t for p in (changelog.PATH, CITATION, README) if (t := _text(candidate, p))}
    data = changelog.data_part(candidate.explained)
    text = there.get(changelog.PATH, "# Changelog\n")
    yield changelog.PATH, changelog.released(text, own, day, data).encode("utf-8")
    if CITATION in there:
        text = re.sub(r"(?m)^version: .*$", f"version: {own}", there[CITATION])
        text = re.sub(r"(?m)^date-released: .*$", f'date-released: "{day}"', text)
        yield CITATION, text.encode("utf-8")
    if README in there:
        text = re.sub(rf"(?<![\d.]){re.escape(was)}(?![\d.]*\d)", own, there[README])
        yield README, text.encode("utf-8")
    # the list of releases is part of what is released, and then has a digest less
    yield published.RELEASES, released.listed(candidate.before, published.Release(own, day, ""))
    rows = [published.IDS_HEADER, *(one[:4] for one in candidates.ids(candidate, own))]
    yield published.IDS, table.write(rows).encode("utf-8")
    mine = {line for _, line in candidate.own}
    listed = [line for _, line in causes.read(folder)[0]]
    given = [line._replace(version=own) if line in mine else line for line in listed]
    yield causes.PATH, table.write([causes.Line._fields, *given]).encode("utf-8")
    yield from leaving(candidate, own)


def leaving(candidate: Candidate, own: str) -> Iterator[tuple[str, bytes]]:
    """The table of retired IDs, in which those that leave with this version say so."""
    late = {(line.table, line.old_id) for line in unreleased(candidate, own)}
    resource = candidate.package.by_name.get(redirects.TABLE)
    read = redirects.read_table(resource, candidate.folder) if late and resource else None
    if resource is None or read is None or "since_version" not in read.header:
        return
    at = [read.header.index(name) for name in ("table", "old_id", "since_version")]
    rows = [[cell or "" for cell in row] for row in zip(*read.columns.values(), strict=True)]
    for row in rows:
        if (row[at[0]], row[at[1]]) in late:
            row[at[2]] = own
    yield resource.path, table.write([read.header, *rows]).encode("utf-8")


def _text(candidate: Candidate, path: str) -> str:
    """A text of the package, "" where there is none."""
    try:
        return candidate.folder.read(path).decode("utf-8")
    except (OSError, OutsideError, UnicodeDecodeError):
        return ""


def write(folder: Edit, candidate: Candidate, made: dict[str, bytes]) -> dict[str, str]:
    """Write what differs, and delete the zip file of the release before; what was done by path."""
    other = {p: data for p, data in made.items() if _bytes(folder, p) != data}
    gone = {
        path: release.sha256
        for release in (candidate.record.releases if made else ())
        for path in published.zip_paths(folder, release.version)
        if path not in made and hashlib.sha256(folder.read(path)).hexdigest() == release.sha256
    }
    folder.write_all(other, gone)
    done = dict.fromkeys(other, "written") | dict.fromkeys(gone, "deleted")
    return dict(sorted(done.items()))


def _bytes(folder: Folder, path: str) -> bytes | None:
    """The bytes of a file, None where there is none."""
    try:
        return folder.read(path)
    except (OSError, OutsideError):
        return None


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
