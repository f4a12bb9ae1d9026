"""A passage is looked up in a text by its place and its fingerprints.

It is *verified* at its locator, *moved* when its fingerprints are found elsewhere, *altered* when
its place is there but its words are not the same, *missing* when there is no place for it.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from bru.claims.documents import readings
from bru.claims.documents.text import DASHES, exact, fingerprint, loose, words
from bru.model.question import Row

FOUND = ("verified", "moved")  # the states of a passage that stands in its document

MOST = 1_000  # words: a longer passage is looked for at its place only
ROOM = 0.5  # share of a passage's words its place must have room for to be called altered
RANGE = rf"\d[{DASHES}]\d"
SHA256 = "[0-9a-f]{64}"


class Passage(NamedTuple):
    """A locator and fingerprints, as a table gives them. `id`: of the row that cites it."""

    row: int
    id: str
    source_id: str
    start: int
    end: int
    words: int
    sha256: str
    exact_sha256: str


class Verdict(NamedTuple):
    """What became of a passage in a copy, and where it stands there (-1 when it does not).

    `field`: which of the span values on record the copy does not bear out.
    """

    state: str
    start: int = -1
    end: int = -1
    why: str = ""
    field: str = "span_sha256"

    @property
    def stands(self) -> bool:
        """Whether the passage stands there."""
        return self.state in FOUND


def passages(rows: Iterable[Row]) -> list[Passage]:
    """The passages of the rows whose locators are numbers and which have words."""
    found = []
    for row, (cited_by, source, start, end, count, sha, exact_sha) in rows:
        if all(n.isascii() and n.isdigit() and len(n) < 12 for n in (start, end, count)):
            at = int(start), int(end), int(count)
            found += [Passage(row, cited_by, source, *at, sha, exact_sha)] if at[2] else []
    return found


class Index:
    """A text made ready for looking up passages, the `wanted` ones, by fingerprint."""

    def __init__(self, text: str, wanted: Iterable[Passage]) -> None:
        self.text, self.words = text, words(text)
        self.edges = {w.start for w in self.words}, {w.end for w in self.words}
        self.wanted = {bytes.fromhex(p.sha256) for p in wanted if re.fullmatch(SHA256, p.sha256)}
        forms = [w.text.encode("utf-8", "surrogatepass") for w in self.words]
        self.loose = b" ".join(forms)
        self.starts = [0, *accumulate(len(form) + 1 for form in forms)]
        self._windows: dict[int, dict[bytes, list[int]]] = {}

    def find(self, count: int, sha256: str) -> list[int]:
        """Numbers of the words at which a window of `count` words has this fingerprint."""
        if count > MOST or not re.fullmatch(SHA256, sha256):
            return []
        if count not in self._windows:
            found: dict[bytes, list[int]] = {}
            for at in range(len(self.words) - count + 1):
                form = self.loose[self.starts[at] : self.starts[at + count] - 1]
                print_ = hashlib.sha256(form).digest()  # as `fingerprint`, which is slower here
                if print_ in self.wanted:
                    found.setdefault(print_, []).append(at)
            self._windows[count] = found
        return self._windows[count].get(bytes.fromhex(sha256), [])

    def window(self, at: int, count: int) -> tuple[int, int]:
        """Start and end of the window of `count` words from word `at`."""
        return self.words[at].start, self.words[at + count - 1].end

    def doubt(self, start: int, end: int) -> str:
        """Why a stretch that has the fingerprints of a passage may say something else."""
        text = self.text
        if start not in self.edges[0] or end not in self.edges[1]:
            return "it is a part of longer words"
        between = re.compile(RANGE)
        if (start > 1 and between.match(text, start - 2)) or between.match(text, end - 1):
            return "a number at its edge is a part of a range"
        if re.compile(readings.MINUS).search(text, max(0, start - 1), end):
            return "a dash before a number may be a minus sign"
        return ""


def locate(index: Index, passage: Passage, *, identical: bool = False) -> Verdict | None:
    """Where an unaltered passage stands, or how it was altered; None when it is not found.

    In an `identical` text, the very one the passage was taken from, its own place is beyond doubt.
    """
    start, end = passage.start, passage.end
    at_place = index.text[start:end]
    near: Verdict | None = None
    if at_place and is_passage(at_place, passage):
        why = "" if identical else index.doubt(start, end)
        if not why:
            return Verdict("verified", start, end)
        near = Verdict("altered", start, end, why)
    elif at_place and is_passage(at_place, passage._replace(words=len(words(at_place)))):
        why = f"its words are there, but they are {len(words(at_place))}, not {passage.words}"
        return Verdict("altered", start, end, why, "span_words")
    spans = [index.window(n, passage.words) for n in index.find(passage.words, passage.sha256)]
    for start, end in sorted(spans, key=lambda s: abs(s[0] - passage.start)):
        why, field = "capitals or punctuation differ", "span_exact_sha256"
        if fingerprint(exact(index.text[start:end])) == passage.exact_sha256:
            why, field = index.doubt(start, end), "span_sha256"
            if not why:
                field = "span_end" if start == passage.start else "span_start"
                return Verdict("moved", start, end, field=field)
        near = near or Verdict("altered", start, end, why, field)
    return near


def is_passage(text: str, passage: Passage) -> bool:
    """Whether a text is the passage: both fingerprints and the number of words."""
    return prints(text) == (passage.words, passage.sha256, passage.exact_sha256)


@lru_cache(maxsize=2048)  # `--watch` verifies the same passages after each change
def prints(text: str) -> tuple[int, str, str]:
    """The number of words of a passage, its fingerprint and its exact fingerprint."""
    found = words(text)
    return len(found), fingerprint(loose(found)), fingerprint(exact(text))


def verify(
    text: str, wanted: Sequence[Passage], index: Index | None = None, *, identical: bool = False
) -> dict[str, Verdict]:
    """The verdict on each passage, by ID. `identical`: the passages were taken from this text.

    In another text they are also looked for in its other readings.
    """
    index = index or Index(text, wanted)
    found = {p.id: v for p in wanted if (v := locate(index, p, identical=identical))}
    if not identical:
        for reading in readings.others(text) if left(wanted, found) else ():
            found |= read(reading, left(wanted, found), found)
    places = sorted((p.start, p.end, found[p.id]) for p in wanted if p.id in found)
    for passage in wanted:
        if passage.id not in found:
            found[passage.id] = lost(index, passage, places, broken=not identical)
    return found


def left(wanted: Sequence[Passage], found: dict[str, Verdict]) -> list[Passage]:
    """The passages that are not found unaltered."""
    return [p for p in wanted if p.id not in found or not found[p.id].stands]


def read(
    reading: readings.Reading, wanted: Sequence[Passage], known: dict[str, Verdict]
) -> dict[str, Verdict]:
    """What another reading tells of the passages: its places are those of the text itself."""
    index, found = Index(reading.text, wanted), {}
    for passage in wanted:
        verdict = locate(index, passage)
        if verdict and (verdict.stands or passage.id not in known):
            start, end = reading.back(verdict.start, verdict.end)
            state = "moved" if verdict.stands else verdict.state
            found[passage.id] = verdict._replace(state=state, start=start, end=end)
    return found


def lost(
    index: Index, passage: Passage, places: Sequence[tuple[int, int, Verdict]], *, broken: bool
) -> Verdict:
    """Altered when the copy has room for the passage between its neighbours, else missing.

    `broken`: words may be broken at line ends there, some of them at a hyphen of their own.
    """
    before = [(v.end, v.end - end) for _, end, v in places if end <= passage.start]
    after = [v.start for start, _, v in places if start >= passage.end]
    (low, moved), high = max(before, default=(0, 0)), min(after, default=len(index.text))
    for reading in readings.combinations(index.text, low, high) if broken else ():
        if (found := read(reading, [passage], {}).get(passage.id)) and found.stands:
            return found
    room = sum(low <= w.start and w.end <= high for w in index.words)
    if room < passage.words * ROOM:
        return Verdict("missing", why="the document has no room for it between its neighbours")
    if not after and passage.start + moved >= len(index.text):
        return Verdict("missing", why="the document ends before it")
    return Verdict("altered", low, high, "no stretch of the document has its fingerprint")


def span(text: str, start: int, end: int) -> tuple[int, int, int, str, str]:
    """The five span values of a passage: start, end, words, fingerprint, exact fingerprint."""
    found = words(text[start:end])
    first, last = start + found[0].start, start + found[-1].end
    return first, last, *prints(text[first:last])
