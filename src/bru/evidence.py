"""Where the passages of the claims stand in copies of the documents.

A passage is *verified* at its locator, *moved* when its fingerprint is found elsewhere in the
copy, *altered* when its place is there but its words are not the same, *missing* when there is
no place for it. A copy is known by its hash, by its name (the source's ID), or by the
fingerprints it contains, so an edition with other page furniture serves as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bru.problem import NotRun
from bru.question import Columns, Row
from bru.text import Word, exact, fingerprint, loose, words

SOURCES = Columns("sources", ("source_id", "document_sha256"))
CLAIMS = Columns(
    "claims",
    (
        "claim_id",
        "source_id",
        "span_start",
        "span_end",
        "span_words",
        "span_sha256",
        "span_exact_sha256",
    ),
)
TABLES = {q.resource: " ".join(q.fields) for q in (SOURCES, CLAIMS)}
ENOUGH = 0.3  # share of a source's passages a file must hold to be taken for a copy of it
ROOM = 0.5  # share of a passage's words its place must have room for to be called altered


class Passage(NamedTuple):
    """A claim's locator and fingerprints, as the table gives them."""

    row: int
    claim_id: str
    source_id: str
    start: int
    end: int
    words: int
    sha256: str
    exact_sha256: str


class Verdict(NamedTuple):
    """What became of a passage in a copy, and where it stands there (-1 when it does not)."""

    state: str
    start: int = -1
    end: int = -1
    why: str = ""


class Copy(NamedTuple):
    """A copy of a source's document. `identical`: it has the very bytes that were read."""

    source_id: str
    file: str
    text: str
    identical: bool
    verdicts: Mapping[str, Verdict]


class Missing(NamedTuple):
    """A source of which no copy was found."""

    source_id: str
    why: str


def passages(rows: Iterable[Row]) -> list[Passage]:
    """The passages of the claims whose locators are numbers and which have words."""
    found = []
    for row, (claim, source, start, end, count, sha, exact_sha) in rows:
        if all(n.isascii() and n.isdigit() and len(n) < 12 for n in (start, end, count)):
            at = int(start), int(end), int(count)
            found += [Passage(row, claim, source, *at, sha, exact_sha)] if at[2] else []
    return found


class Index:
    """A text made ready for looking passages up by fingerprint."""

    def __init__(self, text: str) -> None:
        self.text, self.words = text, words(text)
        self._windows: dict[int, dict[str, list[int]]] = {}

    def find(self, count: int, sha256: str) -> list[int]:
        """Numbers of the words at which a window of `count` words has this fingerprint."""
        if count not in self._windows:
            windows: dict[str, list[int]] = {}
            for at in range(len(self.words) - count + 1):
                print_ = fingerprint(loose(self.words[at : at + count]))
                windows.setdefault(print_, []).append(at)
            self._windows[count] = windows
        return self._windows[count].get(sha256, [])

    def window(self, at: int, count: int) -> tuple[int, int]:
        """Start and end of the window of `count` words from word `at`."""
        return self.words[at].start, self.words[at + count - 1].end


def locate(index: Index, passage: Passage) -> Verdict | None:
    """Where an unaltered passage stands, or how it was altered; None when it is not found."""
    at_place = index.text[passage.start : passage.end]
    if at_place and is_passage(at_place, passage):
        return Verdict("verified", passage.start, passage.end)
    near: Verdict | None = None
    spans = [index.window(n, passage.words) for n in index.find(passage.words, passage.sha256)]
    for start, end in sorted(spans, key=lambda s: abs(s[0] - passage.start)):
        if fingerprint(exact(index.text[start:end])) == passage.exact_sha256:
            return Verdict("moved", start, end)
        near = near or Verdict("altered", start, end, "capitals or punctuation differ")
    return near


def is_passage(text: str, passage: Passage) -> bool:
    """Whether a text is the passage: both fingerprints and the number of words."""
    found = words(text)
    return (
        fingerprint(exact(text)) == passage.exact_sha256
        and len(found) == passage.words
        and fingerprint(loose(found)) == passage.sha256
    )


