"""A hash in the descriptor is not that of the file.

Why: Whoever pins a version compares the hash: either the file or the descriptor was changed
without the other.

Fix: Run bru fmt after an edit; in a published package, fetch it again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Defect, Finding, NotRun
from bru.model.question import Defects, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Hashes that do not fit, and hashes of an unknown kind."""
    yield Defects("hash")
    yield Defects("hash-method")


def findings(
    package: Package, q: Any, defects: Sequence[Defect], ask: Any
) -> Iterator[Finding | NotRun]:
    """A warning in a folder that may be being edited, an error elsewhere."""
    for d in defects:
        if q.kind == "hash-method":
            kind = d.value.partition(":")[0]
            yield NotRun("", f"{d.resource}: hashes of the kind {kind!a} are not known")
            continue
        hint = "run `bru fmt`" if package.editable else "fetch the package again"
        level = WARNING if package.editable else ERROR
        message = f"the hash of {d.resource} is not that of its file"
        yield Finding(d.resource, message, hint, (), "hash", d.value, level=level, path=d.path)
