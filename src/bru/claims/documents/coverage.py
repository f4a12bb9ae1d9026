"""What of a document the claims and exclusions account for.

Letters are letters and digits; marks and white space need no account. A number or the name of an
actor is unaccounted for when a part of it lies in no claim and in no exclusion.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bru.claims.documents.naming import Place, named
from bru.claims.prose.language import ENGLISH
from bru.claims.prose.reader import read
from bru.model.classed import classed
from bru.model.question import Ask, Columns

SPAN = "span_start", "span_end", "span_sha256"  # of a wrong place all three are wrong
CLAIMS = Columns("claims", ("claim_id", "source_id", *SPAN))
EXCLUSIONS = Columns("exclusions", ("source_id", "span_start", "span_end", "reason"))
ITEM = re.compile(r"(?m)^[ \t]*\(?(?:\d{1,2}|[a-z])[.)](?=[ \t])")  # of a list
TABLES = {q.resource: " ".join(q.fields) for q in (CLAIMS, EXCLUSIONS)}


class Span(NamedTuple):
    """A stretch that a claim cites or an exclusion leaves out: `reason` is "" for a claim."""

    start: int
    end: int
    label: str
    reason: str = ""


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
