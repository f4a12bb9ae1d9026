"""Patterns of XML Schema → expressions of Python that match the same texts in full.

https://www.w3.org/TR/xmlschema-2/#regexs; as everybody writes them, and the standard's own
example does, ^ at the beginning and $ at the end are anchors. What needs the classes of Unicode
is translated by a library, all else here, so that a plain pattern waits for no import.
"""

import re
from functools import lru_cache
from typing import NamedTuple

# Where ten decimal digits of a script begin (Unicode 15.1).
TENS = (
    "30 660 6F0 7C0 966 9E6 A66 AE6 B66 BE6 C66 CE6 D66 DE6 E50 ED0 F20 1040 1090 17E0 1810 1946 "
    "19D0 1A80 1A90 1B50 1BB0 1C40 1C50 A620 A8D0 A900 A9D0 A9F0 AA50 ABF0 FF10 104A0 10D30 11066 "
    "110F0 11136 111D0 112F0 11450 114D0 11650 116C0 11730 118E0 11950 11C50 11D50 11DA0 11F50 "
    "16A60 16AC0 16B50 1D7CE 1D7D8 1D7E2 1D7EC 1D7F6 1E140 1E2F0 1E4F0 1E950 1FBF0"
)
DIGITS = "".join(f"{chr(int(s, 16))}-{chr(int(s, 16) + 9)}" for s in TENS.split())
CLASSES = {"d": DIGITS, "s": r" \t\n\r"}
OTHER_CLASSES = "wWiIcCpP"  # whose members are told by the library
TOKEN = re.compile(
    r"\\(?:[pP]\{[^{}]*\}|.)|\[\^?(?:\\.|[^\\\[\]]|-\[\^?(?:\\.|[^\\\[\]])*\])+\]"
    r"|[*+?]|\{[0-9]+(?:,[0-9]*)?\}|\(\?|[^\\\[\]{}]",
    re.DOTALL,
)
WRAPPED = re.compile(r"\^\(\?:(.*)\)\$\(\?!\\n\\Z\)", re.DOTALL)


class Translation(NamedTuple):
    """An expression of Python, and whether the pattern was one of XML Schema."""

    expression: str
    is_standard: bool


class _OtherError(Exception):
    """The pattern is not one of XML Schema."""


class _LibraryError(Exception):
    """The pattern needs the library."""


@lru_cache(maxsize=1024)
def translated(pattern: str) -> Translation:
    """The expression for a pattern; one that is not of XML Schema is taken as Python's own."""
    try:
        try:
            return Translation("".join(_parts(pattern)), True)
        except _LibraryError:
            return Translation(_by_library(pattern), True)
    except _OtherError:
        return Translation(pattern, False)


def _tokens(pattern: str) -> list[str]:
    """The tokens of a pattern."""
    found, at = list[str](), 0
    while at < len(pattern):
        match = TOKEN.match(pattern, at)
        if not match or match[0] == "(?":
            raise _OtherError
        is_repeat = match[0][0] in "*+?{"
        if is_repeat and (not found or found[-1][0] in "*+?{(|"):
            raise _OtherError
        found.append(match[0])
        at = match.end()
    return found


def _is_anchor(tokens: list[str], at: int) -> bool:
    """Whether a ^ begins, or a $ ends, a branch."""
    if tokens[at] == "^":
        return at == 0 or tokens[at - 1] in ("(", "|")
    return at + 1 == len(tokens) or tokens[at + 1] in (")", "|")


def _parts(pattern: str) -> list[str]:
    """Each token as Python has it."""
    tokens = _tokens(pattern)
    found = []
    for at, token in enumerate(tokens):
        if token in ("^", "$"):
            found.append(token if _is_anchor(tokens, at) else "\\" + token)
        elif token == ".":
            found.append(r"[^\n\r]")
        elif token[0] == "\\":
            found.append(_escape(token))
        elif token[0] == "[":
            found.append(_class(token))
        else:
            found.append(token)
    return found


def _escape(token: str) -> str:
    name = token[1]
    if name.lower() in CLASSES:
        return f"[{'^' if name.isupper() else ''}{CLASSES[name.lower()]}]"
    return _single(token)


def _single(token: str) -> str:
    """An escape of one character."""
    if token[1] in OTHER_CLASSES:
        raise _LibraryError
    if token[1].isalnum() and token[1] not in "nrt":
        raise _OtherError
    return token


def _class(token: str) -> str:
    """A class of characters."""
    inner = token[1:-1]
    if inner.lower() in (r"\s\s", r"\d\d", r"\w\w") and inner[1] != inner[3]:
        return r"[\s\S]"
    if "-[" in inner:
        raise _LibraryError

    def one(match: re.Match[str]) -> str:
        if match[1] in "DS":
            raise _LibraryError
        return CLASSES.get(match[1]) or _single(match[0])

    inner = re.sub(r"\\(.)", one, inner, flags=re.DOTALL)
    return f"[{inner}]"


def _by_library(pattern: str) -> str:
    """The expression as elementpath has it, its classes spelled out."""
    from elementpath.regex import RegexError, translate_pattern

    tokens = _tokens(pattern)
    given = []
    for at, token in enumerate(tokens):
        if token in ("^", "$"):
            given.append("" if _is_anchor(tokens, at) else token)
        else:  # outside of a class the library takes \w and \d for Python's own
            given.append(f"[{token}]" if token[0] == "\\" and token[1] in "wWdD" else token)
    try:
        found = translate_pattern(
            "".join(given), back_references=False, lazy_quantifiers=False, anchors=False
        )
        inner = WRAPPED.fullmatch(found)
        re.compile(inner[1] if inner else "(")
    except (RegexError, re.error) as error:
        raise _OtherError from error
    assert inner
    return inner[1]
