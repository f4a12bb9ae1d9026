"""A package in memory, read as a folder is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO


class Memory:
    """A store of files in memory; a file that is None is not there."""

    name = "memory"

    def __init__(self, files: Mapping[str, bytes | None], editable: bool = True) -> None:
        self.files, self.editable = files, editable

    def read(self, path: str, most: int = 0) -> bytes:
        """The bytes of `path`."""
        from bru.store.unresolved import resolved

        return resolved(path, self.open(path).read())

    def open(self, path: str) -> BytesIO:
        """A file to be read in parts, whatever is in it."""
        from bru.store import inside

        data = self.files.get(inside(path))
        if data is None:
            raise FileNotFoundError(path)
        return BytesIO(data)

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder."""
        from bru.store.base import below

        return [*below(folder, (name for name, data in self.files.items() if data is not None))]
