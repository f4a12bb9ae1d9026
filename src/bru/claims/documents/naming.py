"""Where a text names actors: as they are called, in capitals, or as a possessive."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bru.claims.documents.text import INVISIBLE, QUOTES, words
from bru.model.package import Package
from bru.model.question import Ask, Columns

OWN = re.compile(r"'s?$")  # of a possessive
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))


class Place(NamedTuple):
    """A number or a name in a document that nothing accounts for: `of` is the actor or ""."""

    value: str
    start: int
    end: int
    of: str = ""


class Step:
    """A word of a name: the words that may follow, and the names that end with it, with actors."""

    def __init__(self) -> None:
        self.next: dict[str, Step] = {}
        self.names: list[tuple[list[str], str]] = []


@lru_cache(maxsize=4)
def steps(names: Sequence[tuple[str, str]]) -> Step:
    """The names of actors, word by word."""
    root = Step()
    for actor, name in names:
        step, parts = root, [cased(name, w.start, w.end) for w in words(name)]
        for part in parts:
            step = step.next.setdefault(folded(part), Step())
        if parts:
            step.names.append((parts, actor))
    return root


@lru_cache(maxsize=2048)  # documents, and each statement
def named(text: str, names: Sequence[tuple[str, str]]) -> tuple[Place, ...]:
    """Where the names of actors stand, the longest name at a place; a possessive belongs to it."""
    places = []
    first, found = steps(names), words(text)
    printed = [cased(text, w.start, w.end) for w in found]
    looked_up = [(folded(p), folded(OWN.sub("", p))) for p in printed]

    def longest(at: int) -> tuple[int, str]:
        best, step = (1, ""), first
        for end in range(at + 1, len(found) + 1):
            word, owner = looked_up[end - 1]
            for last in {word, owner} & step.next.keys():
                for parts, actor in step.next[last].names:
                    if same(printed[at:end], parts):
                        best = max(best, (end - at, actor))
            if word not in step.next:
                break
            step = step.next[word]
        return best

    at = 0
    while at < len(found):
        size, actor = longest(at)
        if size > 1 and longest(at + 1)[0] > size:  # no "the Ministry" of Ships
            size, actor = 1, ""
        if actor:
            start, end = found[at].start, found[at + size - 1].end
            places.append(Place(text[start:end], start, end, actor))
        at += size
    return tuple(places)


def folded(word: str) -> str:
    """A word without its capitals, the same for each form that `same` takes for it."""
    return word.upper().casefold()


def cased(text: str, start: int, end: int) -> str:
    """A word with its capitals, quotes unified."""
    word = text[start:end].translate(INVISIBLE).translate(QUOTES)
    return unicodedata.normalize("NFKC", word)


def same(printed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether as many words are a name: as it is, in capitals, with a capital, as a possessive."""
    last = OWN.sub("", printed[-1]) if not name[-1].endswith("'") else printed[-1]
    return all(
        word in (own, own.upper(), own[0].upper() + own[1:])
        for word, own in zip((*printed[:-1], last), name, strict=True)
    )


def known_names(package: Package, ask: Ask) -> tuple[tuple[str, str], ...]:
    """Every name of every actor, from those of the two tables that there are."""
    there = (q for q in NAMES if package.has(**{q.resource: " ".join(q.fields)}))
    return tuple(row.cells for q in there for row in ask(q))
