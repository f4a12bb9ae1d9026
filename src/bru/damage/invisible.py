"""Characters that cannot be seen, and spaces that are not the plain one."""

import re
import unicodedata
from bisect import bisect
from typing import NamedTuple

from bru.model.package import Field

_SPACE = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f"
_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u202a-\u202e\u2060-\u2065\u206a-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_JOINER = "\u061c\u180b-\u180f\u200b-\u200f\u2066-\u2069\u3000\ufe00-\ufe0f"
# Where scripts begin and end that are written with joiners and marks of direction: from Hebrew on,
# symbols, CJK, forms of Arabic, emoji.
_JOINED = (
    *(0x590, 0x1C80, 0x2190, 0x2C00, 0x2E80, 0x3000, 0x3001, 0xFE00),
    *(0xFE70, 0xFEFF, 0x10000, 0x20000),
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f"  # of a region
_MEANT = r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9])|[\u00a0\u202f](?=[!?:;»%])|(?<=«)[\u00a0\u202f]"
_MEANT += f"|{_FLAG}"
_TYPOGRAPHY = rf"{_MEANT}|(?<=\S)[\u00a0\u2000-\u200a\u202f](?=\S)|(?<=\w)\u00ad(?=\w)"

SUSPICION = f"[{_SPACE}{_HIDDEN}{_JOINER}]"


class Invisible(NamedTuple):
    """A character that cannot be seen, or that looks like a plain space, and where it stands."""

    at: int
    char: str
    is_space: bool

    @property
    def name(self) -> str:
        """Its name in Unicode."""
        if self.char == "\ufeff":
            return "byte order mark"
        return unicodedata.name(self.char, "invisible character").lower()


def invisible(text: str, strict: bool = True) -> list[Invisible]:
    """The invisible characters of a text, and the spaces that are not plain.

    Joiners and marks of direction are left out if the text has letters that need them, tags of
    flags, no-break spaces between digits and beside French punctuation; unless `strict` also those
    that typography puts between words, and marks where a word may be divided.
    """
    if text.isascii() or not re.search(SUSPICION, text):
        return []
    is_joined = any(bisect(_JOINED, ord(char)) % 2 for char in {*text})
    hidden = _HIDDEN if is_joined else _HIDDEN + _JOINER
    found = re.finditer(_MEANT if strict else _TYPOGRAPHY, text)
    meant = {at for match in found for at in range(*match.span())}
    return [
        Invisible(match.start(), match[0], match[1] is not None)
        for match in re.finditer(f"([{_SPACE}])|[{hidden}]", text)
        if match.start() not in meant
    ]


def visible(text: str, strict: bool = True) -> str:
    """A text without invisible characters, every space plain."""
    parts = [*text]
    for char in invisible(text, strict):
        parts[char.at] = " " if char.is_space else ""
    return "".join(parts)


EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # not what comes in pairs
)


def bare(text: str) -> str:
    """A text without spaces and invisible characters at its ends."""
    return text.strip(EDGES)


EMPTIED = {False: "leave it empty", True: "write the value"}  # a blank cell that is required


def is_blank(text: str, field: Field) -> bool:
    """Whether nothing of a text can be seen, and its field does not say that it may be so."""
    return bool(text) and not bare(text) and not (field.listed or "pattern" in field.constraints)
