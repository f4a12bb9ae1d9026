"""An open question has no search.

Why: That the documents are silent can only be shown by looking.

Fix: Add a row to searches.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL = ERROR
KEY = ("question_id",)


def questions(package: Package) -> Iterator[Question]:
    """The open questions and their searches."""
    if package.has(open_questions="question_id question", searches="question_id"):
        yield Dangling("open_questions", KEY, "searches", KEY)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Questions that no search bears out."""
    asked = dict(ask(Columns("open_questions", ("question",)))) if hits else {}
    for (_,), rows in hits:
        for row in rows:
            message, hint = "the question has no search", "add a row to data/searches.csv"
            yield Finding("open_questions", message, hint, [row], "question", asked[row][0])
