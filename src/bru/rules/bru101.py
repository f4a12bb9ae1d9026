"""A required value is missing.

Why: The row cannot be used without it.

Fix: Fill the cell; where nothing is known, leave the whole row out.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage.constraints import example
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Absent, Hit, Question

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every required field; parts of a primary key have a rule of their own (BRU202)."""
    for resource in package.resources:
        for field in resource.schema.fields:
            if field.required and field.name not in resource.schema.primary_key:
                yield Absent(resource.name, field.name)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The rows without a value."""
    field = package.resource(q.resource).schema.field(q.field)
    for hit in hits:
        title = str(field.spec.get("title") or field.name).lower()
        hint = f"fill in the {title} {example(field)}".strip()
        yield Finding(q.resource, "the value is missing", hint, hit.rows, q.field)
