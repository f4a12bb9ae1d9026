"""The words of a language, as its file in `data` has them, and patterns made of them.

A pattern has words with a space between them and a bar between alternatives; `*` is any ending. All
else is as in regular expressions.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from bru.datapackage.expression import any_case
from bru.store import own

DATA = "claims/prose/data"
ENGLISH = "en"
KNOWN = (ENGLISH, "ru", "be")
NEVER = r"(?!)"  # an expression that nothing matches
SPACE = r"[\s\u00a0\u202f]"


class Language(NamedTuple):
    """A language. `words`: its file; `code` is "" for one that has none: digits are read only."""

    code: str
    words: Mapping[str, Any]

    def pattern(self, section: str, key: str = "") -> str:
        """The expression of an entry, one that nothing matches if there is none."""
        entry = self.words.get(section, {} if key else "")
        text = entry.get(key, "") if key else entry
        return expression(text) if text else NEVER

    def whole(self, section: str, key: str = "") -> re.Pattern[str]:
        """The compiled expression of whole words, in any case."""
        return whole(self.pattern(section, key))

    def numbered(self, section: str) -> dict[Fraction, str]:
        """The entries of a section whose keys are numbers."""
        return {Fraction(k): v for k, v in self.words.get(section, {}).items()}


@cache
def language(code: str) -> Language:
    """The language of a tag such as `en` or `en-GB`, or one without words."""
    short = code.partition("-")[0].lower()
    if short not in KNOWN:
        return Language("", {"decimal": ".,", "group": ",.'"})
    return Language(short, tomllib.loads(own.read(f"{DATA}/{short}.toml")))


@cache
def expression(text: str) -> str:
    """The regular expression of a pattern, in a group."""
    ended = re.sub(r"(?<!\\w)\*", r"\\w*", text)
    return f"(?:{ended.replace(' ', SPACE + '+')})"


@cache
def sought(text: str) -> str:
    """The suspicion that a text has what a pattern finds, in any case; what is around it is left.

    As an expression of automata: endings and words between are whatever they are.
    """

    def loose(match: re.Match[str]) -> str:
        part = match[0]
        if part.startswith("["):
            return f"[{''.join(any_case(char).strip('[]') for char in part[1:-1])}]"
        given = {"*": "", " ": "[^A-Za-z]+", r"\w+": "[^ ]*", r"\w*": "[^ ]*", "(?-i:": "(?:"}
        return given.get(part, any_case(part) if part.isalpha() else part)

    return re.sub(r"\\w[+*]|\[[^\]]*\]|\(\?(?:-i)?:|.", loose, text)


@cache
def whole(pattern: str) -> re.Pattern[str]:
    """An expression that begins and ends with whole words, in any case."""
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


class Lookup:
    """Which of many entries a text has at a place: the longest of their alternatives.

    The alternatives are looked for by their first character, so that few are tried at a place.
    """

    def __init__(self, entries: Iterable[tuple[Any, str]], flags: int = re.IGNORECASE) -> None:
        """`entries`: values with their patterns; of the same spelling the first counts."""
        options: dict[str, Any] = {}
        for value, text in entries:
            for option in alternatives(text):
                options.setdefault(option, value)
        ordered = sorted(options, key=len, reverse=True)
        self.inner = "|".join(map(expression, ordered)) or NEVER  # to be built into others
        self.values, self.flags = options, flags
        by_first: dict[str, list[str]] = {}
        for option in ordered:
            for char in firsts(option):
                for case in {char, char.upper(), char.lower()} if flags else {char}:
                    by_first.setdefault(case, []).append(option)
        self.by_first = by_first
        self.compiled: dict[str, re.Pattern[str]] = {}  # when a text has the character first

    def at(self, text: str, place: int) -> tuple[Any, int] | None:
        """The value of the entry that begins at a place, and where it ends."""
        own = self.by_first.get(text[place : place + 1])
        match = self._own(text[place], own).match(text, place) if own else None
        if not own or not match:
            return None
        return self.values[own[(match.lastindex or 1) - 1]], match.end()

    def _own(self, char: str, options: Sequence[str]) -> re.Pattern[str]:
        """The expression of the alternatives that begin with a character."""
        if char not in self.compiled:
            either = "|".join(f"{expression(option)}()" for option in options)
            self.compiled[char] = re.compile(rf"(?:{either})(?!\w)", self.flags)
        return self.compiled[char]

    def of(self, text: str) -> Any:
        """The value of the entry that a text is, None if it is none."""
        found = self.at(text, 0)
        return found[0] if found and found[1] == len(text) else None


def firsts(pattern: str) -> set[str]:
    """The characters with which a pattern may begin."""
    if pattern.startswith("(?:"):
        depth, end = 1, 3
        while depth:
            depth += (pattern[end] == "(") - (pattern[end] == ")")
            end += 1
        inner = {char for option in alternatives(pattern[3 : end - 1]) for char in firsts(option)}
        return inner | firsts(pattern[end + 1 :]) if pattern[end : end + 1] == "?" else inner
    if pattern.startswith("["):
        return {*pattern[1 : pattern.index("]")]}
    return {pattern.lstrip("\\")[:1]}


def alternatives(text: str) -> list[str]:
    """The alternatives of a pattern: what bars divide that are in no brackets."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            found.append(text[start:at])
            start = at + 1
    return [option for option in (*found, text[start:]) if option]
