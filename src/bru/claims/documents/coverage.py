"""What of a document the claims and exclusions account for.

Letters are letters and digits; marks and white space need no account. A number or the name of an
actor is unaccounted for when a part of it lies in no claim and in no exclusion.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from bru.claims.documents.text import INVISIBLE, QUOTES, words
from bru.claims.prose.language import ENGLISH
from bru.claims.prose.reader import read
from bru.model.classed import classed
from bru.model.package import Package
from bru.model.question import Columns, Question

OWN = re.compile(r"'s?$")  # of a possessive
SPAN = "span_start", "span_end", "span_sha256"  # of a wrong place all three are wrong
CLAIMS = Columns("claims", ("claim_id", "source_id", *SPAN))
EXCLUSIONS = Columns("exclusions", ("source_id", "span_start", "span_end", "reason"))
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))
ITEM = re.compile(r"(?m)^[ \t]*\(?(?:\d{1,2}|[a-z])[.)](?=[ \t])")  # of a list
TABLES = {q.resource: " ".join(q.fields) for q in (CLAIMS, EXCLUSIONS)}
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


def spans(ask: Ask) -> defaultdict[str, list[Span]]:
    """The spans whose places are numbers, by source."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for _, (claim, source, start, end, _) in ask(CLAIMS):
        if _placed(start, end):
            found[source].append(Span(int(start), int(end), claim))
    for _, (source, start, end, reason) in ask(EXCLUSIONS):
        if _placed(start, end):
            found[source].append(Span(int(start), int(end), "", reason or "no reason"))
    return found


def _placed(*places: str) -> bool:
    return all(p.isascii() and p.isdigit() and len(p) < 12 for p in places)


def segments(length: int, spans: Sequence[Span]) -> Iterator[Segment]:
    """A document of `length` characters, cut wherever a span begins or ends."""
    inside = [s._replace(end=min(s.end, length)) for s in spans if s.start < min(s.end, length)]
    cuts = sorted({0, length, *(s.start for s in inside), *(s.end for s in inside)})
    begin = classed((span.start, span) for span in inside)
    open_: list[Span] = []
    for start, end in pairwise(cuts):
        open_ = [s for s in open_ if s.end > start] + begin.get(start, [])
        claims = tuple(s.label for s in open_ if not s.reason)
        yield Segment(start, end, claims, tuple(sorted({s.reason for s in open_ if s.reason})))


def cover(
    text: str, spans: Sequence[Span], names: Sequence[tuple[str, str]], code: str = ENGLISH
) -> Coverage:
    """What the spans account for. `names`: (actor, name) of every known actor; `code`: language."""
    total = claimed = shared = disputed = nobody = 0
    excluded: dict[str, int] = {}
    for part in segments(len(text), spans):
        count = letters(text).count(1, part.start, part.end)
        total += count
        claimed += count * bool(part.claims)
        shared += count * (len(part.claims) > 1)
        disputed += count * bool(part.claims and part.reasons)
        nobody += count * (not part.claims and not part.reasons)
        if part.reasons and not part.claims:
            excluded[part.reasons[0]] = excluded.get(part.reasons[0], 0) + count
    return Coverage(
        total,
        claimed,
        dict(sorted(excluded.items())),
        nobody,
        shared,
        disputed,
        outside(text, spans, numbers(text, code)),
        outside(text, spans, named(text, tuple(names))),
    )


def outside(text: str, spans: Sequence[Span], places: Sequence[Place]) -> list[Place]:
    """The places of which a letter or digit is in no span."""
    free = bytearray(letters(text))
    for span in spans:
        low, high = span.start, min(span.end, len(text))
        free[low:high] = bytes(max(0, high - low))
    return [p for p in places if any(free[p.start : p.end])]


# What only the text decides is found once: `--watch` asks again after each change of the spans.
@lru_cache(maxsize=32)
def letters(text: str) -> bytes:
    """1 for each letter or digit, 0 for any other character and what numbers a list."""
    found = bytearray(map(str.isalnum, text))
    for start, end in items(text):
        found[start:end] = bytes(end - start)
    return bytes(found)


def items(text: str) -> list[tuple[int, int]]:
    """Where the items of a list have their numbers or letters, if there are two at least."""
    found = [match.span() for match in ITEM.finditer(text)]
    return found if len(found) > 1 else []


def numbers(text: str, code: str = ENGLISH) -> tuple[Place, ...]:
    """Every number, in digits or in words, but for those of names: Quinoa-3."""
    listed = {start for item in items(text) for start in range(*item)}
    found = (place for place in read(text, code).numbers if place[0] not in listed)
    return tuple(Place(text[start:end], start, end) for start, end in found)


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
    """Whether words are a name: as it is, in capitals, with a capital, or as a possessive."""
    if len(printed) != len(name):
        return False
    last = OWN.sub("", printed[-1]) if not name[-1].endswith("'") else printed[-1]
    return all(
        word in (own, own.upper(), own[0].upper() + own[1:])
        for word, own in zip((*printed[:-1], last), name, strict=True)
    )


def known_names(package: Package, ask: Ask) -> tuple[tuple[str, str], ...]:
    """Every name of every actor, from those of the two tables that there are."""
    there = (q for q in NAMES if package.has(**{q.resource: " ".join(q.fields)}))
    return tuple(row.cells for q in there for row in ask(q))


def unaccounted(text: str, spans: Sequence[Span]) -> tuple[list[tuple[int, int]], float]:
    """Stretches with letters in no span, the longest first, and the share of these letters."""
    known, left = letters(text), 0
    stretches: list[tuple[int, int]] = []
    for part in segments(len(text), spans):
        count = known.count(1, part.start, part.end)
        if count and not part.claims and not part.reasons:
            left += count
            first = known.index(1, part.start, part.end)
            stretches.append((first, known.rindex(1, part.start, part.end) + 1))
    stretches.sort(key=lambda s: s[0] - s[1])
    return stretches, left / known.count(1) if left else 0.0
