"""JSON objects and arrays, and lists of values of one type."""

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from bru.datapackage import types
from bru.datapackage.jsontext import HALF, named, too_deep
from bru.datapackage.types import Kind, numbers
from bru.model.package import Field


def json_value(text: str) -> Any:
    """A JSON value. Raises ValueError, also where Python is more lenient, and for deep nesting."""
    if too_deep(text):
        raise ValueError(text)
    return json.loads(text, parse_constant=int)  # int refuses NaN and Infinity


def _of(kind: type) -> Any:
    def read(field: Field, text: str) -> Any:
        value = json_value(text)
        if not isinstance(value, kind):
            raise ValueError(text)
        return value

    return read


def write_json(kind: type) -> Any:
    """What writes a value of JSON of this kind. Raises ValueError for another."""

    def write(field: Field, value: Any) -> str:
        if not isinstance(value, kind):
            raise ValueError(f"not of this type: {value!r}")
        return json.dumps(value, ensure_ascii=False)

    return write


def spell_json(field: Field, value: Any) -> str:
    """A JSON value in one form: names in order, numbers in one spelling."""
    if isinstance(value, dict):
        parts = (f"{spell_json(field, k)}: {spell_json(field, value[k])}" for k in sorted(value))
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        return f"[{', '.join(spell_json(field, v) for v in value)}]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return numbers.spell(field, Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    return HALF.sub(named, json.dumps(value, ensure_ascii=False))


def item(field: Field) -> Field:
    """The field of an item of a list: always of the default format."""
    kind = field.spec.get("itemType", "string")
    return field._replace(type=kind, format="default", constraints={}, spec={})


def _mark(field: Field) -> str:
    return field.spec.get("delimiter") or ","


def _list(field: Field, text: str) -> list[Any]:
    own = item(field)
    return [types.read(own, part) for part in text.split(_mark(field))]


def _write_list(field: Field, value: Any) -> str:
    if not isinstance(value, list):
        raise ValueError(f"not a list: {value!r}")
    own = item(field)
    return _mark(field).join(types.lexical(own, part) for part in value)


def _spell_list(field: Field, value: Sequence[Any]) -> str:
    own = item(field)
    spell = types.kind(own.type).spell
    return _mark(field).join(spell(own, v) if spell else v for v in value)


KINDS = {
    "object": Kind(_of(dict), write_json(dict), spell_json, is_sized=True),
    "array": Kind(_of(list), write_json(list), spell_json, is_sized=True),
    "list": Kind(_list, _write_list, _spell_list, python=lambda _, text: text, is_sized=True),
}
