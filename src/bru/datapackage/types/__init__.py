"""The types of Table Schema: one place each for how a value is read, written and compared.

A *logical value* is what a text means; constraints, keys and enumerations compare it. Its
*identity* is a text of its own: two texts with the same identity are the same value.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from bru.model.package import Field

HOMES = {  # the module of each type
    "string": "texts",
    "boolean": "texts",
    "any": "texts",
    "integer": "numbers",
    "number": "numbers",
    "date": "moments",
    "time": "moments",
    "datetime": "moments",
    "year": "calendar",
    "yearmonth": "calendar",
    "duration": "calendar",
    "object": "collections",
    "array": "collections",
    "list": "collections",
    "geopoint": "geo",
    "geojson": "geo",
}
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")  # of a list


def _refused(field: Field, value: Any) -> NoReturn:
    raise ValueError(f"not of type {field.type}: {value!r}")


def _none(field: Field) -> str | None:
    return None


class Kind(NamedTuple):
    """A type of Table Schema.

    `read`: (field, text) → logical value, or ValueError. `write`: (field, value of JSON, no text)
    → text, or ValueError. `spell`: (field, logical value) → its identity, None where each text is
    its own. `accept`: an expression; what it matches in full is of the type. `plain`: one for
    texts that are their own identity. `python`: (logical value, text) → the value as Python has
    it. `formats`: None for any. `is_ordered`, `is_sized`: whether values have bounds, a length.
    """

    read: Callable[[Field, str], Any]
    write: Callable[[Field, Any], str] = _refused
    spell: Callable[[Field, Any], str] | None = None
    accept: Callable[[Field], str | None] = _none
    plain: Callable[[Field], str | None] = _none
    python: Callable[[Any, str], Any] = lambda value, _: value
    formats: frozenset[str] | None = frozenset({"default"})
    is_ordered: bool = False
    is_sized: bool = False


@cache
def kind(name: str) -> Kind:
    """What there is to know about a type. Raises KeyError."""
    kinds: dict[str, Kind] = import_module(f"{__name__}.{HOMES[name]}").KINDS
    return kinds[name]


def read(field: Field, text: str) -> Any:
    """The logical value of a cell. Raises ValueError when it has none."""
    return kind(field.type).read(field, text)


def has_value(field: Field, text: str) -> bool:
    """Whether a text is a value of the field's type."""
    try:
        read(field, text)
    except ValueError:
        return False
    return True


def parse(field: Field, text: str) -> Any:
    """The value of a cell as Python has it. Raises ValueError.

    Numbers are Decimal, a year int, JSON dict and list; what Python has no type for stays text.
    """
    own = kind(field.type)
    return own.python(own.read(field, text), text)


def lexical(field: Field, value: Any) -> str:
    """A value of JSON as it would stand in a cell. Raises ValueError if it is of another type."""
    return value if isinstance(value, str) else kind(field.type).write(field, value)


def stated(field: Field, value: Any) -> Any:
    """The logical value that a constraint states, as JSON or as in a cell. Raises ValueError."""
    return read(field, lexical(field, value))


def given(field: Field, value: Any) -> Any:
    """The value that a constraint states, as Python has it. Raises ValueError."""
    return parse(field, lexical(field, value))


def identity(field: Field) -> Callable[[str], str] | None:
    """The identity of a cell; None where each text is a value of its own."""
    own = kind(field.type)
    spell, plain = own.spell, own.plain(field)
    if spell is None:
        return None
    is_plain = re.compile(plain).fullmatch if plain else lambda _: None

    def identified(text: str) -> str:
        if is_plain(text):
            return text
        try:
            return spell(field, own.read(field, text))
        except ValueError:
            return text  # it has no value: the rule about its type says so

    return identified


def unique_spelling(field: Field) -> str | None:
    """An expression for texts that are their own identity, None where there is none."""
    return kind(field.type).plain(field)


def allowed(field: Field) -> frozenset[str]:
    """The identities of the values that a field lists, without those not of its type (BRU803)."""
    same = identity(field) or str
    values = set()
    for value in field.listed:
        with suppress(ValueError):
            text = lexical(field, value)
            read(field, text)
            values.add(same(text))
    return frozenset(values)
