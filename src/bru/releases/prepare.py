"""Prepare a release: every file that names a version, written at once or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bru.datapackage import table
from bru.releases import candidate as candidates
from bru.releases import changelog, last_release, policy, published
from bru.releases.candidate import Candidate
from bru.releases.release import CITATION, Refusal, retired, sound, version
from bru.store import DESCRIPTOR, OutsideError
from bru.store.edit import Edit

README = "README.md"


def prepare(
    candidate: Candidate, wanted: str | None, day: str, today: date | None = None
) -> tuple[str, dict[str, bytes], list[Refusal]]:
    """The version, the files to write, and what refuses the release (then no files).

    `wanted` is a version, None for the lowest that the changes allow. Raises ValueError for one
    that is none, or for the first release when it is not given.
    """
    own = wanted or candidate.lowest
    if not own:
        raise ValueError("give the version of the first release: `bru release prepare 1.0.0`")
    policy.number(own)
    date.fromisoformat(day)
    refused = [*sound(candidate, today), *version(candidate, own), *retired(candidate, own)]
    if refused:
        return own, {}, refused
    return own, dict(files(candidate, own, day)), []


def files(candidate: Candidate, own: str, day: str) -> Iterator[tuple[str, bytes]]:
    """Descriptor, changelog, citation, README and lists as they are for the version."""
    folder, was = candidate.folder, candidate.version
    spec = folder.read(DESCRIPTOR).decode("utf-8")
    spec = re.sub(r'("version":\s*)"[^"]*"', rf'\g<1>"{own}"', spec, count=1)
    yield DESCRIPTOR, spec.encode("utf-8")
    kept = {p: t for p in (changelog.PATH, CITATION, README) if (t := _text(candidate, p))}
    data = changelog.data_part(candidate.explained)
    text = kept.get(changelog.PATH, "# Changelog\n")
    yield changelog.PATH, changelog.released(text, own, day, data).encode("utf-8")
    if CITATION in kept:
        text = re.sub(r"(?m)^version: .*$", f"version: {own}", kept[CITATION])
        text = re.sub(r"(?m)^date-released: .*$", f'date-released: "{day}"', text)
        yield CITATION, text.encode("utf-8")
    if README in kept:
        text = re.sub(rf"(?<![\d.]){re.escape(was)}(?![\d.]*\d)", own, kept[README])
        yield README, text.encode("utf-8")
    made = candidates.record(candidate, own, day, spec.encode("utf-8"))
    lines = [published.Release._fields, *made.releases]
    yield published.RELEASES, table.write(lines).encode("utf-8")
    rows = [published.IDS_HEADER, *(one[:4] for one in made.ids)]
    yield published.IDS, table.write(rows).encode("utf-8")
    yield last_release.CELLS, candidates.cells(candidate).encode("utf-8")
    mine = {line for _, line in candidate.own}
    listed = [line for _, line in last_release.read_causes(folder)[0]]
    given = [line._replace(version=own) if line in mine else line for line in listed]
    yield last_release.CAUSES_PATH, table.write([last_release.Line._fields, *given]).encode("utf-8")


def _text(candidate: Candidate, path: str) -> str:
    """A text of the package, "" where there is none."""
    try:
        return candidate.folder.read(path).decode("utf-8")
    except (OSError, OutsideError):
        return ""


def write(folder: Edit, candidate: Candidate, made: dict[str, bytes]) -> list[str]:
    """Write what differs; the paths that were written."""
    other = {p: data for p, data in made.items() if _text(candidate, p).encode("utf-8") != data}
    folder.write_all(other)
    return sorted(other)
