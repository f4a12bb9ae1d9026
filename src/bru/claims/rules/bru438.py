"""Implausible year.

Why: A year such as 0222 or 2202 is a slip of two digits; sorted or drawn by time, it leads astray.

Fix: Correct the year.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Hit, Question, Unmatched

LEVEL = WARNING
LIKELY = r"(1[0-9][0-9][0-9]|20[0-9][0-9])(-[0-9-]*)?[~?%]?"
YEARS = re.compile(r"(?<![0-9-])(0[0-9]{3}|2[1-9][0-9]{2}|[3-9][0-9]{3})(?![0-9])")


def questions(package: Package) -> Iterator[Question]:
    """Every field of dates that are as precise as the source."""
    for resource in package.resources:
        for field in resource.schema.fields:
            if field.is_edtf:
                yield Unmatched(resource.name, field.name, LIKELY)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Years of the first thousand, which a zero begins, and after 2099."""
    for hit in hits:
        value = hit.value[0]
        for year in YEARS.findall(value):
            if year != "0000":
                message = f"{year} is an implausible year"
                yield Finding(q.resource, message, "correct the year", hit.rows, q.field, value)
