"""Where the sentences of a text are.

A line ends a sentence, unless the next one goes on with a small letter. A full stop ends none
behind an abbreviation, an initial or a number that a small letter follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from bru.claims.prose.language import language

END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n\s*\n|\n")
LAST = re.compile(r"[^\s\"'“”‘’«»()\[\]]+\Z")


@lru_cache(maxsize=64)
def sentences(text: str, code: str = "en") -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends, in order; white space belongs to none."""
    return tuple(_sentences(text, short(language(code).code)))


@cache
def short(code: str) -> frozenset[str]:
    """The abbreviations of a language that end no sentence."""
    return frozenset(language(code).words.get("sentence", {}).get("short", "").split("|"))


def _sentences(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in END.finditer(text):
        if match.start() >= start and is_end(text, match, abbreviations):
            yield from trimmed(text, start, match.end())
            start = match.end()
    yield from trimmed(text, start, len(text))


def is_end(text: str, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether a mark or the end of a line is the end of a sentence."""
    rest = text[match.end() : match.end() + 80].lstrip()
    if not rest:
        return True
    if match[0][0] == "\n":
        return match[0].count("\n") > 1 or not rest[0].islower()
    if "\n" in text[match.end() : match.end() + 1]:
        return not rest[0].islower()
    if rest.lstrip("\"'“‘«([")[:1].islower():
        return False  # "Why?" he asked; approx. ten
    if match[0] != ".":
        return True
    last = LAST.search(text, max(0, match.start() - 30), match.start())
    word = last[0].rpartition(".")[2] if last else ""
    is_initial = len(word) == 1 and word.isupper()
    return not (
        is_initial
        or word.casefold() in abbreviations
        or (last and last[0].casefold() in abbreviations)
    )


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without the white space around it, unless nothing is left."""
    own = text[start:end]
    start, end = start + len(own) - len(own.lstrip()), start + len(own.rstrip())
    if start < end:
        yield start, end
