"""Fetch a released version of the data, verified, from a folder or an address, and keep it.

A registry holds index.csv, VERSION/NAME-VERSION.zip and VERSION/SHA256SUMS, as `bru release build`
makes them. What was fetched once is there without a network. Nothing is kept that was not proved
to be what its digest says, and nothing is read without a limit of bytes and seconds.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bru.datapackage import jsontext
from bru.model import limits
from bru.model.problem import Defect
from bru.releases import lock as locks
from bru.releases import published
from bru.releases.lock import Lock
from bru.releases.published import Release
from bru.store import DESCRIPTOR, Folder, Store, StoreError, installed, machine, open_store
from bru.store.writing import edited
from bru.store.zipped import Zip

SUMS, INDEX = "SHA256SUMS", "index.csv"
SUM = re.compile(r"([0-9a-f]{64})  (\S+)")
LATEST = "latest"
RANGE = r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?(\.\*)?"
FORMS = re.compile(f"{LATEST}|{RANGE}|{published.VERSION.pattern}", re.ASCII)


class Wanted(NamedTuple):
    """Which version, and what it must be beside what the registry says: a digest, a lock."""

    version: str
    sha256: str = ""
    lock: Lock | None = None


def fetch(name: str, wanted: Wanted, registry: str | os.PathLike[str]) -> Path:
    """The zip file of a version, in the cache: the user's folder for such files.

    `registry` is a folder or the address of one (https://…). A version that bru knows must have
    the digest that it knows. Raises StoreError for everything that cannot be had or is not as it
    should be, ValueError for a version that is none.
    """
    base = os.fspath(registry).rstrip("/")
    base = base if "://" in base else str(Path(base).resolve())
    version, digest = chosen(base, wanted)
    digests = {"sha256": wanted.sha256, "the index": digest, "bru": known(name, version)}
    own = hashlib.sha256(base.encode()).hexdigest()[:16]  # two registries never share a file
    folder = cached() / own / version
    file = folder / f"{name}-{version}.zip"
    if not is_kept(file, folder / SUMS):
        take(base, version, file, digests)
    return proven(file, base, digests, wanted.lock)


def proven(file: Path, base: str, digests: Mapping[str, str], lock: Lock | None) -> Path:
    """A zip file that is what others say of it. Raises StoreError."""
    digest = hashlib.sha256(machine.whole(file, limits.RELEASE_BYTES)).hexdigest()
    agreed(file, base, digest, digests)
    if lock and (found := locks.check(lock, Zip(file), DESCRIPTOR)):
        of = "; it is the lock of a folder" if locks.is_of_folder(Zip(file), found) else ""
        raise StoreError(
            f"{file.name} from {base} is not what the lock says: {': '.join(found[0])}{of}"
        )
    return file


def shipped(name: str, wanted: Wanted) -> Path:
    """The zip file of a release that came with bru. Raises StoreError, ValueError for another."""
    here = installed()
    releases = published.read(here)[0].releases if jsontext.told(here, "name") == name else []
    came = ""
    for release in releases:
        file = here.root / published.zip_path(name, release.version)
        came = f", which has {release.version}" if file.is_file() else came
        digests = {"sha256": wanted.sha256, "bru": release.sha256}
        asked = wanted.version or wanted.sha256
        if asked in (release.version, release.sha256) and file.is_file():
            return proven(file, f"{published.FOLDER} of bru", digests, wanted.lock)
    what = wanted.version or "that release"
    other = f", or run {pip(what)}" if published.VERSION.fullmatch(what) else ""
    raise ValueError(f"{what} did not come with bru{came}: give a registry{other}")


def pip(version: str) -> str:
    """The command that installs bru with a version of its data."""
    return f"pip install bru-dataset=={version}"


def opened(
    name: str,
    path: str | os.PathLike[str] | None,
    version: str | None,
    registry: str | os.PathLike[str] | None,
    sha256: str | None,
    lock: str | os.PathLike[str] | None,
) -> str | os.PathLike[str]:
    """Where the data is that somebody asks for in these words, verified.

    Raises StoreError, and ValueError for words that do not go together.
    """
    locked = None if lock is None else locks.parse(machine.whole(Path(lock), limits.RELEASE_BYTES))
    number = version or (locked.version if locked else "")
    if version is not None and not FORMS.fullmatch(version):
        raise ValueError(f'{version!a} is no version: write "1.0.1", "1.0", "1.*" or "{LATEST}"')
    if registry is None:
        if path is None:
            return shipped(name, Wanted(number, sha256 or "", locked))
        if version is not None or sha256 is not None or locked is None:
            raise ValueError("with a path give a lock, and neither a version nor a digest")
        where, descriptor = open_store(path)
        if found := locks.check(locked, where, descriptor):
            raise StoreError(f"{where.name} is not what {lock} says: {': '.join(found[0])}")
        return path
    if path is not None or (version is None and locked is None):
        raise ValueError("with a registry give a version or a lock, and no path")
    if locked and "+" in locked.version:
        raise ValueError(f"{lock} is of {locked.version}, which is no release")
    return fetch(name, Wanted(number, sha256 or "", locked), registry)


def chosen(base: str, wanted: Wanted) -> tuple[str, str]:
    """The version that is meant, and its digest where the index of the registry was asked."""
    text = wanted.version
    if published.VERSION.fullmatch(text):
        return text, ""
    releases = index(base)
    start = "" if text == LATEST else text.removesuffix(".*") + "."
    found = [one for one in releases if one.version.startswith(start)]
    if not found:
        there = ", ".join(one.version for one in releases) or "none"
        raise StoreError(f"{base}: no release is {text}; there are {there}")
    return found[-1].version, found[-1].sha256


def index(base: str) -> list[Release]:
    """The releases that a registry has, in order. Raises StoreError."""
    data = taken(base, INDEX, limits.JSON_BYTES)
    defects: list[Defect] = []
    lines = published.records(
        data.decode("utf-8", "replace"), INDEX, Release._fields, published.wrong_release, defects
    )
    if defects:
        raise StoreError(f"{base}/{INDEX}: line {defects[0].line}: {defects[0].detail}")
    found = [Release(*row) for _, row in lines]
    return sorted(found, key=lambda one: published.number(one.version))


def known(name: str, version: str) -> str:
    """The digest of a version that came with bru, "" where it has none."""
    here = installed()
    releases = published.read(here)[0].releases if jsontext.told(here, "name") == name else ()
    return next((one.sha256 for one in releases if one.version == version), "")


def take(base: str, version: str, file: Path, digests: Mapping[str, str]) -> None:
    """Fetch the zip file of a version and keep it, when it is what it should be."""
    sums = taken(base, f"{version}/{SUMS}", limits.SUMS_BYTES)
    digest = digest_of(sums, file.name)
    if digest is None:
        raise StoreError(f"{base}/{version}/{SUMS}: is damaged or has no digest of {file.name}")
    agreed(file, base, digest, digests)
    data = taken(base, f"{version}/{file.name}", limits.RELEASE_BYTES)
    if hashlib.sha256(data).hexdigest() != digest:
        raise StoreError(f"{base}: {file.name} is not what its {SUMS} says")
    found = jsontext.told(Zip(file, data), "version")
    if found != version:
        raise StoreError(f"{base}: {file.name} holds version {found}")
    try:
        machine.made(file.parent)
        edited(Folder(file.parent), lambda edit: edit.write_all({file.name: data, SUMS: sums}))
    except OSError as error:
        what = f"{file.parent}: {error.strerror or error}"
        raise StoreError(f"{what}: set BRU_CACHE to a folder that can be written to") from error


def agreed(file: Path, base: str, digest: str, digests: Mapping[str, str]) -> None:
    """Refuse a file whose digest is not the one that somebody else knows. Raises StoreError."""
    for who, other in digests.items():
        if other and other != digest:
            raise StoreError(
                f"{file.name} from {base} is not loaded: its SHA-256 is {digest}, not {other}, "
                f"which {who} says"
            )


def is_kept(file: Path, sums: Path) -> bool:
    """Whether a file is in the cache as it was verified."""
    try:
        digest = digest_of(machine.whole(sums, limits.SUMS_BYTES), file.name)
        data = machine.whole(file, limits.RELEASE_BYTES)
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == digest


def fetched(name: str, version: str) -> Store | None:
    """A version that was fetched before, from whatever registry; None for what is no version."""
    is_one = published.VERSION.fullmatch(version)
    for sums in sorted(cached().glob(f"*/{version}/{SUMS}")) if is_one else ():
        file = sums.with_name(f"{name}-{version}.zip")
        if is_kept(file, sums):
            return Zip(file)
    return None


def digest_of(sums: bytes, file: str) -> str | None:
    """The digest of a file by a list of them; None where the list is no such list or lacks it."""
    *lines, end = sums.decode("utf-8", "replace").split("\n")
    rows = [SUM.fullmatch(line) for line in lines]
    digests = {row[2]: row[1] for row in rows if row}
    return None if end or not all(rows) else digests.get(file)


def taken(base: str, path: str, most: int) -> bytes:
    """The bytes of a file of a registry, at most so many. Raises StoreError."""
    where = Folder(Path(base))
    try:
        if "://" not in base:
            return where.read(path, most)
        from bru.store.remote import Online

        return Online(where, allow_private=True).read(f"{base}/{path}", most)
    except FileNotFoundError:
        raise StoreError(f"{base}/{path}: not found") from None
    except OSError as error:
        raise StoreError(f"{base}/{path}: {error.strerror or error}") from error


def cached() -> Path:
    """The user's folder for files that can be had again."""
    if given := os.environ.get("BRU_CACHE"):
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError as error:
        raise StoreError("there is no home folder to keep files in: set BRU_CACHE") from error
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "bru/Cache"
    if sys.platform == "darwin":
        return home / "Library/Caches/bru"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "bru"
