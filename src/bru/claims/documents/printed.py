"""What a document prints: names, numbers, dates and units, as they stand in its text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bru.claims.documents import evidence
from bru.claims.documents.text import exact

MONTHS = (
    "January February March April May June July August September October November December"
).split()
DATE = re.compile(r"(?:\d{4}|XXXX)-(\d\d)(?:-(\d\d))?(?=[~?%]?(?:/|$))")  # month and day
QUARTERS = ("first|Q1|January", "second|Q2|April", "third|Q3|July", "fourth|Q4|October")

printed = lru_cache(maxsize=256)(exact)  # several rules look things up in the same documents


def prints(text: str, words: str) -> bool:
    """Whether a text has these words, letter by letter, the first perhaps with a capital."""
    wanted = printed(words)
    forms = "|".join(map(re.escape, (wanted, wanted[:1].upper() + wanted[1:])))
    return bool(re.search(rf"(?<!\w)(?:{forms})(?:'?s)?(?!\w)", printed(text)))


def sentences(copies: Sequence[evidence.Copy]) -> Mapping[str, str]:
    """The text of each passage that was found, up to the end of its paragraph, by claim.

    A citation may close the sentence behind the passage.
    """
    found = {}
    for copy in copies:
        for claim, verdict in copy.verdicts.items():
            if verdict.state in ("verified", "moved"):
                end = re.compile(r"[\r\n]|\Z").search(copy.text, verdict.end)
                found[claim] = copy.text[verdict.start : end.start() if end else None]
    return found


def passages(copies: Sequence[evidence.Copy]) -> Mapping[str, str]:
    """The text of each passage that was found in its document, by claim."""
    found = {}
    for copy in copies:
        for claim, verdict in copy.verdicts.items():
            if verdict.state in ("verified", "moved"):
                found[claim] = copy.text[verdict.start : verdict.end]
    return found


def printed_as(month: int, day: int) -> str:
    """An expression for what a document in English prints for a month, a day or a quarter."""
    if 33 <= month <= 36:
        return QUARTERS[month - 33]
    if not 1 <= month <= 12:
        return ""
    name = rf"\b{MONTHS[month - 1][:3]}(?:\.|{MONTHS[month - 1][3:]})"
    if not day:
        return name
    return (
        rf"{name} 0?{day}(?!\d)|(?<!\d)0?{day}(?:st|nd|rd|th)? (?:of )?{name}|-{month:02}-{day:02}"
    )
