"""JSON edited as text: what must change does, every other character stays."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

SPACE = re.compile(r"[ \t\r\n]*")
Tree = Mapping[Any, Any]  # by name or number: a tree of what is in there, or a value


class Place(NamedTuple):
    """Where a value stands in a text, and the one that is to stand there."""

    start: int
    end: int
    value: Any


def changed(text: str, values: Tree) -> str:
    """A JSON text with other values in some places, which are there: {"a": {0: {"b": 1}}}."""
    parts, at = list[str](), 0
    for place in sorted(_places(text, _skip(text, 0), values)):
        parts += text[at : place.start], json.dumps(place.value, ensure_ascii=False)
        at = place.end
    return "".join([*parts, text[at:]])


def _places(text: str, at: int, values: Tree) -> Iterator[Place]:
    """The places in the object or list that begins at `at`; of a name given twice the last."""
    found: dict[Any, list[Place]] = {}
    for name, start, end in _members(text, at):
        if name in values:
            value = values[name]
            inner = _places(text, start, value) if isinstance(value, Mapping) else ()
            found[name] = [*inner] if inner else [Place(start, end, value)]
    for places in found.values():
        yield from places


def _members(text: str, at: int) -> Iterator[tuple[Any, int, int]]:
    """The members of an object or list: name or number, begin and end of the value."""
    decode, number = json.JSONDecoder().raw_decode, 0
    is_object, at = text[at] == "{", _skip(text, at + 1)
    while text[at] not in "}]":
        name: Any = number
        if is_object:
            name, at = decode(text, at)
            at = _skip(text, _skip(text, at) + 1)  # the colon
        _, end = decode(text, at)
        yield name, at, end
        at, number = _skip(text, end), number + 1
        if text[at] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    """Where the next character is that is no space."""
    found = SPACE.match(text, at)
    return found.end() if found else at
