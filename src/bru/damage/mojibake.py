"""Text that was read in a wrong encoding: what it was before.

Letters of UTF-8 that were read as a code page are a first letter of the page and other signs of it;
Cyrillic that was read as Western European is accents in a row. A text is given back only if all
such places become letters that belong to the words they stand in, and signs that texts have.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import NamedTuple

from bru.damage.scripts import AS_LATIN, SCRIPTS, cased, letter
from bru.datapackage.whitespace import is_text

NATURAL = "”’“‘…–—«»"  # what may stand behind a capital letter in a text that is right ("CAFÉ”")
TIMES = 3  # that it may have happened
REMEMBERED = 10_000  # texts: what is told of one is asked again for its repair
LOST, UNKNOWN = r"\ufffd|â€", r"(?<![\w?!])\?{4,}"  # letters of which nothing is left
LETTER = r"[^\W\d_][\u0300-\u036f]*"
MARKS = "\u02b9\u02bb\u02bc\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u0327\u0328"
ANGSTROM = re.compile("Å[°±²³·]")  # signs of science


class Misread(NamedTuple):
    """Bytes of the encoding `real` that were read as `page`.

    Where `sure` is found a text was misread; then everything that matches `all` was, and where
    `torn` is found a byte of a letter is lost.
    """

    page: str
    real: str
    sure: str
    all: str
    torn: str = ""


def _continuation(page: str, but: str = "") -> str:
    """The second and later bytes of letters in UTF-8, as `page` reads them, `but` some."""
    chars = bytes(range(0x80, 0xC0)).decode(page, "ignore")
    return f"[{re.escape(''.join(c for c in chars if c not in but))}\x80-\x9f]"


def _misreadings() -> Iterator[Misread]:
    west, east = (_continuation(page) for page in ("cp1252", "cp1251"))
    two, three, four = f"[Â-ß]{west}", f"[à-ï]{west}{{2}}", f"ð{west}{{3}}"
    sure = f"(?:{two}){{2}}|[ÂÃÄÅÐÑ]{_continuation('cp1252', NATURAL)}|â{west}{{2}}|ï»¿|{four}"
    parts = f"(?:{two}|{three}|{four})"
    torn = rf"(?!{parts})[Â-ð‚]{west}?{parts}|{parts}(?!{parts})[Â-ð]|(?<![^\W\d_])[Â-ß][ ]"
    yield Misread("cp1252", "utf-8", f"{sure}|(?:{three}){{2}}", f"{parts}+", torn)
    two, three = f"[В-Я]{east}", f"[а-п]{east}{{2}}"
    sure = f"(?:[РС]{east}){{3}}|вЂ{east}|[A-Za-z]{two}"
    yield Misread("cp1251", "utf-8", sure, f"(?:{two}|{three})+")
    yield Misread("cp1252", "cp1251", "[À-ÿ¡¢¨²³¸]{4}", "[À-ÿ¡¢¨²³¸]+")


MISREAD = tuple(_misreadings())
# Finds whatever may have been misread, or has lost letters.
SUSPICION = "|".join([*(how.sure for how in MISREAD), *(f"(?:{how.all}){{2}}" for how in MISREAD)])
SUSPICION += r"|\ufffd|â€|\?{4}"


@lru_cache(REMEMBERED)
def restored(text: str, times: int = TIMES) -> str:
    """A text as it was before it was read in a wrong encoding; itself if it was not."""
    for how in MISREAD if times and not text.isascii() else ():
        if re.search(how.sure, text) or (is_all(how, text) and not is_text(text)):
            places = [*reread(how, text)]
            new = joined(text, places)
            if new == text or torn(how, text) or re.search(LOST, new):
                continue
            if (before := restored(new, times - 1)) != new:
                return before
            return new if all(belongs(text, new, place) for place in places) else text
    return text


def is_half(text: str) -> bool:
    """Whether a sign of a text may be a part of a letter that was misread, however unlikely."""
    found = ((how, m[0]) for how in MISREAD[:2] for m in re.finditer(how.all, text))
    return not is_text(text) or any(decoded(how, part) for how, part in found)


def lost(text: str, strict: bool = True) -> re.Match[str] | None:
    """Where letters are lost; question marks in a row may be meant, unless the text is `strict`."""
    return re.search(rf"{LOST}|{UNKNOWN}" if strict else LOST, text) or torn(MISREAD[0], text)


def torn(how: Misread, text: str) -> re.Match[str] | None:
    """Where a misread letter has lost a byte: the rest of it stands beside others of the word."""
    found = re.search(how.torn, text) if how.torn and re.search(how.sure, text) else None
    return found if found and any(reread(how, text)) else None


class Place(NamedTuple):
    """What was misread: where it begins in the text and in the new one, how it reads and did."""

    at: int
    now_at: int
    old: str
    new: str


def is_all(how: Misread, text: str) -> bool:
    """Whether everything in a text that is not ASCII can have been misread so."""
    return how.real == "utf-8" and bool(re.fullmatch(rf"(?:[\x00-\x7f]|{how.all})+", text))


def reread(how: Misread, text: str) -> Iterator[Place]:
    """The misread places of a text; none if one of them cannot have been."""
    places, shift = [], 0
    for match in re.finditer(how.all, text):
        new = decoded(how, match[0])
        if not new:
            return
        places.append(Place(match.start(), match.start() + shift, match[0], new))
        shift += len(new) - len(match[0])
    from bru.datapackage.code_pages import is_meant

    said = " ".join(place.new for place in places)
    if how.real == "utf-8" or is_meant(said, said.encode(how.real)):
        yield from places


def decoded(how: Misread, text: str) -> str:
    """What the bytes of a misread text say in their own encoding, "" if nothing."""
    for page in (how.page, "latin-1"):
        table = _bytes(page)
        with suppress(KeyError, UnicodeDecodeError):
            return bytes(table[c] for c in text).decode(how.real)
    return ""


@cache
def _bytes(page: str) -> dict[str, int]:
    """The byte of each character of a code page; bytes it does not define stand for themselves."""
    return {bytes([n]).decode(page, "ignore") or chr(n): n for n in range(0x80, 0x100)}


def joined(text: str, places: Sequence[Place]) -> str:
    """A text with what is in its places before they were misread."""
    parts, at = list[str](), 0
    for place in places:
        parts += text[at : place.at], place.new
        at = place.at + len(place.old)
    return "".join([*parts, text[at:]])


def belongs(text: str, new: str, place: Place) -> bool:
    """Whether what a place of a text becomes in the new one can be what it was."""
    before, behind = new[: place.now_at], new[place.now_at + len(place.new) :]
    own = place.old.isalpha() and all(c in AS_LATIN for c in place.old)
    if (own and re.search(r"[A-Za-z]\Z", before)) or (own and re.match("[A-Za-z]", behind)):
        return False  # letters that look like Latin ones in a Latin word
    if before[-1:].isupper() and len(place.old) == 2 and not place.new.isalpha():
        return False  # a capital letter with an accent, and such a sign
    start = re.search(rf"(?:{LETTER})*\Z", before)
    end = re.match(rf"(?:{LETTER})*", behind)
    assert start and end
    whole = start[0] + place.new + end[0]
    words = re.findall(rf"(?:{LETTER})+", whole)
    if len(whole) == 1 and words:
        near = f"{before[-1:]}{behind[:1]}"
        return not (any(map(str.isdigit, near)) or ANGSTROM.match(place.old))
    return (
        all(map(is_written, place.new))
        and all(map(is_word, words))
        and (whole == place.new or all(map(cased, words)))
    )


def is_written(char: str) -> bool:
    """Whether texts have such a character: it is assigned, and no mark that stands alone."""
    kind = unicodedata.category(char)
    if kind in ("Lm", "Sk", "Mn", "Me") and char < "\u0590":
        return char in MARKS
    return kind == "Cf" or kind[0] != "C"


def is_word(word: str) -> bool:
    """Whether the letters of a word are of one script."""
    kinds = {
        next((name for name in SCRIPTS if letter(name).match(c)), "")
        for c in word
        if c.isalpha() and c not in "µªº"
    }
    return len(kinds) < 2
