"""A word has a capital as in no other text, or lacks one that all others have.

Why: A capital makes a name of a word, and without one a name is overlooked.

Fix: Write the word as the other texts do.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.rules.bru417 import texts
from bru.claims.words import capitals
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Question

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """The texts of the first table that has any; those of the others are asked for."""
    yield from sentences(package)[:1]


def sentences(package: Package) -> list[Columns]:
    """The texts, but for the made-up ones of searches."""
    return [columns for columns in texts(package) if columns.resource != "searches"]


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Iterator[Finding]:
    """The sentences with such a word."""
    cells = (cell for columns in sentences(package) for row in ask(columns) for cell in row.cells)
    wrong = dict(capitals.odd(cells))
    for columns in sentences(package) if wrong else ():
        for row, found in ask(columns):
            for field, cell in zip(columns.fields, found, strict=True):
                for word in wrong.keys() & capitals.words(cell):
                    message = f"{shown(word)} is written {shown(wrong[word])} elsewhere"
                    hint = f"write {wrong[word]}"
                    yield Finding(columns.resource, message, hint, [row], field, cell)
