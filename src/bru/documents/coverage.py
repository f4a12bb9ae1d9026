"""What of a document the claims and exclusions account for.

Letters are letters and digits; marks and white space need no account. A number or the name of an
actor is unaccounted for when a part of it lies in no claim and in no exclusion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from bru.documents.text import INVISIBLE, NUMBER, QUOTES, SPELLED, words
from bru.question import Columns, Question

CLAIMS = Columns("claims", ("claim_id", "source_id", "span_start", "span_end"))
EXCLUSIONS = Columns("exclusions", ("source_id", "span_start", "span_end", "reason"))
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))
TABLES = {q.resource: " ".join(q.fields) for q in (CLAIMS, EXCLUSIONS)}
MAGNITUDES = "hundred|thousand|million|billion|trillion|dozen"
COUNTED = re.compile(rf"{SPELLED.pattern}|\b(?:{MAGNITUDES})s?\b", re.IGNORECASE)
Ask = Callable[[Question], Sequence[Any]]


class Span(NamedTuple):
    """A stretch that a claim cites or an exclusion leaves out: `reason` is "" for a claim."""

    start: int
    end: int
    label: str
    reason: str = ""


class Place(NamedTuple):
    """A number or a name in a document that nothing accounts for: `of` is the actor or ""."""

    value: str
    start: int
    end: int
    of: str = ""


class Segment(NamedTuple):
    """A stretch in which the same spans hold from end to end."""

    start: int
    end: int
    claims: tuple[str, ...]
    reasons: tuple[str, ...]


class Coverage(NamedTuple):
    """How many letters of a document are accounted for, and how.

    `shared` letters are in two claims or more, `disputed` ones are claimed and excluded.
    """

    letters: int
    claimed: int
    excluded: Mapping[str, int]
    unaccounted: int
    shared: int
    disputed: int
    numbers: Sequence[Place]
    names: Sequence[Place]

    def share(self, letters: int) -> float:
        """A number of letters as a share of all."""
        return letters / self.letters if self.letters else 0.0


def spans(ask: Ask, source: str) -> list[Span]:
    """The spans of a source whose places are numbers."""
    found = [Span(int(a), int(b), c) for _, (c, s, a, b) in ask(CLAIMS) if _is(source, s, a, b)]
    for _, (s, start, end, reason) in ask(EXCLUSIONS):
        if _is(source, s, start, end):
            found.append(Span(int(start), int(end), "", reason or "no reason"))
    return found


def _is(source: str, given: str, *places: str) -> bool:
    return source == given and all(p.isascii() and p.isdigit() and len(p) < 12 for p in places)


def segments(length: int, spans: Sequence[Span]) -> Iterator[Segment]:
    """A document of `length` characters, cut wherever a span begins or ends."""
    inside = [s._replace(end=min(s.end, length)) for s in spans if s.start < min(s.end, length)]
    cuts = sorted({0, length, *(s.start for s in inside), *(s.end for s in inside)})
    begin: dict[int, list[Span]] = {}
    for span in inside:
        begin.setdefault(span.start, []).append(span)
    open_: list[Span] = []
    for start, end in pairwise(cuts):
        open_ = [s for s in open_ if s.end > start] + begin.get(start, [])
        claims = tuple(s.label for s in open_ if not s.reason)
        yield Segment(start, end, claims, tuple(sorted({s.reason for s in open_ if s.reason})))


def cover(text: str, spans: Sequence[Span], names: Iterable[tuple[str, str]]) -> Coverage:
    """What the spans account for. `names`: (actor, name) of every known actor."""
    total = claimed = shared = disputed = nobody = 0
    excluded: dict[str, int] = {}
    for part in segments(len(text), spans):
        count = sum(c.isalnum() for c in text[part.start : part.end])
        total += count
        claimed += count * bool(part.claims)
        shared += count * (len(part.claims) > 1)
        disputed += count * bool(part.claims and part.reasons)
        nobody += count * (not part.claims and not part.reasons)
        if part.reasons and not part.claims:
            excluded[part.reasons[0]] = excluded.get(part.reasons[0], 0) + count
    free = outside(text, spans)
    return Coverage(
        total,
        claimed,
        dict(sorted(excluded.items())),
        nobody,
        shared,
        disputed,
        [p for p in numbers(text) if is_free(p, free)],
        [p for p in named(text, names) if is_free(p, free)] if any(free) else [],
    )


def outside(text: str, spans: Sequence[Span]) -> bytearray:
    """1 for each letter or digit that no span covers."""
    free = bytearray(c.isalnum() for c in text)
    for span in spans:
        low, high = span.start, min(span.end, len(text))
        free[low:high] = bytes(max(0, high - low))
    return free


def is_free(place: Place, free: bytearray) -> bool:
    """Whether a part of a place is unaccounted for."""
    return any(free[place.start : place.end])


def numbers(text: str) -> Iterator[Place]:
    """Every number, in digits or in English words."""
    for match in NUMBER.finditer(text):
        yield Place(match[0], *match.span())
    for match in COUNTED.finditer(text):
        if not match[4]:  # "year" alone is no number
            yield Place(match[0], *match.span())


def named(text: str, names: Iterable[tuple[str, str]]) -> Iterator[Place]:
    """Where the names of actors stand, the longest name at a place; a possessive belongs to it."""
    known: dict[str, list[tuple[list[str], str]]] = {}
    for actor, name in names:
        if parts := [cased(name, w.start, w.end) for w in words(name)]:
            known.setdefault(parts[0].casefold(), []).append((parts, actor))
    found = words(text)
    printed = [cased(text, w.start, w.end) for w in found]
    at = 0
    while at < len(found):
        firsts = {printed[at].casefold(), re.sub(r"'s?$", "", printed[at]).casefold()}
        fits = [
            (len(parts), actor)
            for parts, actor in (k for first in firsts for k in known.get(first, ()))
            if same(printed[at : at + len(parts)], parts)
        ]
        size, actor = max(fits, default=(1, ""))
        if actor:
            start, end = found[at].start, found[at + size - 1].end
            yield Place(text[start:end], start, end, actor)
        at += size


def cased(text: str, start: int, end: int) -> str:
    """A word with its capitals, quotes unified."""
    word = text[start:end].translate(INVISIBLE).translate(QUOTES)
    return unicodedata.normalize("NFKC", word)


def same(printed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words are a name: as it is, in capitals, with a capital, or as a possessive."""
    if len(printed) != len(name):
        return False
    last = re.sub(r"'s?$", "", printed[-1]) if not name[-1].endswith("'") else printed[-1]
    return all(
        word in (own, own.upper(), own[0].upper() + own[1:])
        for word, own in zip((*printed[:-1], last), name, strict=True)
    )


def known_names(ask: Ask, tables: Iterable[str]) -> list[tuple[str, str]]:
    """Every name of every actor, from those of the two tables that there are."""
    return [row.cells for q in NAMES if q.resource in tables for row in ask(q)]


def unaccounted(text: str, spans: Sequence[tuple[str, str]]) -> tuple[list[tuple[int, int]], float]:
    """Stretches of letters and digits in no span, and their share of all letters and digits."""
    covered = bytearray(len(text))
    for start, end in spans:
        if start.isdecimal() and end.isdecimal() and int(start) < min(int(end), len(text)):
            low, high = int(start), min(int(end), len(text))
            covered[low:high] = b"\1" * (high - low)
    stretches: list[tuple[int, int]] = []
    left = total = 0
    for at, char in enumerate(text):
        if not char.isalnum():
            continue
        total += 1
        if covered[at]:
            continue
        left += 1
        if stretches and not any(covered[stretches[-1][1] : at]):
            stretches[-1] = (stretches[-1][0], at + 1)
        else:
            stretches.append((at, at + 1))
    stretches.sort(key=lambda s: s[0] - s[1])
    return stretches, left / total if total else 0.0
