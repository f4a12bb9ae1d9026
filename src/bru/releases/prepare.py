"""Prepare a release: every file that names a version, written at once or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from bru.datapackage import table
from bru.releases import candidate as candidates
from bru.releases import causes, changelog, policy, published, redirects, released
from bru.releases.candidate import Candidate
from bru.releases.release import CITATION, Refusal, dated, sound, unreleased, version
from bru.store import DESCRIPTOR, Folder, OutsideError
from bru.store.base import Overlay
from bru.store.writing import Edit

README = "README.md"


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
    policy.number(own)
    refused = [*sound(candidate, today, documents), *version(candidate, own)]
    refused += dated(candidate, day, today)
    return (own, {}, refused) if refused else (own, files(candidate, own, day), [])


def files(candidate: Candidate, own: str, day: str) -> dict[str, bytes]:
    """Everything that names the version, and the zip file of the release."""
    made = dict(texts(candidate, own, day))
    package, data = released.form(Overlay(candidate.folder, made), day)
    zipped = released.zipped(package, data, day)
    release = published.Release(own, day, sha256(zipped).hexdigest())
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
        if path not in made and sha256(folder.read(path)).hexdigest() == release.sha256
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
