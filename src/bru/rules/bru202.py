"""A part of a primary key is missing.

Why: The row cannot be referred to, and two such rows cannot be told apart.

Fix: Fill in every field of the key.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage.constraints import example
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Absent, Hit, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every field of a primary key."""
    for resource in package.resources:
        for name in resource.schema.primary_key:
            yield Absent(resource.name, name)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The rows without a value."""
    field = package.resource(q.resource).schema.field(q.field)
    for hit in hits:
        hint = f"every row needs its key {example(field)}".strip()
        yield Finding(q.resource, "a part of the primary key is missing", hint, hit.rows, q.field)
