"""A statement has a number that neither its passage nor its note has.

Why: Numbers are what readers take from a statement. One that the document does not print was
mistyped or taken from elsewhere; one that only another passage prints, such as a year, may be of
another matter.

Fix: Copy it from the passage, or leave it out; if it belongs there, say in the note where it is
from.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import FOUND, Documents, evidence
from bru.claims.documents.printed import needed
from bru.claims.documents.text import numbers
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = ERROR
TEXTS = (
    Columns("claims", ("claim_id", "statement", "note")),
    Columns("open_questions", ("question_id", "question", "note")),
)


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are statements."""
    if needed(package, claims="statement note"):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The statements and questions with a number in digits that is nowhere else."""
    copies, missing = evidence.found(answer)
    yield from missing
    there = [t for t in TEXTS if package.has(**{t.resource: " ".join(t.fields)})]
    texts = {(t.resource, cells[0]): (t, row, cells) for t in there for row, cells in ask(t)}
    for it in evidence.judged(copies, package, ask):
        found = texts.get((it.table.resource, it.row.cells[0]))
        if it.verdict.state not in FOUND or not found:
            continue
        table, row, (_, text, note) = found
        if re.search("[0-9]", text):
            printed = numbers(it.copy.text[it.verdict.start : it.verdict.end]) | numbers(note)
            strange = numbers(re.sub(r"[^\W\d_]{3,}", "", text)) - printed
            nowhere = strange - numbers(it.copy.text)
            if strange:
                what, number = ("document", min(nowhere)) if nowhere else ("passage", min(strange))
                message = f"the {what} does not print the number {number}"
                hint = "copy it from the passage, or say in the note where it is from"
                where = table.resource, message, hint, [row], table.fields[1], text
                yield Finding(*where, level=ERROR if nowhere else WARNING)
