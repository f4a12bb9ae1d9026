"""What a release would be: the version there is, the one before it, and what differs.

Everything `bru release check` and `prepare` need to know, read once.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from bru.datapackage import descriptor, table
from bru.model.package import Package, Resource
from bru.releases import causes, changelog, last_release, place, policy, published
from bru.releases.causes import Explained
from bru.releases.change import Diff, Wanted
from bru.releases.diff import diff
from bru.releases.last_release import Line
from bru.releases.published import Published, Record, Release
from bru.releases.redirects import TABLE, is_id_table
from bru.store import DESCRIPTOR, Folder, OutsideError, Store, StoreError

Place = tuple[Store, str]


class Candidate(NamedTuple):
    """A package that is to be released, or that was.

    `last`: the release before it, None for the first; `diff`: what differs from that one;
    `taken`: its version is that of a release with other data; `own`: its lines in causes.csv with
    their numbers, `unused` those that concern no change.
    """

    folder: Folder
    package: Package
    version: str
    record: Record
    last: str | None
    diff: Diff | None
    taken: bool
    explained: list[Explained]
    own: list[tuple[int, Line]]
    unused: list[tuple[int, Line]]
    sections: list[changelog.Section]

    @property
    def needed(self) -> str:
        """The bump that the changes of data and tool need."""
        own = changelog.find(self.sections, self.version)
        section = own if self.prepared else None
        kinds = {e.kind for e in self.explained}
        for found in (section, changelog.find(self.sections, changelog.UNRELEASED)):
            kinds |= changelog.tool_kinds(found)
        return policy.needed(kinds)

    @property
    def prepared(self) -> bool:
        """Whether the version is in the list of releases, and is not another one's."""
        return not self.taken and any(r.version == self.version for r in self.record.releases)

    @property
    def lowest(self) -> str:
        """The lowest version that may be released; "" for the first."""
        return policy.bumped(self.last, self.needed) if self.last else ""

    @property
    def before(self) -> Record:
        """What was published before this version."""
        if not self.prepared:
            return self.record
        ids = (
            one._replace(left="" if one.left == self.version else one.left)
            for one in self.record.ids
            if one.entered != self.version
        )
        releases = (r for r in self.record.releases if r.version != self.version)
        return Record(tuple(releases), tuple(ids))


def read(folder: Folder, against: Place | None = None, following: bool = False) -> Candidate:
    """The package in a folder beside the last release, or `against` another version of it.

    A folder that holds a release unchanged is beside the one before it, unless it is to become
    the `following` one. Raises StoreError where one of them cannot be had, ValueError for a
    version that is none.
    """
    package = descriptor.read(folder, DESCRIPTOR)
    for defect in package.defects:
        raise StoreError(f"{defect.path}: {defect.detail}: run `bru validate` first")
    policy.number(package.version)
    record, _ = published.read(folder)
    last, found, taken = _last(folder, package.version, record, against, following)
    changes = diff(found, (folder, DESCRIPTOR)) if found else None
    listed, _ = last_release.read_causes(folder)
    own = [(n, c) for n, c in listed if c.version in ("", package.version)]
    own = [(n, c) for n, c in own if not (taken and c.version)]
    lines = [line for _, line in own]
    kept = changes.changes if changes else ()
    explained, unused = causes.explain(kept, lines, package)
    left = [(n, line) for n, line in own if line in unused] if changes else []
    _, sections = changelog.parse(text(folder, changelog.PATH))
    return Candidate(
        folder,
        package,
        package.version,
        record,
        last,
        changes,
        taken,
        explained,
        own,
        left,
        sections,
    )


def _last(
    folder: Folder, version: str, record: Record, against: Place | None, following: bool
) -> tuple[str | None, Place | None, bool]:
    """The release before, where it is, and whether the version is taken by other data."""
    if against:
        return place.version(against[0]), against, False
    own = place.released(folder, version)
    if own and (following or changed(own, folder)):
        return version, (own, DESCRIPTOR), True
    before = [r.version for r in record.releases if r.version != version]
    if not before:
        return None, None, False
    return before[-1], place.release(folder, before[-1]), False


def changed(release: Store, folder: Folder) -> bool:
    """Whether the data of a folder is other than that of a release of the same version."""
    return bool(diff((release, DESCRIPTOR), (folder, DESCRIPTOR), Wanted(1)).counts)


def text(folder: Folder, path: str) -> str:
    """A text of the package, "" where there is none."""
    try:
        return folder.read(path).decode("utf-8")
    except FileNotFoundError:
        return ""


def read_table(resource: Resource, store: Store) -> table.Table | None:
    """A table of a package, None where it cannot be read."""
    try:
        read, _ = table.read(store.read(resource.path), resource, False)
    except (OSError, OutsideError):
        return None
    return read if isinstance(read, table.Table) else None


def live(package: Package, store: Store) -> set[tuple[str, str]]:
    """The IDs that are in the tables, each with its table."""
    found: set[tuple[str, str]] = set()
    for resource in filter(is_id_table, package.resources):
        if read := read_table(resource, store):
            column = read.columns.get(resource.schema.primary_key[0], ())
            found |= {(resource.name, cell) for cell in column if cell}
    return found


def cells(candidate: Candidate) -> str:
    """What `releases/cells.csv` has to be: digests of the cells of every table with a key."""
    found = [last_release.written(last_release.HEADER) + "\n"]
    for resource in sorted(candidate.package.resources, key=lambda r: r.name):
        key, by_name = resource.schema.primary_key, resource.schema.by_name
        read = read_table(resource, candidate.folder)
        if read and key and resource.name != TABLE and by_name.keys() <= {*read.header}:
            fields = [name for name in by_name if name not in key]
            columns = (
                ["" if cell is None or cell in by_name[name].missing else cell for cell in column]
                for name, column in ((name, read.columns[name]) for name in (*key, *fields))
            )
            rows = [*zip(*columns, strict=True)]
            found.append(last_release.listed(resource.name, fields, rows))
    return "".join(found)


def record(candidate: Candidate, version: str, date: str, descriptor: bytes) -> Record:
    """What will have been published with this version."""
    before, now = candidate.before, live(candidate.package, candidate.folder)
    ids = {(one.table, one.id): one for one in before.ids}
    for at, one in ids.items():
        if at not in now and not one.left:
            ids[at] = one._replace(left=version)
    for at in now - ids.keys():
        ids[at] = Published(*at, version, "")
    release = Release(version, date, hashlib.sha256(descriptor).hexdigest())
    order = sorted(ids.values(), key=lambda one: (one.table, one.id))
    return Record((*before.releases, release), tuple(one._replace(line=0) for one in order))
