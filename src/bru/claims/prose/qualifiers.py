"""The words that bind a number: "at least", "or so", and "over" as a bound or as a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bru.claims.prose.language import Language, Lookup, expression, language, whole
from bru.claims.prose.numerals import numerals
from bru.claims.prose.quantity import ABOUT, EXACT
from bru.claims.prose.units import COUNT, DURATION, kind

LOOK = 48  # characters before a number that may qualify it
STARTS = re.compile(r"(?<!\w)[^\s\d]")
DIGIT = re.compile(r"\d")
LISTED = re.compile(r"\d\S*(?:\s[^\W\d_]+){0,2}?(?:,| and| or)\s\Z")  # 320 passengers and
NOUN = re.compile(r"\s[^\W\d_]+(?=,?\s)")


class Qualifiers:
    """How a language qualifies numbers."""

    def __init__(self, own: Language) -> None:
        """Compile what stands before and behind."""
        words = own.words
        self.before = Lookup(((name, text) for name, text in words.get("before", {}).items()))
        self.after = Lookup(((name, text) for name, text in words.get("after", {}).items()))
        self.either = Lookup(
            (tuple(names.split()), text) for text, names in words.get("either", {}).items()
        )
        fillers = rf"(?:{own.pattern('fillers')}\s+){{0,3}}"  # between a qualifier and its number
        course = words.get("course", {})
        self.course = re.compile(rf"(?:{course.get('word', '(?!)')})\Z", re.I)
        self.lasting = re.compile(rf"(?<!\w){own.pattern('course', 'lasting')}\s*\Z", re.I)
        self.spread = re.compile(rf"(?<!\w){own.pattern('course', 'spread')}(?!\w)", re.I)
        across = own.pattern("across", "spread")
        self.across = re.compile(rf"(?<!\w){across}(?:\s\w+){{0,2}}\s*\Z", re.I)
        self.definite = re.compile(rf"\s*(?:{words.get('definite', '(?!)')})\s", re.I)
        self.fillers = re.compile(rf"\s*{fillers}", re.I)
        self.open = re.compile(rf"(?<!\w){own.pattern('range_open')}\s+{fillers}\Z", re.I)
        self.start = re.compile(rf"(?<!\w){own.pattern('range_from')}\s+{fillers}\Z", re.I)
        self.to = re.compile(rf"\s+{own.pattern('range_to')}\s+{fillers}\Z", re.I)
        self.change = re.compile(rf"(?<!\w){own.pattern('course', 'change')}\s+{fillers}\Z", re.I)
        joined = own.pattern("times", "joined")  # 10x, 3-fold
        behind = re.compile(rf"\s{own.pattern('times', 'behind')}|{joined}(?!\w)", re.I)
        self.times = own.whole("times", "before"), behind
        self.choice = re.compile(rf"\s+{own.pattern('range_or')}\s+\Z", re.I)
        fill = rf"(?:{own.pattern('fillers')}|{own.pattern('range_raising')})"
        self.raising = re.compile(rf"\s(?:{fill}\s)*[€$£]?", re.I)  # perhaps even £3m
        self.raised = re.compile(rf"{own.pattern('range_raised')}\s+\Z", re.I)
        self.against = re.compile(
            rf"(?:\s{own.pattern('between', 'many')})?\s+{own.pattern('range_against')}\s+", re.I
        )
        self.apart = re.compile(rf"(?<!\w){own.pattern('range_apart')}\s+\Z", re.I)
        self.score = re.compile(rf"(?<!\w){own.pattern('range_score')}\s+\Z", re.I)
        self.scored = re.compile(rf"\s{own.pattern('range_scored')}(?!\w)", re.I)
        self.link = re.compile(rf"\s+{own.pattern('range_and')}\s+\Z", re.I)
        limits: Mapping[str, str] = words.get("limits", {})
        self.limits = {n: whole(expression(t)) for n, t in limits.items()}
        self.negation, self.sure = own.whole("negation", "words"), own.whole("sure", "words")
        self.numerals = numerals(own.code)

    def is_limited(self, sentence: str, number: int) -> bool:
        """Whether a sentence may qualify a number from afar: up to 320 passengers and 56 cars.

        Words that another number follows count only if that is listed with this one.
        """
        if any(limits.search(sentence) for limits in self.limits.values()):
            return True
        end = self.begin(sentence[:number])
        for start in STARTS.finditer(sentence, max(0, number - LOOK), end):
            if found := self.before.at(sentence, start.start()):
                between = sentence[found[1] : number]
                if not DIGIT.search(between) or LISTED.search(between):
                    return True
        return False

    def begin(self, before: str) -> int:
        """Where the words begin that qualify the number behind a text; where it ends, if none."""
        own = self.left(before[-LOOK:])
        return len(before[:-LOOK]) + own[1] if own else len(before)

    def left(self, window: str) -> tuple[str, int, int] | None:
        """The words that qualify the number behind a window of text, and where they stand."""
        for start in STARTS.finditer(window):
            at = start.start()
            found = self.either.at(window, at), self.before.at(window, at)
            end = max((one[1] for one in found if one), default=0)
            if end and self.fillers.fullmatch(window, end):
                return window[at:end], at, end
        return None

    def near(
        self, text: str, before: str, number: int, end: int, units: tuple[str, ...], rough: bool
    ) -> tuple[str, ...]:
        """The qualifiers that the words next to a number allow, the likeliest first.

        `number` and `end`: where the number ends, and its unit.
        """
        window = before[-LOOK:]
        if found := self.left(window):
            word, start, behind = found
            is_time = any(kind(unit) == DURATION for unit in units)
            is_shown = self.definite.match(window, behind)  # hand over the first four planes
            if self.course.fullmatch(word) and (is_time or is_shown):
                return self.over(window[:start], window[behind:])
            if self.course.fullmatch(word) and self.across.search(window[:start]):
                return (EXACT, self.before.of(word) or EXACT)
            if either := self.either.of(word):
                return self.also(text, number, end, *either)
            if name := self.before.of(word):
                return self.also(text, number, end, name)
        for place in dict.fromkeys((number, end)):
            if name := self.behind(text, place):
                return name
        if units == (COUNT,) and (name := self.behind_noun(text, end)):
            return name
        return (ABOUT, EXACT) if rough else (EXACT,)

    def also(self, text: str, number: int, end: int, *names: str) -> tuple[str, ...]:
        """The qualifiers before a number; what stands behind it, too, is another reading."""
        more = self.behind(text, number) or self.behind(text, end)
        return tuple(dict.fromkeys((*names, *more)))

    def behind(self, text: str, place: int) -> tuple[str, ...]:
        """The qualifiers that stand behind a number or its unit."""
        at = place
        while text[at : at + 1].isspace() and at - place < 2:
            at += 1
        found = self.after.at(text, at)
        if found and not self.is_of_next(text, at, found[1]):
            return tuple(self.either.of(text[at : found[1]]) or (found[0],))
        return ()

    def is_of_next(self, text: str, start: int, end: int) -> bool:
        """Whether words behind a number qualify the next one: 18 million, roughly half of it."""
        words = text[start:end].lstrip(", ")
        follows = self.fillers.match(text, end)
        if not (self.before.of(words) and follows):
            return False
        rest = text[follows.end() : follows.end() + LOOK]
        first = next((a for a in self.numerals.atoms(rest) if a.kind != "one"), None)
        return first is not None and not re.search(r"[\w,.;]", rest[: first.start])

    def behind_noun(self, text: str, place: int) -> tuple[str, ...]:
        """The qualifiers behind what is counted: 100 people or more."""
        for _ in range(2):
            noun = NOUN.match(text, place)
            if not noun:
                break
            place = noun.end()
            found = self.after.at(text, place + text[place].isspace())
            if found and found[1] - place > 5 and not self.is_of_next(text, place, found[1]):
                return tuple(self.either.of(text[place : found[1]].lstrip()) or (found[0],))
        return ()

    def over(self, before: str, between: str) -> tuple[str, ...]:
        """*Over* before a time: a bound after *lasted*, its course after *paid*, or either."""
        above = self.before.of("over") or "exclusive_minimum"
        if between.strip():
            return (EXACT, above)  # over the next three years
        if self.lasting.search(before):
            return (above,)
        if self.spread.search(before):
            return (EXACT,)
        return (EXACT, above)


@cache
def qualifiers(code: str) -> Qualifiers:
    """The qualifiers of a language."""
    return Qualifiers(language(code))
