"""`bru.lock`: name, version and the SHA-256 of the data and of what describes them.

A changelog is not pinned: it goes on after a release while the data are what they were.
Its lines are those of `sha256sum`, which checks them without bru: `sha256sum -c bru.lock` in the
folder of the package. The same lock fits the folder, the zip file and the installed package.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from bru.datapackage import descriptor
from bru.model import limits
from bru.model.package import Package
from bru.releases import files, published, released
from bru.releases.state import called
from bru.store import DESCRIPTOR, OutsideError, RefusedError, Store, StoreError, opened, packing
from bru.store.unresolved import finished
from bru.store.zipped import Zip, unpacking

NAME = "bru.lock"
HEAD = re.compile(r"# (\S+) (\S+): sha256sum -c in the folder of the package")
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
UNFIT = re.compile(r"\s|.*[\x00-\x1f\x7f\x85\u2028\u2029]", re.DOTALL)  # a name no line can hold

PACKED = frozenset((DESCRIPTOR, published.RELEASES))  # what a release has in another form
OTHER = "differs from the lock"

LINE_ENDS = "git converts them unless .gitattributes says `-text`"


class Lock(NamedTuple):
    """Name and version of a package, and the digest of every file by path."""

    package: str
    version: str
    digests: dict[str, str]


class Difference(NamedTuple):
    """What is other than the lock says: a file, and how."""

    path: str
    message: str


def lock(store: Store, name: str) -> Lock:
    """The lock of a package. Raises StoreError, and UnresolvedError."""
    package = readable(descriptor.read(store, name), store)
    found = {path: files.digest(store, path) for path in files.pinned(store, package)}
    for path in found:
        finished(path, partial(opened, store, path, limits.TABLE_BYTES))
        if UNFIT.match(path):
            why = "it begins with a space, or has a line end or control character: rename the file"
            raise StoreError(f"{store.name}: a lock cannot hold the name {path!a}: {why}")
    return Lock(package.name, called(store, name), found)


def readable(package: Package, store: Store) -> Package:
    """A package whose descriptor and schemas can be read. Raises StoreError."""
    if package.unsound:
        raise StoreError(f"{store.name}: {package.unsound}")
    if not re.fullmatch(r"\S+ \S+", f"{package.name} {package.version}"):
        raise StoreError(f"{store.name}: {package.descriptor}: it needs a name and a version")
    return package


def written(lock: Lock) -> str:
    """A lock as text."""
    head = f"# {lock.package} {lock.version}: sha256sum -c in the folder of the package\n"
    return head + "".join(f"{digest}  {path}\n" for path, digest in sorted(lock.digests.items()))


def parse(data: bytes) -> Lock:
    """The lock in these bytes. Raises ValueError unless they are what `written` gives."""
    wrong = ValueError(f"{NAME} is damaged: it is not what `bru lock` writes")
    try:
        head, *lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise wrong from None
    match, rows = HEAD.fullmatch(head), [LINE.fullmatch(line) for line in lines[:-1]]
    if not match or not all(rows):
        raise wrong
    found = Lock(match[1], match[2], {row[2]: row[1] for row in rows if row})
    if written(found).encode("utf-8") != data:
        raise wrong
    return found


def check(wanted: Lock, store: Store, name: str) -> list[Difference]:
    """What of a package is other than a lock says: first the version, then the files."""
    package = descriptor.read(store, name)
    found, here = list[Difference](), f"{package.name} {called(store, name)}".strip()
    if here != f"{wanted.package} {wanted.version}":
        message = f"is {here or 'nameless'}, the lock is of {wanted.package} {wanted.version}"
        found.append(Difference(name, message))
    must = files.needed(package)
    for path, digest in wanted.digests.items():
        if files.CHANGES.fullmatch(path) and path not in must:  # a lock of bru 2.0.0 or before
            continue
        if (message := differs(store, path, digest)) and digest != packed(store, package, path):
            found.append(Difference(path, message))
    return [*found, *around(wanted, store, package, bool(found))]


def packed(store: Store, package: Package, path: str) -> str:
    """The digest of a file as the last release has it, which is packed of a tree like this one."""
    releases = published.read(store)[0].releases
    if path not in PACKED or not releases or [*package.errors]:
        return ""
    try:
        data = released.form(store, releases[-1].date)[1]
    except (StoreError, OSError, ValueError):
        return ""
    return hashlib.sha256(data[path]).hexdigest()


def differs(store: Store, path: str, digest: str) -> str:
    """How a file is other than its digest says, "" where it is not."""
    try:
        if files.digest(store, path) == digest:
            return ""
        data = store.read(path)
    except (OSError, OutsideError) as error:
        absent = isinstance(error, FileNotFoundError | NotADirectoryError)
        return "file not found" if absent else f"cannot be read: {error}"
    plain = data.replace(b"\r\n", b"\n")
    for other, how in ((plain, "CR LF"), (plain.replace(b"\n", b"\r\n"), "LF")):
        if hashlib.sha256(other).hexdigest() == digest:
            return f"differs only in line ends, which are {how} here: {LINE_ENDS}"
    return OTHER


def is_of_folder(store: Store, found: Sequence[Difference]) -> bool:
    """Whether a zip file differs from a lock only as it does from the folder it was packed of."""
    return isinstance(store, Zip) and all(d.path in PACKED and d.message == OTHER for d in found)


def around(wanted: Lock, store: Store, package: Package, differs: bool) -> Iterator[Difference]:
    """What is wrong beside the locked files: more files, or a zip file packed in another way."""
    try:
        now = files.pinned(store, readable(package, store))
    except StoreError:
        if differs:
            return
        raise
    for path in now:
        if path not in wanted.digests:
            yield Difference(path, "is not in the lock")
            differs = True
    releases = published.read(store)[0].releases  # packed with the time of the beginning of its day
    day = next((r.date for r in releases if r.version == package.version), "")
    if not differs and isinstance(store, Zip) and not as_released(store, packing.epoch(day)):
        yield Difference(store.name, "holds the right files, but is not packed as it was released")


def as_released(store: Zip, seconds: int) -> bool:
    """Whether a zip file has just the bytes with which `bru release build` packs its members."""
    if any(m.compress_type or m.file_size > store.size for m in store.zip.infolist()):
        return False
    try:
        with unpacking():
            members = {name: store.zip.read(name) for name in store.times}
    except RefusedError:  # damage of a file that is not locked
        return False
    return packing.zipped(members, seconds) == store.whole()
