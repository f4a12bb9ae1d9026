"""Whole files in the place of others: the new one is written apart, then renamed.

It has the mode, owner and attributes of the one it replaces, or what the umask leaves. Errors of
the operating system name the file that was meant, not the one that was being written.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from bru.store.base import DESCRIPTOR
from bru.store.errors import StoreError

Data = bytes | Iterable[bytes]  # whole, or in pieces
UNFINISHED = ".bru"  # how the names of files end that are being written
TRIES, PAUSE = 20, 0.05  # Windows replaces no file that another program has open
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def meaning(file: Path) -> Iterator[None]:
    """Let errors of the operating system name this file."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(file)) from error


def save(file: Path, data: Data) -> None:
    """Write a file that belongs to no package, whole or not at all; a device is written to.

    Raises OSError, which names it, StoreError where there is no such folder, or the file is locked
    or one of a package: its descriptor or one that the descriptor names.
    """
    from bru.store.lock import locked

    with meaning(file):
        if file.exists() and not file.is_file():
            with file.open("wb") as stream:
                put(stream, data)
            return
        if not file.parent.exists():
            raise StoreError(f"{file}: there is no folder {file.parent}: make it first")
        target = followed(file)
        if is_named(target):
            raise StoreError(f"{file}: is a file of a package: choose another one")
        with locked(target.parent):
            sweep(target)
            replace(target, data)


def create(file: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all. Raises StoreError and OSError."""
    if os.path.lexists(file):
        raise StoreError(f"{file}: is there already, and is something else")
    with meaning(file):
        replace(file, data)


def followed(file: Path) -> Path:
    """The file that a link leads to: a link stays a link. Raises OSError."""
    try:
        return file.resolve()
    except RuntimeError as error:  # before Python 3.13
        raise OSError(errno.ELOOP, "") from error


def is_named(file: Path) -> bool:
    """Whether the nearest package is described by a file, or names it."""
    root = next((p for p in file.parents if (p / DESCRIPTOR).is_file()), None)
    if root is None:
        return False
    path = file.relative_to(root).as_posix()
    words = (json.dumps(path, ensure_ascii=a).encode("utf-8", "replace") for a in (True, False))
    return path == DESCRIPTOR or any(w in (root / DESCRIPTOR).read_bytes() for w in words)


def replace(file: Path, data: Data) -> None:
    """Write a file, whole or not at all. Raises OSError."""
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        written(new, data, file)
        moved(new, file)
        sync(file.parent)
    finally:
        new.unlink(missing_ok=True)


def sweep(file: Path) -> None:
    """Remove what a run that was killed while it wrote this file left beside it."""
    ours = re.compile(rf"\.{re.escape(file.name)}\.[0-9a-f]{{8}}{re.escape(UNFINISHED)}")
    for other in file.parent.iterdir():
        if ours.fullmatch(other.name):
            with suppress(OSError):
                other.unlink()


def put(stream: BinaryIO, data: Data) -> None:
    """Write bytes, or pieces as they are made."""
    stream.writelines([data] if isinstance(data, bytes) else data)


def written(new: Path, data: Data, like: Path, durable: bool = True) -> None:
    """Write a file that is not there yet, to take the place of `like`. Raises OSError."""
    is_there = like.exists()
    handle = os.open(new, NEW, 0o600 if is_there else 0o666)
    with os.fdopen(handle, "wb") as stream:
        put(stream, data)
        stream.flush()
        if is_there:
            keep(like, new)
        if durable:
            os.fsync(handle)


def keep(like: Path, new: Path) -> None:
    """Give a file the owner, mode and attributes of another one, as far as that is allowed."""
    about = like.stat()
    for owner, group in ((-1, about.st_gid), (about.st_uid, -1)) if os.name == "posix" else ():
        with suppress(OSError):
            os.chown(new, owner, group)
    shutil.copystat(like, new)
    os.utime(new)


def moved(new: Path, file: Path) -> None:
    """Put a file in the place of another one, also on another disk. Raises OSError."""
    for left in reversed(range(TRIES)):
        try:
            new.replace(file)
        except PermissionError:
            if os.name == "posix" or not left:
                raise
            time.sleep(PAUSE)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            replace(file, new.read_bytes())
            new.unlink()
            return
        else:
            return


def sync(folder: Path) -> None:
    """Bring a renaming to the disk, where the system knows how to: it was done in any case."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
