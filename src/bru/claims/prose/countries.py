"""Countries and peoples in a text: names, adjectives, capitals and parts, by ISO 3166-1 code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bru.claims.prose.language import KNOWN, NEVER, Lookup
from bru.claims.prose.units import rows

PLURAL = "(?:s|n|ns|ese|es|'s|’s)?"  # Poles, Swedes


class Mention(NamedTuple):
    """A country that a text names, and where."""

    start: int
    end: int
    code: str


@cache
def names(code: str) -> Lookup:
    """The names of countries in a language."""
    ending = PLURAL if code == "en" else ""
    entries = [(row["code"], row["words"].split("|")) for row in rows(f"countries.{code}.csv")]
    return Lookup(((country, word + ending) for country, words in entries for word in words), 0)


@cache
def beginnings(code: str) -> re.Pattern[str]:
    """Where a word begins as a name does."""
    letters = "".join(re.escape(char) for char in names(code).by_first if char.isalpha())
    return re.compile(rf"(?<![\w-])[{letters}]" if letters else NEVER)


@lru_cache(maxsize=8192)
def countries(text: str) -> tuple[Mention, ...]:
    """The countries that a text names, in any of the languages, in order."""
    return tuple(sorted({mention for code in KNOWN for mention in named(text, code)}))


def named(text: str, code: str) -> Iterator[Mention]:
    """The countries that a text names in one language."""
    if code != "en" and text.isascii():
        return
    own, end = names(code), 0
    for word in beginnings(code).finditer(text):
        found = own.at(text, word.start()) if word.start() >= end else None
        if found:
            end = found[1]
            yield Mention(word.start(), end, found[0])
