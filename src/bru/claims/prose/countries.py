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
def starts(code: str) -> dict[str, set[str]]:
    """How the names begin, in up to five letters: by the first letter the others."""
    found: dict[str, set[str]] = {}
    for option in names(code).values:
        if start := re.match(r"[^\W\d_]{1,5}(?!\?)", option):
            found.setdefault(start[0][0], set()).add(start[0][1:])
    return found


def sought() -> str:
    """The suspicion that a text names a country in any of the languages: as names begin."""
    every = (starts(code) for code in KNOWN)
    return "|".join(f"{char}(?:{'|'.join(sorted(e))})" for s in every for char, e in s.items())


@cache
def beginnings(code: str) -> re.Pattern[str]:
    """Where a word begins as a name does."""
    own = starts(code)  # the first letter comes first, as the matcher then skips to the next one
    either = "|".join(f"(?<={char})(?:{'|'.join(sorted(ends))})" for char, ends in own.items())
    return re.compile(rf"[{''.join(own)}](?<![\w-].)(?:{either})" if own else NEVER)


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
