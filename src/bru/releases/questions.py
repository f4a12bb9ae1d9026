"""Questions about what was released: answered from the lists in `releases/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bru.model.problem import Defect
from bru.releases import causes, published
from bru.releases.causes import Unexplained, explain, unexplained
from bru.releases.diff import diff
from bru.store import DESCRIPTOR, Store, StoreError


class Released(NamedTuple):
    """What was ever published. Answer: one `published.Record`."""

    def answered(self, reader: Any) -> Sequence[published.Record]:
        """The record, read from the store of the package."""
        return [published.read(reader.store)[0]]


class Before(NamedTuple):
    """What differs from the last release. Answer: an `Unexplained` for each thing without a cause.

    Nothing where the last release is not at hand.
    """

    def answered(self, reader: Any) -> Sequence[Unexplained]:
        """Compared with the zip file in `releases/`."""
        record = published.read(reader.store)[0]
        try:
            release = published.last_zip(reader.store, record)
        except StoreError:  # a rule about the lists tells
            return []
        if release is None:
            return []
        found = diff((release, DESCRIPTOR), (reader.store, reader.package.descriptor))
        lines = [line for _, line in causes.read(reader.store)[0] if not line.version]
        return unexplained(explain(found.changes, lines, reader.package)[0], reader.package)


class Damaged(NamedTuple):
    """What is wrong with the lists. Answer: `Defect`s."""

    def answered(self, reader: Any) -> Sequence[Defect]:
        """The defects of all lists, and of the zip file of the last release."""
        store: Store = reader.store
        record, defects = published.read(store)
        return [*defects, *causes.read(store)[1], *published.zip_defects(store, record)]
