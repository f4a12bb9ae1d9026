"""Countries and peoples in a text: names, adjectives, capitals and parts, by ISO 3166-1 code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bru.claims.prose.language import KNOWN, NEVER, Lookup
from bru.claims.prose.units import rows

PLURAL = "(?:s|n|ns|ese|es|'s|’s)?"  # Poles, Swedes
JOINED = "non anti pro pre post ex un trans по па не анти про"  # a prefix: non-Russian, по-русски
NOT_JOINED = "".join(rf"(?<!\b{prefix}-.)" for prefix in JOINED.split())
LETTERS = 5  # by so many names are looked up


class Mention(NamedTuple):
    """A country that a text names, and where."""

    start: int
    end: int
    code: str


class Names:
    """The names of countries in a language, by their first letters; none in one without words."""

    def __init__(self, code: str) -> None:
        ending = PLURAL if code == "en" else ""
        self.by_start: dict[str, dict[str, str]] = {}
        for row in rows(f"countries.{code}.csv") if code in KNOWN else ():
            for word in row["words"].split("|"):
                for case in {word, word[0].upper() + word[1:]}:  # an adjective begins a sentence
                    start = re.match(rf"[^\W\d_]{{1,{LETTERS}}}", case)
                    own = self.by_start.setdefault(start[0] if start else "", {})
                    own.setdefault(case + ending, row["code"])
        self.lookups: dict[str, Lookup] = {}  # when a text has such a start
        self.sizes = sorted({*map(len, self.by_start)}, reverse=True)
        first = "".join(sorted({start[0] for start in self.by_start}))
        begin = rf"[{first}](?<!\w.)(?i:{NOT_JOINED})" if first else NEVER
        self.begin = re.compile(begin)  # where a word begins as a name does

    def at(self, text: str, place: int) -> tuple[str, int] | None:
        """The country that is named at a place of a text, and where its name ends."""
        for size in self.sizes:
            start = text[place : place + size]
            if own := self.by_start.get(start):
                if start not in self.lookups:
                    self.lookups[start] = Lookup(((c, word) for word, c in own.items()), 0)
                if found := self.lookups[start].at(text, place):
                    return found
        return None


@cache
def names(code: str) -> Names:
    """The names of countries in a language."""
    return Names(code)


def sought() -> str:
    """The suspicion that a text names a country in any of the languages: as names begin."""
    return "|".join(start for code in KNOWN for start in names(code).by_start)


@lru_cache(maxsize=8192)
def countries(text: str) -> tuple[Mention, ...]:
    """The countries that a text names, in any of the languages, in order."""
    return tuple(sorted({mention for code in KNOWN for mention in named(text, code)}))


def named(text: str, code: str) -> Iterator[Mention]:
    """The countries that a text names in one language."""
    if code != "en" and text.isascii():
        return
    own, end = names(code), 0
    for word in own.begin.finditer(text):
        found = own.at(text, word.start()) if word.start() >= end else None
        if found:
            end = found[1]
            yield Mention(word.start(), end, found[0])
