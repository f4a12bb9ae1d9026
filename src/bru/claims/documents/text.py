"""The normaliser of passages, version 1, and the numbers a passage states.

Two forms of a passage are hashed, so that it can be found in another copy of the document and
be proven unaltered without its words being published:

* the *loose* form finds it: words split at white space and dashes, each in NFKC, with unified
  quotes, case-folded, punctuation at its edges dropped (a minus before a digit is kept),
  joined by single spaces;
* the *exact* form proves it: NFC with quotes, dashes, ellipses and white space unified and
  invisible characters dropped; capitals and punctuation count.

Changing either form is a major version of the data: every fingerprint changes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

NORMALISER = 1
DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d-"  # as the inside of a regular expression class
SIGN = r"(?:(?<![^\s(\[\"'“‘])[-\u2212](?=\d))?"
WORD = rf"{SIGN}[^\s{DASHES}]+"
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
QUOTES = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´ʼ", "'"), **dict.fromkeys("“”„‟«»″", '"'), "−": "-", "…": "..."}
)
NUMBER = rf"{SIGN}(?:\d{{1,3}}(?:[,\u00a0\u202f ]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
SPELLED = (  # tens with or without ones, what is less than twenty, one by a noun
    rf"\b(?:({'|'.join(TENS)})(?:(?:\s+|[{DASHES}])({'|'.join(list(UNITS)[1:10])}))?"
    rf"|({'|'.join(UNITS)})|(day|week|month|quarter|year|decade|century))\b"
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


@lru_cache(maxsize=2048)
def numbers(text: str) -> frozenset[str]:
    """Every number a passage states, in digits or in English words up to ninety-nine.

    As plain digits, those after the point as stated: 43.40 is not 43.4.
    """
    digits = (re.sub(r"[,\s]", "", m[0]).replace("\u2212", "-") for m in re.finditer(NUMBER, text))
    spelled = (
        str(TENS.get(tens, 0) + UNITS.get(ones or small, 0) + bool(noun))
        for tens, ones, small, noun in re.findall(SPELLED, text.lower())
    )
    return frozenset(f"{Decimal(number):f}" for number in (*digits, *spelled))


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
    free = [any(c.isdigit() for c in w) or w in UNITS or w in TENS for w in own]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(own):
        places.setdefault(word, []).append(at)
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
