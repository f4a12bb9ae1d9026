"""The form in which a package is released, wherever it is packed.

The descriptor gives the size and hash of every file, and the list of releases has the release
itself without a digest: it would be that of the file in which it stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bru.datapackage import descriptor as descriptors
from bru.datapackage import table
from bru.model.package import Package
from bru.releases import files, published
from bru.releases.published import Record, Release
from bru.store import DESCRIPTOR, Store, packing


def form(store: Store, day: str) -> tuple[Package, dict[str, bytes]]:
    """A package and its files as they are released on a day (ISO 8601). Raises StoreError."""
    package = descriptors.read(store, DESCRIPTOR)
    data = files.read(store, package)
    sizes = {path: (len(own), hashlib.sha256(own).hexdigest()) for path, own in data.items()}
    data[DESCRIPTOR] = pinned(data[DESCRIPTOR], sizes)
    record = published.read(store)[0]
    data[published.RELEASES] = listed(record, Release(package.version, day, ""))
    return package, data


def zipped(package: Package, data: Mapping[str, bytes], day: str) -> bytes:
    """The zip file of a release."""
    top = f"{package.name}-{package.version}"
    return packing.zipped({f"{top}/{p}": own for p, own in data.items()}, packing.epoch(day))


def listed(record: Record, release: Release) -> bytes:
    """The list of releases with this one at its end."""
    before = [one for one in record.releases if one.version != release.version]
    return table.write([Release._fields, *before, release]).encode("utf-8")


def pinned(descriptor: bytes, sizes: Mapping[str, tuple[int, str]]) -> bytes:
    """A descriptor with `bytes` and `hash` of every resource of one file.

    `sizes`: path → bytes and SHA-256. Raises ValueError where it is no JSON object.
    """
    spec: Any = json.loads(descriptor)
    for resource in spec["resources"]:
        paths = files.files_of(resource)
        if len(paths) == 1 and not isinstance(resource.get("path"), list):
            size, digest = sizes[paths[0]]
            resource |= {"bytes": size, "hash": f"sha256:{digest}"}
    return (json.dumps(spec, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def unpinned(descriptor: bytes) -> Any:
    """The value of a released descriptor without what `pinned` added."""
    spec: Any = json.loads(descriptor)
    for resource in spec["resources"]:
        resource.pop("bytes", None)
        resource.pop("hash", None)
    return spec
