"""Values by what they have in common."""

from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def classed(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The second ones of pairs by the first one, in their order."""
    found: dict[K, list[V]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found
