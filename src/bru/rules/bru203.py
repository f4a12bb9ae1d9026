"""A value occurs more than once in a field whose values are unique.

Why: The field is used to tell rows apart.

Fix: Correct the value, or delete the row that says the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Findings
from bru.model.question import Hit, Question, Repeated
from bru.rules import key_findings

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every field with the constraint `unique`; a primary key of one field has BRU201."""
    for resource in package.resources:
        for field in resource.schema.fields:
            key = (field.name,)
            if field.constraints.get("unique") is True and key != resource.schema.primary_key:
                yield Repeated(resource.name, key)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Findings]:
    """Each repeated value, in every row but the first."""
    message, hint = "{key} occurs more than once", "values of this field are unique"
    yield from key_findings(q.resource, q.fields, hits, message, hint)
