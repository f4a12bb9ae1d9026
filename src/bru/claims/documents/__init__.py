"""Passages tied to copies of the documents, and what of a document is accounted for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from bru.model.question import Unanswerable

NOT_GIVEN = "no documents were given (--documents DIR)"


class Documents(NamedTuple):
    """The documents. Answer: an `evidence.Copy` or `evidence.Missing` for each source."""

    @property
    def reads(self) -> Sequence[Any]:
        """What finds the copies of the documents."""
        from bru.claims.documents import evidence

        return (evidence.SOURCES,)

    def answered(self, reader: Any) -> Sequence[Any] | Unanswerable:
        """Copies of the documents among the files that were given."""
        if reader.documents is None:
            return Unanswerable(NOT_GIVEN)
        from bru.claims.documents import evidence

        asked = [table for table in evidence.CITING if table.there(reader.package)]
        cited = {table.resource: reader.ask(table.columns) for table in asked}
        return evidence.copies(reader.documents, reader.ask(evidence.SOURCES), cited)
