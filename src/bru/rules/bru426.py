"""A number of a figure or a check is not in its plain form: leading zeros, or minus zero.

Why: 00 and -0 are slips for another number, or make two cells differ that mean the same.

Fix: Write the number that is meant, without leading zeros.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import WARNING, Finding, shown
from bru.question import Hit, Question, Unmatched

LEVEL = WARNING
TABLES = ("figures", "check_terms")
PLAIN = r"-?[1-9].*|0(\..*)?"


def questions(package: Package) -> Iterator[Question]:
    """The numbers of figures and of the terms of checks."""
    for resource in package.resources:
        for field in resource.schema.fields if resource.name in TABLES else ():
            if field.type in ("integer", "number"):
                yield Unmatched(resource.name, field.name, PLAIN)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The numbers that begin with a zero too many, or are minus zero."""
    for hit in hits:
        digits = hit.value[0].removeprefix("-")
        if not digits.replace(".", "", 1).isdigit():
            continue  # BRU111, BRU113
        zero = not digits.strip("0.")
        if (digits[0] == "0" and digits[1:2].isdigit()) or (zero and hit.value[0] != digits):
            message = f"{shown(hit.value[0])} is not how a number is written"
            plain = digits.lstrip("0") or "0"
            plain = f"0{plain}" if plain[0] == "." else plain
            hint = f"write {plain if zero or digits == hit.value[0] else '-' + plain}"
            yield Finding(q.resource, message, hint, hit.rows, q.field, hit.value[0])
