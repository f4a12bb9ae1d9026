"""How far a package is from its last release: what it calls itself, what rules ask of that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from bru.datapackage import descriptor
from bru.model.package import Package
from bru.model.problem import Defect
from bru.model.report import Report
from bru.releases import causes, files, published
from bru.releases.causes import Unexplained, explain, unexplained
from bru.releases.change import Diff, Wanted
from bru.releases.released import unpinned
from bru.store import DESCRIPTOR, Folder, OutsideError, Store, StoreError
from bru.store.zipped import Zip


class Since(NamedTuple):
    """What differs from the last release: its version, how many cells, rows and other things.

    `is_unread`: a table cannot be read, so that nobody knows.
    """

    version: str
    cells: int
    rows: int
    other: int
    is_unread: bool = False

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not (self.cells or self.rows or self.other or self.is_unread)

    @property
    def text(self) -> str:
        """In a line."""
        if self.is_unread:
            return f"not compared with {self.version}: `bru diff` tells which table cannot be read"
        parts = ((self.cells, "cell"), (self.rows, "row"), (self.other, "other thing"))
        told = [f"{n:,} {noun}{'s' * (n != 1)}" for n, noun in parts if n]
        words = " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
        return f"{words} changed since {self.version} (bru diff)" if told else ""


def since(store: Store, name: str = DESCRIPTOR) -> Since | None:
    """What differs from the last release; None where there is none, or it is not at hand."""
    record = published.read(store)[0]
    try:
        release = published.last_zip(store, record)
    except (StoreError, ValueError, OSError):
        return None
    if release is None:
        return None
    version = record.releases[-1].version
    if name == DESCRIPTOR and holds(store, release):
        return Since(version, 0, 0, 0)
    from bru.releases.diff import diff

    try:
        return counted(version, diff((release, DESCRIPTOR), (store, name), Wanted(1, rows=False)))
    except (StoreError, ValueError, OSError):
        return Since(version, 0, 0, 0, is_unread=True)


def holds(store: Store, release: Zip) -> bool:
    """Whether all that a release is made of lies in a package byte for byte, but for its pins."""
    paths = {path.removeprefix(release.top) for path in release.times if path[-1:] != "/"}
    if {name for name in store.names() if files.SHIPPED.fullmatch(name)} - paths:
        return False
    paths -= {*files.LISTS, DESCRIPTOR, *filter(files.CHANGES.fullmatch, paths)}
    try:
        same = all(files.digest(store, path) == files.digest(release, path) for path in paths)
        return same and json.loads(store.read(DESCRIPTOR)) == unpinned(release.read(DESCRIPTOR))
    except (StoreError, OSError, OutsideError, ValueError):
        return False


def counted(version: str, found: Diff) -> Since:
    """The changes by what they are of."""
    cells = sum(n for (_, kind), n in found.counts.items() if kind.startswith("cell-"))
    rows = sum(n for (_, kind), n in found.counts.items() if kind.startswith(("id-", "row-")))
    return Since(version, cells, rows, sum(found.counts.values()) - cells - rows)


def called(store: Store, name: str = DESCRIPTOR, found: Since | None = None) -> str:
    """The version that a package is: its number, or "1.0.0+changes" where it is no release.

    `found`: what `since` gave, if it was asked for already. Raises StoreError.
    """
    version = descriptor.read(store, name).version
    found = found or since(store, name)
    return version if found is None or found.is_none else f"{found.version}+changes"


def labelled(store: Store, name: str, package: Package) -> Package:
    """A package with the version that it calls itself."""
    return package._replace(version=called(store, name))


def reported(report: Report, store: Store, name: str) -> Report:
    """A report with the version that the package calls itself, and how far that is from it."""
    found = since(store, name)
    if found is None or found.is_none:
        return report
    return report._replace(version=f"{found.version}+changes", since=found.text)


def of_diff(found: Diff, *places: tuple[Store, str]) -> Diff:
    """What differs, between versions as they call themselves."""
    one, two = (
        side._replace(version=called(*place)) if isinstance(place[0], Folder) else side
        for side, place in zip((found.old, found.new), places, strict=True)
    )
    return found._replace(old=one, new=two)


class Released(NamedTuple):
    """What was ever published. Answer: one `published.Record`."""

    def answered(self, reader: Any) -> Sequence[published.Record]:
        """The record, read from the store of the package."""
        return [published.read(reader.store)[0]]


class Before(NamedTuple):
    """What differs from the last release. Answer: an `Unexplained` for each thing without a cause.

    Nothing where the last release is not at hand.
    """

    def answered(self, reader: Any) -> Sequence[Unexplained]:
        """Compared with the zip file in `releases/`."""
        record = published.read(reader.store)[0]
        try:
            release = published.last_zip(reader.store, record)
        except StoreError:  # a rule about the lists tells
            return []
        if release is None:
            return []
        from bru.releases.diff import diff

        found = diff((release, DESCRIPTOR), (reader.store, reader.package.descriptor))
        lines = [line for _, line in causes.read(reader.store)[0] if not line.version]
        return unexplained(explain(found.changes, lines, reader.package)[0], reader.package)


class Damaged(NamedTuple):
    """What is wrong with the lists. Answer: `Defect`s."""

    def answered(self, reader: Any) -> Sequence[Defect]:
        """The defects of all lists, and of the zip file of the last release."""
        store: Store = reader.store
        record, defects = published.read(store)
        return [*defects, *causes.read(store)[1], *published.zip_defects(store, record)]
