"""Faults of what is not stated, and of the searches that bear it out."""

from __future__ import annotations

from functools import partial

from bru.claims.documents import NOT_STATED, text
from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.document import texts
from tools.shipped import Shipped, line


def silent(shipped: Shipped) -> list[int]:
    """The rows of the claims that something is not stated."""
    return [row for row, text in cells(shipped["claims"], "kind") if text == NOT_STATED]


@kind("BRU430")
def search_missing(shipped: Shipped) -> Mutants:
    """The searches of what is not stated are deleted, or are about a claim of another kind."""
    claims, searches = shipped["claims"], shipped["searches"]
    for row in silent(shipped):
        claim = claims.cell(row, "claim_id")
        gone = [n for n, c in cells(searches, "claim_id") if c == claim]
        place = Place("BRU430", "claims", line(row), "kind")
        yield Mutant(partial(shipped.drop, "searches", gone), (place,), claim)
    stated = [c for n, c in cells(claims, "claim_id") if claims.cell(n, "kind") != NOT_STATED]
    for row, _ in cells(searches, "claim_id"):
        for claim in stated[row::40]:
            yield cell(shipped, searches, row, "claim_id", claim, "BRU430")


@kind("BRU430")
def silence_without_search(shipped: Shipped) -> Mutants:
    """A claim of another kind is called one of what is not stated."""
    claims = shipped["claims"]
    for row, own in cells(claims, "kind"):
        if own != NOT_STATED:
            yield cell(shipped, claims, row, "kind", NOT_STATED, "BRU430")


@kind("BRU431")
def silence_asserted(shipped: Shipped) -> Mutants:
    """What is not stated has a speaker, an outlet, a hedge or a figure."""
    claims, figures = shipped["claims"], shipped["figures"]
    for row in silent(shipped):
        for field, value in (
            ("asserted_by", "belarus"),
            ("reported_via", "Interfax, 12 May 2023"),
            ("hedged", "true"),
        ):
            yield cell(shipped, claims, row, field, value, "BRU431")
        for figure, _ in cells(figures, "claim_id"):
            if figure % 5 == row % 5:
                claim = claims.cell(row, "claim_id")
                yield cell(shipped, figures, figure, "claim_id", claim, "BRU431")


@kind("BRU432")
def search_misspelled(shipped: Shipped) -> Mutants:
    """A word of a search is not in its example, or the example is another one."""
    grid = shipped["searches"]
    for row in range(len(grid.rows)):
        record = grid.record(row)
        for field, glue in (("subject", " "), ("answer", "|")):
            for word in ("zzyzx", "hyphen-ated-xq", "qwv*"):
                yield cell(shipped, grid, row, field, record[field] + glue + word, "BRU432")
        example = grid.cell((row + 1) % len(grid.rows), "example")
        first = record["subject"].split()[0].split("|")
        if not {*first} & {w.text for w in text.words(example)}:
            yield cell(shipped, grid, row, "example", example, "BRU432", at="subject")


@kind("BRU632")
def answer_in_document(shipped: Shipped) -> Mutants:
    """A document says what no document is said to state."""
    grid, known = shipped["searches"], texts(shipped)
    claims = shipped["claims"]
    for row in range(len(grid.rows)):
        record = grid.record(row)
        own = claims.cell(claims.find(claim_id=record["claim_id"]), "source_id")
        for source, (name, document) in known.items():
            if source == own or record["scope"] == "all":
                more = f"{document}\n\n{record['example']}\n".encode()
                place = Place("BRU632", "searches", line(row), "answer")
                files = {f"documents/{name}": more}
                yield Mutant(partial(dict, files), (place,), f"{record['claim_id']} {source}")


@kind("BRU633")
def subject_of_another_passage(shipped: Shipped) -> Mutants:
    """A search looks for a subject that its passage does not name."""
    grid = shipped["searches"]
    for row, subject in cells(grid, "subject"):
        for word in ("harbour", "zebra", "lighthouse|beacon", "quay*"):
            yield cell(shipped, grid, row, "subject", f"{subject} {word}", "BRU633")
            yield cell(shipped, grid, row, "subject", word, "BRU633")
