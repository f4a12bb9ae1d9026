"""A combination of values that the schema calls unique occurs more than once.

Why: The combination is used to tell rows apart.

Fix: Correct one of the values, or delete the row that says the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Findings
from bru.model.question import Hit, Question, Repeated
from bru.rules import key_findings

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every unique key."""
    for resource in package.resources:
        for key in resource.schema.unique_keys:
            yield Repeated(resource.name, key)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Findings]:
    """Each repeated combination, in every row but the first."""
    message, hint = "{key} occurs more than once", "the fields together are unique"
    yield from key_findings(q.resource, q.fields, hits, message, hint)
