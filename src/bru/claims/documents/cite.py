"""The span values of a passage, as `claims.csv` wants them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from bru.claims.documents.evidence import span
from bru.claims.documents.text import Word, words
from bru.model.classed import classed

SHORTEST, LONGEST = 6, 60  # words of a passage, unless it is a whole sentence
SAID = 4  # words of a sentence that somebody says in a longer one
LIKE = 0.6  # share of a passage's words that the nearest stretch has at least
QUOTE = re.compile(r"(?:^|[\s(\[—–-])[\"“„«]\Z")  # what a quotation begins behind, and ends before
CLOSED = re.compile(r"[,.!?…;:]?[\"“”»]")
ITEM = r"[ \t]*(?:[*†‡§•·▪●◦¹²³⁰-⁹-]+|\(?\w{1,3}\)|\[\w{1,3}\])"  # the mark of one, or of a note
BEGIN = re.compile(rf"(?:(?:^|\n)(?:{ITEM})?|[.!?…:;])[\"'“”‘’«»„()\[\]—–\s]*$")
NOTE = re.compile(r"(?:(?<=[.,;:!?\"”’»)])|(?<=[^\W\d_]{3}))[¹²³⁰⁴-⁹]+")  # halls.², no m²
ROOM = 4  # words before and after it that may belong to it


class CiteError(ValueError):
    """The passage cannot be cited, and why."""


@lru_cache(maxsize=8)
def by_word(text: str) -> dict[str, list[int]]:
    """The numbers of the words of a text by what they are."""
    return classed((word.text, at) for at, word in enumerate(words(text)))


def occurrences(text: str, passage: str) -> list[tuple[int, int]]:
    """Where a passage stands in a text: word by word, whatever quotes, dashes and spaces."""
    wanted, found = [w.text for w in words(passage)], words(text)
    return [
        (found[at].start, found[at + len(wanted) - 1].end)
        for at in (by_word(text).get(wanted[0], ()) if wanted else ())
        if [w.text for w in found[at : at + len(wanted)]] == wanted
    ]


def is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a span is a whole sentence, heading or line, or what colons and semicolons divide.

    Or the sentence that somebody says: "Beds do not operate," he says.
    """
    before = BEGIN.search(text[:start])
    after = re.match(r"[\"'”’»)\]]*([.!?…:;]|\s*\n|\s*$)", text[end:])
    if before and after:
        return True
    is_said = QUOTE.search(text[:start]) and CLOSED.match(text, end)
    is_long = len(words(text[start:end])) >= SAID
    return bool(is_said) and is_long and text[start : start + 1].isupper()


def words_around(text: str, start: int, end: int) -> list[Word]:
    """The words of a span and of what stands at its edges without a space, places in the text.

    One with the mark of a note behind it counts with and without it.
    """
    low, high = start, end
    while low and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    marked = text[low:high]
    plain = NOTE.sub(lambda mark: " " * len(mark[0]), marked)
    found = dict.fromkeys((*words(marked), *words(plain)))
    return [Word(w.text, w.start + low, w.end + low) for w in found]


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


def place(text: str, passage: str, nth: int | None = None) -> tuple[int, int]:
    """Start and end of a passage of a document.

    `nth` (from 1) chooses among several occurrences; without it, the only one with the very
    capitals and marks counts. Raises CiteError when the passage is not there, or stands more than
    once without `nth`.
    """
    places: Sequence[tuple[int, int]] = occurrences(text, passage)
    if nth is None and len(places) > 1:
        exactly = [m.span() for m in re.finditer(re.escape(passage.strip()), text)]
        if len(exactly) == 1:
            (low, high), *_ = exactly
            places = [(start, end) for start, end in places if low <= start and end <= high]
    if not places:
        near = nearest(text, passage)
        raise CiteError(f"the document does not have this passage{f'; {near}' if near else ''}")
    if nth is None and len(places) > 1:
        at = ", ".join(str(start) for start, _ in places)
        raise CiteError(f"the passage occurs {len(places)} times (at {at}): choose with --nth")
    if not 1 <= (nth or 1) <= len(places):
        raise CiteError(f"the passage occurs {len(places)} times: --nth is from 1")
    return places[(nth or 1) - 1]


def nearest(text: str, passage: str) -> str:
    """The stretch of a document that is most like a passage, and where they differ; "" for none."""
    wanted, found = words(passage), words(text)
    own = [word.text for word in wanted]
    match = SequenceMatcher(None, own, [w.text for w in found], False).find_longest_match()
    start = max(0, match.b - match.a - ROOM)
    window = found[start : match.b - match.a + len(own) + ROOM]
    changes = SequenceMatcher(None, own, [w.text for w in window], False).get_opcodes()
    if sum(b - a for how, a, b, _, _ in changes if how == "equal") < max(1, LIKE * len(own)):
        return ""
    changes = [c for n, c in enumerate(changes) if c[0] != "insert" or 0 < n < len(changes) - 1]
    told = []
    for number, (how, a, b, c, d) in enumerate(changes):
        low = max(c, d - (b - a)) if number == 0 else c  # at the edges no more than is replaced
        high = min(d, c + b - a) if number == len(changes) - 1 else d
        if number == 0:
            start = window[low].start
        end = window[high - 1].end
        if how != "equal":
            pair = between(text, window[low:high]), between(passage, wanted[a:b])
            told.append("it has {} for {}".format(*pair))
    return f'the nearest is "{" ".join(text[start:end].split())}": {"; ".join(told)}'


def between(text: str, found: Sequence[Word]) -> str:
    """The words as they stand in a text, in quotes."""
    return f'"{text[found[0].start : found[-1].end]}"' if found else "nothing"


def cite(text: str, passage: str, nth: int | None = None) -> tuple[int, int, int, str, str]:
    """Start, end, words, fingerprint and exact fingerprint of a passage of a document.

    `nth` (from 1) chooses among several occurrences. Raises CiteError when the passage is not
    there, stands more than once without `nth`, is too short or too long.
    """
    start, end = place(text, passage, nth)
    found = span(text, start, end)
    if found[2] > LONGEST:
        raise CiteError(f"the passage has {found[2]} words, at most {LONGEST} are allowed")
    if why := badly_cut(text, start, end):
        raise CiteError(f"{why}: give at least {SHORTEST} words, or the whole sentence")
    return found
