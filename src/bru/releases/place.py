"""Where a version lies: a folder, a zip file or wheel, a git revision, or what is installed."""

from __future__ import annotations

from pathlib import Path

from bru.datapackage import jsontext
from bru.releases import published, registry
from bru.releases.published import Release
from bru.store import DESCRIPTOR, Folder, Store, StoreError, installed, nearest, open_store
from bru.store.git import GitError, Revision, git, lines

INSTALLED = "installed"


def open_version(text: str | None, cwd: Path | None = None) -> tuple[Store, str]:
    """The store of a version and the name of its descriptor.

    `text` is what `bru validate` takes, the word "installed", a wheel, a released version, or a
    git revision of the nearest package; None is the nearest package. Raises StoreError.
    """
    if text is None or Path(text).exists():
        return open_store(text, cwd)
    if text == INSTALLED:
        return installed(), DESCRIPTOR
    here = nearest(cwd or Path.cwd())
    if found := here and released(here, text):
        return found, DESCRIPTOR
    shipped = installed()
    name = jsontext.told(shipped, "name")
    ours = here is None or jsontext.told(here, "name") == name
    if ours and (found := released(shipped, text) or registry.fetched(name, text)):
        return found, DESCRIPTOR
    if here and (revised := revision(here, text)):
        return revised, DESCRIPTOR
    places = [p for p in (here, shipped if ours else None) if p]
    known = dict.fromkeys(r.version for p in places for r in published.read(p)[0].releases)
    if text in known:
        return release(places[0], text)
    raise StoreError(
        f"{text}: no such file or folder, git revision or release here: give a folder, a zip "
        f"file, a wheel, a git revision, a version ({', '.join(known) or 'none yet'}), or "
        f'"{INSTALLED}"'
    )


def revision(here: Folder, text: str) -> Revision | None:
    """A git revision of the repository that a package is in. Raises GitError."""
    try:
        return Revision(here.root, text)
    except GitError:
        raise
    except StoreError:
        return None


def released(here: Folder, version: str) -> Store | None:
    """A release of a package: from its folder of releases, else from its git history.

    Raises StoreError where the file there is damaged, or git refuses.
    """
    release = next((r for r in published.read(here)[0].releases if r.version == version), None)
    if release is None:
        return None
    if found := published.zip_of(here, release):
        return found
    if not release.sha256:  # in what is released, the release itself is not listed with its digest
        return here if jsontext.told(here, "version") == version else None
    commit = recorded(here, release)
    return published.zip_of(Revision(here.root, commit), release) if commit else None


def recorded(here: Folder, release: Release) -> str:
    """The commit that recorded a release; "" where none did."""
    search = (f"-S{release.sha256}", "--", published.RELEASES)
    commits = lines(here.root, "log", "--format=%H", *search) if release.sha256 else []
    return commits[-1] if commits else ""


def is_cut_off(here: Folder, commit: str) -> bool:
    """Whether a clone has nothing before a commit, which then seems to have added everything."""
    shallow = git(here.root, "rev-parse", "--is-shallow-repository") == b"true\n"
    parents = git(here.root, "rev-list", "--parents", "-n", "1", commit) or b""
    return shallow and len(parents.split()) == 1


def release(here: Folder, number: str) -> tuple[Store, str]:
    """A release of a package. Raises StoreError."""
    if found := released(here, number):
        return found, DESCRIPTOR
    raise StoreError(
        f"{here.root}: release {number} is neither in {published.FOLDER} nor in the git history "
        "here: fetch the whole history, or give that release (a zip file, a folder)"
    )


def last_release(cwd: Path | None = None) -> tuple[Store, str]:
    """The last release of the nearest package, else of what is installed. Raises StoreError."""
    here = nearest(cwd or Path.cwd()) or installed()
    releases = published.read(here)[0].releases
    if not releases:
        raise StoreError(f"{here.root}: there is no release yet in {published.RELEASES}: give OLD")
    return release(here, releases[-1].version)
