"""Whether a text names somebody or something: its words are compared by how they begin.

`Russia` is named by *Russian*, `the West` by *Western*, `Union programmes` by *Union programs*; a
name in Cyrillic by its transliteration, `Уфа` by *Уфу*.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from bru.claims.prose.countries import countries
from bru.claims.prose.dates import weekdays
from bru.claims.prose.language import ENGLISH, language
from bru.claims.prose.reader import read
from bru.claims.words.spelling import tokens
from bru.editing.find import alike, fold
from bru.model.words import Begun

T = TypeVar("T")
SLICE = 20_000  # rows whose texts are in memory together
FULL = 5  # letters by which words are compared
SHORT = 4  # a name's word so long is the beginning of longer ones: West, Western
VOWELS = frozenset("аеёиоуыэюяіьй")  # endings of cases
CYRILLIC = re.compile("[а-яёіўґєї]", re.I)
BETWEEN_WORDS = re.compile(r"['’]s(?:(?:[^\w'’]|_)+|\Z)|(?:[^\w'’]|_)+")
CAPITAL = re.compile(r"(?<=[a-z,;:] )[A-Z][\w'’]+")  # a word that is no first one
SMALL = frozenset("and between for from have our that the their which whose with within".split())


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


def plain(text: str) -> str:
    """A text in small letters, single spaces around each word, as engines compare names."""
    return BETWEEN_WORDS.sub(" ", f" {text.lower()} ")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word in small letters, without possessive and plural ending."""
    word = word.lower().removesuffix("'")
    if not word.isascii() and len(word) <= FULL and word[-1] in VOWELS:
        return word[:-1]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s") if len(word) > SHORT else word


def proper(text: str) -> list[re.Match[str]]:
    """The words of a text with a capital that begin no sentence: no months, days and currencies."""
    known = read(text)
    taken = [(q.start, q.end) for q in known.quantities]
    taken += [(d.start, d.end) for d in known.dates]
    taken += [(d.start, d.end) for d in weekdays(text)]
    own = language(ENGLISH)
    feasts = (own.whole("feasts", name).finditer(text) for name in own.words["feasts"])
    taken += [found.span() for feast in feasts for found in feast]
    return [m for m in CAPITAL.finditer(text) if not any(a <= m.start() < b for a, b in taken)]


def is_translated(name: str) -> bool:
    """Whether a name in Cyrillic is one that others translate: a word of it has no capital."""
    return bool(CYRILLIC.search(name)) and any(word[:1].islower() for word in name.split())


@lru_cache(maxsize=256)
def is_cyrillic(text: str) -> bool:
    """Whether a text is written in Cyrillic, with words in other letters at most."""
    return len(CYRILLIC.findall(text)) * 2 > len(text)


def is_described(name: str, text: str, around: str = "") -> bool:
    """Whether a text speaks of whom a description means: *father of Mira* by *her father*.

    `around`: where the words for it stand, its names may be further away. A text in Cyrillic has
    the names only, as they sound.
    """
    if not name[:1].islower():
        return False
    names = [word for word in name.split() if word[:1].isupper()]
    if is_cyrillic(text):
        return all(is_like(word, text) for word in names)
    said = keywords(" ".join(word for word in name.split() if word not in names))
    if countries(name):
        return False  # every document names them
    return keywords(name) <= beginnings(text) and said <= beginnings(around or text)


@lru_cache(maxsize=8192)
def is_like(word: str, text: str) -> bool:
    """Whether a text has a word, perhaps in the letters of another script."""
    own = fold(word)
    stem = own.rstrip("aeiou")  # Grodno, гродненский
    return any(
        alike(own, other) or alike(other, own) or (len(stem) > SHORT and other.startswith(stem))
        for other in fold(text).split()
    )


def begun(common: Collection[str]) -> Begun:
    """How words of names begin where that alone shows that a text has the name.

    Without those that say nothing: small ones, and what begins as `common` ones do. A word of a
    text that begins so has the same stem: those are left out of which an ending may be a part.
    """
    small = "|".join(sorted(SMALL))
    silent = "|".join(["-", *map(re.escape, sorted(common))])
    changes = (rf"\A(?:{small})\Z", ""), (r"ies\Z", "y"), (r"s\Z", "")
    return Begun(changes, FULL, rf"\A[\s\S]{{0,{SHORT - 1}}}\Z|[^a-z]|(?:s|i|ie)\Z|\A(?:{silent})")


def slices(rows: Iterable[T]) -> Iterator[list[T]]:
    """Some rows at a time."""
    left = iter(rows)
    while part := list(islice(left, SLICE)):
        yield part
