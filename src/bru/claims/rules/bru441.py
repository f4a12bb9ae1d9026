"""Search word can never be found.

Why: Documents are searched word by word: what has a dash, punctuation at its edge or nothing but
an asterisk is no word, and would call any document silent.

Fix: Write single words; the parts of a word with a dash are words of their own.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.text import normal, words
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, shown
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
# What plain words have not, which are of letters, with an asterisk at most behind each.
ODD = rf"[^a-z*| {BETWEEN}]|\*[^| {BETWEEN}]|(?:\A|[| {BETWEEN}])\*"


def questions(package: Package) -> Iterator[Question]:
    """The searches for other than plain words."""
    if package.has(searches="subject answer"):
        yield Columns("searches", ("subject", "answer"), suspicion=ODD)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The first such word of each cell."""
    for row, cells in rows:
        for field, cell in zip(q.fields, cells, strict=True):
            for word in re.split("[ |]", cell):
                stem = word.removesuffix("*")
                if word and [w.text for w in words(stem)] != [normal(stem)]:
                    message = f"{shown(word)} is not a single word"
                    yield Finding("searches", message, "write single words", [row], field, cell)
                    break
