"""Published ID is gone without a trace.

Why: Whoever cited or stored the ID must be able to learn what became of it, for ever.

Fix: Put the row back, or add a line to retired_ids with the ID that took its place.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Question
from bru.releases.published import IDS, Record
from bru.releases.state import Released
from bru.rules import live_ids, retired_ids

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """What was ever published."""
    yield Released()


def findings(package: Package, q: Any, answer: Sequence[Record], ask: Any) -> Iterator[Finding]:
    """IDs of earlier releases that are in no table and not retired."""
    live, retired = live_ids(package, ask), retired_ids(package, ask)
    for record in answer:
        for one in record.ids:
            known = live.get(one.table)
            gone = known is None or one.id not in known
            if gone and (one.table, one.id) not in retired:
                message = f"{one.id} of {one.table}, published in {one.entered}, is gone"
                hint = "put the row back, or add a line to retired_ids"
                yield Finding("", message, hint, (), "id", one.id, one.line, path=IDS)
