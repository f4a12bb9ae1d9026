"""Faults of what is accounted for: stretches, numbers and names of the documents."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate

from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.document import texts
from tools.shipped import Files, Shipped, line


@kind("BRU607")
def stretch_unaccounted(shipped: Shipped) -> Mutants:
    """Claims or exclusions of a stretch of a document are deleted."""
    sources, known = shipped["sources"], texts(shipped)
    shares = {source: shared(document) for source, (_, document) in known.items()}
    for name in ("exclusions", "claims"):
        grid = shipped[name]
        for source, share in shares.items():
            rows = [r for r, s in cells(grid, "source_id") if s == source]
            for size in (1, 2, 4):
                for at in range(len(rows) - size + 1):
                    gone = rows[at : at + size]
                    low = min(int(grid.cell(r, "span_start")) for r in gone)
                    high = max(int(grid.cell(r, "span_end")) for r in gone)
                    if name == "claims":
                        gone = [r for r in rows if touches(grid.record(r), low, high)]
                    if name == "exclusions" and not alone(shipped, source, low, high):
                        continue
                    if share[high] - share[low] > 0.011:
                        row = sources.find(source_id=source)
                        place = Place("BRU607", "sources", line(row), "source_id")
                        files = partial(shipped.drop, name, gone)
                        yield Mutant(files, (place,), f"{name} {gone}")


def touches(record: dict[str, str], low: int, high: int) -> bool:
    """Whether a span shares a character with a stretch."""
    return int(record["span_start"]) < high and int(record["span_end"]) > low


def alone(shipped: Shipped, source: str, low: int, high: int) -> bool:
    """Whether a stretch holds no passage of a claim."""
    grid = shipped["claims"]
    own = (grid.record(r) for r, s in cells(grid, "source_id") if s == source)
    return not any(touches(record, low, high) for record in own)


def shared(document: str) -> list[float]:
    """The share of a document's letters and digits that stands before each of its characters."""
    counts = [0, *accumulate(map(str.isalnum, document))]
    return [count / counts[-1] for count in counts]


def uncovered(shipped: Shipped, source: str, low: int, high: int) -> Files:
    """Claims and exclusions without those that share a character with a stretch."""
    files: dict[str, bytes | None] = {}
    for name in ("claims", "exclusions"):
        grid = shipped[name]
        own = [r for r, s in cells(grid, "source_id") if s == source]
        gone = [r for r in own if touches(grid.record(r), low, high)]
        files |= shipped.drop(name, gone) if gone else {}
    return files


@kind("BRU630")
def number_unaccounted(shipped: Shipped) -> Mutants:
    """All claims and exclusions of a number are deleted."""
    for source, (_, document) in texts(shipped).items():
        place = Place(
            "BRU630", "sources", line(shipped["sources"].find(source_id=source)), "source_id"
        )
        for match in re.finditer(r"(?<![\w,.])[0-9]+(?![\w,.])", document):
            files = partial(uncovered, shipped, source, *match.span())
            yield Mutant(files, (place,), f"{source} {match.span()}")


@kind("BRU631")
def name_unaccounted(shipped: Shipped) -> Mutants:
    """All claims and exclusions of the name of an actor are deleted."""
    known = [name for name in shipped["actors"].column("name") if name.istitle()]
    for source, (_, document) in texts(shipped).items():
        place = Place(
            "BRU631", "sources", line(shipped["sources"].find(source_id=source)), "source_id"
        )
        for match in re.finditer(rf"(?<!\w)({'|'.join(map(re.escape, known))})(?!\w)", document):
            files = partial(uncovered, shipped, source, *match.span())
            yield Mutant(files, (place,), f"{source} {match.span()}")


@kind("BRU610")
def exclusion_misplaced(shipped: Shipped) -> Mutants:
    """An exclusion reaches into a passage, or beyond its document."""
    grid, known = shipped["exclusions"], texts(shipped)
    claims = shipped["claims"]
    for row in range(len(grid.rows)):
        record = grid.record(row)
        source, low, high = record["source_id"], int(record["span_start"]), int(record["span_end"])
        size = len(known[source][1])
        for beyond in (1, 10, 5000):
            yield cell(shipped, grid, row, "span_end", str(size + beyond), "BRU610")
        passages = [
            (int(r["span_start"]), int(r["span_end"]))
            for r in map(claims.record, range(len(claims.rows)))
            if r["source_id"] == source
        ]
        for start, end in passages:
            if start >= high:
                yield cell(shipped, grid, row, "span_end", str(start + 9), "BRU610")
            if end <= low:
                yield cell(shipped, grid, row, "span_start", str(end - 9), "BRU610")


@kind("BRU624")
def exclusion_cuts_word(shipped: Shipped) -> Mutants:
    """An exclusion begins or ends inside a word."""
    grid, claims, known = shipped["exclusions"], shipped["claims"], texts(shipped)
    for row in range(len(grid.rows)):
        record = grid.record(row)
        source, low, high = record["source_id"], int(record["span_start"]), int(record["span_end"])
        document = known[source][1]
        taken = [claims.record(r) for r, s in cells(claims, "source_id") if s == source]
        for field, edge in (("span_start", low), ("span_end", high)):
            for at in range(max(1, edge - 12), min(edge + 13, len(document))):
                inside = low < at if field == "span_end" else at < high
                cut = inside and document[at - 1].isalpha() and document[at].isalpha()
                if cut and not any(touches(r, at - 1, at + 1) for r in taken):
                    yield cell(shipped, grid, row, field, str(at), "BRU624")
