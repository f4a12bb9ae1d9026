"""Where a version lies: a folder, a zip file or wheel, a git revision, or what is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from bru.model import limits
from bru.releases import published
from bru.store import (
    DESCRIPTOR,
    Folder,
    Store,
    StoreError,
    installed,
    nearest,
    open_store,
    opened,
)
from bru.store.git import GitError, Revision, git, lines
from bru.store.zipped import Zip

INSTALLED = "installed"


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
    """A git revision of the repository that a package is in. Raises GitError."""
    try:
        return Revision(here.root, text)
    except GitError:
        raise
    except StoreError:
        return None


def released(here: Folder, text: str) -> Revision | None:
    """The commit that recorded a release of a package."""
    for release in published.read(here)[0].releases:
        if release.version == text:
            log = ("log", "--format=%H", f"-S{release.descriptor_sha256}", "--", published.RELEASES)
            commits = lines(here.root, *log)
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
