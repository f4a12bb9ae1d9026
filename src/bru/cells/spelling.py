"""Words that are probably mistyped: unknown, and one slip of the keys away from a known word.

Known is what stands in two texts at least, and everyday English with its endings. An unknown word
that consists of stretches of letters as other words have them is not suspected: it may well be
a word of its own; so may one with letters that are not on every keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bru.cells.everyday import WORDS

TOKEN = re.compile(r"(?<!\d)[^\W\d_]+(?:'[^\W\d_]+)*(?!\d)")
STRETCH = 4  # letters, the edges of a word counting as letters
ENDINGS = frozenset("s es ed d ing ly er r ers rs".split())
LONG, OFTEN = 6, 6  # letters, texts: a word so long, next to one that is used so often
MOST = 100_000  # different words
MANY = 1_000  # different words: fewer show too little of a language to tell what is odd in it
INFLECTED = frozenset("s d r n y dr rs ey".split())  # by what forms of one word differ
VARIANTS = ((r"z", "s"), (r"our", "or"), (r"dgement", "dgment"), (r"ll(?=ed|er|ing)", "l"))


@lru_cache(maxsize=8192)  # a text is read again whenever another one changed
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, each once, without possessive endings.

    In small letters, but for abbreviations in capitals.
    """
    found = dict.fromkeys(TOKEN.findall(text.replace("’", "'")))
    small = (w if w.isupper() and len(w) > 1 else w.lower() for w in found)
    return tuple(dict.fromkeys(word.removesuffix("'s") for word in small))


def mistyped(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The words that are probably mistyped, each with the one that was probably meant.

    `counts`: in how many texts each word stands. None are told of a vocabulary so large that most
    slips are words of it.
    """
    if len(counts) > MOST:
        return
    known = WORDS | counts.keys()
    small = len(counts) < MANY
    shapes = "".join(f"^{word}$" for word in known)
    odd: dict[str, bool] = {}
    for word, count in counts.items():
        plain = word.isascii() and len(word) > 1 and not word.isupper()
        if count == 1 and plain and not everyday(word):
            odd[word] = not small and is_odd(word, shapes)
    suspected = [word for word in odd if odd[word] or len(word) >= LONG]
    best: dict[str, tuple[int, str]] = {}
    for word, other in neighbours(suspected, known):
        often = counts.get(other, 0)
        if (odd[word] or often >= (2 if small else OFTEN)) and not are_forms(word, other):
            best[word] = max(best.get(word, (0, "")), (often, other))
    yield from ((word, other) for word, (_, other) in best.items())


def everyday(word: str) -> bool:
    """Whether a word is everyday English, or a form of such a word."""
    if word in WORDS:
        return True
    for size in range(1, 4):
        stem, ending = word[:-size], word[-size:]
        if len(stem) < 3 or ending not in ENDINGS:
            continue
        forms = [stem]
        if ending[0] in "ei":
            forms.append(stem + "e")
            if stem[-2] == stem[-1]:
                forms.append(stem[:-1])  # stopped
        if stem[-1] == "i":
            forms.append(stem[:-1] + "y")  # countries
        if not WORDS.isdisjoint(forms):
            return True
    return False


def is_odd(word: str, shapes: str) -> bool:
    """Whether a word has a stretch of letters that no other word in `shapes` has."""
    marked = f"^{word}$"
    for at in range(max(1, len(marked) - STRETCH + 1)):
        part = marked[at : at + STRETCH]
        if shapes.find(part, shapes.find(part) + 1) < 0:
            return True
    return False


def neighbours(words: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of some words with every known one that is a slip away from it."""
    shorter: dict[str, list[str]] = {}  # words by what is left of them without a letter
    for word in words:
        for form in reduced(word):
            shorter.setdefault(form, []).append(word)
    for other in known if shorter else ():
        for form in reduced(other):
            for word in shorter.get(form, ()):
                if is_slip(word, other):
                    yield word, other


def reduced(word: str) -> set[str]:
    """A word, and what is left of it without one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def is_slip(one: str, other: str) -> bool:
    """Whether words differ by a letter more, a letter less, another one, or two swapped."""
    least = min(len(one), len(other))
    start = next((at for at in range(least) if one[at] != other[at]), least)
    end = next((at for at in range(least - start) if one[-1 - at] != other[-1 - at]), least - start)
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    swapped = len(left) == 2 and left == right[::-1]
    return one != other and (swapped or max(len(left), len(right)) == 1)


def are_forms(one: str, other: str) -> bool:
    """Whether two words may be forms or spellings of the same word."""
    at = 0
    while one[at : at + 1] == other[at : at + 1] != "":
        at += 1
    rest = "".join(sorted(one[at:] + other[at:]))
    if (rest in INFLECTED and rest != one[at - 1 : at]) or (rest == "ds" and one[at - 1] == "e"):
        return True
    for old, new in VARIANTS:
        one, other = re.sub(old, new, one), re.sub(old, new, other)
    return one == other
