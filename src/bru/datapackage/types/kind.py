"""What there is to know about a type."""

from collections.abc import Callable
from typing import Any, NamedTuple

from bru.model.package import Field

DEFAULT = frozenset({"default"})


def _none(field: Field) -> str | None:
    return None


def _native(value: Any, text: str) -> Any:
    return value


class Kind(NamedTuple):
    """A type of Table Schema.

    `read`: (field, text) → logical value, or ValueError. `write`: (field, value of JSON, no text)
    → text, or ValueError. `spell`: (field, logical value) → its identity, None where each text is
    its own. `accept`: an expression; what it matches in full is of the type. `plain`: one for
    texts that are their own identity. `python`: (logical value, text) → the value as Python has
    it. `formats`: None for any. `is_ordered`, `is_sized`: whether values have bounds, a length.
    """

    read: Callable[[Field, str], Any]
    write: Callable[[Field, Any], str]
    spell: Callable[[Field, Any], str] | None = None
    accept: Callable[[Field], str | None] = _none
    plain: Callable[[Field], str | None] = _none
    python: Callable[[Any, str], Any] = _native
    formats: frozenset[str] | None = DEFAULT
    is_ordered: bool = False
    is_sized: bool = False
