"""What a field may declare whose values are all written otherwise: a format, words for booleans."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import islice

from bru.check.labels import Labels
from bru.damage import amounts, booleans, forms
from bru.model.package import TEMPORAL, Field, Resource
from bru.model.problem import More
from bru.model.question import Hit


def declaring(resource: Resource, field: Field, hits: Sequence[Hit], labels: Labels) -> str:
    """What to declare, where at least half of a column is wrong: the end of a hint, or ""."""
    if 2 * sum(len(hit.rows) for hit in hits) < labels.rows.get(resource.name, 0):
        return ""
    values = [hit.value[0] for hit in islice(hits, forms.SAMPLE)]
    found: list[str] = []
    if field.type == "boolean":
        words = booleans.of_column(values).items()
        each = (f'"{key}": {json.dumps(own, ensure_ascii=False)}' for key, own in words)
        found = [*filter(None, [", ".join(each)])]
    elif field.type in TEMPORAL and field.format == "default":
        found = [f'"format": "{form}"' for form in forms.of_column(field.type, values)]
    elif field.type in ("integer", "number"):
        found = ['"bareNumber": false'] * amounts.is_bare(values)
    return f", or declare {' or '.join(found)}" if found else ""


def with_way(
    more: Callable[[Labels], More], hint: str, declared: Callable[[Labels], str], labels: Labels
) -> More:
    """What is said of a value, and what to declare for those of its column."""
    said = more(labels)
    is_last = not (said.hint or forms.NO_DAY in said.text) or "; write " in said.text
    other = declared(labels) if is_last else ""
    return said._replace(hint=(said.hint or hint) + other) if other else said
