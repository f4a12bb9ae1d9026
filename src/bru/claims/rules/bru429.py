"""Unusual capital or small letter.

Why: A capital makes a name of a word, and without one a name is overlooked.

Fix: Write the word as the other texts do.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.rules.bru417 import having, texts
from bru.claims.words import capitals
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Question
from bru.model.words import Words

LEVEL = WARNING
MOST = 200_000  # different words as they are written


def questions(package: Package) -> Iterator[Question]:
    """The words of the texts of each table as they are written."""
    for resource, fields in sentences(package):
        yield Words(resource, fields, capitals.written, MOST)


def sentences(package: Package) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts, but for the words of searches."""
    return (found for found in texts(package) if found[0] != "searches")


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Iterator[Finding]:
    """The sentences with such a word."""
    every = [*questions(package)]
    if q != every[0]:
        return  # all of them were asked together with the first
    counts: Counter[str] = Counter()
    names: set[str] = set()
    for word, inside, outside in (found for question in every for found in ask(question)):
        counts[word] += inside
        names.update([word] if outside else ())
    doubtful = capitals.doubtful(counts, names)
    single = Counter[str]()
    if doubtful:
        either = capitals.inside(doubtful)
        for resource, fields in sentences(package):
            for _, cells in ask(Columns(resource, fields, suspicion=either)):
                for cell in cells:
                    single.update(doubtful.intersection(capitals.words(cell)))
    wrong = dict(capitals.odd(counts, names, single))
    for resource, fields in sentences(package) if wrong else ():
        for row, field, cell in having(resource, fields, wrong, ask):
            for word in wrong.keys() & capitals.words(cell):
                message = f"{shown(word)} is written {shown(wrong[word])} elsewhere"
                yield Finding(resource, message, f"write {wrong[word]}", [row], field, cell)
