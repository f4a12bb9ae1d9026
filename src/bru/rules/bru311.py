"""Number not in its plain form.

Why: It has a plus sign or leading zeros, or is minus zero. One number has one spelling, so that the
same values are the same texts; a zero in front is often what is left of another kind of value, such
as a code or a date.

Fix: Write the number without them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Hit, Question, Unmatched

LEVEL = WARNING
PLAIN = r"(0|-?[1-9][0-9]*)(\.[0-9]+)?|-0\.0*[1-9][0-9]*"


def questions(package: Package) -> Iterator[Question]:
    """Every field of numbers of a package that promises the canonical form."""
    for resource in package.resources if package.canonical else ():
        for field in resource.schema.fields:
            if field.type in ("integer", "number"):
                yield Unmatched(resource.name, field.name, PLAIN)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The numbers with a sign or zeros that they do not need."""
    for hit in hits:
        value = hit.value[0]
        sign, digits = "-" * value.startswith("-"), value.lstrip("+-")
        whole, point, part = digits.partition(".")
        if whole.isdecimal() and whole.isascii() and (part.isdecimal() or not point):
            sign = sign * bool(digits.strip("0."))
            plain = sign + (whole.lstrip("0") or "0") + point + part
            message = f"{shown(value)} is not the plain way to write a number"
            yield Finding(q.resource, message, f"write {plain}", hit.rows, q.field, value)
