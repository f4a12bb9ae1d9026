"""from_elsewhere names an empty or unknown field.

Why: It lists the fields of a source that are not from its text; where the list is wrong, a reader
cannot rely on the rest.

Fix: Name fields of the row that have a value.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The sources, all their fields, those first whose values are from elsewhere."""
    if package.has(sources="from_elsewhere"):
        names = package.resource("sources").schema.by_name
        yield Columns("sources", ("from_elsewhere", *(n for n in names if n != "from_elsewhere")))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Names of no field, and of fields without a value."""
    for row, (names, *cells) in rows:
        given = dict(zip(q.fields[1:], cells, strict=True))
        for name in names.split():
            if name not in given:
                message = f"{name} is not a field that can come from elsewhere"
            elif not given[name]:
                message = f"{name} is empty, so it cannot come from elsewhere"
            else:
                continue
            hint = "name fields of the row that have a value"
            yield Finding("sources", message, hint, [row], "from_elsewhere", names)
