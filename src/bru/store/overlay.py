"""A package with some files replaced."""

from __future__ import annotations

from collections.abc import Mapping

from bru.model import limits
from bru.store.base import Store
from bru.store.paths import below


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
