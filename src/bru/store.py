"""Where a package lies: a folder, a zip file, or the installed data. The only input and output.

Every path is relative to the package's root; one that leaves it is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

DESCRIPTOR = "datapackage.json"
MAX_BYTES = 8 * 1024**3  # one member of a zip file may not unpack to more than this


class StoreError(Exception):
    """The package cannot be had at all: a fault of the call, not of the data (exit 2)."""


class OutsideError(Exception):
    """A path in the descriptor leaves the package: a fault of the data."""


class Store(Protocol):
    """Bytes of a package by relative path. `editable`: somebody may be changing them."""

    name: str
    editable: bool

    def read(self, path: str) -> bytes:
        """The bytes of `path`. Raises FileNotFoundError, IsADirectoryError or OutsideError."""
        ...


def inside(path: str) -> str:
    """`path` if it is relative and stays in the package. Raises OutsideError."""
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

    def locate(self, path: str) -> Path:
        """The file of `path`. Raises OutsideError, also for a link that leads out."""
        file = self.root / inside(path)
        if not file.resolve().is_relative_to(self.root.resolve()):
            raise OutsideError("it is a link that leads out of the package")
        return file

    def read(self, path: str) -> bytes:
        """The bytes of `path`."""
        return self.locate(path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Replace `path` by `data`, whole or not at all, its permissions kept."""
        import tempfile

        file = self.locate(path).resolve()
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(file.stat().st_mode & 0o7777 if file.exists() else 0o644)
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink()
            raise


class Zip:
    """A package as a zip file, the descriptor at its top or in its only folder."""

    editable = False

    def __init__(self, file: Path) -> None:
        import zipfile

        self.name, self.bad = str(file), (zipfile.BadZipFile, RuntimeError, NotImplementedError)
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError) as error:
            raise StoreError(f"{file}: not a zip file that can be read ({error})") from error
        tops = [n for n in self.zip.namelist() if PurePosixPath(n).name == DESCRIPTOR]
        if not tops:
            raise StoreError(f"{file}: no {DESCRIPTOR} in this zip file")
        self.top = min(tops, key=len).removesuffix(DESCRIPTOR)

    def read(self, path: str) -> bytes:
        """The bytes of `path`."""
        try:
            member = self.zip.getinfo(self.top + inside(path))
            if member.file_size > MAX_BYTES:
                raise OutsideError(f"it would unpack to {member.file_size:,} bytes")
            return self.zip.read(member)
        except KeyError:
            raise FileNotFoundError(path) from None
        except self.bad as error:
            raise StoreError(f"{self.name}: {path} cannot be unpacked ({error})") from error


def installed() -> Folder:
    """The data that came with this tool: inside the wheel, or the repository it runs from."""
    here = Path(__file__).parent
    shipped = here / "dataset"
    if (shipped / DESCRIPTOR).is_file():
        return Folder(shipped, editable=False)
    return Folder(here.parents[1])


def nearest(start: Path) -> Folder | None:
    """The nearest folder at or above `start` that holds a descriptor."""
    for folder in (start, *start.parents):
        if (folder / DESCRIPTOR).is_file():
            return Folder(folder)
    return None


def open_store(path: str | os.PathLike[str] | None, cwd: Path | None = None) -> tuple[Store, str]:
    """The store of `path` and the name of its descriptor.

    `path` is a folder, a descriptor or a zip file; None means the nearest package above `cwd`,
    else the installed data. Raises StoreError with one line that says what was expected.
    """
    if path is None:
        return (nearest(cwd or Path.cwd()) or installed()), DESCRIPTOR
    file = Path(path)
    if file.is_dir():
        if (file / DESCRIPTOR).is_file():
            return Folder(file), DESCRIPTOR
        raise StoreError(f"{file}: no {DESCRIPTOR} in this folder")
    if not file.exists():
        raise StoreError(f"{file}: no such file or folder")
    if file.suffix == ".zip":
        return Zip(file), DESCRIPTOR
    if file.suffix == ".json":
        return Folder(file.parent), file.name
    raise StoreError(f"{file}: give a folder, a {DESCRIPTOR} or a .zip file")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn the operating system's refusal to read into one line."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}") from error


def documents(folder: str | os.PathLike[str]) -> dict[str, bytes]:
    """The files of a folder of documents by name, in order of name; folders are not entered."""
    root = Path(folder)
    if not root.is_dir():
        raise StoreError(f"{root}: no such folder of documents")
    with reading(str(root)):
        return {f.name: f.read_bytes() for f in sorted(root.iterdir()) if f.is_file()}
