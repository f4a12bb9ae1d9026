"""What differs in files that are not compared by rows: other resources, licences, READMEs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bru.model.package import Package
from bru.releases import files
from bru.releases.change import Change, told
from bru.releases.structure import described
from bru.store import OutsideError, Store

Side = tuple[Store, Package]


def others(old: Side, new: Side, compared: Collection[str]) -> Iterator[Change]:
    """What differs beside the tables `compared`, which are named as in the new version."""
    one, two = dict(files.resources(old[1])), dict(files.resources(new[1]))
    tables = {*compared, *old[1].by_name, *new[1].by_name}
    for name in (n for n in one if n not in two and n not in tables):
        yield Change("file-removed", name, field="resources")
    for name in (n for n in two if n not in compared):
        if name in one:
            yield from described(name, one[name], two[name])
            yield from contents(
                name, (old[0], one[name]), (new[0], two[name]), reason(new[1], name)
            )
        elif name not in tables:
            yield Change("file-added", name, field="resources")
    for path in sorted(files.licences(*old) | files.licences(*new)):
        if text(old[0], path) != text(new[0], path):
            yield Change("licence-text", "", "", path)
    versions = {side[1].version for side in (old, new)}
    for path in sorted(n for n in {*old[0].names(), *new[0].names()} if files.README.fullmatch(n)):
        if len({without(text(side[0], path), versions) for side in (old, new)}) > 1:
            yield Change("package-readme", "", "", path)


def contents(
    name: str, old: tuple[Store, Mapping[str, Any]], new: tuple[Store, Mapping[str, Any]], why: str
) -> Iterator[Change]:
    """What differs in the data of a resource, byte by byte."""
    if old[1].get("data") != new[1].get("data"):
        yield Change("file-changed", name, "data", "", told(old[1].get("data")), why)
    for path, now in zip(files.files_of(old[1]), files.files_of(new[1]), strict=False):
        digests = digest(old[0], path), digest(new[0], now)
        if digests[0] != digests[1]:
            yield Change("file-changed", name, now, "", digests[0], why)


def reason(package: Package, name: str) -> str:
    """Why the rows of a resource are not compared."""
    told = (one.reason for one in package.not_run if f"resource {name} " in one.reason)
    words = next((reason.partition(": ")[2] for reason in told), "")
    return words or "it is no table that is read"


def digest(store: Store, path: str) -> str:
    """The SHA-256 of a file, "" where it cannot be had."""
    try:
        return files.digest(store, path)
    except (OSError, OutsideError):
        return ""


def text(store: Store, path: str) -> str:
    """The words of a file, spaces and line ends aside; "" where it is not there."""
    try:
        return " ".join(store.read(path).decode("utf-8", "backslashreplace").split())
    except (OSError, OutsideError):
        return ""


def without(words: str, versions: Collection[str]) -> str:
    """Words without these versions in them."""
    for version in filter(None, versions):
        words = words.replace(version, "")
    return words
