"""Faults of the evidence: passages, statements and coverage against the documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bru.claims.documents import evidence, text
from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.shipped import Files, Shipped, line

SPAN = ("span_start", "span_end", "span_words", "span_sha256", "span_exact_sha256")


def texts(shipped: Shipped) -> dict[str, tuple[str, str]]:
    """For each source the name and the text of its document."""
    files = {evidence.hashlib.sha256(d).hexdigest(): n for n, d in shipped.documents.items()}
    sources = shipped["sources"]
    found = {}
    for row in range(len(sources.rows)):
        name = files[sources.cell(row, "document_sha256")]
        found[sources.cell(row, "source_id")] = name, shipped.documents[name].decode()
    return found


def spans(shipped: Shipped) -> Iterator[tuple[int, str, int, int]]:
    """Row, document's text, start and end of every claim."""
    grid, known = shipped["claims"], texts(shipped)
    for row in range(len(grid.rows)):
        record = grid.record(row)
        start, end = int(record["span_start"]), int(record["span_end"])
        yield row, known[record["source_id"]][1], start, end


def digit(fingerprint: str, at: int) -> str:
    """A fingerprint with one digit changed."""
    return (
        fingerprint[:at] + "0123456789abcdef0"[int(fingerprint[at], 16) + 1] + fingerprint[at + 1 :]
    )


@kind("BRU601")
def fingerprint_changed(shipped: Shipped) -> Mutants:
    """A digit of a passage's fingerprint is another one, or the fingerprint is of another claim."""
    grid = shipped["claims"]
    for field in ("span_sha256", "span_exact_sha256"):
        column = grid.column(field)
        for row, own in enumerate(column):
            for at in (0, 17, 63):
                yield cell(shipped, grid, row, field, digit(own, at), "BRU601")
            other = column[(row + 40) % len(column)]
            if field == "span_exact_sha256" and other != own:
                yield cell(shipped, grid, row, field, other, "BRU601")


@kind("BRU601")
def document_reworded(shipped: Shipped) -> Mutants:
    """The document has another word or number in a passage."""
    grid, known = shipped["claims"], texts(shipped)
    for row, document, start, end in spans(shipped):
        name = known[grid.cell(row, "source_id")][0]
        found = [w for w in text.words(document[start:end]) if len(w.text) > 3]
        for word in found[1:-1:4]:
            low, high = start + word.start, start + word.end
            altered = document[:low] + "otherwise" + document[high:]
            files = partial(replaced, name, altered)
            place = Place("BRU601", "claims", line(row), "span_sha256")
            yield Mutant(files, (place,), f"{row} {word.start}")


def replaced(name: str, content: str) -> Files:
    """A document with another content."""
    return {f"documents/{name}": content.encode()}


@kind("BRU601")
def words_miscounted(shipped: Shipped) -> Mutants:
    """The number of a passage's words is another one."""
    grid = shipped["claims"]
    for row, count in cells(grid, "span_words"):
        for by in (-3, -1, 1, 2, 10):
            if 0 < int(count) + by < 61:
                yield cell(shipped, grid, row, "span_words", str(int(count) + by), "BRU601")


