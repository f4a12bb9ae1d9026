"""Whether a text names somebody or something: its words are compared by how they begin.

`Russia` is named by *Russian*, `the West` by *Western*, `Union programmes` by *Union programs*.
"""

from __future__ import annotations

from functools import lru_cache

from bru.claims.prose.countries import countries
from bru.claims.words.spelling import tokens

FULL = 5  # letters by which words are compared
SHORT = 4  # a name's word so long is the beginning of longer ones: West, Western
SMALL = frozenset("and between for from have that the their which whose with within".split())


@lru_cache(maxsize=8192)
def beginnings(text: str) -> frozenset[str]:
    """How the words of a text begin, in so many letters as names are compared by."""
    found = [stem(word) for word in tokens(text)]
    return frozenset([*(word[:FULL] for word in found), *(word[:SHORT] for word in found)])


@lru_cache(maxsize=8192)
def keywords(name: str) -> frozenset[str]:
    """How the words of a name begin, without small ones such as articles."""
    return frozenset(
        stem(word)[:FULL]
        for word in tokens(name)
        if (len(word) > 2 or word.isupper()) and word not in SMALL
    )


@lru_cache(maxsize=8192)
def subject(name: str) -> frozenset[str]:
    """The words of a project's name that tell what it is about: no countries."""
    rest = name
    for mention in reversed(countries(name)):
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    return keywords(rest)


def stem(word: str) -> str:
    """A word in small letters, without possessive and plural ending."""
    word = word.lower().removesuffix("'")
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s") if len(word) > SHORT else word
