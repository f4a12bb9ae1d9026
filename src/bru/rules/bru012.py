"""Records not in the order of their key.

Why: There must be one order, so that a comparison shows changes of values only and two
contributors' additions merge.

Fix: Run bru fmt.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Hit, Question, Unsorted

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """Asked where the package promises the canonical form."""
    for resource in package.resources if package.canonical else ():
        if resource.schema.primary_key:
            yield Unsorted(resource.name, resource.schema.primary_key)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The first record that is out of order."""
    for hit in hits:
        value = " / ".join(hit.value)
        message = f'"{value}" sorts before the record above it'
        yield Finding(q.resource, message, "run bru fmt", hit.rows, q.fields[0], value)
