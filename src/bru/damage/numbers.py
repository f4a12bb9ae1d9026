"""Numbers with the marks of another country, of a spreadsheet or of an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bru.damage import Reading
from bru.model.package import Field

SPACES = " \u00a0\u2007\u2009\u202f"
THOUSANDS = re.compile(
    rf"([+-]?[1-9][0-9]{{0,2}}([{SPACES}'’.,])[0-9]{{3}}(?:\2[0-9]{{3}})*)(?:([.,])([0-9]+))?"
)
DECIMALS = re.compile(r"([+-]?[0-9]+)([.,])([0-9]+)")
AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")  # thousands, or a decimal mark
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"


def readings(value: str, field: Field) -> Iterator[Reading]:
    """What a number in another notation may be."""
    point = str(field.spec.get("decimalChar", "."))
    unclear = bool(AMBIGUOUS.fullmatch(value))
    if value[:1] and value[0] in DASHES:
        yield Reading("long dash", "-" + value[1:])
    if match := THOUSANDS.fullmatch(value):
        whole, mark, other, digits = match.groups()
        if mark != other:
            new = whole.replace(mark, "") + (point + digits if digits else "")
            is_sure = not unclear or (field.type == "integer" and mark == ",")
            yield Reading("thousands separator", new, is_sure)
    if match := DECIMALS.fullmatch(value):
        whole, mark, digits = match.groups()
        if mark != point:
            what = f"decimal {'comma' if mark == ',' else 'point'}"
            yield Reading(what, f"{whole}{point}{digits}", not unclear)
        if field.type == "integer" and not digits.strip("0") and (mark == "." or len(digits) < 3):
            yield Reading("decimals", whole, not unclear)
