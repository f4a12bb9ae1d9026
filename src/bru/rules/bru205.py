"""A reference has no target.

Why: Whoever joins the tables loses the row without a word.

Fix: Correct the ID, or add the row it should refer to.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from bru.check.labels import Labels
from bru.datapackage.suggest import did_you_mean
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Findings
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL = ERROR
COMPARISONS = 50_000  # of a value with a key, to find the nearest: about a second


def questions(package: Package) -> Iterator[Question]:
    """Every foreign key, also composite and to the table itself."""
    names = {r.name for r in package.resources}
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            if key.target in names:
                yield Dangling(resource.name, key.fields, key.target, key.target_fields)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Findings]:
    """Each reference that points nowhere, with the nearest key there is."""
    if not hits:
        return
    size = len(ask(Columns(q.target, q.target_fields)))
    path = package.resource(q.target).path

    def made(number: int, hit: Hit) -> Finding:
        value = " / ".join(hit.value)
        message = f'"{value}" is not in {q.target}'
        hint = f"correct it, or add it to {path}"
        fields, cause = ", ".join(q.fields), f"{q.target}: {value}"
        more = partial(near, value, q) if (number + 1) * size <= COMPARISONS else None
        return Finding(q.resource, message, hint, hit.rows, fields, value, cause=cause, more=more)

    yield Findings(q.resource, hits, made)


def near(value: str, q: Dangling, labels: Labels) -> str:
    """The nearest key of the target, found once for each value."""
    asked = q.target, q.target_fields, value
    if asked not in labels.nearest:
        known = labels.keys(q.target, q.target_fields)
        of = partial(labels.of, q.target, q.target_fields[0])
        labels.nearest[asked] = did_you_mean(value, known, of)
    return labels.nearest[asked]
