"""Where a package lies: a folder, a zip file, or the installed data. The only input and output."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import BinaryIO, cast

from bru.model import limits
from bru.store.base import (
    DESCRIPTOR,
    STAGED,
    Folder,
    Store,
    fits,
    inside,
    nearest,
    regular,
)
from bru.store.errors import OutsideError, RefusedError, StoreError, UnreachableError
from bru.store.unresolved import pointer

__all__ = [
    "DESCRIPTOR",
    "STAGED",
    "Folder",
    "OutsideError",
    "RefusedError",
    "Store",
    "StoreError",
    "UnreachableError",
    "Where",
    "fits",
    "inside",
    "nearest",
    "regular",
]

Where = str | os.PathLike[str] | None
STDIN = "-"  # as the name of a file


def opened(store: Store, path: str, most: int) -> BinaryIO:
    """A file, open to be read in parts. Raises as `read` of the store does."""
    local = store if "://" in path else getattr(store, "local", store)
    if isinstance(local, Folder):
        return regular(local.locate(path), most).open("rb")
    if own := getattr(local, "open", None):  # of a zip file or a revision, as the bytes come
        return cast(BinaryIO, own(path))
    return io.BytesIO(store.read(path, most))


def placed(store: Store, path: str, _most: int) -> str:
    """Where a file lies, for what opens it by itself, whatever its size. Raises as `read`."""
    if place := getattr(store, "place", None):
        return str(place(path))
    if isinstance(store, Folder):
        return str(regular(store.locate(path), 2**63).absolute())
    raise RefusedError("is no file of a folder or at an address, which Spark reads")


def refusal(error: OSError) -> str:
    """Why a file could not be read, without its place on this machine."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "was not found"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied"
    return str(error) if isinstance(error, RefusedError | UnreachableError) else "cannot be read"


def remedy(error: OSError) -> str:
    """What mends a file that could not be read, where more is known than that it is not there."""
    if isinstance(error, IsADirectoryError):
        return "name a file in it"
    return error.hint if isinstance(error, RefusedError) else ""


def installed() -> Folder:
    """The data that came with this tool: inside the wheel, or the repository it runs from."""
    shipped = Path(__file__).parents[1] / "dataset"
    if (shipped / DESCRIPTOR).is_file():
        return Folder(shipped, editable=False)
    return Folder(shipped.parents[2], editable=False)  # no command writes where it was not told


def open_store(path: Where, cwd: Path | None = None, own: bool = True) -> tuple[Store, str]:
    """The store of `path` (a folder, descriptor, zip file or wheel) and its descriptor's name.

    None means the nearest package above `cwd`, else, if `own`, ours. What a killed run began to
    write is completed. Raises StoreError.
    """
    store, name = located(path, cwd, own)
    if isinstance(store, Folder) and (store.root / STAGED).is_dir():
        from bru.store.staged import settle

        store.note = settle(store)
    return store, name


def asked_for(
    path: Where | tuple[str, ...], schema: Where, is_installed: bool
) -> tuple[Store, str]:
    """What is to be checked: a package, a table, several, or the data that came with bru.

    Raises ValueError for what does not go together, StoreError as `open_store`.
    """
    if is_installed and path is not None:
        raise ValueError("give a path or the installed data, not both")
    if isinstance(path, tuple):
        if schema:
            raise ValueError("a schema is for one table: describe several in a datapackage.json")
        from bru.store.single import several

        return several(path), DESCRIPTOR
    is_folder = path is None or Path(path).is_dir()
    if schema and is_folder:
        raise ValueError("a schema is for a table: give its file")
    if is_installed:
        return installed(), DESCRIPTOR
    if path is not None and not is_folder:
        from bru.store.single import table

        if one := table(path, schema):
            return one, DESCRIPTOR
    return open_store(path, own=False)


def located(path: Where, cwd: Path | None, own: bool) -> tuple[Store, str]:
    """As `open_store`, with what a killed run left."""
    if path is None:
        if (found := nearest(cwd or Path.cwd())) or own:
            return found or installed(), DESCRIPTOR
        from bru.store.single import beside

        more = beside(cwd or Path.cwd())
        raise StoreError(f"no {DESCRIPTOR} here or above: give the path of a package{more}")
    if not str(path):
        raise StoreError('the path is empty: "." is the current folder')
    file = Path(path)
    if file.is_dir():
        if (file / DESCRIPTOR).is_file():
            return Folder(file), DESCRIPTOR
        from bru.store.single import beside

        raise StoreError(f"{file}: no {DESCRIPTOR} in this folder{beside(file)}")
    if not file.is_file():
        what = "neither a folder nor a regular file" if file.exists() else "no such file or folder"
        if re.fullmatch(r"\d+(\.\d+)+", str(file)):
            what += f'; a release is loaded with bru.load(table, version="{file}")'
        if re.fullmatch(r"BRU\d*", str(file)):
            what += f"; several codes have commas between them: --select …,{file}"
        raise StoreError(f"{file}: {what}")
    if file.suffix in (".zip", ".whl"):
        from bru.store.zipped import Zip

        return Zip(file), DESCRIPTOR
    if file.suffix == ".json":
        return Folder(file.parent), file.name
    from bru.store.single import KINDS

    tables = f"or a table (.{', .'.join(KINDS)}; of another name with --schema FILE)"
    raise StoreError(f"{file}: give a folder, a {DESCRIPTOR}, a .zip or a .whl file, {tables}")


def given(file: str) -> bytes:
    """The bytes of a document or sheet that somebody names, "-" for standard input.

    Raises StoreError.
    """
    try:
        if file != STDIN:
            return regular(Path(file), limits.DOCUMENT_BYTES).read_bytes()
        data = sys.stdin.buffer.read(limits.DOCUMENT_BYTES + 1)
        if len(data) > limits.DOCUMENT_BYTES:
            raise RefusedError(f"has more bytes than are read ({limits.DOCUMENT_BYTES:,})")
    except OSError as error:
        name = "standard input" if file == STDIN else file
        raise StoreError(f"{name}: {refusal(error)}") from error
    return data


class Files(dict[str, bytes]):
    """The files of a folder by name; `left`: why a file was not read, by name."""

    left: dict[str, str]


def documents(folder: str | os.PathLike[str]) -> Files:
    """The files of a folder of documents by name, in order of name; folders are not entered."""
    root = Path(folder)
    if not root.is_dir():
        raise StoreError(f"{root}: no such folder of documents")
    try:
        listed = sorted(root.iterdir())
    except OSError as error:
        raise StoreError(f"{root}: {error.strerror or error}") from error
    files, room = Files(), limits.DOCUMENTS_BYTES
    files.left = {}
    for file in listed:
        try:
            if not file.is_dir():
                data = regular(file, min(room, limits.DOCUMENT_BYTES)).read_bytes()
                if unfinished := pointer(data):
                    raise unfinished
                files[file.name] = data
                room -= len(files[file.name])
        except OSError as error:
            files.left[file.name] = refusal(error)
    return files
