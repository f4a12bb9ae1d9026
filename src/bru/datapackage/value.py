"""The value of a cell, by the type of its field in Table Schema.

Every type is read in its one standard form, or as the field declares; digits are those of ASCII.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from bru.datapackage.jsontext import too_deep
from bru.model.package import Field

INTEGER = r"[+-]?[0-9]+"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
SPECIAL_NUMBER = r"(?i:NaN|-?INF)"
SHAPES = {"date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "time": r"[0-9]{2}:[0-9]{2}:[0-9]{2}"}
EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"
URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+"
UUID = r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
BASE64 = r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
STRING_FORMATS = {"email": EMAIL, "uri": URI, "uuid": UUID, "binary": BASE64}
ZONE = r"Z|[+-][0-9]{2}:[0-9]{2}"
SHAPES["datetime"] = rf"{SHAPES['date']}T{SHAPES['time']}(\.[0-9]+)?({ZONE})?"
BOOLEANS = {
    "trueValues": ["true", "True", "TRUE", "1"],
    "falseValues": ["false", "False", "FALSE", "0"],
}


def parse(field: Field, text: str) -> Any:
    """The value of a cell by the field's type. Raises ValueError when it has none."""
    kind = field.type
    if kind in ("integer", "number"):
        return number(field, text)
    if kind == "boolean":
        for value, key in ((True, "trueValues"), (False, "falseValues")):
            if text in booleans(field, key):
                return value
        raise ValueError(text)
    if kind in ("date", "datetime", "time"):
        return moment(kind, field.format, text)
    if kind in ("year", "yearmonth"):
        if not re.fullmatch(r"-?[0-9]{4}" if kind == "year" else r"[0-9]{4}-(0[1-9]|1[0-2])", text):
            raise ValueError(text)
        return int(text) if kind == "year" else text
    if kind in ("object", "array"):
        value = json_value(text)
        if not isinstance(value, dict if kind == "object" else list):
            raise ValueError(text)
        return value
    return text


def booleans(field: Field, key: str) -> list[str]:
    """The words of a boolean field for true (`trueValues`) or false (`falseValues`)."""
    given = field.spec.get(key)
    return [str(v) for v in given] if isinstance(given, list) else BOOLEANS[key]


def json_value(text: str) -> Any:
    """A JSON value. Raises ValueError, also where Python is more lenient, and for deep nesting."""
    if too_deep(text):
        raise ValueError(text)
    return json.loads(text, parse_constant=int)  # int refuses NaN and Infinity


def plain(field: Field, text: str) -> str:
    """A number without the marks and signs that the field declares: "1.234,5 km" → "1234.5"."""
    if not field.spec.get("bareNumber", True):
        found = re.search(r"[+-]?[.,]?[0-9](.*[0-9])?", text, re.DOTALL)
        text = found[0] if found else text
    if mark := field.spec.get("groupChar"):
        text = text.replace(mark, "")
    if (point := field.spec.get("decimalChar", ".")) != "." and field.type == "number":
        if "." in text:
            raise ValueError(text)
        text = text.replace(point, ".")
    return text


def number(field: Field, text: str) -> Decimal:
    """A number exactly as written. Raises ValueError."""
    text = plain(field, text)
    pattern = INTEGER if field.type == "integer" else f"{NUMBER}|{SPECIAL_NUMBER}"
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    try:
        return Decimal(text.upper().replace("INF", "INFINITY"))
    except InvalidOperation as error:
        raise ValueError(text) from error


def moment(kind: str, form: str, text: str) -> date | time | datetime:
    """A date, time or datetime in the one standard form, or in the field's strptime pattern."""
    if form != "default":
        if re.search(r"(?![0-9])\d", text):
            raise ValueError(text)  # strptime reads the digits of every script
        try:
            value = datetime.strptime(text, form)
        except re.error as error:  # the pattern has a part twice
            raise ValueError(text) from error
        return value.date() if kind == "date" else value.time() if kind == "time" else value
    reader: Any = {"date": date, "time": time, "datetime": datetime}[kind]
    if not re.fullmatch(SHAPES[kind], text):
        raise ValueError(text)
    result: date | time | datetime = reader.fromisoformat(text)
    return result


def stated(field: Field, value: Any) -> Any:
    """The value that a constraint states, as JSON or as it would stand in a cell. ValueError."""
    if field.type in ("integer", "number") and type(value) in (int, float):
        return Decimal(str(value))
    if field.type == "boolean" and isinstance(value, bool):
        return value
    return parse(field, written(value))


def allowed(field: Field) -> frozenset[Any]:
    """The values that a field lists, frozen, without those that are not of its type (BRU803)."""
    values = set()
    for value in field.listed:
        with suppress(ValueError):
            values.add(frozen(stated(field, value)))
    return frozenset(values)


def written(value: Any) -> str:
    """A JSON value as text; a text is itself."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def frozen(value: Any) -> Any:
    """A JSON value that can be looked up in a set."""
    if isinstance(value, dict):
        return frozenset((name, frozen(v)) for name, v in value.items())
    return tuple(map(frozen, value)) if isinstance(value, list) else value
