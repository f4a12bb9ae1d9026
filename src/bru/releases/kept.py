"""The zip file of the last release, which lies in `releases/`: what a package is compared with."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bru.model import limits
from bru.model.problem import Defect
from bru.releases.published import RELEASES, Record, Release
from bru.store import OutsideError, Store, StoreError, refusal
from bru.store.zipped import Zip

FOLDER = "releases"


def path(package: str, version: str) -> str:
    """Where the zip file of a release lies."""
    return f"{FOLDER}/{package}-{version}.zip"


def paths(store: Store, version: str = "") -> list[str]:
    """The zip files of releases that lie there, of one version or of any."""
    ending = f"-{version}.zip" if version else ".zip"
    return sorted(f"{FOLDER}/{name}" for name in store.names(FOLDER) if name.endswith(ending))


def find(store: Store, release: Release) -> Zip | None:
    """The zip file of a release; None where it does not lie there.

    Raises StoreError where it is not what the list of releases says.
    """
    for place in paths(store, release.version):
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


def last(store: Store, record: Record) -> Zip | None:
    """The last release; None where there is none or it does not lie there. Raises StoreError."""
    return find(store, record.releases[-1]) if record.releases else None


def defects(store: Store, record: Record) -> list[Defect]:
    """What is wrong with the zip file of the last release."""
    if not record.releases:
        return []
    release = record.releases[-1]
    try:
        is_lost = last(store, record) is None and bool(release.sha256)
    except StoreError as error:
        place, _, why = str(error).partition(": ")
        return [Defect("published", "", detail=why, path=place)]
    what = f"the zip file of {release.version} is not in {FOLDER}"
    return [Defect("published", "", detail=what, path=RELEASES)] if is_lost else []
