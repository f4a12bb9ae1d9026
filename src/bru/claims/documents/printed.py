"""What a document prints: names, numbers, dates and units, as they stand in its text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bru.claims.documents import evidence
from bru.claims.documents.text import exact

MARK = re.compile(r"[²³¹⁰⁴-⁹]+|\[\d{1,3}\]")  # of a note

printed = lru_cache(maxsize=256)(exact)  # several rules look things up in the same documents


def prints(text: str, words: str) -> bool:
    """Whether a text has these words, letter by letter, the first perhaps with a capital."""
    wanted = printed(words)
    forms = "|".join(map(re.escape, (wanted, wanted[:1].upper() + wanted[1:])))
    return bool(re.search(rf"(?<!\w)(?:{forms})(?:'?s)?(?![^\W²³¹⁰⁴-⁹])", printed(text)))


def sentences(copies: Sequence[evidence.Copy]) -> Mapping[str, str]:
    """The text of each passage that was found, up to the end of its paragraph, by claim.

    A citation may close the sentence behind the passage, or stand in a note whose mark it has.
    """
    found = {}
    for claim, copy, verdict in evidence.standing(copies):
        end = re.compile(r"[\r\n]|\Z").search(copy.text, verdict.end)
        text = copy.text[verdict.start : end.start() if end else None]
        found[claim] = "\n".join([text, *notes(text, copy.text)])
    return found


def notes(passage: str, text: str) -> Iterator[str]:
    """The notes of a text whose marks a passage of it has: they begin a line with the mark."""
    for mark in dict.fromkeys(MARK.findall(passage)):
        for note in re.finditer(rf"(?m)^\s*{re.escape(mark)}.*", text):
            yield note[0]


def passages(copies: Sequence[evidence.Copy]) -> Mapping[str, str]:
    """The text of each passage that was found in its document, by claim."""
    return {c: copy.text[v.start : v.end] for c, copy, v in evidence.standing(copies)}
