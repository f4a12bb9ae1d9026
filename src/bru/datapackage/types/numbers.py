"""Integers and numbers, exactly as they are written, and within bounds; digits are of ASCII."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from bru.datapackage.types import Kind
from bru.model.package import Field

INTEGER = r"[+-]?[0-9]+"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
SPECIAL = r"(?i:NaN|-?INF)"
MARKS = ("groupChar", "decimalChar", "bareNumber")  # with which numbers are written otherwise
WHOLE = "-?[1-9][0-9]*|0"  # the identity of a whole number
FRACTION = r"(?:\.[0-9]*)?"


@lru_cache(maxsize=256)
def _shape(is_integer: bool, group: str, point: str, is_bare: bool) -> re.Pattern[str]:
    """How a number is written: its sign, whole part, decimals and exponent are groups.

    A mark of groups stands between two digits of the whole part. Around a number that is not bare
    there may be anything but digits.
    """
    whole = rf"[0-9]+(?:{re.escape(group)}[0-9]+)*" if group else "[0-9]+"
    mark = re.escape(point)
    digits = rf"({whole})()" if is_integer else rf"(?:({whole})(?:{mark}([0-9]*))?|{mark}([0-9]+))"
    power = "()" if is_integer else "(?:[eE]([+-]?[0-9]+))?"
    number = rf"([+-]?){digits}{power}"
    if is_bare:
        return re.compile(number)
    begin = rf"[^0-9]*?(?<![0-9]){number}[^0-9]*?"
    return re.compile(begin, re.DOTALL)


def read(field: Field, text: str) -> Decimal:
    """A number exactly as written. Raises ValueError."""
    is_integer = field.type == "integer"
    given = field.spec
    group, point = given.get("groupChar") or "", given.get("decimalChar") or "."
    bare = given.get("bareNumber", True)
    if found := _shape(is_integer, group, point, bare).fullmatch(text):
        if is_integer:
            sign, whole, decimals, power = found[1], found[2], "", ""
        else:
            sign, whole, decimals, power = found[1], found[2], found[3] or found[4], found[5]
        plain = f"{sign}{(whole or '').replace(group, '') or '0'}"
        plain += f".{decimals}" if decimals else ""
        try:
            return Decimal(plain + (f"E{power}" if power else ""))
        except InvalidOperation as error:
            raise ValueError(text) from error
    if not is_integer and (special := re.search(SPECIAL, text)):
        around = text[: special.start()] + text[special.end() :]
        if not around or not (bare or re.search("[0-9A-Za-z]", around)):
            return Decimal(special[0].upper().replace("INF", "INFINITY"))
    raise ValueError(text)


def write(field: Field, value: Any) -> str:
    """A number of JSON as it would stand in a cell. Raises ValueError for anything else."""
    if isinstance(value, float) and value.is_integer() and field.type == "integer":
        value = int(value)
    kinds = (int,) if field.type == "integer" else (int, float, Decimal)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise ValueError(f"not a number: {value!r}")
    return str(value).replace(".", field.spec.get("decimalChar") or ".").replace("inf", "INF")


def spell(field: Field, value: Decimal) -> str:
    """One spelling for each number: 1, 01, 1.0 and 1E0 are the same."""
    if not value.is_finite():
        return str(value).upper().replace("INFINITY", "INF")
    sign, digits, power = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    stripped = text.rstrip("0")
    power = int(power) + len(text) - len(stripped)
    minus = "-" if sign else ""
    if not -400 < power < 400:  # a number is not written out as far as its exponent goes
        return f"{minus}{stripped}E{power}"
    if power >= 0:
        return minus + stripped + "0" * power
    whole, decimals = stripped[:power], stripped[power:].rjust(-power, "0")
    return f"{minus}{whole or '0'}.{decimals}"


def has_marks(field: Field) -> bool:
    """Whether the numbers of a field are written with marks of its own."""
    return any(mark in field.spec for mark in MARKS)


def accept(field: Field) -> str | None:
    """Numbers without marks."""
    if has_marks(field):
        return None
    return INTEGER if field.type == "integer" else NUMBER


def plain(field: Field) -> str | None:
    """Whole numbers without needless zeros and signs."""
    return None if has_marks(field) else WHOLE


def within(field: Field, name: str, limit: object) -> str | None:
    """An expression for plain numbers that keep the bound `name`, None where there is none.

    It need not match all of them: what it leaves is read as a number.
    """
    if not isinstance(limit, Decimal):
        return None
    if has_marks(field) or not limit.is_finite() or not 0 <= limit < 10**18:
        return None
    low = int(limit.to_integral_value(ROUND_FLOOR))
    high = int(limit.to_integral_value(ROUND_CEILING))
    if "inimum" in name:
        whole = at_least(low + 1 if name.startswith("exclusive") else high)
        return rf"[+]?{whole}{'' if field.type == 'integer' else FRACTION}"
    most = high - 1 if name.startswith("exclusive") else low
    parts = [r"-[0-9]+" + ("" if field.type == "integer" else FRACTION)] if most >= 0 else []
    parts += [rf"[+]?{at_most(most)}"] if most >= 0 else []
    if field.type == "number" and low > 0:
        parts.append(rf"[+]?{at_most(low - 1)}{FRACTION}")
    return "|".join(parts) or None


def at_least(least: int) -> str:
    """Whole numbers from `least` on."""
    digits = str(least)
    size = len(digits)
    parts = [digits, f"[1-9][0-9]{{{size},}}"]
    for at, digit in enumerate(digits):
        if digit < "9":
            parts.append(f"{digits[:at]}[{int(digit) + 1}-9][0-9]{{{size - at - 1}}}")
    return f"0*(?:{'|'.join(parts)})"


def at_most(most: int) -> str:
    """Whole numbers from 0 to `most`."""
    digits = str(most)
    size = len(digits)
    parts = [digits, *([f"[0-9]{{1,{size - 1}}}"] if size > 1 else [])]
    for at, digit in enumerate(digits):
        if digit > "0":
            parts.append(f"{digits[:at]}[0-{int(digit) - 1}][0-9]{{{size - at - 1}}}")
    return f"0*(?:{'|'.join(parts)})"


KINDS = {
    name: Kind(read, write, spell, accept, plain, is_ordered=True) for name in ("integer", "number")
}
