"""Copies of the documents, and where the passages of claims and open questions stand in them.

A copy is known by its hash, by its name (the source's ID), or by the fingerprints it contains, so
an edition with other page furniture serves as well, and so does a page saved as HTML: its text is
taken without tags and entities, and `at` says where each character stands in the file.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from shlex import quote
from typing import Any, NamedTuple

from bru.claims.documents import readings
from bru.claims.documents.passage import Index, Passage, Verdict, locate, passages, span, verify
from bru.model.classed import classed
from bru.model.package import Package
from bru.model.problem import Finding, NotRun
from bru.model.question import Ask, Columns, Row

__all__ = ["Copy", "Index", "Missing", "Passage", "Verdict", "passages", "span", "verify"]

SPAN = ("source_id", "span_start", "span_end", "span_words", "span_sha256", "span_exact_sha256")
SOURCES = Columns("sources", ("source_id", "document_sha256"))


class Citing(NamedTuple):
    """A table whose rows cite a passage; `row` is what one of them is called."""

    resource: str
    key: str
    row: str

    @property
    def columns(self) -> Columns:
        """Its IDs and span values."""
        return Columns(self.resource, (self.key, *SPAN))

    def there(self, package: Package) -> bool:
        """Whether a package has the table."""
        return package.has(**{self.resource: " ".join(self.columns.fields)})


CLAIM = Citing("claims", "claim_id", "claim")
QUESTION = Citing("open_questions", "question_id", "question")
CITING = (CLAIM, QUESTION)
CLAIMS = CLAIM.columns
TABLES = {q.resource: " ".join(q.fields) for q in (SOURCES, CLAIMS)}
ENOUGH = 0.3  # share of a source's passages a file must hold to be taken for a copy of it


class Copy(NamedTuple):
    """A copy of a source's document. `identical`: it has the very bytes that were read.

    `verdicts` are those on the passages of the claims, `raised` on those of the open questions.
    `at`: where each character of the text stands in a file with tags or entities, else empty.
    """

    source_id: str
    file: str
    text: str
    identical: bool
    verdicts: Mapping[str, Verdict]
    raised: Mapping[str, Verdict]
    at: Sequence[int] = ()

    def paragraph(self, place: int) -> int:
        """The number of the paragraph of a place, from 1: lines with something in them."""
        return max(1, sum(bool(line.strip()) for line in self.text[: place + 1].splitlines()))


class Judged(NamedTuple):
    """A row that cites a passage, and what became of the passage in a copy."""

    copy: Copy
    table: Citing
    row: Row
    verdict: Verdict

    def cell(self, field: str) -> str:
        """One of the span values on record."""
        return self.row.cells[self.table.columns.fields.index(field)]

    @property
    def cite(self) -> str:
        """The command that prints the span values of a passage of its document."""
        return f'`bru cite {quote(self.copy.source_id)} "PASSAGE" --documents DIR`'

    def problem(self, message: str, hint: str, field: str) -> Finding:
        """What is wrong with one of them."""
        return Finding(self.table.resource, message, hint, [self.row.row], field, self.cell(field))


class Missing(NamedTuple):
    """A source of which no copy was found."""

    source_id: str
    why: str


def copies(
    files: Mapping[str, bytes], sources: Sequence[Row], cited: Mapping[str, Sequence[Row]]
) -> list[Copy | Missing]:
    """For each source the copy of its document among `files`, with its passages judged.

    `cited`: the rows of the tables that cite passages, as `CITING` asks for them.
    """
    wanted: dict[str, tuple[list[Passage], ...]] = {}
    for number, table in enumerate(CITING):
        for passage in passages(cited.get(table.resource, ())):
            wanted.setdefault(passage.source_id, tuple([] for _ in CITING))[number].append(passage)
    hashes = {hashlib.sha256(data).hexdigest(): name for name, data in files.items()}
    taken = {sha: hashes[sha] for row in sources if (sha := row.cells[1]) in hashes}
    left = {name: data for name, data in files.items() if name not in taken.values()}
    everything = [p for of in wanted.values() for found in of for p in found]
    indexes: dict[str, tuple[Index, Sequence[int]]] = {}
    result: list[Copy | Missing] = []
    for _, (source, sha) in sources:
        own = wanted.get(source, ([], []))
        if sha in taken:
            text = decode(files[taken[sha]])
            stated, raised = (verify(text, found, identical=True) for found in own)
            result.append(Copy(source, taken[sha], text, True, stated, raised))
        elif name := best(source, own[0], left, indexes, everything):
            index, at = indexes[name]
            stated, raised = (verify(index.text, found, index) for found in own)
            result.append(Copy(source, name, index.text, False, stated, raised, at))
        else:
            result.append(Missing(source, "no copy of its document in the folder"))
    return result


def best(
    source: str,
    wanted: Sequence[Passage],
    files: Mapping[str, bytes],
    indexes: dict[str, tuple[Index, Sequence[int]]],
    everything: Sequence[Passage],
) -> str:
    """The file named after the source, else the one that holds most of its passages, else ""."""
    scores: dict[str, int] = {}
    for name, data in files.items():
        if name not in indexes:
            indexes[name] = opened(data, everything)
        if source in (name, name.rpartition(".")[0]):
            return name
        scores[name] = held([indexes[name][0]], wanted)
    enough = max(1, ENOUGH * len(wanted))
    if wanted and max(scores.values(), default=0) < enough:
        for name in files:  # printed in another way, so that few passages are whole in it
            texts = readings.others(indexes[name][0].text)
            scores[name] = held([indexes[name][0], *(Index(r.text, wanted) for r in texts)], wanted)
    name = max(scores, key=lambda n: scores[n], default="")
    return name if name and scores[name] >= enough else ""


def held(indexes: Sequence[Index], wanted: Sequence[Passage]) -> int:
    """How many passages stand in one of some texts."""
    return sum(any(locate(index, p) for index in indexes) for p in wanted)


def opened(data: bytes, wanted: Sequence[Passage]) -> tuple[Index, Sequence[int]]:
    """The text of a file that is not the one that was read, and the places in the file."""
    text = readings.decode(data)
    page = readings.plain(text)
    return (Index(page.text, wanted), page.at) if page else (Index(text, wanted), ())


def found(answer: Sequence[Copy | Missing]) -> tuple[list[Copy], list[NotRun]]:
    """The copies there are, and a reason for each source without one."""
    copies = [c for c in answer if isinstance(c, Copy)]
    return copies, [NotRun("", f"{c.source_id}: {c.why}") for c in answer if isinstance(c, Missing)]


def standing(copies: Iterable[Copy]) -> Iterator[tuple[str, Copy, Verdict]]:
    """The claims whose passages stand in the copies."""
    for copy in copies:
        yield from ((c, copy, v) for c, v in copy.verdicts.items() if v.stands)


def judged(copies: Iterable[Copy], package: Package, ask: Ask) -> Iterator[Judged]:
    """Every passage of the copies, those of claims first."""
    rows = cited(package, ask)
    for copy in copies:
        for table, verdicts in zip(CITING, (copy.verdicts, copy.raised), strict=True):
            for identifier, verdict in verdicts.items():
                yield Judged(copy, table, rows[table.resource, identifier], verdict)


def cited(package: Package, ask: Ask) -> dict[tuple[str, str], Row]:
    """The rows that cite passages, by table and ID."""
    there = [table for table in CITING if table.there(package)]
    return {(t.resource, row.cells[0]): row for t in there for row in ask(t.columns)}


def of_sources(ask: Ask) -> Callable[[str, str, str], Finding]:
    """What makes a finding of the ID of a source, a message and a hint."""
    rows = {row.cells[0]: row.row for row in ask(SOURCES)}
    name = SOURCES.resource
    claims = classed((cells[1], (CLAIMS.resource, row)) for row, cells in ask(CLAIMS))

    def made(source: str, message: str, hint: str) -> Finding:
        place: dict[str, Any] = {"rows": [rows[source]], "field": "source_id", "value": source}
        return Finding(name, message, hint, **place, reads=claims.get(source, ()))

    return made


def originals(answer: Sequence[Copy | Missing], what: str) -> tuple[list[Copy], list[NotRun]]:
    """The copies that are the document that was read, and why `what` is not done for the others."""
    copies, reasons = found(answer)
    why = f"{what} in the document that was read"
    reasons += [NotRun("", f"{c.source_id}: {why}") for c in copies if not c.identical]
    return [c for c in copies if c.identical], reasons


def decode(data: bytes) -> str:
    """The document that was read, line ends unchanged; bytes that are not UTF-8 match nothing."""
    return data.decode("utf-8", "replace")
