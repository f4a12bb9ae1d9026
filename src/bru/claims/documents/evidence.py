"""Copies of the documents, and where the passages of the claims stand in them.

A copy is known by its hash, by its name (the source's ID), or by the fingerprints it contains, so
an edition with other page furniture serves as well, and so does a page saved as HTML: its text is
taken without tags and entities, and `at` says where each character stands in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bru.claims.documents import readings
from bru.claims.documents.passage import Index, Passage, Verdict, locate, passages, span, verify
from bru.model.problem import NotRun
from bru.model.question import Columns, Row

__all__ = ["Copy", "Index", "Missing", "Passage", "Verdict", "passages", "span", "verify"]

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


class Copy(NamedTuple):
    """A copy of a source's document. `identical`: it has the very bytes that were read.

    `at`: where each character of the text stands in a file with tags or entities, else empty.
    """

    source_id: str
    file: str
    text: str
    identical: bool
    verdicts: Mapping[str, Verdict]
    at: Sequence[int] = ()

    def paragraph(self, place: int) -> int:
        """The number of the paragraph of a place, from 1: lines with something in them."""
        return max(1, sum(bool(line.strip()) for line in self.text[: place + 1].splitlines()))


class Missing(NamedTuple):
    """A source of which no copy was found."""

    source_id: str
    why: str


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
    indexes: dict[str, tuple[Index, Sequence[int]]] = {}
    result: list[Copy | Missing] = []
    for _, (source, sha) in sources:
        if sha in taken:
            text = decode(files[taken[sha]])
            verdicts = verify(text, wanted[source], identical=True)
            result.append(Copy(source, taken[sha], text, True, verdicts))
        elif name := best(source, wanted, left, indexes):
            index, at = indexes[name]
            verdicts = verify(index.text, wanted[source], index)
            result.append(Copy(source, name, index.text, False, verdicts, at))
        else:
            result.append(Missing(source, "no copy of its document in the folder"))
    return result


def best(
    source: str,
    passages: Mapping[str, Sequence[Passage]],
    files: Mapping[str, bytes],
    indexes: dict[str, tuple[Index, Sequence[int]]],
) -> str:
    """The file named after the source, else the one that holds most of its passages, else ""."""
    wanted, everything = passages[source], [p for found in passages.values() for p in found]
    scores: dict[str, int] = {}
    for name, data in files.items():
        if name not in indexes:
            indexes[name] = opened(data, everything)
        if source in (name, name.rpartition(".")[0]):
            return name
        scores[name] = sum(locate(indexes[name][0], p) is not None for p in wanted)
    name = max(scores, key=lambda n: scores[n], default="")
    return name if name and scores[name] >= max(1, ENOUGH * len(wanted)) else ""


def opened(data: bytes, wanted: Sequence[Passage]) -> tuple[Index, Sequence[int]]:
    """The text of a file that is not the one that was read, and the places in the file."""
    text = readings.decode(data)
    page = readings.plain(text)
    return (Index(page.text, wanted), page.at) if page else (Index(text, wanted), ())


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
    """The document that was read, line ends unchanged; bytes that are not UTF-8 match nothing."""
    return data.decode("utf-8", "replace")
