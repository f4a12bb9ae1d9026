"""Numbers with the marks of another country, of a spreadsheet or of an editor."""

import re
from collections.abc import Callable, Iterable, Iterator

from bru.damage import Reading
from bru.model.package import Field

SPACES = " \u00a0\u2007\u2009\u202f"
THOUSANDS = re.compile(
    rf"([+-]?[1-9][0-9]{{0,2}}([{SPACES}'’.,])[0-9]{{3}}(?:\2[0-9]{{3}})*)(?:([.,])([0-9]+))?"
)
DECIMALS = re.compile(r"([+-]?[0-9]+)([.,])([0-9]+)")
AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")  # thousands, or a decimal mark
NUMBER = re.compile(rf"[+-]?[0-9](?:[0-9.,'’{SPACES}]*[0-9])?")
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
AS_MINUS = str.maketrans(dict.fromkeys(DASHES, "-"))


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


def by_column(
    values: Iterable[str], field: Field, right: Callable[[str], bool]
) -> dict[str, str] | None:
    """What the numbers of a column are that one cell alone leaves unclear ("1.500").

    Cells that are clear ("12.750,5", "2,25") tell what the marks of a column are. None where they
    do not, or contradict: to mend them would take away the evidence for those that are left.
    """
    point, group = str(field.spec.get("decimalChar", ".")), field.spec.get("groupChar")
    unclear, groups, decimals = set[str](), set[str](), set[str]()
    for value in {*values}:
        for number in NUMBER.findall(value.translate(AS_MINUS)):
            if AMBIGUOUS.fullmatch(number):
                unclear.add(number)
            elif match := THOUSANDS.fullmatch(number):
                groups.add(match[2])
                decimals |= {match[3]} - {None}
            elif match := DECIMALS.fullmatch(number):
                decimals.add(match[2])
    others, found = decimals - {point}, dict[str, str]()
    if not (groups - {group} or others or (field.type == "integer" and decimals)):
        return found
    for number in unclear:
        whole, mark, digits = re.split("([.,])", number)
        is_whole = field.type == "integer" and mark == "," and not decimals
        is_group = mark in groups or is_whole
        is_decimal = not others if mark == point and not decimals & {point} else mark in decimals
        if group or is_group == is_decimal or (is_decimal and mark != point and point in decimals):
            return None
        found[number] = f"{whole}{'' if is_group else point}{digits}"
        if not right(found[number]):
            return None
    return found
