"""Who signs a stretch of a text: a byline above it, a signature below, a label that opens it.

A letter names its writer once, in a line of its own: *Mira Berg, Odda*. So does the answer to it:
*The Editor replies:*.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bru.claims.documents.naming import Place
from bru.claims.prose.language import language

LONGEST = 80  # characters of a line that is a name
BEHIND = re.compile(r"\.?\s*(?:\Z|[,;(|/·&–—])")  # a name, no subject of a sentence
SENTENCE = re.compile(r"[^.]{2}[.!?]\Z")


class Signed(NamedTuple):
    """A line that names who speaks, or the label that opens one."""

    start: int
    end: int
    actors: frozenset[str]
    is_label: bool


def signers(text: str, places: Sequence[Place], code: str, start: int) -> frozenset[str]:
    """Who signs what stands at a place: in the nearest such lines above and below it.

    `places`: where actors are named. Lines that follow each other are signed together.
    """
    signed: list[Signed] = []
    for line in lines(text, tuple(places), code):
        if line.start <= start:
            signed = [line]
            continue
        is_apart = signed and signed[-1].start > start and text[signed[-1].end : line.start].strip()
        if line.is_label or is_apart:
            break
        signed.append(line)
    return frozenset[str]().union(*(line.actors for line in signed))


@lru_cache(maxsize=256)
def lines(text: str, places: tuple[Place, ...], code: str) -> tuple[Signed, ...]:
    """The lines of a text that are names, and the labels with one."""
    return tuple(_lines(text, places, code))


def _lines(text: str, places: tuple[Place, ...], code: str) -> Iterator[Signed]:
    own = language(code)
    opening = re.compile(rf"\W*(?:{own.pattern('signature', 'opening')}\W+)*", re.I)
    joint = re.compile(rf"\s*(?:[,;·&/]|{own.pattern('range_and')})\s*", re.I)
    label = re.compile(rf"(?:['’]s)?(?:\s{own.pattern('signature', 'label')})?:", re.I)
    for match in re.finditer(r"[^\r\n]+", text):
        line, first = match[0].rstrip(), match.start()
        named = [p for p in places if first <= p.start < match.end()]
        if not named or not opening.fullmatch(text, first, named[0].start):
            continue
        last = named[0]
        for other in named[1:]:
            last = other if joint.fullmatch(text, last.end, other.start) else last
        behind = text[last.end : first + len(line)]
        if label.match(behind):
            yield Signed(first, last.end, frozenset([named[0].of]), is_label=True)
        elif len(line) <= LONGEST and BEHIND.match(behind) and not SENTENCE.search(behind):
            yield Signed(first, match.end(), frozenset(p.of for p in named), is_label=False)
