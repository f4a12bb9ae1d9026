"""Unusual capitalisation.

Why: A capital makes a name of a word, and without one a name is overlooked.

Fix: Write the word as the other texts do.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bru.claims.rules.bru417 import having, texts
from bru.claims.words import capitals
from bru.claims.words.everyday import WORDS
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Question
from bru.model.words import Words

LEVEL = WARNING
MOST = 200_000  # different words as they are written


def questions(package: Package) -> Iterator[Question]:
    """The words of the texts of all tables as they are written, but for those of searches."""
    if every := tuple(found for found in texts(package) if found[0] != "searches"):
        yield Words(every, capitals.written, MOST)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Iterator[Finding]:
    """The sentences with such a word."""
    counts = {word.text: word.sentences for word in answer}
    names = {word.text for word in answer if word.others}
    doubtful = capitals.doubtful(counts, names) & {word.text for word in answer if word.inside}
    single = Counter[str]()
    if doubtful:
        either = capitals.inside(doubtful)
        for resource, fields in q.texts:
            for _, cells in ask(Columns(resource, fields, suspicion=either)):
                for cell in cells:
                    single.update(doubtful.intersection(capitals.words(cell)))
    wrong = dict(capitals.odd(counts, names, single))
    for resource, fields in q.texts if wrong else ():
        for row, field, cell in having(resource, fields, wrong, ask):
            for word in wrong.keys() & capitals.words(cell):
                if is_label(word, cell, names):
                    continue
                message = f"{shown(word)} is written {shown(wrong[word])} elsewhere"
                yield Finding(resource, message, f"write {wrong[word]}", [row], field, cell)


def is_label(word: str, cell: str, names: Collection[str]) -> bool:
    """Whether a sentence has several everyday words as labels: rated Hold, no longer Buy."""
    labels = (w for w in capitals.words(cell) if w[0].isupper() and w != word and w not in names)
    return word[0].isupper() and any(label.lower() in WORDS for label in labels)
