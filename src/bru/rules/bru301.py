"""A date is not EDTF (ISO 8601-2).

Why: Dates are as precise as their source and no more, and only one notation can be sorted and
compared: 2023-05-12, 2023-05, 2023, 2023-33 (first quarter), 2012/2015, 2022~, XXXX-10-23.

Fix: Write the date in that notation, with the digits the source states.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.damage import typed
from bru.datapackage import edtf
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, shown
from bru.model.question import Hit, Question, Unmatched

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """Every field whose rdfType says EDTF."""
    for resource in package.resources:
        for field in resource.schema.fields:
            if field.is_edtf:
                yield Unmatched(resource.name, field.name, edtf.ACCEPT)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The values that are no dates."""
    hint = "write the date as precise as the source states it, such as 2023-05 or 2012/2015"
    field = package.resource(q.resource).schema.field(q.field)
    for hit in hits:
        value = hit.value[0]
        try:
            edtf.parse(value)
        except edtf.ReversedInterval:
            continue  # BRU302
        except ValueError as error:
            what = typed.named(value, field)
            message = f"{shown(value, 60)} is not an EDTF date{what}" if what else str(error)
            yield Finding(q.resource, message, hint, hit.rows, q.field, value)
