"""The files of a version of the data: what the descriptor names, and what ships with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bru.check import waivers
from bru.model import limits
from bru.model.package import Package
from bru.releases import causes, published
from bru.store import OutsideError, Store, StoreError, opened

BLOCK = 1024**2
LISTS = (published.RELEASES, published.IDS, causes.PATH, waivers.PATH)
ABOUT = r"(?i)(readme|licen[cs]es?|copying|notice|citation|changelog|authors)([-.].*)?"
SHIPPED = re.compile(ABOUT)  # at the top of a package
CHANGES = re.compile(r"(?i)changelog([-.].*)?")  # goes on while the data are what they were
LICENCE = re.compile(r"(?i)(licen[cs]es?|copying|notice)([-.].*)?")
README = re.compile(r"(?i)readme([-.].*)?")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def resources(package: Package) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every resource of a package by its name, whether it is a table or not."""
    listed: Any = package.spec.get("resources")
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            yield item["name"], item


def files_of(resource: Mapping[str, Any]) -> list[str]:
    """The files of a resource in the package; none for inline data and addresses."""
    path = resource.get("path", resource.get("url"))
    return [one for one in (path if isinstance(path, list) else [path]) if is_file(one)]


def is_file(path: object) -> bool:
    """Whether a path of a descriptor is that of a file, not an address."""
    return isinstance(path, str) and path != "" and not ADDRESS.match(path)


def needed(package: Package) -> set[str]:
    """The files that a package is nothing without: descriptor, data, schemas, dialects."""
    found = {package.descriptor}
    for _, resource in resources(package):
        parts = (resource.get("schema"), resource.get("dialect"))
        found |= {*files_of(resource), *(str(part) for part in parts if is_file(part))}
    return found


def licences(store: Store, package: Package) -> set[str]:
    """The files that licences of a package are in."""
    items = [package.spec, *(resource for _, resource in resources(package))]
    named = (one for item in items for one in item.get("licenses") or () if isinstance(one, dict))
    found = {str(one["path"]) for one in named if is_file(one.get("path"))}
    return found | {name for name in store.names() if LICENCE.fullmatch(name)}


def also(store: Store, package: Package) -> set[str]:
    """What ships with a package where it is there."""
    about = {name for name in store.names() if SHIPPED.fullmatch(name)}
    image = package.spec.get("image")
    return {*LISTS, *about, *licences(store, package), *([str(image)] if is_file(image) else [])}


def paths(store: Store, package: Package) -> list[str]:
    """The files of a version, in order. Raises StoreError for one that cannot be had."""
    must = needed(package)
    found = []
    for path in sorted(must | also(store, package)):
        try:
            opened(store, path, limits.TABLE_BYTES).close()
            found.append(path)
        except (OSError, OutsideError) as error:
            absent = isinstance(error, FileNotFoundError | NotADirectoryError)
            if path in must or not absent:
                why = "is not there" if absent else f"cannot be read ({error})"
                raise StoreError(f"{store.name}: {path}: {why}") from error
    return found


def read(store: Store, package: Package) -> dict[str, bytes]:
    """The files of a version by path. Raises StoreError for one that is not there."""
    return {path: store.read(path) for path in paths(store, package)}


def pinned(store: Store, package: Package) -> list[str]:
    """The files that a lock pins: the data and what describes them. Raises StoreError."""
    found, must = paths(store, package), needed(package)
    return [path for path in found if path in must or not CHANGES.fullmatch(path)]


def digest(store: Store, path: str) -> str:
    """The SHA-256 of a file. Raises as `Store.read`."""
    found = hashlib.sha256()
    with opened(store, path, limits.TABLE_BYTES) as stream:
        while block := stream.read(BLOCK):
            found.update(block)
    return found.hexdigest()
