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

NUMBER, WHOLE = r"\d+(?:\.\d+)?", 100
SHARES = re.compile(
    rf"(?<![\d/:.,])({NUMBER})([/:\u2010-\u2015-])({NUMBER})(?:\2{NUMBER})*(?![\d/:])"
)
AROUND = 16  # characters before and behind a number where other shares may stand


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


def is_share(text: str, atom: Atom) -> bool:
    """Whether a number is one of those that make a whole: 60/40, 51:49, 50-30-20; not 40–60."""
    for found in SHARES.finditer(text, max(0, atom.start - AROUND), atom.end + AROUND):
        if found.start() <= atom.start < found.end():
            is_range = found[2] not in "/:" and float(found[1]) < float(found[3])
            parts = map(float, found[0].split(found[2]))
            return not is_range and sum(parts) == WHOLE
    return False


def linked(end: int, tokens: Sequence[Token], at: int) -> bool:
    """Whether a token follows directly, or with a space or hyphen between."""
    return tokens[at].start - end <= 1


def fits(current: Fraction, small: Fraction) -> bool:
    """Whether a cardinal can be the rest of another: eight of twenty, five of two hundred."""
    size = 1000 if current % 1000 == 0 else 100 if current % 100 == 0 else 10
    return (
        current > 0 and small < size and (size > 10 or (current % 100 >= 20 and current % 10 == 0))
    )
