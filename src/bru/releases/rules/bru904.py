"""Line of a retired ID contradicts its release.

Why: The ID was never published, or left with another release. `bru resolve --at` answers by these
lines: they must tell what was in which release.

Fix: Delete the line of an ID that no release had; else write the release with which it left, for
one that is still in the last release the next one.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question
from bru.releases.published import VERSION, Record, number
from bru.releases.state import Released

LEVEL = ERROR
LINES = Columns("retired_ids", ("table", "old_id", "since_version"))


def questions(package: Package) -> Iterator[Question]:
    """What was ever published, where there are retired IDs."""
    if package.has(retired_ids=" ".join(LINES.fields)):
        yield Released()


def findings(package: Package, q: Any, answer: Sequence[Record], ask: Any) -> Iterator[Finding]:
    """Lines that do not fit what was published."""
    for record in (r for r in answer if r.releases):
        known, last = {(o.table, o.id): o for o in record.ids}, record.releases[-1].version
        for row, (table, old, since) in ask(LINES):
            one = known.get((table, old))
            if one is None:
                message, hint = f"no release had {old} in {table}", "delete the line"
                yield Finding("retired_ids", message, hint, [row], "old_id", old)
            elif not VERSION.fullmatch(since):
                continue  # a rule about the form of the value tells
            elif one.left and since != one.left:
                message = f"{old} left with release {one.left}, not {since}"
                yield Finding("retired_ids", message, f"write {one.left}", [row],
                              "since_version", since)  # fmt: skip
            elif not one.left and number(since) <= number(last):
                message = f"{old} was still in release {last}, so it cannot have left in {since}"
                yield Finding("retired_ids", message, "write the version of the next release",
                              [row], "since_version", since)  # fmt: skip
