"""What kind of JSON value each property of a descriptor has, by the standards.

A property with another kind of value is reported and left out, so that nobody who uses the
package has to be on guard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Shape = tuple[str, Callable[[Any], bool]]


def _a(words: str, *kinds: type) -> Shape:
    return words, lambda value: type(value) in kinds


def _is_key(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(v, str) for v in value)
    )


TEXT, LIST, OBJECT = _a("a text", str), _a("a list", list), _a("an object", dict)
WORDS: Shape = ("a list of up to 1,000 words", lambda v: type(v) is list and len(v) <= 1000)
BOOLEAN, WHOLE = _a("true or false", bool), _a("a whole number", int)
PLACE = _a("an object or a path", dict, str)
KEY: Shape = ("a name or a list of names", _is_key)
KEYS: Shape = ("a list of keys", lambda v: isinstance(v, list) and all(map(_is_key, v)))

PACKAGE = {"name": TEXT, "version": TEXT}
RESOURCE = {
    "schema": PLACE,
    "dialect": PLACE,
    "format": TEXT,
    "encoding": TEXT,
    "bytes": WHOLE,
    "hash": TEXT,
}
DIALECT = {
    "doubleQuote": BOOLEAN,
    "skipInitialSpace": BOOLEAN,
    "header": BOOLEAN,
}
SCHEMA = {
    "missingValues": LIST,
    "primaryKey": KEY,
    "uniqueKeys": KEYS,
    "foreignKeys": LIST,
    "fieldsMatch": KEY,
}
FIELD = {
    "type": TEXT,
    "format": TEXT,
    "constraints": OBJECT,
    "missingValues": LIST,
    "trueValues": WORDS,
    "falseValues": WORDS,
    "categories": LIST,
    "groupChar": TEXT,
    "decimalChar": TEXT,
    "bareNumber": BOOLEAN,
}
CONSTRAINTS = {
    "required": BOOLEAN,
    "unique": BOOLEAN,
    "minLength": WHOLE,
    "maxLength": WHOLE,
    "pattern": TEXT,
    "enum": LIST,
}
