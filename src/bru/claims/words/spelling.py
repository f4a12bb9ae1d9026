"""Words that are probably mistyped: unknown, and one slip of the keys away from a known word.

Known is what stands in two texts at least, and everyday English with its endings. That a word is
unknown and near another is no evidence: *consent* is near *content*. It is suspected if it is long
and the other is used often, or has stretches of letters as no other word has them. A short word is
not, nor one with letters that are not on every keyboard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from bru.claims.words.everyday import WORDS

HOST = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)+")  # names of sites are spelt in any way
DOT = re.compile(r"\.[^\W\d_]")  # what they have, and is found faster
LETTER = r"[^\W\d_²³¹⁰⁴-⁹]"  # the mark of a note is none
TOKEN = re.compile(rf"(?<!\d){LETTER}+(?:'{LETTER}+)*(?!\d)")
STRETCH = 4  # letters, the edges of a word counting as letters
ENDINGS = frozenset("s es ed d ing ly er r ers rs ise ised ises ising ize ized izes izing".split())
LONGEST = max(map(len, ENDINGS))
PREFIXES = ("re", "un")  # rebuilt, unpaid
MOST = 100_000  # different words
SHORTEST = 7  # letters: of shorter real words every second is a slip from another
LONG, OFTEN = 9, 6  # letters, texts: a word so long, next to one that is used so often
INFLECTED = frozenset("s d r n y dr rs ey".split())  # by what forms of one word differ
VARIANTS = ((r"z", "s"), (r"our", "or"), (r"dgement", "dgment"), (r"ll(?=ed|er|ing)", "l"))


def read(piece: str) -> Iterable[str]:
    """The words of a piece of a text, as `tokens` gives those of a text."""
    if not piece.isalpha():
        return tokens(piece)
    return (piece if piece.isupper() and len(piece) > 1 else piece.lower(),)


@lru_cache(maxsize=8192)  # a text is read again whenever another one changed
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, each once, without possessive endings and names of sites.

    In small letters, but for abbreviations in capitals.
    """
    text = HOST.sub(" ", text) if DOT.search(text) else text
    return tuple(dict.fromkeys(map(token, TOKEN.findall(text.replace("’", "'")))))


@lru_cache(maxsize=65536)  # texts share most of their words
def token(word: str) -> str:
    """A word without its possessive ending, in small letters unless it is an abbreviation."""
    return (word if word.isupper() and len(word) > 1 else word.lower()).removesuffix("'s")


def mistyped(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The words that are probably mistyped, each with the one that was probably meant.

    `counts`: in how many texts each word stands. None are told of a vocabulary so large that most
    slips are words of it.
    """
    if len(counts) > MOST:
        return
    known = WORDS | counts.keys()
    rare = (w for w, n in counts.items() if n == 1 and is_plain(w) and len(w) >= SHORTEST)
    own = WORDS.union(word for word, n in counts.items() if n > 1)
    unknown = [word for word in rare if not everyday(word, own)]
    shapes = Shapes(known)
    best: dict[str, tuple[int, str]] = {}
    for word, other in neighbours(unknown, known):
        often = counts.get(other, 0)
        sure = (often >= OFTEN and len(word) >= LONG) or (often > 1 and shapes.is_odd(word))
        if sure and word[0] == other[0] and not are_forms(word, other):  # few slip at once
            best[word] = max(best.get(word, (0, "")), (often, other))
    yield from ((word, other) for word, (_, other) in best.items())


def is_plain(word: str) -> bool:
    """Whether a word is one of letters that are on every keyboard, and no abbreviation."""
    return word.isascii() and len(word) > 1 and not word.isupper()


def everyday(word: str, known: frozenset[str] = WORDS) -> bool:
    """Whether a word is everyday English, or a form of a word that is, or of another known one."""
    if word in WORDS or (word[:2] in PREFIXES and word[2:] in WORDS):
        return True
    for size in range(1, LONGEST + 1):
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
        if ending[:2] in ("is", "iz"):
            forms.append(stem + "y")  # subsidise
        if not known.isdisjoint(forms):
            return True
    return False


class Shapes:
    """The stretches of letters of some words, counted when the first word is asked about."""

    def __init__(self, words: Collection[str]) -> None:
        self.words = words

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each stretch stands in all words."""
        return Counter(part for word in self.words for part in stretches(word))

    def is_odd(self, word: str) -> bool:
        """Whether a word has several stretches of letters that no other word has."""
        return sum(self.counts[part] < 2 for part in stretches(word)) > 1


def stretches(word: str) -> Iterator[str]:
    """The stretches of letters of a word, whose edges count as letters."""
    marked = f"^{word}$"
    for at in range(max(1, len(marked) - STRETCH + 1)):
        yield marked[at : at + STRETCH]


def neighbours(words: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each of some words with every known one that is a slip away from it.

    A letter more, less or other leaves one half of a word as it is: only words that share a half
    are compared. Two letters swapped may be one of each half: these words are looked up.
    """
    halves: tuple[dict[str, list[str]], ...] = {}, {}
    for word in words:
        half = len(word) // 2
        for of, part in zip(halves, (word[:half], word[half:]), strict=True):
            of.setdefault(part, []).append(word)
        for at in range(len(word) - 1):
            other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if other != word and other in known:
                yield word, other
    starts, ends = halves
    for other in known if starts else ():
        first, last = (len(other) - 1) // 2, len(other) // 2  # and of a longer word one more
        found = starts.get(other[:first], []) + starts.get(other[: first + 1], [])
        found += ends.get(other[-last:], []) + ends.get(other[-last - 1 :], [])
        yield from ((word, other) for word in {*found} if is_slip(word, other))


def is_slip(one: str, other: str) -> bool:
    """Whether words differ by a letter more, a letter less, another one, or two swapped."""
    if not -2 < len(one) - len(other) < 2:
        return False
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
