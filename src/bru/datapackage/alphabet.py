"""The characters of the texts an expression stands for: what is not among them need not be sought.

A field whose pattern is `[a-z0-9-]+` has no space where it keeps to it.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from bru.datapackage.ambiguity import LAST, REPEATS, Ranges, characters, inner, merged, parts

EVERY: Ranges = ((0, LAST),)
ASCII: Ranges = ((0, 127),)
TREE_ERRORS = (ImportError, AttributeError, OverflowError, RecursionError, ValueError)


@lru_cache(maxsize=1024)
def alphabet(expression: str) -> Ranges:
    """All characters that a text can have which the expression matches in full, or more."""
    tree = _tree(expression)
    return EVERY if tree is None else merged(_letters(tree))


@lru_cache(maxsize=4096)
def possible(expression: str, letters: Ranges) -> bool:
    """Whether an expression may be found in a text that consists of these characters."""
    tree = _tree(expression)
    return tree is None or _found(tree, letters)


def letters(texts: Iterable[str]) -> Ranges:
    """The characters of some texts."""
    return merged((code, code) for code in map(ord, set().union(*texts)))


@lru_cache(maxsize=256)
def _tree(expression: str) -> Any:
    """The parsed expression; None for one that another syntax, or no case, may be meant by."""
    import re

    try:
        found = parts(expression)
        return None if found.state.flags & ~re.ASCII else found
    except (*TREE_ERRORS, re.error):
        return None


def _letters(sequence: Any) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for kind, value in sequence.data:
        op = str(kind)
        if op in ("AT", "GROUPREF", "ASSERT", "ASSERT_NOT"):
            continue
        parts = inner(op, value)
        if op == "SUBPATTERN" and (value[1] or value[2]):
            return [*EVERY]
        for part in parts:
            found += _letters(part)
        if not parts:
            found += EVERY if _is_open(op, value) else characters(op, value)
    return found


def _is_open(op: str, value: Any) -> bool:
    """Whether other characters may be meant in another syntax, or nearly all are."""
    if op == "IN":
        return any(str(kind) in ("NEGATE", "CATEGORY") for kind, _ in value)
    return op != "LITERAL"


def _found(sequence: Any, letters: Ranges) -> bool:
    return all(_part(str(kind), value, letters) for kind, value in sequence.data)


def _part(op: str, value: Any, letters: Ranges) -> bool:
    if op in REPEATS:
        return value[0] == 0 or _found(value[2], letters)
    if op == "BRANCH":
        return any(_found(part, letters) for part in value[1])
    if op == "SUBPATTERN":
        return bool(value[1] or value[2]) or _found(value[3], letters)
    if op in ("LITERAL", "IN"):
        own = characters(op, value)
        return any(low <= end and first <= high for low, high in own for first, end in letters)
    return True
