"""What was ever published: `releases/releases.csv`, `releases/ids.csv`, the last release itself.

They travel with the package, so that every release ever made can be named, every ID ever published
be resolved and the package be compared without a network. `bru release prepare` writes them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bru.datapackage.records import broken
from bru.model import limits
from bru.model.grammar import plural
from bru.model.problem import Defect
from bru.store import OutsideError, Store, StoreError, refusal
from bru.store.zipped import Zip

FOLDER = "releases"
RELEASES, IDS = f"{FOLDER}/releases.csv", f"{FOLDER}/ids.csv"
IDS_HEADER = ("table", "id", "entered", "left")
VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)", re.ASCII)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
# The list of 1.0.0 had the digest of the descriptor, which tells nothing of the zip file.
OLD_HEADER = "version,date,descriptor_sha256\n"


class Release(NamedTuple):
    """One release. `sha256`: of its zip file; "" in that file itself, which cannot have it."""

    version: str
    date: str
    sha256: str


class Published(NamedTuple):
    """One ID, the release it entered with, and the one it left with ("": it is still there)."""

    table: str
    id: str
    entered: str
    left: str
    line: int = 0


class Record(NamedTuple):
    """What was ever published, the oldest release first."""

    releases: tuple[Release, ...] = ()
    ids: tuple[Published, ...] = ()


def number(version: str) -> tuple[int, ...]:
    """A version as it sorts. Raises ValueError."""
    if not VERSION.fullmatch(version):
        raise ValueError(f"{version!a} is no version: it must be three numbers, such as 1.0.1")
    return tuple(map(int, version.split(".")))


def read(store: Store) -> tuple[Record, list[Defect]]:
    """What was ever published of a package, nothing where there are no lists; what is wrong."""
    defects: list[Defect] = []
    releases = [
        Release(*r) for _, r in rows(store, RELEASES, Release._fields, wrong_release, defects)
    ]
    found = rows(store, IDS, IDS_HEADER, _id, defects)
    ids = [Published(r[0], r[1], r[2], r[3], line) for line, r in found]
    known = {r.version for r in releases}
    for one in ids:
        if unknown := {one.entered, one.left} - {*known, ""}:
            detail = f"{sorted(unknown)[0]} is in no line of {RELEASES}"
            defects.append(Defect("published", "", one.line, "entered", detail=detail, path=IDS))
    return Record(tuple(sorted(releases, key=lambda r: number(r.version))), tuple(ids)), defects


def sound(store: Store, is_released: bool = False) -> Record:
    """What was ever published. Raises ValueError where a list is damaged, or is not there.

    Without lists there was no release, unless `is_released`.
    """
    names = store.names(FOLDER)
    absent = [path for path in (RELEASES, IDS) if path.removeprefix(f"{FOLDER}/") not in names]
    if absent and (is_released or len(absent) == 1):
        raise ValueError(f"{absent[0]}: is not there")
    record, defects = read(store)
    for defect in defects:
        raise ValueError(f"{defect.path}{f':{defect.line}' * bool(defect.line)}: {defect.detail}")
    return record


Wrong = Callable[[Sequence[str]], str]


def rows(
    store: Store, path: str, header: Sequence[str], wrong: Wrong, defects: list[Defect]
) -> list[tuple[int, list[str]]]:
    """The good rows of a list with their lines, none where there is no such file."""
    line, why = 0, ""
    try:
        text = store.read(path, limits.TABLE_BYTES).decode("utf-8")
        text = modern(text) if text.startswith(OLD_HEADER) else text
        return records(text, path, header, wrong, defects)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, OutsideError) as error:
        why = str(error) if isinstance(error, OutsideError) else f"it {refusal(error)}"
    except UnicodeDecodeError as error:
        line, why = error.object.count(b"\n", 0, error.start) + 1, "it is not UTF-8"
    defects.append(Defect("published", "", line, detail=why, path=path))
    return []


def modern(text: str) -> str:
    """The list of releases of 1.0.0 as it would be written now."""
    return re.sub(r"(?m),[0-9a-f]{64}$", ",", text.replace("descriptor_sha256", "sha256", 1))


def records(
    text: str, path: str, header: Sequence[str], wrong: Wrong, defects: list[Defect]
) -> list[tuple[int, list[str]]]:
    """The good rows of the text of a list with their lines."""

    def defect(line: int, detail: str) -> None:
        defects.append(Defect("published", "", line, detail=detail, path=path))

    found, seen, line = [], set[str](), 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            first, line = line + 1, reader.line_num
            if first == 1 and row != [*header]:
                defect(1, f"the header must be {','.join(header)}")
                return []
            if first == 1:
                continue
            width = f"{plural(len(row), 'cell')} where the header has {len(header)}"
            why = width if len(row) != len(header) else wrong(row)
            why = why or ("this line is there twice" if repr(row) in seen else "")
            seen.add(repr(row))
            if why:
                defect(first, why)
            else:
                found.append((first, row))
    except csv.Error as error:
        defect(line + 1, broken(error))
    return found


def wrong_release(row: Sequence[str]) -> str:
    """What is wrong with a line of a list of releases, "" for nothing."""
    version, date, digest = row
    if not VERSION.fullmatch(version):
        return f"version must be three numbers, such as 1.0.1, not {version!a}"
    if not DATE.fullmatch(date):
        return f"date must be a day, such as 2027-12-31, not {date!a}"
    if digest and not SHA256.fullmatch(digest):
        return "sha256 must be 64 digits of a SHA-256"
    return ""


def _id(row: Sequence[str]) -> str:
    return "" if row[0] and row[1] and row[2] else "table, id and entered must be there"


def zip_path(package: str, version: str) -> str:
    """Where the zip file of a release lies."""
    return f"{FOLDER}/{package}-{version}.zip"


def zip_paths(store: Store, version: str = "") -> list[str]:
    """The zip files of releases that lie there, of one version or of any."""
    ending = f"-{version}.zip" if version else ".zip"
    return sorted(f"{FOLDER}/{name}" for name in store.names(FOLDER) if name.endswith(ending))


def zip_of(store: Store, release: Release) -> Zip | None:
    """The zip file of a release; None where it does not lie there.

    Raises StoreError where it is not what the list of releases says.
    """
    for place in zip_paths(store, release.version):
        try:
            data = store.read(place, limits.TABLE_BYTES)
        except (OSError, OutsideError) as error:
            why = refusal(error) if isinstance(error, OSError) else str(error)
            raise StoreError(f"{place}: {why}") from error
        if release.sha256 and hashlib.sha256(data).hexdigest() != release.sha256:
            raise StoreError(f"{place}: is not the file whose digest {RELEASES} has")
        found = Zip(Path(f"{store.name}/{place}"), data)
        found.name = f"release {release.version}"
        return found
    return None


def last_zip(store: Store, record: Record) -> Zip | None:
    """The last release; None where there is none or it does not lie there. Raises StoreError."""
    return zip_of(store, record.releases[-1]) if record.releases else None


def zip_defects(store: Store, record: Record) -> list[Defect]:
    """What is wrong with the zip file of the last release."""
    if not record.releases:
        return []
    release = record.releases[-1]
    try:
        is_lost = last_zip(store, record) is None and bool(release.sha256)
    except StoreError as error:
        place, _, why = str(error).partition(": ")
        return [Defect("published", "", detail=why, path=place)]
    what = f"the zip file of {release.version} is not in {FOLDER}"
    return [Defect("published", "", detail=what, path=RELEASES)] if is_lost else []
