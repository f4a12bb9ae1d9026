"""Digits in groups of other than three.

Why: The field declares a mark between groups of digits, so that this is a right number. Most often
the mark stands for the decimals: 0,75 is read as 75, a hundred times too large.

Fix: Write the decimals behind the decimal mark, or correct `groupChar` and `decimalChar`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage import types
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Hit, Question, Suspected

LEVEL = WARNING
ODD = (  # behind the last mark not three digits; before the first a zero, or more than three
    r"{mark}[0-9]{1,2}(?:[^0-9{mark}]|\Z)|{mark}[0-9]{4}|(?:\A|[^0-9{mark}])(?:0|[0-9]{4})[0-9]*{mark}"
)


def questions(package: Package) -> Iterator[Question]:
    """Every field of numbers with a mark between groups."""
    for resource in package.resources:
        for field in resource.schema.fields:
            mark = field.spec.get("groupChar") or ""
            if len(mark) == 1 and field.type in ("integer", "number"):
                suspicion = ODD.replace("{mark}", re.escape(mark))
                yield Suspected(resource.name, field.name, suspicion)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The numbers with such groups, and what they are read as."""
    field = package.resource(q.resource).schema.field(q.field)
    point, same = field.spec.get("decimalChar") or ".", types.identity(field) or str
    hint = f"write groups of three digits, and decimals behind {shown(point)}"
    if point == field.spec["groupChar"]:
        hint = "declare a decimalChar that is not the groupChar"
    for hit in hits:
        value = hit.value[0]
        if types.has_value(field, value):
            message = f"{shown(value)} is read as {same(value)}"
            yield Finding(q.resource, message, hint, hit.rows, q.field, value)
