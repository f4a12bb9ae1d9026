"""Header repeated among the records.

Why: Files were joined, each with its header: names of columns stand where values should be.

Fix: Delete the line.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import RECORD
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding
from bru.model.question import Columns, Hit, Question, Suspected
from bru.rules.values import fault

LEVEL, REACH = ERROR, RECORD


def questions(package: Package) -> Iterator[Question]:
    """The name of the first column among its values."""
    for resource in package.resources:
        names = [field.name for field in resource.schema.fields]
        if len(names) > 1 and resource.dialect.header_rows:
            yield Suspected(resource.name, names[0], rf"\A{re.escape(names[0])}\Z")


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The rows that have the names of all columns; a warning where all may have them as values."""
    fields = package.resource(q.resource).schema.fields
    names = tuple(field.name for field in fields)
    found = ask(Columns(q.resource, names, among=frozenset(names[:1]))) if hits else ()
    rows = [row.row for row in found if row.cells == names]
    level = ERROR if any(fault(field, field.name)[0] for field in fields) else WARNING
    if rows:
        text = "the header stands here again"
        yield Finding(q.resource, text, "delete the line", rows, level=level)
