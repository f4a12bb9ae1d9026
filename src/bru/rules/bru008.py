"""Empty line.

Why: Some tools read it as a record without values.

Fix: Delete the line.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Defect, Finding
from bru.model.question import Defects, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """What the reader met."""
    yield Defects("empty-line")


def findings(package: Package, q: Any, defects: Sequence[Defect], ask: Any) -> Iterator[Finding]:
    """The lines; those that follow each other are one fault."""
    for d in defects:
        lines = sorted(d.lines or [d.line])
        for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
            own = [line for _, line in run]
            first, last = own[0], own[-1]
            more = f": lines {first:,} to {last:,}" if last > first else ""
            hint = "delete the lines" if more else "delete the line"
            yield Finding(d.resource, d.detail + more, hint, line=first, path=d.path)
