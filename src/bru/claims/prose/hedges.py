"""Hedges: words by which a text calls what it says possible, reported or doubtful.

"Nobody knows" is flat, "may only" permits, and May is a month: these look like hedges and are none.
By an agreement or a law one may do what it permits.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from bru.claims.prose.language import expression, language
from bru.claims.prose.numerals import numerals
from bru.claims.prose.qualifiers import qualifiers

SURE, POSSIBLE = "sure", "possible"
LOOK = 48
PLAIN = re.compile(r"[^.,;:!?\n]*, \Z")  # between two numbers of one thing
MONTH = "May"  # with a capital
ENDS = (". ", "! ", "? ", "; ", "\n")  # of a sentence


class Hedge(NamedTuple):
    """Words that hedge, and where they stand: always ("sure") or in some sentences ("possible")."""

    start: int
    end: int
    words: str
    kind: str


@cache
def pattern(code: str) -> re.Pattern[str]:
    """What hedges in a language: what only looks so is found first, and taken away."""
    own = language(code)
    parts = {"none": "not", SURE: SURE, POSSIBLE: POSSIBLE}
    hedges = own.words.get("hedges", {})
    either = "|".join(f"(?P<{n}>{expression(hedges[k])})" for n, k in parts.items() if k in hedges)
    return re.compile(rf"(?<![\w-])(?:{either or '(?!)'})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def hedges(text: str, code: str = "en") -> tuple[Hedge, ...]:
    """The hedges of a text, in order; none in a language without a table."""
    found = pattern(language(code).code).finditer(text) if language(code).code else ()
    hedging = (m for m in found if m.lastgroup != "none" and m[0] != MONTH)
    return tuple(Hedge(*m.span(), m[0], strength(m, code)) for m in hedging)


def strength(match: re.Match[str], code: str) -> str:
    """How sure a hedge is: "perhaps two hundred" is of the number, and need not be the claim's.

    Unless another one is told first: a third of them, perhaps even 40 per cent.
    """
    if is_permitted(match, code):
        return POSSIBLE
    words = numerals(language(code).code)
    filled = qualifiers(language(code).code).raising.match(match.string, match.end())
    token = words.token.match(match.string, filled.end()) if filled else None
    is_done = token and token[0].endswith("ed")  # what has doubled is done
    rough = token and not is_done and (token[0][0].isdecimal() or words.begins(token[0]))
    is_raised = rough and is_other(match, code)
    return POSSIBLE if rough and not is_raised else match.lastgroup or ""


def is_other(match: re.Match[str], code: str) -> bool:
    """Whether a word calls a number possible after another one of the same thing."""
    low = max(0, match.start() - LOOK)
    before = match.string[low : match.start()]
    ends = [a.end for a in numerals(language(code).code).atoms(before) if a.kind == "fraction"]
    return bool(ends) and bool(PLAIN.match(before, ends[-1]))


def is_permitted(match: re.Match[str], code: str) -> bool:
    """Whether a word tells what an agreement, a law or a decision allows, and no chance."""
    own = language(code)
    if not own.whole("permission", "words").match(match[0]):
        return False
    before = match.string[: match.start()]
    sentence = before[max(map(before.rfind, ENDS)) + 1 :]
    if own.whole("permission", "rule").search(sentence):
        return True
    is_chance = own.whole("permission", "chance").fullmatch(match[0])
    return not is_chance and bool(own.whole("permission", "agreed").search(sentence))
