"""Words, digits and marks of a text, and the numbers that are read from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

VULGAR = dict(
    zip(
        "½¼¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞",
        "1/2 1/4 3/4 1/3 2/3 1/5 2/5 3/5 4/5 1/6 1/8 3/8 5/8 7/8".split(),
        strict=True,
    )
)

DASH = re.compile(r"(?<![^\s(\[\"“‘])[\u2010-\u2015]\Z")  # before a number, perhaps a minus
PART = re.compile(  # what follows a third that is a part
    r"(?:of|more|less|above|below|higher|lower|and|in|as|over|between|bigger|cheaper|from|the|to|"
    r"than|faster|slower|larger|smaller|dearer|were|was|is|are|have|has|or|on|by|this|last|at|if|"
    r"off|but|when|while|because|since|after|before|per|within)\b"
)


class Token(NamedTuple):
    """A word, digits or a mark, and where it stands."""

    text: str
    start: int
    end: int


class Atom(NamedTuple):
    """One number: `value` times 10^`scale`, with so many digits after the point.

    `kind`: "number", "fraction" (two thirds), "factor" (doubled), "ordinal" or "one" (a week,
    whose number is not said). `spelled`: in words. `metres`: the m behind it may be metres.
    """

    start: int
    end: int
    value: Fraction
    scale: int = 0
    decimals: int = 0
    kind: str = "number"
    spelled: bool = False
    rough: bool = False
    metres: bool = False


def is_short(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop ends an abbreviation and no sentence: тыс. рублей."""
    if not (0 < at < len(tokens) - 1 and tokens[at].text == "."):
        return False
    return tokens[at].start == tokens[at - 1].end and not tokens[at + 1].text[0].isupper()


def linked(end: int, tokens: Sequence[Token], at: int) -> bool:
    """Whether a token follows directly, or with a space or hyphen between."""
    return tokens[at].start - end <= 1


def fits(current: Fraction, small: Fraction) -> bool:
    """Whether a cardinal can be the rest of another: eight of twenty, five of two hundred."""
    size = 1000 if current % 1000 == 0 else 100 if current % 100 == 0 else 10
    return (
        current > 0 and small < size and (size > 10 or (current % 100 >= 20 and current % 10 == 0))
    )
