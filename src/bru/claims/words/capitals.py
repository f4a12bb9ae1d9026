"""Words with a capital where the other texts have none, and the other way round."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bru.claims.prose.language import ENGLISH, language

# No abbreviation, and no name with digits: Quinoa-3.
WORD = re.compile(r"(?<![\w'’-])[A-Z]*+[^\W\d_A-Z][^\W\d_]*+(?!-?\d)")
INSIDE = re.compile(r"[\w,)] ")  # what is before a word that begins no sentence
NAME = re.compile(r"[ -][^\W\d_a-z]")  # a further word with a capital
SMALL, LARGE = 3, 12  # texts that have the word the other way
MONTHS = frozenset(language(ENGLISH).words["months"].values())  # May is another word than may


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a sentence as they are written, those that may begin one left out."""
    if not text.endswith("."):
        return ()
    found = (m for m in WORD.finditer(text) if m[0][0].islower() or is_single(text, m))
    return tuple(match[0] for match in found)


def is_single(text: str, match: re.Match[str]) -> bool:
    """Whether a word with a capital begins no sentence and is no part of a longer name."""
    before = text[max(0, match.start() - 40) : match.start()].split(" ")[-2:]
    inside = match.start() > 1 and INSIDE.match(text, match.start() - 2)
    return bool(inside) and not before[0][:1].isupper() and not NAME.match(text, match.end())


def odd(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words written with or without a capital as in no other text, and how the others do.

    A text without a full stop is a name: its words are right wherever they are quoted.
    """
    counts: Counter[str] = Counter()
    names: set[str] = set()
    for text in texts:
        counts.update(set(words(text)))
        if not text.endswith("."):
            names.update(WORD.findall(text))
    for word, count in counts.items():
        other = word[0].swapcase() + word[1:]
        if (
            count == 1
            and word.capitalize() not in MONTHS
            and word not in names
            and counts[other] >= (SMALL if word[0].isupper() else LARGE)
        ):
            yield word, other
