"""A primary key occurs more than once.

Why: Nobody can say which of the rows a reference means; loading tools keep one of them silently.

Fix: Give the new row an ID of its own, or delete the row that says the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Findings
from bru.model.question import Hit, Question, Repeated
from bru.rules import key_findings

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every primary key."""
    for resource in package.resources:
        if resource.schema.primary_key:
            yield Repeated(resource.name, resource.schema.primary_key)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Findings]:
    """Each repeated key, in every row but the first."""
    hint = "give the row an ID of its own, or delete it if it says the same"
    message = "the key {key} is already used above"
    yield from key_findings(q.resource, q.fields, hits, message, hint)
