"""What a release would be: the version there is, the one before it, and what differs.

Everything `bru release check` and `prepare` need to know, read once.
"""

from __future__ import annotations

from typing import NamedTuple

from bru.datapackage import descriptor, jsontext
from bru.model.package import Package
from bru.releases import causes, change, changelog, place, published
from bru.releases.causes import Explained, Line, explain
from bru.releases.change import Diff, Wanted
from bru.releases.diff import Place, diff
from bru.releases.published import Published, Record
from bru.releases.redirects import live
from bru.store import DESCRIPTOR, Folder, Store, StoreError
from bru.store.git import GitError, Revision


class Candidate(NamedTuple):
    """A package that is to be released, or that was.

    `home`: where its git history is; `last`: the release before it, None for the first; `diff`:
    what differs from that one; `taken`: its version is that of a release with other data; `own`:
    its lines in causes.csv with their numbers, `unused` those that concern no change.
    """

    folder: Folder
    home: Folder
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
        return change.needed(kinds)

    @property
    def prepared(self) -> bool:
        """Whether the version is in the list of releases, and is not another one's."""
        return not self.taken and any(r.version == self.version for r in self.record.releases)

    @property
    def lowest(self) -> str:
        """The lowest version that may be released; "" for the first."""
        return change.bumped(self.last, self.needed) if self.last else ""

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


def read(
    folder: Folder,
    against: Place | None = None,
    following: bool = False,
    home: Folder | None = None,
) -> Candidate:
    """The package in a folder beside the last release, or `against` another version of it.

    A folder that holds a release unchanged is beside the one before it, unless it is to become
    the `following` one; `home` is where its git history is, if that is elsewhere. Raises
    StoreError where one of them cannot be had, ValueError for a version that is none.
    """
    package = descriptor.read(folder, DESCRIPTOR)
    if package.unsound:
        raise StoreError(f"{package.unsound}: run `bru validate` first")
    published.number(package.version)
    record, _ = published.read(folder)
    home = home or folder
    last, found, taken = _last(folder, home, package.version, record, against, following)
    changes = diff(found, (folder, DESCRIPTOR)) if found else None
    own = [(n, c) for n, c in causes.read(folder)[0] if c.version in ("", package.version)]
    own = [(n, c) for n, c in own if not (taken and c.version)]
    explained, unused = explain(changes.changes if changes else (), [c for _, c in own], package)
    left = [(n, line) for n, line in own if line in unused] if changes else []
    _, sections = changelog.parse(text(folder, changelog.PATH))
    return Candidate(
        folder, home, package, package.version, record, last, changes, taken, explained, own, left,
        sections,
    )  # fmt: skip


def _last(
    folder: Folder,
    home: Folder,
    version: str,
    record: Record,
    against: Place | None,
    following: bool,
) -> tuple[str | None, Place | None, bool]:
    """The release before, where it is, and whether the version is taken by other data."""
    if against:
        return jsontext.told(against[0], "version"), against, False
    listed = [r.version for r in record.releases]
    if is_released(home, version):
        own = place.release(home, version)
        if following or changed(own, folder):
            return version, own, True
    before = [v for v in listed if v != version]
    if not before:
        return None, None, False
    return before[-1], place.release(home, before[-1]), False


def is_released(home: Folder, version: str) -> bool:
    """Whether a version is listed in the last commit; where there is none, in the folder."""
    try:
        store: Store = Revision(home.root, "HEAD")
    except GitError:
        raise
    except StoreError:
        store = home
    return any(r.version == version for r in published.read(store)[0].releases)


def changed(release: Place, folder: Folder) -> bool:
    """Whether the data of a folder is other than that of a release of the same version."""
    return bool(diff(release, (folder, DESCRIPTOR), Wanted(1)).counts)


def text(folder: Folder, path: str) -> str:
    """A text of the package, "" where there is none."""
    try:
        return folder.read(path).decode("utf-8")
    except FileNotFoundError:
        return ""


def ids(candidate: Candidate, version: str) -> tuple[Published, ...]:
    """Every ID that will have been published with this version."""
    before, now = candidate.before, live(candidate.package, candidate.folder)
    found = {(one.table, one.id): one for one in before.ids}
    for at, one in found.items():
        if at not in now and not one.left:
            found[at] = one._replace(left=version)
    for at in now - found.keys():
        found[at] = Published(*at, version, "")
    order = sorted(found.values(), key=lambda one: (one.table, one.id))
    return tuple(one._replace(line=0) for one in order)
