"""Questions about what was released: answered from the lists in `releases/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bru.model.problem import Defect
from bru.releases import last_release, published


class Released(NamedTuple):
    """What was ever published. Answer: one `published.Record`."""

    def answered(self, reader: Any) -> Sequence[published.Record]:
        """The record, read from the store of the package."""
        return [published.read(reader.store)[0]]


class Before(NamedTuple):
    """The last release cell by cell, and why cells changed. Answer: one `last_release.Last`."""

    def answered(self, reader: Any) -> Sequence[last_release.Last]:
        """What the list in `releases/` has."""
        return [last_release.read(reader.store)]


class Damaged(NamedTuple):
    """What is wrong with the lists. Answer: `Defect`s."""

    def answered(self, reader: Any) -> Sequence[Defect]:
        """The defects of all lists."""
        last: last_release.Last = reader.ask(Before())[0]
        return [*published.read(reader.store)[1], *last.defects]
