"""Words with a capital where the other texts have none, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from bru.claims.prose.language import ENGLISH, language

# No abbreviation, and no name with digits: Quinoa-3, No. 4.
WORD = re.compile(r"(?<![\w'’-])[A-Z]*+[^\W\d_A-Z][^\W\d_]*+(?!-?\d|\.? ?\d)")
INSIDE = re.compile(r"[\w,)] ")  # what is before a word that begins no sentence
NAME = re.compile(r"[ -][^\W\d_a-z]")  # a further word with a capital
SMALL, LARGE = 3, 12  # texts that have the word the other way
QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»|‘[^’]*’')
MONTHS = frozenset(language(ENGLISH).words["months"].values())  # May is another word than may


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a sentence as they are written, those that may begin one left out.

    What is quoted is written as somebody else does.
    """
    if not text.endswith("."):
        return ()
    text = QUOTED.sub(lambda match: " " * len(match[0]), text)
    found = (m for m in WORD.finditer(text) if m[0][0].islower() or is_single(text, m))
    return tuple(match[0] for match in found)


def is_single(text: str, match: re.Match[str]) -> bool:
    """Whether a word with a capital begins no sentence and is no part of a longer name."""
    before = text[max(0, match.start() - 40) : match.start()].split(" ")[-2:]
    inside = match.start() > 1 and INSIDE.match(text, match.start() - 2)
    return bool(inside) and not before[0][:1].isupper() and not NAME.match(text, match.end())


def written(text: str) -> Iterable[str]:
    """The words of a text as they are written."""
    if text.isalpha():
        return () if text.isascii() and text.isupper() else (text,)
    return dict.fromkeys(WORD.findall(text))


def other(word: str) -> str:
    """The word with a capital if it has none, and without one if it has."""
    return word[0].swapcase() + word[1:]


def doubtful(counts: Mapping[str, int], names: Collection[str]) -> set[str]:
    """Words with a capital that may be odd, or show that the word without one is.

    `counts`: in how many sentences each word is `written`; `names`: words of texts without a full
    stop, which are names: their words are right wherever they are quoted.
    """
    found = {word for word in counts if word[0].isupper() and word not in names}
    found = {word for word in found if counts.get(other(word), 0) >= SMALL}
    rare = (word for word, count in counts.items() if count == 1 and word[0].islower())
    return found | {other(w) for w in rare if w not in names and counts.get(other(w), 0) >= LARGE}


def odd(
    counts: Mapping[str, int], names: Collection[str], single: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Words written with or without a capital as in no other text, and how the others do.

    `single`: in how many sentences each of the `doubtful` words begins none and no name.
    """
    for word, often in single.items():
        small = other(word)
        if word in MONTHS:
            continue
        if often == 1 and word not in names and counts.get(small, 0) >= SMALL:
            yield word, small
        if often >= LARGE and small not in names and counts.get(small, 0) == 1:
            yield small, word


def inside(words: Collection[str]) -> str:
    """An expression that finds some words where they begin no sentence and no name, or may."""
    before = r"(?:(?:\A| )[^A-Z ][^ ]*|[^ ]{40}) "
    behind = r"(?:\Z|[^ A-Za-z0-9-]|[ -](?:\Z|[^A-Z]))"
    return f"{before}(?:{'|'.join(sorted(words))}){behind}"
