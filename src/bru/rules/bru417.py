"""A word is probably mistyped: it stands nowhere else, and a known word is one slip away.

Why: A mistyped word is not found by those who search for it, and may be read as another one.
Known are the words of the package's texts that stand in two cells at least, and everyday English.

Fix: Correct the word. If it is right, add a waiver for the row.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bru.cells import spelling
from bru.package import Field, Package
from bru.problem import WARNING, Finding, NotRun, shown
from bru.question import Columns, Question

LEVEL = WARNING
MOST = 100_000  # different words: a larger vocabulary has most slips in it


def questions(package: Package) -> Iterator[Question]:
    """The texts of the first table that has any; those of the others are asked for."""
    yield from texts(package)[:1]


def texts(package: Package) -> list[Columns]:
    """The texts in English of each table that has claims or says something about them."""
    tables = package.resources if package.has(claims="statement") else ()
    found = ((r.name, tuple(f.name for f in r.schema.fields if is_text(f))) for r in tables)
    return [Columns(name, fields) for name, fields in found if fields]


def is_text(field: Field) -> bool:
    """Whether a field has words and no IDs, addresses or listed values."""
    plain = field.type == "string" and not (field.listed or field.is_edtf)
    return plain and field.format == "default" and "pattern" not in field.constraints


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The cells with such a word."""
    counts: Counter[str] = Counter()
    for columns in texts(package):
        for row in ask(columns):
            for cell in row.cells:
                counts.update(spelling.tokens(cell))
        if len(counts) > MOST:
            yield NotRun("", f"the texts have more than {MOST:,} different words")
            return
    wrong = dict(spelling.mistyped(counts))
    for columns in texts(package) if wrong else ():
        for row, cells in ask(columns):
            for field, cell in zip(columns.fields, cells, strict=True):
                for word in wrong.keys() & spelling.tokens(cell):
                    message = f"{shown(word)} is probably mistyped"
                    hint = f"did you mean {wrong[word]}?"
                    yield Finding(columns.resource, message, hint, [row], field, cell)
