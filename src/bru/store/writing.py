"""Several files of a folder replaced together, by a program that may be killed at any moment.

`staged` has what is done of a change that was begun. Who edits a package (`edited`) replaces only
what it has read, all of it or nothing.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from bru.model import limits
from bru.store.base import STAGED, Folder
from bru.store.errors import StoreError
from bru.store.lock import locked
from bru.store.replace import meaning, sync, written
from bru.store.staged import (
    LIST,
    ChangedError,
    Step,
    current,
    digest,
    done,
    drop,
    finish,
    listed,
    target,
)

T = TypeVar("T")
TIMES = 5  # that a work is done again, because somebody else writes meanwhile


class Writing:
    """New files of a folder until they take the places of the old ones.

    `durable`: they are on the disk before, so that no loss of power can hurt them.
    """

    def __init__(self, folder: Folder, durable: bool = True) -> None:
        self.folder, self.durable, self.steps = folder, durable, list[Step]()
        self.place = folder.root / STAGED

    def __enter__(self) -> Writing:
        finish(self.folder)
        return self

    def __exit__(self, _: object, error: BaseException | None, *__: object) -> None:
        if all((self.place / step.new).exists() for step in self.steps if step.new):
            drop(self.folder)  # nothing was done
        elif error:
            error.add_note("some files are written, the next command of bru here writes the others")

    def add(self, path: str, data: bytes, was: str | None = None) -> Path:
        """Make the new file of `path`; the file whose place it will take.

        Raises OSError, which names it, and OutsideError.
        """
        file, new = target(self.folder, path), str(len(self.steps))
        if self.place.is_symlink() or (self.place.exists() and not self.place.is_dir()):
            raise StoreError(f"{self.place}: is in the way: delete it")
        with meaning(self.folder.root / path):
            parent = next(p for p in file.parents if p.exists())
            if not os.access(parent, os.W_OK):
                raise PermissionError(errno.EACCES, "")
            self.place.mkdir(0o700, exist_ok=True)
            written(self.place / new, data, file, self.durable)
        self.steps.append(Step(path, new, was, digest(data)))
        return file

    def delete(self, path: str, was: str) -> None:
        """Delete a file if it is what it was."""
        self.steps.append(Step(path, "", was, ""))

    def commit(self) -> None:
        """Put everything in its place. Raises as `done`; then the next run does what is left."""
        if len(self.steps) > 1:
            with meaning(self.folder.root / self.steps[0].path):
                data = listed(self.place, self.steps)
                written(self.place / f"{LIST}.new", data, self.place / LIST, self.durable)
                (self.place / f"{LIST}.new").replace(self.place / LIST)
                if self.durable:
                    sync(self.place)
                    sync(self.folder.root)
        done(self.folder, self.steps, self.durable)


class Edit(Folder):
    """A folder that may be written to, as long as its lock is held."""

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder.root)
        self.seen: dict[str, str] = {}

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`; what it was when it was first read is remembered."""
        try:
            data = super().read(path, most)
        except FileNotFoundError:
            self.seen.setdefault(path, "")
            raise
        self.seen.setdefault(path, digest(data))
        return data

    def write_all(self, files: Mapping[str, bytes], gone: Mapping[str, str] | None = None) -> None:
        """Replace files, and delete others that have these digests, all or none of it.

        Raises ChangedError, OutsideError, and OSError that names the file.
        """
        with Writing(self) as writing:
            for path, data in files.items():
                was = self.seen[path] if path in self.seen else current(target(self, path))
                writing.add(path, data, was)
            for path, was in (gone or {}).items():
                writing.delete(path, was)
            writing.commit()
        self.seen |= {path: digest(data) for path, data in files.items()}


def edited(folder: Folder, work: Callable[[Edit], T]) -> T:
    """What `work` gives for a folder whose lock it holds; done again where a file changed.

    Raises StoreError where the lock cannot be had or files keep changing, and what `work` raises.
    """
    with locked(folder.root):
        finish(folder)
        for _ in range(TIMES - 1):
            with suppress(ChangedError):
                return work(Edit(folder))
        return work(Edit(folder))
