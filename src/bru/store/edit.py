"""A package that is being edited: locked, and what was read is compared with what is replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bru.model import limits
from bru.store.base import Folder
from bru.store.errors import StoreError
from bru.store.lock import locked
from bru.store.writing import Writing, current, digest, finish, target

T = TypeVar("T")
TIMES = 5  # that a work is done again, because somebody else writes meanwhile


class ChangedError(Exception):
    """A file is no longer what it was when it was read."""


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
                writing.add(path, data, self.seen.get(path) or current(target(self, path)))
            for path in files:
                if path in self.seen and current(target(self, path)) != self.seen[path]:
                    raise ChangedError(path)
            for path, was in (gone or {}).items():
                writing.delete(path, was)
            writing.commit()
        self.seen |= {path: digest(data) for path, data in files.items()}


def edited(folder: Folder, work: Callable[[Edit], T]) -> T:
    """What `work` gives for a folder whose lock it holds; done again where a file changed.

    Raises StoreError where the lock cannot be had or files keep changing, and what `work` raises.
    """
    changed = ""
    with locked(folder.root):
        finish(folder)
        for _ in range(TIMES):
            try:
                return work(Edit(folder))
            except ChangedError as error:
                changed = str(error)
    raise StoreError(f"{folder.root / changed}: another program is writing to it: try again later")
