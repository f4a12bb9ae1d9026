"""Expressions of Python → those of automata (Rust's regex, RE2), where both mean the same.

Automata take time in proportion to the text and know no look-around and no back references. Only
what is known to mean the same is translated: then a match in full is one in Python, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bru.datapackage.ambiguity import parts

CATEGORIES = {"DIGIT": "0-9", "SPACE": r"\t-\r ", "WORD": "0-9A-Z_a-z"}
EDGES = {
    "AT_BEGINNING": r"\A",
    "AT_BEGINNING_STRING": r"\A",
    "AT_END": r"\z",
    "AT_END_STRING": r"\z",
}
WORD = re.compile(r"(?:[^\\.^$*+?{}\[\]()|]|\\[^0-9A-Za-z])+")
LIST = re.compile(rf"{WORD.pattern}(?:\|{WORD.pattern})*")
MOST = 1000  # times that a part may be repeated


class UntranslatableError(ValueError):
    """The expression may mean something else to an automaton."""


def translated(expression: str) -> str | None:
    """An expression that a text contains if the given one matches it in full; None: there is none.

    As everywhere in bru, classes such as \\w are those of ASCII.
    """
    part = partly(expression)
    return None if part is None else rf"\A(?:{part})\z"


@lru_cache(maxsize=1024)
def partly(expression: str) -> str | None:
    """An expression that finds in a text of ASCII what the given one finds; None: there is none."""
    try:
        tree = parts(expression)
        return None if tree.state.flags & ~re.ASCII else _sequence(tree)
    except (UntranslatableError, ImportError, AttributeError, RecursionError, re.error):
        return None


@lru_cache(maxsize=1024)
def lengths(expression: str) -> tuple[int, int | None] | None:
    """Least and greatest length, None for any, where an expression asks for nothing else."""
    match = re.fullmatch(r"\[\\s\\S\]\{([0-9]+),([0-9]*)\}", expression)
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


@lru_cache(maxsize=1024)
def words(expression: str) -> tuple[str, ...]:
    """The texts that an expression lists, as one made of an enum does; empty if it is no list."""
    found = LIST.fullmatch(expression) and WORD.findall(expression)
    return tuple(re.sub(r"(?s)\\(.)", r"\1", word) for word in found or ())


def _sequence(tree: Any) -> str:
    return "".join(_part(str(op), value) for op, value in tree)


def _part(op: str, value: Any) -> str:
    if op == "LITERAL":
        return _char(value)
    if op == "NOT_LITERAL":
        return f"[^{_char(value)}]"
    if op == "AT" and str(value) in EDGES:
        return EDGES[str(value)]
    if op == "ANY":
        return r"[^\n]"
    if op == "IN":
        return _class(value)
    if op == "BRANCH":
        return f"(?:{'|'.join(map(_sequence, value[1]))})"
    if op == "SUBPATTERN" and not value[1] and not value[2]:
        return f"(?:{_sequence(value[3])})"
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = int(value[0]), int(value[1]), value[2]
        endless = str(value[1]) == "MAXREPEAT"
        if max(least, 0 if endless else most) > MOST:
            raise UntranslatableError
        return f"(?:{_sequence(inner)}){{{least},{'' if endless else most}}}"
    raise UntranslatableError(op)


def _class(parts: Any) -> str:
    text, negative = "", ""
    for op, value in ((str(op), value) for op, value in parts):
        if op == "NEGATE":
            negative = "^"
        elif op == "LITERAL":
            text += _char(value)
        elif op == "RANGE":
            text += f"{_char(value[0])}-{_char(value[1])}"
        elif op == "CATEGORY":
            name = str(value).removeprefix("CATEGORY_")
            inner = CATEGORIES.get(name.removeprefix("NOT_"))
            if inner is None:
                raise UntranslatableError(name)
            text += f"[^{inner}]" if name.startswith("NOT_") else inner
        else:
            raise UntranslatableError(op)
    return f"[{negative}{text}]"


def _char(code: int) -> str:
    if 0xD800 <= code < 0xE000:
        raise UntranslatableError("a surrogate")
    return rf"\x{{{code:x}}}"
