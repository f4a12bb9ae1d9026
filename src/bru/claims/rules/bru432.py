"""A search does not find its own example, or not with each of its words.

Why: A search with a word that is misspelt, has a hyphen or stands too far from the subject finds
nothing anywhere, and would call any document silent.

Fix: Correct the word, or write an example that has every word of the search near the subject.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import silence
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The searches and the claims they are about."""
    if package.has(**silence.TABLES):
        yield silence.SEARCHES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The searches with words that are not found in their examples."""
    for search in silence.searches(rows, ask(silence.CLAIMS)):
        if unfound := silence.unfound(search):
            field = "answer" if unfound[0] in search.answer.split("|") else "subject"
            value = search.answer if field == "answer" else search.subject
            listed = ", ".join(dict.fromkeys(unfound))
            message = f"not found in its own example: {listed}"
            hint = f"correct the word, or the example: all within {silence.NEAR} words"
            yield Finding("searches", message, hint, [search.row], field, value)
