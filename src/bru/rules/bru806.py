"""A size in the descriptor is not that of the file.

Why: A consumer cannot tell a table that was cut off from a whole one.

Fix: Run bru fmt after an edit; in a published package, fetch it again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Defect, Finding
from bru.model.question import Defects, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Sizes that do not fit."""
    yield Defects("bytes")


def findings(package: Package, q: Any, defects: Sequence[Defect], ask: Any) -> Iterator[Finding]:
    """A warning in a folder that may be being edited, an error elsewhere."""
    for d in defects:
        hint = "run `bru fmt`" if package.editable else "fetch the package again"
        level = WARNING if package.editable else ERROR
        message = f"bytes of {d.resource} is {int(d.value):,}, but its file has {d.detail}"
        yield Finding(d.resource, message, hint, (), "bytes", d.value, level=level, path=d.path)
