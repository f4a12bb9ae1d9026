"""Where a package lies: a folder, a zip file, or the installed data. The only input and output.

Every path is relative to the package's root; one that leaves it is refused. Only regular files
are read, for a pipe or a device may never end, and none that is larger than the caller allows.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from bru.model import limits

Where = str | os.PathLike[str] | None
DESCRIPTOR = "datapackage.json"
STAGED = ".bru-new"  # the folder of files that are about to replace others


class StoreError(Exception):
    """The package cannot be had at all: a fault of the call, not of the data (exit 2)."""


class OutsideError(Exception):
    """A path in the descriptor leaves the package: a fault of the data."""


class RefusedError(OSError):
    """A file that is there and is not read: too large, damaged, or no regular file."""


class UnreachableError(OSError):
    """An address that cannot be had now: no fault of the data, but they are not checked."""


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


class Folder:
    """A package as a folder on disk."""

    def __init__(self, root: Path, editable: bool = True) -> None:
        self.root, self.editable, self.name = root, editable, str(root)
        self.resolved = root.resolve()

    def locate(self, path: str) -> Path:
        """The file of `path`. Raises OutsideError, also for a link that leads out."""
        file = self.root / inside(path)
        try:
            inner = file.resolve().is_relative_to(self.resolved)
        except RuntimeError as error:  # before Python 3.13
            raise RefusedError("is a link that leads to itself") from error
        if not inner:
            raise OutsideError("it is a link that leads out of the package")
        return file

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        from bru.store.unresolved import resolved

        return resolved(path, regular(self.locate(path), most).read_bytes())

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder, none where there is none."""
        place = self.root / folder
        return [f.name for f in place.iterdir() if f.is_file()] if place.is_dir() else []


def regular(file: Path, most: int) -> Path:
    """The file, if it is a regular one of at most `most` bytes. Raises OSError."""
    if file.is_dir():
        raise IsADirectoryError(f"{file.name} is a folder")
    if not stat.S_ISREG((about := file.stat()).st_mode):
        raise RefusedError("is not a regular file")
    fits(about.st_size, most)
    return file


def opened(store: Store, path: str, most: int) -> BinaryIO:
    """A file, open to be read in parts. Raises as `read` of the store does."""
    if isinstance(store, Folder):
        return regular(store.locate(path), most).open("rb")
    return io.BytesIO(store.read(path, most))


def fits(size: int, most: int) -> None:
    """Refuse a file that is too large. Raises RefusedError."""
    if size > most:
        raise RefusedError(f"has {size:,} bytes, more than are read ({most:,})")


def refusal(error: OSError) -> str:
    """Why a file could not be read, without its place on this machine."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "is not there"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    return str(error) if isinstance(error, RefusedError) else "cannot be read"


def installed() -> Folder:
    """The data that came with this tool: inside the wheel, or the repository it runs from."""
    shipped = Path(__file__).parents[1] / "dataset"
    if (shipped / DESCRIPTOR).is_file():
        return Folder(shipped, editable=False)
    return Folder(shipped.parents[2])


def nearest(start: Path) -> Folder | None:
    """The nearest folder at or above `start` that holds a descriptor."""
    for folder in (start, *start.parents):
        if (folder / DESCRIPTOR).is_file():
            return Folder(folder)
    return None


def open_store(path: Where, cwd: Path | None = None, own: bool = True) -> tuple[Store, str]:
    """The store of `path` (a folder, descriptor, zip file or wheel) and its descriptor's name.

    None means the nearest package above `cwd`, else, if `own`, ours. What a killed run began to
    write is completed. Raises StoreError.
    """
    store, name = located(path, cwd, own)
    if isinstance(store, Folder) and (store.root / STAGED).is_dir():
        from bru.store.writing import settle

        settle(store)
    return store, name


def located(path: Where, cwd: Path | None, own: bool) -> tuple[Store, str]:
    """As `open_store`, with what a killed run left."""
    if path is None:
        if (found := nearest(cwd or Path.cwd())) or own:
            return found or installed(), DESCRIPTOR
        raise StoreError(f"no {DESCRIPTOR} here or above: give the path of a package")
    file = Path(path)
    if file.is_dir():
        if (file / DESCRIPTOR).is_file():
            return Folder(file), DESCRIPTOR
        raise StoreError(f"{file}: no {DESCRIPTOR} in this folder")
    if not file.is_file():
        what = "neither a folder nor a regular file" if file.exists() else "no such file or folder"
        raise StoreError(f"{file}: {what}")
    if file.suffix in (".zip", ".whl"):
        from bru.store.zipped import Zip

        return Zip(file), DESCRIPTOR
    if file.suffix == ".json":
        return Folder(file.parent), file.name
    raise StoreError(f"{file}: give a folder, a {DESCRIPTOR}, a .zip or a .whl file")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn the operating system's refusal to read into one line."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}") from error


class Files(dict[str, bytes]):
    """The files of a folder by name; `left`: why a file was not read, by name."""

    left: dict[str, str]


def documents(folder: str | os.PathLike[str]) -> Files:
    """The files of a folder of documents by name, in order of name; folders are not entered."""
    from bru.store.unresolved import unresolved

    root = Path(folder)
    if not root.is_dir():
        raise StoreError(f"{root}: no such folder of documents")
    with reading(str(root)):
        listed = sorted(root.iterdir())
    files, room = Files(), limits.DOCUMENTS_BYTES
    files.left = {}
    for file in listed:
        try:
            if not file.is_dir():
                data = regular(file, min(room, limits.DOCUMENT_BYTES)).read_bytes()
                if (error := unresolved(data)) and not error.lines:
                    raise error
                files[file.name] = data
                room -= len(files[file.name])
        except OSError as error:
            files.left[file.name] = refusal(error)
    return files
