"""A word occurs twice in a row.

Why: It is a slip of typing or of cutting and pasting, which may have taken the place of another
word.

Fix: Delete one of the two; where both are meant, put something between them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Hit, Question
from bru.model.words import Doubled

LEVEL = WARNING
TWICE = re.compile(r"(?<![\w-])([^\W\d_]++)\s++\1(?![\w-])")
RIGHT = ("had", "that", "is")  # he had had it, said that that was so; whose it is is not said


def questions(package: Package) -> Iterator[Question]:
    """Every field of texts."""
    for resource in package.resources:
        for field in resource.schema.fields:
            if field.type == "string" and not field.listed and "pattern" not in field.constraints:
                yield Doubled(resource.name, field.name)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The first such word of each text."""
    for hit in hits:
        text = hit.value[0]
        if word := next((m[1] for m in TWICE.finditer(text) if m[1] not in RIGHT), ""):
            message = f"{shown(word)} occurs twice in a row"
            yield Finding(q.resource, message, "delete one", hit.rows, q.field, text)