@kind("BRU602")
def passage_cut_out(shipped: Shipped) -> Mutants:
    """The document ends before a passage."""
    grid, known = shipped["claims"], texts(shipped)
    for source, (name, document) in known.items():
        starts = sorted({s for r, _, s, _ in spans(shipped) if grid.cell(r, "source_id") == source})
        for cut in starts[len(starts) // 2 :]:
            gone = [
                r
                for r, _, s, _ in spans(shipped)
                if grid.cell(r, "source_id") == source and s >= cut
            ]
            places = tuple(Place("BRU602", "claims", line(r), "span_sha256") for r in gone)
            yield Mutant(partial(replaced, name, document[:cut]), places, f"{source} {cut}")


@kind("BRU603")
def locator_moved(shipped: Shipped) -> Mutants:
    """A locator points beside its passage."""
    grid = shipped["claims"]
    for row, document, start, end in spans(shipped):
        for by in (-40, -1, 1, 2, 57):
            if start + by >= 0 and end + by <= len(document):
                new = {(row, "span_start"): str(start + by), (row, "span_end"): str(end + by)}
                place = Place("BRU603", "claims", line(row), "span_start")
                yield Mutant(partial(shipped.edit, "claims", new), (place,), f"{row} {by}")
        yield cell(shipped, grid, row, "span_start", str(start + 3), "BRU603")
        yield cell(shipped, grid, row, "span_end", str(end + 3), "BRU603")
        yield cell(shipped, grid, row, "span_end", str(end - 1), "BRU603")


@kind("BRU604")
def another_edition(shipped: Shipped) -> Mutants:
    """The copy of a document has something more or less outside the passages."""
    sources = shipped["sources"]
    for source, (name, document) in texts(shipped).items():
        row = sources.find(source_id=source)
        place = Place("BRU604", "sources", line(row), "document_sha256")
        for number in range(12):
            more = document + "\n" * number + f"Page {number}"
            for other in (more, f"Menu {number}\n{document}", f"{document}{' ' * (number + 1)}"):
                yield Mutant(partial(replaced, name, other), (place,), f"{source} {number}")
        for sha in (digit(sources.cell(row, "document_sha256"), n) for n in (0, 20, 63)):
            yield cell(shipped, sources, row, "document_sha256", sha, "BRU604")


@kind("BRU606")
def statement_copied(shipped: Shipped) -> Mutants:
    """A statement is the passage itself, or a long part of it."""
    grid = shipped["claims"]
    named = {w.text for name in names(shipped) for w in text.words(name)}
    for row, document, start, end in spans(shipped):
        passage = " ".join(document[start:end].split()).rstrip(".")
        plain = [w.text for w in text.words(passage) if w.text.isalpha() and w.text not in named]
        if len(plain) > 12 and len(passage) < 480:
            value = passage[0].upper() + passage[1:] + "."
            yield cell(shipped, grid, row, "statement", value, "BRU606")
            yield cell(shipped, grid, row, "statement", f"It is said that {passage}.", "BRU606")


def names(shipped: Shipped) -> Iterator[str]:
    """Every name and title of the package: copying them is allowed."""
    for table in ("actors", "actor_names", "projects"):
        yield from shipped[table].column("name")
    yield from shipped["positions"].column("title")
    yield from shipped["sources"].column("title")


@kind("BRU608")
def length_wrong(shipped: Shipped) -> Mutants:
    """The length of a document is another one."""
    grid = shipped["sources"]
    for row, size in cells(grid, "document_chars"):
        for by in (-1000, -100, -17, -1, 1, 2, 9, 10, 100, 900, 1000, 10000):
            yield cell(shipped, grid, row, "document_chars", str(int(size) + by), "BRU608")


@kind("BRU609")
def cut_badly(shipped: Shipped) -> Mutants:
    """A passage starts or ends inside a word, is too short, or ends with a mark."""
    for row, document, start, end in spans(shipped):
        ends = [start + w.end for w in text.words(document[start:end])]
        cuts = [(start + 1, end), (start, end - 1), (start + 2, end - 2)]
        cuts = [(a, b) for a, b in cuts if inside(document, start, a) and inside(document, b, end)]
        cuts += [(start, at) for at in ends[3:4] if document[at : at + 1] == " "]
        for low, high in cuts:
            yield respanned(shipped, row, evidence.span(document, low, high))
        if document[end : end + 1] in list(".,;:"):
            more = text.fingerprint(text.exact(document[start : end + 1]))
            found = evidence.span(document, start, end)
            yield respanned(shipped, row, (start, end + 1, *found[2:4], more))


def inside(document: str, low: int, high: int) -> bool:
    """Whether a cut falls inside a word, or nowhere."""
    return low == high or document[low - 1 : high + 1].isalnum()


def respanned(shipped: Shipped, row: int, values: tuple[object, ...]) -> Mutant:
    """A claim with another span, to be reported as cut badly."""
    new = {(row, field): str(value) for field, value in zip(SPAN, values, strict=True)}
    place = Place("BRU609", "claims", line(row), "span_start")
    return Mutant(partial(shipped.edit, "claims", new), (place,), f"{row} {values[:2]}")


@kind("BRU613")
def source_of_another_document(shipped: Shipped) -> Mutants:
    """A claim names the source of another document."""
    grid = shipped["claims"]
    for row, own in cells(grid, "source_id"):
        for source in shipped["sources"].column("source_id"):
            if source != own:
                yield cell(shipped, grid, row, "source_id", source, "BRU613")


@kind("BRU612")
def speaker_not_in_document(shipped: Shipped) -> Mutants:
    """The speaker of a claim is somebody whom its document does not name."""
    grid, names, known = shipped["claims"], shipped["actor_names"], texts(shipped)
    actors = dict(row[:2] for row in shipped["actors"].rows)
    for row, source in cells(grid, "source_id"):
        document = f" {text.loose(text.words(known[source][1]))} ".replace("'s ", " ")
        for actor, name in [*actors.items()][row % 7 :: 7]:
            own = [r[1] for r in names.rows if r[0] == actor]
            printed = (f" {text.loose(text.words(n))} ".replace("'s ", " ") for n in (name, *own))
            if not any(n in document for n in printed):
                yield cell(shipped, grid, row, "asserted_by", actor, "BRU612")
