"""Texts that were read in a wrong encoding, and what they were before."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import NamedTuple

# What may stand behind a capital letter in a text that is right ("CAFÉ”").
NATURAL = "”’“‘…–—«»"
MARK = "[¡¢¨²³¸À-ÿРСв]"  # every text that was misread has one of these
LOST = r"\ufffd|â€|(?<![\w?!])\?{4,}"  # letters of which nothing is left


class Misread(NamedTuple):
    """Bytes of the encoding `real` that were read as `page`.

    A text that `sure` is found in was misread; then everything that matches `all` was.
    """

    page: str
    real: str
    sure: str
    all: str


@cache
def _misreadings() -> tuple[Misread, ...]:
    west, east = (_continuation(page) for page in ("cp1252", "cp1251"))
    longer = f"â{west}{west}|ï»¿|ðŸ{west}{west}"
    sure = f"(?:[Â-ÓØÙ]{west}){{2}}|[ÂÃÄÅÐÑ]{_continuation('cp1252', NATURAL)}|{longer}"
    return (
        Misread("cp1252", "utf-8", sure, f"(?:[Â-ÓØÙ]{west}|{longer})+"),
        Misread("cp1251", "utf-8", f"(?:[РС]{east}){{3}}|вЂ{east}", f"(?:[РС]{east}|вЂ{east})+"),
        Misread("cp1252", "cp1251", "[À-ÿ¡¢¨²³¸]{4}", "[À-ÿ¡¢¨²³¸]+"),
    )


def _continuation(page: str, but: str = "") -> str:
    """The second and later bytes of letters in UTF-8, as `page` reads them, `but` some."""
    chars = bytes(range(0x80, 0xC0)).decode(page, "ignore")
    return f"[{re.escape(''.join(c for c in chars if c not in but))}\x80-\x9f]"


@cache
def _bytes(page: str) -> dict[str, int]:
    """The byte of each character of a code page; bytes it does not define stand for themselves."""
    known = {bytes([n]).decode(page, "ignore"): n for n in range(0x80, 0x100)}
    return {chr(n): n for n in range(0x80, 0xA0)} | known


def restored(text: str) -> str:
    """A text as it was before it was read in a wrong encoding; itself if it was not."""
    for _ in range(3 if re.search(MARK, text) else 0):  # it may have happened more than once
        given = text
        for misread in _misreadings():
            if re.search(misread.sure, text):
                text = re.sub(misread.all, partial(_reread, misread), text)
        if text == given:
            break
    return text


def _reread(how: Misread, match: re.Match[str]) -> str:
    """Misread letters as they were; themselves if that makes no text."""
    table = _bytes(how.page)
    try:
        new = bytes(table[c] for c in match[0]).decode(how.real)
    except UnicodeDecodeError:
        return match[0]
    if how.real == "cp1251" and not re.fullmatch("[\u0400-\u04ff]+", new):
        return match[0]
    return match[0] if re.search("[\x00-\x1f\x7f-\x9f]", new) else new


# Finds whatever may have been misread, or has lost letters.
SUSPICION = "|".join([*(misread.sure for misread in _misreadings()), r"\ufffd|â€|\?{4}"])
