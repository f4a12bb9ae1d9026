"""Powers of ten that a head tells of the numbers below it: *Loans signed, in millions*: EUR 64."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bru.claims.prose.language import language
from bru.claims.prose.numerals import numerals
from bru.claims.prose.reader import read
from bru.claims.prose.units import spellings

WORD = re.compile(r"(?<![\w'’])(?:[^\W\d_]+|['’]000)(?!\w)")
THOUSANDS = re.compile(r"['’]000")
FEWEST = 3  # hundreds are no power that a head tells
LONGEST, FARTHEST = 200, 4000  # characters of a line of a list, and of a list
NEXT = re.compile(r"\.?\s*(?:[).,;:]|\Z)")
LAST = re.compile(r"\s*(?:[):]|\Z)")
PROSE = re.compile(r"[.!?][\"'”’»)]?\s*\Z")


class Head(NamedTuple):
    """The powers that a line tells; `is_prose`: it ends as sentences do, and may tell no head."""

    powers: frozenset[int]
    is_prose: bool


def above(text: str, place: int, code: str) -> Head | None:
    """What a head tells of a number at a place: in its own line, or above the list it stands in.

    A sentence without any digit ends a list, and so does a line that is too long.
    """
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    if powers := told(text[start : end if end >= 0 else len(text)], code):
        return Head(powers, True)
    while start > 0 and place - start < FARTHEST:
        end, start = start - 1, text.rfind("\n", 0, start - 1) + 1
        line = text[start:end]
        if powers := told(line, code):
            return Head(powers, bool(PROSE.search(line)))
        if len(line) > LONGEST or (PROSE.search(line) and not any(map(str.isdigit, line))):
            return None
    return None


@lru_cache(maxsize=256)
def everywhere(text: str, code: str) -> frozenset[int]:
    """The powers of ten of which a text says that all its amounts have them."""
    whole = language(code).whole("heads", "all")
    lines = (line for line in text.splitlines() if whole.search(line))
    return frozenset(power for line in lines for power in told(line, code))


@lru_cache(maxsize=1024)
def told(line: str, code: str) -> frozenset[int]:
    """The powers of ten that a line tells without a number: in millions, (EUR m), $bn."""
    return frozenset(_told(line, code)) if language(code).code else frozenset()


def _told(line: str, code: str) -> Iterator[int]:
    own, numbers, money = language(code), numerals(code), spellings(code)
    taken = [(q.start, q.end) for q in read(line, code).quantities if q.kind != "vague"]
    inside = re.compile(rf"(?:(?<!\w){own.pattern('heads', 'in')}\s|\()(?:[^\s\d,()]+\s)?\Z", re.I)
    of = re.compile(rf"\.?\s(?:{own.pattern('heads', 'of')}\s)?", re.I)
    for word in WORD.finditer(line):
        if any(start <= word.start() < end for start, end in taken):
            continue
        before = line[: word.start()]
        is_short = word[0] in numbers.short or bool(THOUSANDS.fullmatch(word[0]))
        power = int(numbers.role(word[0]).get("scales", numbers.short.get(word[0], 0)))
        power = FEWEST if THOUSANDS.fullmatch(word[0]) else power
        if power < FEWEST:
            continue
        after = of.match(line, word.end())
        is_unit = after and (money.words.at(line, after.end()) or money.signs.at(line, after.end()))
        is_money = money.before.search(before)
        is_inside = inside.search(before) and not (is_short and power > FEWEST)
        is_behind = before.rstrip().endswith((",", ")"))  # 41.2 (38.7) million koruna
        is_listed = is_behind and (is_unit or LAST.match(line, word.end()))
        if is_money or (is_inside and (is_unit or NEXT.match(line, word.end()))) or is_listed:
            yield power
