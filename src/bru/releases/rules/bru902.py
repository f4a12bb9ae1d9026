"""A retired ID is in its table again.

Why: An ID that once meant one thing and now means another misleads everybody who stored it.

Fix: Give the row another ID; if it is the same thing as before and was never gone in a release,
delete the line of retired_ids.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Question
from bru.releases.published import Record
from bru.releases.state import Released
from bru.rules import live_ids, retired_ids

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """What was ever published."""
    yield Released()


def findings(package: Package, q: Any, answer: Sequence[Record], ask: Any) -> Iterator[Finding]:
    """Rows whose ID is retired, or left with an earlier release."""
    left = {(one.table, one.id): one.left for record in answer for one in record.ids if one.left}
    gone = left.keys() | retired_ids(package, ask).keys()
    for table, ids in live_ids(package, ask).items():
        for value, row in ids.items():
            if (table, value) in gone:
                since = left.get((table, value))
                when = f"left with release {since}" if since else "is in retired_ids"
                field = package.resource(table).schema.primary_key[0]
                message = f"{value} {when}: an ID is never used again"
                yield Finding(table, message, "give the row another ID", [row], field, value)
