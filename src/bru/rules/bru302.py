"""An interval of dates ends before it starts.

Why: It covers no day, so nothing can be compared with it.

Fix: Write the earlier date first.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage import edtf
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Hit, Question, Unmatched

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every field whose rdfType says EDTF."""
    for resource in package.resources:
        for field in resource.schema.fields:
            if field.is_edtf:
                yield Unmatched(resource.name, field.name, edtf.ACCEPT)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The values that are reversed intervals."""
    for hit in hits:
        value = hit.value[0]
        try:
            edtf.parse(value)
        except edtf.ReversedInterval as error:
            hint = "write the earlier date first"
            yield Finding(q.resource, str(error), hint, hit.rows, q.field, value)
        except ValueError:
            continue  # BRU301
