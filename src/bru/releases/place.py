"""Where a version lies: a folder, a zip file or wheel, a git revision, or what is installed."""

from __future__ import annotations

import io
import json
import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from bru.claims.provenance.history import GIT
from bru.model import limits
from bru.releases import published
from bru.store import (
    DESCRIPTOR,
    Folder,
    OutsideError,
    RefusedError,
    Store,
    StoreError,
    fits,
    inside,
    installed,
    nearest,
    open_store,
    opened,
)
from bru.store.zipped import Zip

INSTALLED = "installed"
KEPT = 1024**2  # bytes of a file that is kept in memory: starting git takes longer than reading


def git(root: Path, *arguments: str) -> bytes | None:
    """What git prints; None when it fails or is not there."""
    try:
        command = (*GIT, "-C", str(root), *arguments)
        return subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None


class Revision:
    """A package as it is in a git revision. Nothing of it is written to a disk."""

    editable = False

    def __init__(self, root: Path, revision: str) -> None:
        commit = git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
        )
        if not commit:
            raise StoreError(f"{revision}: no such git revision")
        self.root, self.name, self.kept = root, revision, dict[str, bytes]()
        self.commit = commit.decode().strip()
        listed = git(root, "ls-tree", "-r", "-l", "-z", self.commit) or b""
        self.files: dict[str, tuple[str, str, int]] = {}
        for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, path = entry.partition("\t")
            mode, kind, blob, size = about.split()
            if kind == "blob":
                self.files[path] = mode, blob, int(size)

    def blob(self, path: str, most: int) -> str:
        """The name of the object that has the bytes of `path`."""
        name = PurePosixPath(inside(path)).as_posix()
        if name not in self.files:
            raise FileNotFoundError(path)
        mode, blob, size = self.files[name]
        if mode == "120000":
            raise OutsideError("it is a link in a git revision")
        fits(size, most)
        return blob

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        blob = self.blob(path, most)
        if blob in self.kept:
            return self.kept[blob]
        data = git(self.root, "cat-file", "blob", blob)
        if data is None:
            raise RefusedError("cannot be had from git")
        if len(data) <= KEPT:
            self.kept[blob] = data
        return data

    def open(self, path: str) -> BinaryIO:
        """The bytes of `path` as they come."""
        blob = self.blob(path, limits.TABLE_BYTES)
        if self.files[PurePosixPath(path).as_posix()][2] <= KEPT:
            return io.BytesIO(self.read(path))
        return _Output((*GIT, "-C", str(self.root), "cat-file", "blob", blob))


class _Output(io.BufferedReader):
    """What a process prints; it ends with the stream."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout
        super().__init__(io.FileIO(os.dup(self.process.stdout.fileno())), 1024**2)
        self.process.stdout.close()

    def close(self) -> None:
        """End the process and the stream."""
        super().close()
        self.process.kill()
        self.process.wait()


def stream(store: Store, path: str) -> BinaryIO:
    """The bytes of a file as they come. Raises as `Store.read` does."""
    if isinstance(store, Revision | Zip):
        return store.open(path)
    return opened(store, path, limits.TABLE_BYTES)


def open_version(text: str | None, cwd: Path | None = None) -> tuple[Store, str]:
    """The store of a version and the name of its descriptor.

    `text` is what `bru validate` takes, the word "installed", a wheel, or a git revision of the
    nearest package; None is the nearest package. Raises StoreError.
    """
    if text is None or Path(text).exists():
        return open_store(text, cwd)
    if text == INSTALLED:
        return installed(), DESCRIPTOR
    here = nearest(cwd or Path.cwd())
    if here and (found := revision(here, text) or released(here, text)):
        return found, DESCRIPTOR
    if published.VERSION.fullmatch(text) and text == version(installed()):
        return installed(), DESCRIPTOR
    raise StoreError(
        f"{text}: no such file or folder, git revision or release here: give a folder, a zip "
        f'file, a wheel, a git revision, a version, or "{INSTALLED}"'
    )


def revision(here: Folder, text: str) -> Revision | None:
    """A git revision of the repository that a package is in."""
    try:
        return Revision(here.root, text)
    except StoreError:
        return None


def released(here: Folder, text: str) -> Revision | None:
    """The commit that recorded a release of a package."""
    for release in published.read(here)[0].releases:
        if release.version == text:
            log = ("log", "--format=%H", f"-S{release.descriptor_sha256}", "--", published.RELEASES)
            commits = (git(here.root, *log) or b"").decode().split()
            found = revision(here, commits[-1]) if commits else None
            if commits and cut_off(here, commits[-1]):
                return None
            if found:
                found.name = f"release {text}, commit {commits[-1][:7]}"
            return found
    return None


def cut_off(here: Folder, commit: str) -> bool:
    """Whether a clone has nothing before a commit, which then seems to have added everything."""
    shallow = git(here.root, "rev-parse", "--is-shallow-repository") == b"true\n"
    parents = git(here.root, "rev-list", "--parents", "-n", "1", commit) or b""
    return shallow and len(parents.split()) == 1


def release(here: Folder, number: str) -> tuple[Store, str]:
    """A release of a package, from its git history. Raises StoreError."""
    if found := released(here, number):
        return found, DESCRIPTOR
    raise StoreError(
        f"{here.root}: no commit here recorded release {number}: fetch the whole history, or give "
        "that release (a zip file, a folder)"
    )


def last_release(cwd: Path | None = None) -> tuple[Store, str]:
    """The last release of the nearest package. Raises StoreError."""
    here = nearest(cwd or Path.cwd())
    if here is None:
        raise StoreError("there is no package here: give OLD")
    releases = published.read(here)[0].releases
    if not releases:
        raise StoreError(f"{here.root}: there is no release yet in {published.RELEASES}: give OLD")
    return release(here, releases[-1].version)


def version(store: Store) -> str:
    """The version in a descriptor."""
    return str(json.loads(store.read(DESCRIPTOR)).get("version", ""))
