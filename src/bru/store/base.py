"""What all kinds of stores have in common, and the folder on disk.

Every path is relative to the package's root; one that leaves it is refused. Only regular files
are read, for a pipe or a device may never end, and none that is larger than the caller allows.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from bru.model import limits
from bru.store.errors import OutsideError, RefusedError, StoreError
from bru.store.unresolved import resolved

DESCRIPTOR = "datapackage.json"
STAGED = ".bru-new"  # the folder of files that are about to replace others


class Store(Protocol):
    """Bytes of a package by relative path. `editable`: somebody may be changing them."""

    name: str
    editable: bool

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`, at most `most`.

        Raises FileNotFoundError, IsADirectoryError, RefusedError or OutsideError.
        """
        ...

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder, by default at the top of the package."""
        ...


def inside(path: str) -> str:
    """`path` if it is relative and stays in the package; %2E is no dot. Raises OutsideError."""
    if len(path) > limits.NAME or any("\ud800" <= c <= "\udfff" for c in path):
        raise OutsideError("it must be a name that a file can have")
    parts = PurePosixPath(path).parts
    if not parts or "\\" in path or "\0" in path or path.startswith("/") or ".." in parts:
        raise OutsideError("it must be relative and stay inside the package")
    if "://" in path or path[1:2] == ":":
        raise OutsideError("it must be a file of the package, not an address")
    return path


def parsed(data: bytes) -> Any:
    """The value of a file of bru's own that is JSON, None where it is none or too deep."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


class Folder:
    """A package as a folder on disk. `note`: what a report says of it."""

    note = ""

    def __init__(self, root: Path, editable: bool = True) -> None:
        self.root, self.editable, self.name = root, editable, str(root)
        self.resolved = root.resolve()

    def locate(self, path: str) -> Path:
        """The file of `path`. Raises OutsideError, also for a link that leads out."""
        self.follow(path)
        return self.root / path

    def follow(self, path: str) -> Path:
        """The file that `path` leads to, by whatever links. Raises OutsideError."""
        try:
            file = (self.root / inside(path)).resolve()
        except RuntimeError as error:  # before Python 3.13
            raise RefusedError(
                "is a link that leads to itself", "put the file itself there"
            ) from error
        if not file.is_relative_to(self.resolved):
            raise OutsideError("it is a link that leads out of the package")
        return file

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        try:
            return resolved(path, regular(self.locate(path), most).read_bytes())
        except (OutsideError, RefusedError) as error:
            error.path = path
            raise

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder, none where there is none."""
        place = self.root / folder
        return [f.name for f in place.iterdir() if f.is_file()] if place.is_dir() else []


def regular(file: Path, most: int) -> Path:
    """The file, if it is a regular one of at most `most` bytes. Raises OSError."""
    if file.is_dir():
        raise IsADirectoryError(f"{file.name} is a folder")
    if not stat.S_ISREG((about := file.stat()).st_mode):
        raise RefusedError("is not a regular file", "put the file itself there")
    fits(about.st_size, most)
    return file


def fits(size: int, most: int) -> None:
    """Refuse a file that is too large. Raises RefusedError."""
    if size > most:
        raise RefusedError(f"has {size:,} bytes, more than are read ({most:,})", "split it")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn the operating system's refusal to read into one line."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}") from error


def nearest(start: Path) -> Folder | None:
    """The nearest folder at or above `start` that holds a descriptor."""
    for folder in (start, *start.parents):
        if (folder / DESCRIPTOR).is_file():
            return Folder(folder)
    return None
