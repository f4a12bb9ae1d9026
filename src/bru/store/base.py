"""What all kinds of stores have in common, the folder on disk, and one with files replaced.

Every path is relative to the package's root; one that leaves it is refused. Only regular files
are read, for a pipe or a device may never end, and none that is larger than the caller allows.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from bru.model import limits
from bru.store.errors import OutsideError, RefusedError
from bru.store.unresolved import resolved

DESCRIPTOR = "datapackage.json"
STAGED = ".bru-new"  # the folder of files that are about to replace others
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


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


def below(folder: str, paths: Iterable[str]) -> Iterator[str]:
    """The names of the files that lie in a folder itself."""
    top = folder.rstrip("/") + "/" if folder else ""
    own = (path.removeprefix(top) for path in paths if path.startswith(top))
    return (name for name in own if name and "/" not in name)


def is_device(name: str) -> bool:
    """Whether a file of this name, with any ending, is a device on Windows."""
    return bool(DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")))


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


class Overlay:
    """A package with some files replaced, nothing of it written."""

    def __init__(self, base: Store, files: Mapping[str, bytes]) -> None:
        self.base, self.files = base, files
        self.name, self.editable = base.name, base.editable

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        return self.files[path] if path in self.files else self.base.read(path, most)

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder."""
        return [*{*self.base.names(folder), *below(folder, self.files)}]


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


def nearest(start: Path) -> Folder | None:
    """The nearest folder at or above `start` that holds a descriptor."""
    for folder in (start, *start.parents):
        if (folder / DESCRIPTOR).is_file():
            return Folder(folder)
    return None
