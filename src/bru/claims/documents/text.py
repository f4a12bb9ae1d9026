"""The normaliser of passages, version 1.

Two forms of a passage are hashed, so that it can be found in another copy of the document and
be proven unaltered without its words being published:

* the *loose* form finds it: words split at white space and dashes, each in NFKC, with unified
  quotes, case-folded, punctuation at its edges dropped (a minus before a digit is kept),
  joined by single spaces;
* the *exact* form proves it: NFC with quotes, dashes, ellipses and white space unified and
  invisible characters dropped; capitals and punctuation count.

Changing either form is a major version of the data: every fingerprint changes.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bru.claims.prose.language import ENGLISH
from bru.claims.prose.numerals import numerals
from bru.model.classed import classed

DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d-"  # as the inside of a regular expression class
SIGN = r"(?:(?<![^\s(\[\"'“‘])[-\u2212](?=\d))?"
WORD = rf"{SIGN}[^\s{DASHES}]+"
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
QUOTES = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´ʼ", "'"), **dict.fromkeys("“”„‟«»″", '"'), "−": "-", "…": "..."}
)


class Word(NamedTuple):
    """One normalised word and where it stands, in code points, end exclusive."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=2048)  # several rules ask for the words of the same documents and statements
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in the loose form, with their places."""
    found = []
    for match in re.finditer(WORD, text):
        start, end = match.span()
        while start < end and is_edge(text[start]) and not is_sign(text, start, end):
            start += 1
        while start < end and is_edge(text[end - 1]):
            end -= 1
        if norm := normal(text[start:end]):
            found.append(Word(norm, start, end))
    return tuple(found)


def normal(word: str) -> str:
    """One word in the loose form."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return unicodedata.normalize("NFKC", word.translate(INVISIBLE).translate(QUOTES)).casefold()


def is_edge(char: str) -> bool:
    """Whether a character is dropped at the edge of a word."""
    if char.isalnum():
        return False
    plain = QUOTES.get(ord(char), char)[0]
    return char not in "%‰" and (unicodedata.category(plain)[0] == "P" or ord(char) in INVISIBLE)


def is_sign(text: str, at: int, end: int) -> bool:
    """Whether the dash at `at` is the minus of a number."""
    return text[at] in "-\u2212" and at + 1 < end and text[at + 1].isdigit()


def loose(items: Iterable[Word]) -> str:
    """The loose form of consecutive words."""
    return " ".join(w.text for w in items)


def exact(text: str) -> str:
    """The exact form of a passage."""
    text = unicodedata.normalize("NFC", text.translate(INVISIBLE)).translate(QUOTES)
    text = re.sub(rf"\s*[{DASHES}]\s*", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def fingerprint(form: str) -> str:
    """SHA-256 of a form, as hexadecimal digits."""
    return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()


def runs(items: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """Every `count` words in a row."""
    return zip(*(items[at:] for at in range(count)), strict=False)


@lru_cache(maxsize=8)  # `--watch` compares the same documents after each change
def all_runs(text: str, count: int) -> frozenset[tuple[str, ...]]:
    """Every `count` words in a row of a document, in the loose form."""
    return frozenset(runs([word.text for word in words(text)], count))


def longest_copied(
    statement: Sequence[str], document: str, names: Iterable[Sequence[str]]
) -> tuple[int, str]:
    """The longest run of words that a statement shares with a document, and its words.

    `statement` and each of `names` are normalised words, `document` is the loose form with a
    space at both ends. The count leaves out numbers and whole names: those cannot be said
    otherwise.
    """
    own = list(statement)
    role = numerals(ENGLISH).role
    free = [any(c.isdigit() for c in w) or "cardinals" in role(w) for w in own]
    places = classed((word, at) for at, word in enumerate(own))
    for name in names:
        size = len(name)
        for at in places.get(name[0], ()):
            if own[at : at + size] == name:
                free[at : at + size] = [True] * size
    best, run, start = 0, "", 0
    for end in range(1, len(own) + 1):
        while start < end and f" {' '.join(own[start:end])} " not in document:
            start += 1
        count = sum(not f for f in free[start:end])
        if count > best:
            best, run = count, " ".join(own[start:end])
    return best, run
