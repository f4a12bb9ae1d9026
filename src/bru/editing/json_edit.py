"""JSON edited as text: what must change does, every other character stays."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bru.datapackage.jsontext import after, members

Tree = Mapping[Any, Any]  # by name or number: a tree of what is in there, or a value


class Place(NamedTuple):
    """Where a value stands in a text, and the one that is to stand there."""

    start: int
    end: int
    value: Any


def changed(text: str, values: Tree) -> str:
    """A JSON text with other values in some places, which are there: {"a": {0: {"b": 1}}}."""
    parts, at = list[str](), 0
    for place in sorted(_places(text, after(text, 0), values)):
        parts += text[at : place.start], json.dumps(place.value, ensure_ascii=False)
        at = place.end
    return "".join([*parts, text[at:]])


def _places(text: str, at: int, values: Tree) -> Iterator[Place]:
    """The places in the object or list that begins at `at`; of a name given twice the last."""
    found: dict[Any, list[Place]] = {}
    for name, _, start, end in members(text, at):
        if name in values:
            value = values[name]
            inner = _places(text, start, value) if isinstance(value, Mapping) else ()
            found[name] = [*inner] if inner else [Place(start, end, value)]
    for places in found.values():
        yield from places
