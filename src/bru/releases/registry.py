"""Fetch a released version of the data, verified, from a folder or an address, and keep it.

A registry holds VERSION/NAME-VERSION.zip and VERSION/SHA256SUMS, as `bru release build` makes
them. What was fetched once is there without a network.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import Any

from bru.releases import place, published
from bru.store import Store, StoreError
from bru.store.zipped import Zip

SUMS, INDEX = "SHA256SUMS", "index.csv"
SUM = re.compile(r"([0-9a-f]{64})  (\S+)")


def fetch(
    name: str, version: str, registry: str | os.PathLike[str], cache: Path | None = None
) -> Path:
    """The zip file of a version, in the cache (`cache`, or the user's folder for such files).

    `registry` is a folder or the address of one (https://…). The file must have the digest that
    the registry gave when the version was first fetched. Raises StoreError for everything that
    cannot be had or is not as it should be, ValueError for a version that is none.
    """
    published.number(version)
    try:
        import pooch
    except ImportError as error:
        what = "loading by version needs pooch: pip install 'bru-dataset[registry]'"
        raise StoreError(what) from error
    pooch.get_logger().setLevel("WARNING")
    base = os.fspath(registry).rstrip("/")
    options: dict[str, Any] = {}
    if "://" not in base:
        base, options = str(Path(base).resolve()), {"downloader": _copy}
    own = hashlib.sha256(base.encode()).hexdigest()[:16]  # two registries never share a file
    folder = (cache or Path(pooch.os_cache("bru"))) / own / version
    file, address = f"{name}-{version}.zip", f"{base}/{version}"
    try:
        sums = pooch.retrieve(f"{address}/{SUMS}", None, SUMS, folder, **options)
        digest = _digest(Path(sums), file)
        got = pooch.retrieve(f"{address}/{file}", f"sha256:{digest}", file, folder, **options)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise StoreError(f"{name} {version} cannot be fetched from {base}: {why}") from error
    except ValueError as error:  # the digest, or a kind of address pooch does not know
        why = str(error).split("\n")[0]
        raise StoreError(f"{name} {version} from {base} is not loaded: {why}") from error
    found = place.version_of(Zip(Path(got)))
    if found != version:
        raise StoreError(f"{base}: {file} holds version {found}")
    return Path(got)


def fetched(name: str, version: str) -> Store | None:
    """A version that was fetched before, from whatever registry."""
    return None


def _digest(sums: Path, file: str) -> str:
    """The digest of a file by a list of them. Raises StoreError."""
    *lines, end = sums.read_bytes().decode("utf-8", "replace").split("\n")
    rows = [SUM.fullmatch(line) for line in lines]
    digests = {row[2]: row[1] for row in rows if row}
    if end or not all(rows) or file not in digests:
        raise StoreError(f"{sums}: is damaged or has no digest of {file}: delete it, fetch again")
    return digests[file]


def _copy(url: str, output: Any, pooch: Any) -> None:
    """Copy a file of a registry that is a folder: what pooch calls a downloader."""
    shutil.copyfile(url, output)
