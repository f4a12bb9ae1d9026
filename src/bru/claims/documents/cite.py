"""The span values of a passage, as `claims.csv` wants them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bru.claims.documents.evidence import span
from bru.claims.documents.text import Word, words

SHORTEST, LONGEST = 6, 60  # words of a passage, unless it is a whole sentence


class CiteError(ValueError):
    """The passage cannot be cited, and why."""


def occurrences(text: str, passage: str) -> list[tuple[int, int]]:
    """Where a passage stands in a text: word by word, whatever quotes, dashes and spaces."""
    wanted = [w.text for w in words(passage)]
    found = words(text)
    size = len(wanted)
    return [
        (found[i].start, found[i + size - 1].end)
        for i in range(len(found) - size + 1 if wanted else 0)
        if found[i].text == wanted[0] and [w.text for w in found[i : i + size]] == wanted
    ]


def is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a span is a whole sentence, heading or line."""
    before = re.search(r"(^|[.!?…:]|\n)[\"'“”‘’)\]—–\s]*$", text[:start])
    after = re.match(r"[\"'”’)\]]*([.!?…]|\s*\n|\s*$)", text[end:])
    return before is not None and after is not None


def words_around(text: str, start: int, end: int) -> list[Word]:
    """The words of a span and of what stands at its edges without a space, places in the text."""
    low, high = start, end
    while low and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    return [Word(w.text, w.start + low, w.end + low) for w in words(text[low:high])]


def badly_cut(text: str, start: int, end: int) -> str:
    """What is wrong with the edges or the length of a passage, or ""."""
    found = words(text[start:end])
    first, last, count = start + found[0].start, start + found[-1].end, len(found)
    if (first, last) != (start, end):
        return f"the passage has punctuation or space at its edge: its words are {first} to {last}"
    around = words_around(text, start, end)
    if start not in [w.start for w in around] or end not in [w.end for w in around]:
        return "the passage starts or ends inside a word"
    if count < SHORTEST and not is_sentence(text, start, end):
        return f"the passage has {count} words and is no whole sentence"
    return ""


def cite(text: str, passage: str, nth: int | None = None) -> tuple[int, int, int, str, str]:
    """Start, end, words, fingerprint and exact fingerprint of a passage of a document.

    `nth` (from 1) chooses among several occurrences. Raises CiteError when the passage is not
    there, stands more than once without `nth`, is too short or too long.
    """
    places: Sequence[tuple[int, int]] = occurrences(text, passage)
    if not places:
        raise CiteError("the document does not have this passage, word by word")
    if nth is None and len(places) > 1:
        at = ", ".join(str(start) for start, _ in places)
        raise CiteError(f"the passage occurs {len(places)} times (at {at}): choose with --nth")
    if not 1 <= (nth or 1) <= len(places):
        raise CiteError(f"the passage occurs {len(places)} times: --nth is from 1")
    start, end = places[(nth or 1) - 1]
    found = span(text, start, end)
    if found[2] > LONGEST:
        raise CiteError(f"the passage has {found[2]} words, at most {LONGEST} are allowed")
    if why := badly_cut(text, start, end):
        raise CiteError(f"{why}: give at least {SHORTEST} words, or the whole sentence")
    return found
