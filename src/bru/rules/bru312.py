"""A text stands in for a value that is not there: n/a, NULL, a dash, TODO.

Why: An empty cell is what tells that nothing is known or stated; who counts the cells that have a
value counts these, too.

Fix: Leave the cell empty, or write what is meant.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Hit, Question, Unmatched

LEVEL = WARNING
STANDS_IN = re.compile(
    r"(?i:n/a|n\.a\.|null|none|undefined|missing|t\.?b\.?[ad]\.?|todo|fixme|xxx+|н/д|нет)"
    r"|NA|na|NaN|NAN|nan|NIL|nil|[-–—_?.…*/]+|(?:TODO|FIXME|XXX)\b[\s\S]*"
)
LONG = r"[\s\S]{10,}"  # what is so long stands in for nothing, unless it begins as a reminder
CLEAR = rf"[a-zа-яё0-9]{LONG}|[A-EG-SU-WY-Z]{LONG}"


def questions(package: Package) -> Iterator[Question]:
    """Every field of free texts."""
    for resource in package.resources:
        for field in resource.schema.fields:
            free = field.type == "string" and not (field.listed or field.is_edtf)
            if free and "pattern" not in field.constraints and field.format == "default":
                yield Unmatched(resource.name, field.name, CLEAR)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The texts that say nothing."""
    for hit in hits:
        value = hit.value[0]
        if STANDS_IN.fullmatch(value.strip()):
            message = f"{shown(value, 40)} stands in for a value that is not there"
            yield Finding(
                q.resource, message, "leave it empty, or write it", hit.rows, q.field, value
            )
