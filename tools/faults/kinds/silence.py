"""Faults of open questions, and of the searches that bear them out."""

from __future__ import annotations

from functools import partial

from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.document import texts
from tools.shipped import Shipped, line


@kind("BRU430")
def search_missing(shipped: Shipped) -> Mutants:
    """The searches of an open question are deleted, or are those of another one."""
    questions, searches = shipped["open_questions"], shipped["searches"]
    every = questions.column("question_id")
    for row, question in cells(questions, "question_id"):
        own = [n for n, q in cells(searches, "question_id") if q == question]
        place = Place("BRU430", "open_questions", line(row), "question")
        yield Mutant(partial(shipped.drop, "searches", own), (place,), question)
        edits = {(n, "question_id"): every[row - 1] for n in own}
        yield Mutant(partial(shipped.edit, "searches", edits), (place,), f"{question} moved")


@kind("BRU441")
def search_for_no_word(shipped: Shipped) -> Mutants:
    """A word of a search has a dash or punctuation, or is nothing but an asterisk."""
    grid = shipped["searches"]
    for row in range(len(grid.rows)):
        for field, glue in (("subject", " "), ("answer", "|")):
            for word in ("hyphen-ated", "word,", "(word"):
                value = grid.cell(row, field) + glue + word
                yield cell(shipped, grid, row, field, value, "BRU441")


@kind("BRU632")
def answer_in_document(shipped: Shipped) -> Mutants:
    """A document says what answers an open question, near what it is about."""
    grid, known = shipped["searches"], texts(shipped)
    questions = shipped["open_questions"]
    for row in range(len(grid.rows)):
        record = grid.record(row)
        own = questions.cell(questions.find(question_id=record["question_id"]), "source_id")
        words = [any_of.split("|")[0].rstrip("*") for any_of in record["subject"].split()]
        for answer in record["answer"].split("|")[:2]:
            said = " ".join([*words, "is", answer.rstrip("*")])
            for source, (name, document) in known.items():
                if source == own or record["scope"] == "all":
                    files = {f"documents/{name}": f"{document}\n\n{said}\n".encode()}
                    place = Place("BRU632", "searches", line(row), "answer")
                    what = f"{record['question_id']} {source} {answer}"
                    yield Mutant(partial(dict, files), (place,), what)


@kind("BRU633")
def subject_of_another_passage(shipped: Shipped) -> Mutants:
    """A search looks for a subject that its passage does not name."""
    grid = shipped["searches"]
    for row, subject in cells(grid, "subject"):
        for word in ("harbour", "zebra", "lighthouse|beacon", "quay*"):
            yield cell(shipped, grid, row, "subject", f"{subject} {word}", "BRU633")
            yield cell(shipped, grid, row, "subject", word, "BRU633")