def verify(text: str, wanted: Sequence[Passage], index: Index | None = None) -> dict[str, Verdict]:
    """The verdict on each passage, by claim."""
    index = index or Index(text)
    found = {p.claim_id: v for p in wanted if (v := locate(index, p))}
    places = sorted((p.start, p.end, found[p.claim_id]) for p in wanted if p.claim_id in found)
    for passage in wanted:
        if passage.claim_id not in found:
            found[passage.claim_id] = lost(index, passage, places)
    return found


def lost(index: Index, passage: Passage, places: Sequence[tuple[int, int, Verdict]]) -> Verdict:
    """Altered when the copy has room for the passage between its neighbours, else missing."""
    before = [v.end for _, end, v in places if end <= passage.start]
    after = [v.start for start, _, v in places if start >= passage.end]
    low, high = max(before, default=0), min(after, default=len(index.text))
    room = sum(low <= w.start and w.end <= high for w in index.words)
    if room >= passage.words * ROOM:
        return Verdict("altered", low, high, "no stretch of the document has its fingerprint")
    return Verdict("missing", why="the document has no room for it between its neighbours")


def copies(
    files: Mapping[str, bytes], sources: Sequence[Row], claims: Sequence[Row]
) -> list[Copy | Missing]:
    """For each source the copy of its document among `files`, with its passages judged."""
    wanted: dict[str, list[Passage]] = {row.cells[0]: [] for row in sources}
    for passage in passages(claims):
        wanted.setdefault(passage.source_id, []).append(passage)
    hashes = {hashlib.sha256(data).hexdigest(): name for name, data in files.items()}
    taken = {sha: hashes[sha] for row in sources if (sha := row.cells[1]) in hashes}
    left = {name: data for name, data in files.items() if name not in taken.values()}
    indexes: dict[str, Index] = {}
    result: list[Copy | Missing] = []
    for _, (source, sha) in sources:
        identical = sha in taken
        if identical:
            name, text = taken[sha], decode(files[taken[sha]])
            verdicts = verify(text, wanted[source])
        else:
            name = best(source, wanted[source], left, indexes)
            if not name:
                result.append(Missing(source, "no copy of its document in the folder"))
                continue
            text = indexes[name].text
            verdicts = verify(text, wanted[source], indexes[name])
        result.append(Copy(source, name, text, identical, verdicts))
    return result


def best(
    source: str, wanted: Sequence[Passage], files: Mapping[str, bytes], indexes: dict[str, Index]
) -> str:
    """The file named after the source, else the one that holds most of its passages, else ""."""
    scores: dict[str, int] = {}
    for name, data in files.items():
        if name not in indexes:
            indexes[name] = Index(decode(data))
        if source in (name, name.rpartition(".")[0]):
            return name
        scores[name] = sum(locate(indexes[name], p) is not None for p in wanted)
    name = max(scores, key=lambda n: scores[n], default="")
    return name if name and scores[name] >= max(1, ENOUGH * len(wanted)) else ""


def found(answer: Sequence[Copy | Missing]) -> tuple[list[Copy], list[NotRun]]:
    """The copies there are, and a reason for each source without one."""
    copies = [c for c in answer if isinstance(c, Copy)]
    return copies, [NotRun("", f"{c.source_id}: {c.why}") for c in answer if isinstance(c, Missing)]


def originals(answer: Sequence[Copy | Missing], what: str) -> tuple[list[Copy], list[NotRun]]:
    """The copies that are the document that was read, and why `what` is not done for the others."""
    copies, reasons = found(answer)
    why = f"{what} in the document that was read"
    reasons += [NotRun("", f"{c.source_id}: {why}") for c in copies if not c.identical]
    return [c for c in copies if c.identical], reasons


def decode(data: bytes) -> str:
    """A document as text, line ends unchanged; bytes that are not UTF-8 match nothing."""
    return data.decode("utf-8", "replace")


def span(text: str, start: int, end: int) -> tuple[int, int, int, str, str]:
    """The five span values of a passage: start, end, words, fingerprint, exact fingerprint."""
    found: list[Word] = words(text[start:end])
    first, last = start + found[0].start, start + found[-1].end
    return (
        first,
        last,
        len(found),
        fingerprint(loose(found)),
        fingerprint(exact(text[first:last])),
    )


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
