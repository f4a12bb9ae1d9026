"""What the documents leave open: searches that find nothing, run again on their copies.

A search finds a word of its answer where it stands with all words of its subject among at most
`NEAR` words. Words are compared in the loose form; `a|b` is either word, `a*` any ending. A word
is also found by what it is made of: *8%* by *8* and *percent*, *USD50* by *usd* and *50*,
*rouble's* by *rouble*.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bru.claims.documents.evidence import QUESTION, Copy, Missing
from bru.claims.documents.text import Word, normal, words
from bru.model.question import Columns, Row

NEAR = 30
PARTS = re.compile(r"\d[\d.,]*|[^\W\d_]+")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
SIGNS = {"%": "percent", "$": "usd", "€": "eur", "£": "gbp", "₽": "rub"}
SEARCHES = Columns("searches", ("question_id", "subject", "answer", "scope"))
QUESTIONS = QUESTION.columns
TABLES = {q.resource: " ".join(q.fields) for q in (SEARCHES, QUESTIONS)}


class Search(NamedTuple):
    """A row of the table; `source_id` is that of its question."""

    row: int
    question_id: str
    subject: str
    answer: str
    scope: str
    source_id: str

    @property
    def text(self) -> str:
        """What is looked for, and where."""
        where = "every document" if self.scope == "all" else self.source_id
        answer = " or ".join(self.answer.split("|"))
        return f"{answer}, within {NEAR} words of “{self.subject}”, in {where}"


class Hit(NamedTuple):
    """A word of the answer with the subject near it, in a copy of a document."""

    copy: Copy
    word: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """Where it stands."""
        where = f"paragraph {self.copy.paragraph(self.start)}, character {self.start}"
        return f'"{self.word}" in {where} of {self.copy.file}'


class Silence(NamedTuple):
    """A search, the sources it was run on, those without a copy, and what it found."""

    search: Search
    searched: Sequence[str]
    unsearched: Sequence[str]
    hits: Sequence[Hit]


def searches(rows: Iterable[Row], questions: Iterable[Row]) -> list[Search]:
    """The searches whose words are given and whose question there is."""
    sources = {row.cells[0]: row.cells[1] for row in questions}
    return [
        Search(row, question, subject, answer, scope, sources[question])
        for row, (question, subject, answer, scope) in rows
        if question in sources and subject.split() and answer
    ]


def run(search: Search, documents: Sequence[Copy | Missing]) -> Silence:
    """A search run on the copies of its scope; what the question's own passage says is known."""
    inside = [d for d in documents if search.scope == "all" or d.source_id == search.source_id]
    copies = [d for d in inside if isinstance(d, Copy)]
    hits = [
        Hit(copy, *word)
        for copy in copies
        for word in found(search, copy.text)
        if not known(search, copy, word)
    ]
    missing = [d.source_id for d in inside if isinstance(d, Missing)]
    return Silence(search, [c.source_id for c in copies], missing, hits)


def known(search: Search, copy: Copy, word: Word) -> bool:
    """Whether a word stands in the passage that raises the question."""
    start, end = raising(search, copy)
    return start <= word.start and word.end <= end


def raising(search: Search, copy: Copy) -> tuple[int, int]:
    """Where the passage stands that raises the question, (0, 0) if it does not."""
    verdict = copy.raised.get(search.question_id)
    return (verdict.start, verdict.end) if verdict and verdict.stands else (0, 0)


def found(search: Search, text: str) -> Sequence[Word]:
    """The words of the answer that stand near the subject."""
    return near(search.subject, search.answer, text)


@lru_cache(maxsize=1024)  # `--watch` runs the same searches after each change
def near(subject: str, answer: str, text: str) -> Sequence[Word]:
    """The words of an answer that stand with all words of the subject among `NEAR` words."""
    all_words, at = words(text), indexed(text)
    groups = [places(any_of, at) for any_of in subject.split()]
    return [
        all_words[number]
        for number in places(answer, at)
        if any(
            all(within(group, low) for group in groups)
            for low in range(max(0, number - NEAR + 1), number + 1)
        )
    ]


@lru_cache(maxsize=256)  # every search asks for the words of the same documents
def indexed(text: str) -> dict[str, list[int]]:
    """At which numbers the words of a text stand."""
    return index(words(text))


def index(all_words: Iterable[Word]) -> dict[str, list[int]]:
    """At which numbers each of some words stands, in the order of the words."""
    at: dict[str, list[int]] = {}
    before = ""
    for number, word in enumerate(all_words):
        for form in forms(word.text):
            at.setdefault(form, []).append(number)
        if (before, word.text) == ("per", "cent"):
            at.setdefault("percent", []).append(number)
        before = word.text
    return dict(sorted(at.items()))


def forms(word: str) -> Iterable[str]:
    """The words as which a word is found: itself, without possessive, and what it is made of."""
    if word.isalpha() or ORDINAL.fullmatch(word):
        return (word,)
    found = [word.removesuffix("'s").removesuffix("'"), *PARTS.findall(word)]
    found += [SIGNS[char] for char in word if char in SIGNS]
    return dict.fromkeys([word, *(form for form in found if len(form) > 1 or form.isdigit())])


def places(any_of: str, at: Mapping[str, list[int]]) -> list[int]:
    """The numbers at which one of some alternatives stands, in ascending order."""
    found = set[int]()
    for word in any_of.split("|"):
        stem = normal(word.removesuffix("*"))
        named = beginning(stem, at) if word.endswith("*") else [stem]
        found.update(number for form in named for number in at.get(form, ()))
    return sorted(found)


def beginning(stem: str, at: Mapping[str, list[int]]) -> Iterator[str]:
    """The words that begin so, of words in order."""
    in_order = list(at)
    for word in in_order[bisect_left(in_order, stem) :]:
        if not word.startswith(stem):
            return
        yield word


def within(group: Sequence[int], low: int) -> bool:
    """Whether one of these numbers, in ascending order, is among `NEAR` from `low`."""
    at = bisect_left(group, low)
    return at < len(group) and group[at] < low + NEAR


def beside(search: Search, copy: Copy) -> list[str]:
    """The words of the subject that are not in the passage which raises the question."""
    start, end = raising(search, copy)
    passage = index(words(copy.text[start:end]))
    wanted = search.subject.split() if end else ()
    return [any_of for any_of in wanted if not places(any_of, passage)]
