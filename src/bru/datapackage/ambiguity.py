"""How many ways Python's matcher may have to try an expression, by its structure alone.

At each choice of an unambiguous expression (which alternative, once more or on) the next
character decides: matching takes time in proportion to the text. For others there is a bound
from the number of repetitions beside each other; for repetitions within each other there is none.
"""

import math
import re
import warnings
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

Ranges = tuple[tuple[int, int], ...]  # of code points, both ends included, in order, apart
LAST = 0x10FFFF
END: Ranges = ((LAST + 1, LAST + 1),)  # of the text
CATEGORIES: dict[str, Ranges] = {
    "DIGIT": ((48, 57),),
    "SPACE": ((9, 13), (32, 32)),
    "WORD": ((48, 57), (65, 90), (95, 95), (97, 122)),
}
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
MANY = 10  # times: a repetition of so many counts as endless
DEEP = 8  # repetitions within each other: more are not looked into


class AmbiguousError(Exception):
    """The next character does not decide, or it cannot be said whether it does."""


def steps(expression: str, values: Collection[str]) -> float:
    """Ways to try for all values; 0 when each takes time in proportion to its length."""
    power, ways = measured(expression)
    return ways and ways * sum(math.pow(len(v) + 1, power) for v in values)


def parts(expression: str) -> Any:
    """The parts of an expression, as Python reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of expressions that may mean something else one day
        return import_module("re._parser").parse(expression, re.ASCII)


@lru_cache(maxsize=1024)
def measured(expression: str) -> tuple[int, float]:
    """Power and ways: a text has at most ways × length ** power to try; 0 ways: unambiguous."""
    try:
        tree = parts(expression)
        if depth(tree) > DEEP:
            return 0, math.inf
        try:
            if tree.state.flags & (re.IGNORECASE | re.LOCALE | re.UNICODE):
                raise AmbiguousError
            first(tree, END)
        except AmbiguousError:
            return choices(tree, False)
    except (ImportError, AttributeError, OverflowError, RecursionError):  # of another Python, too
        return 0, math.inf
    return 0, 0.0


def inner(op: str, value: Any) -> list[Any]:
    """The sequences within one part of a sequence."""
    if op in REPEATS:
        return [value[2]]
    if op == "SUBPATTERN":
        return [value[3]]
    if op in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    if op == "GROUPREF_EXISTS":
        return [v for v in value[1:] if v is not None]
    return list(value[1]) if op == "BRANCH" else [value] if op == "ATOMIC_GROUP" else []


def depth(sequence: Any) -> int:
    """How many repetitions lie within each other."""
    parts = ((str(op), value) for op, value in sequence.data)
    found = ((op in REPEATS) + max(map(depth, inner(op, v)), default=0) for op, v in parts)
    return max(found, default=0)


def first(sequence: Any, rest: Ranges) -> Ranges:
    """The characters a sequence can begin with, when `rest` follows it. Raises AmbiguousError."""
    for op, value in reversed(sequence.data):
        rest = begin(str(op), value, rest)
    return rest


def begin(op: str, value: Any, rest: Ranges) -> Ranges:
    """The same for one part of a sequence."""
    if op == "AT":
        return rest
    if op == "ATOMIC_GROUP" or (op == "SUBPATTERN" and not (value[1] or value[2])):
        return first(inner(op, value)[0], rest)
    if op == "BRANCH":
        return apart(*(first(alternative, rest) for alternative in value[1]))
    if op not in REPEATS:
        return characters(op, value)
    low, high, body = value
    if high <= 1:
        begins = first(body, rest)
        return begins if low else apart(begins, rest)
    if body.getwidth()[0] == 0:
        raise AmbiguousError
    begins = first(body, END)
    on = merged([*begins, *rest]) if low == high else apart(begins, rest)
    first(body, on)
    return begins if low else on


def characters(op: str, value: Any) -> Ranges:
    """The characters that one part stands for. Raises AmbiguousError for anything else."""
    if op == "LITERAL":
        return ((value, value),)
    if op == "NOT_LITERAL":
        return others([(value, value)])
    if op == "ANY":
        return ((0, LAST),)
    if op != "IN":
        raise AmbiguousError
    found: list[tuple[int, int]] = []
    for kind, what in value:
        name = str(kind)
        if name == "CATEGORY":
            ranges = CATEGORIES[str(what).rpartition("_")[2]]
            found += others(ranges) if "_NOT_" in str(what) else ranges
        elif name != "NEGATE":
            found.append(what if name == "RANGE" else (what, what))
    return others(found) if str(value[0][0]) == "NEGATE" else merged(found)


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return tuple(found)


def others(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """All characters that are not in the ranges."""
    ends = [(-1, -1), *merged(ranges), (LAST + 1, LAST + 1)]
    return tuple((a + 1, b - 1) for (_, a), (b, _) in pairwise(ends) if a + 1 < b)


def apart(*sets: Ranges) -> Ranges:
    """All of the sets, of which no two share a character. Raises AmbiguousError."""
    ranges = sorted(r for ranges in sets for r in ranges)
    if any(high >= low for (_, high), (low, _) in pairwise(ranges)):
        raise AmbiguousError
    return merged(ranges)


def choices(sequence: Any, repeated: bool) -> tuple[int, float]:
    """Endless repetitions beside each other, and ways to go otherwise.

    Endless ways when a choice is `repeated`, that is, lies within a repetition.
    """
    power, ways = 0, 1.0
    for kind, value in sequence.data:
        op, again = str(kind), repeated
        if op.startswith("GROUPREF"):
            return 0, math.inf
        if op == "BRANCH":
            ways *= math.inf if repeated else len(value[1])
        elif op in REPEATS:
            low, high, _ = value
            again = repeated or high > 1
            if low != high:
                endless = high >= MANY
                power += endless
                ways *= math.inf if repeated else 1 if endless else high - low + 1
        for part in inner(op, value):
            more, times = choices(part, again)
            power, ways = power + more, ways * times
    return power, ways
