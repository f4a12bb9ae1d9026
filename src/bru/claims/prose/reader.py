"""The numbers of a text: each with its unit and the words that qualify it, in its neighbourhood.

A number is read with what stands right before and behind it: "over 18 years" is a bound beside
"lasted" and a time beside "repaid", "4.2m tonnes" is millions, "Denizci-7" is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bru.claims.prose import compounds, ranges
from bru.claims.prose.countries import names
from bru.claims.prose.dates import Date, dates
from bru.claims.prose.language import Language, language
from bru.claims.prose.numerals import numerals
from bru.claims.prose.qualifiers import Qualifiers, qualifiers
from bru.claims.prose.quantity import ABOUT, ABOVE, EXACT, MINIMUM, Quantity
from bru.claims.prose.tokens import DASH, Atom, is_share
from bru.claims.prose.units import COUNT, Read, of_country, spellings

SPACES = " \u00a0\u202f\u2009\n\t"
UNCOUNTED = ("one", "alone", "ordinal", "factor")  # no numbers that have to be accounted for
FIRST, LAST = 1500, 2100  # years
HOURS = 24
CLOCK = re.compile(r":\d\d|\s?(?:a\.m|p\.m|am\b|pm\b|o'clock)")  # behind an hour
SLASH = re.compile(r"/\d")
MINUTE = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4]):\Z")
LONG = re.compile(r"\s(?:long|high|deep|wide|tall|race|sprint|dash|away|below|above)\b")
LOOK, WORD, SIGN = 60, 16, 8  # characters before a number that are looked at


class Reading(NamedTuple):
    """What a text says in numbers and dates, in order. Of two readings the likelier is first.

    `numbers`: where each number stands, without unit and sign; ordinals, "a week", "both" and
    "twice" left out. `atoms`: all of them as they are printed, whatever they are read as.
    """

    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    numbers: tuple[tuple[int, int], ...]
    atoms: tuple[Atom, ...]

    def within(self, start: int, end: int) -> list[Quantity]:
        """The quantities of which a part stands in a stretch of the text."""
        return [q for q in self.quantities if start < q.end and q.start < end]


class Grammar:
    """The patterns by which one language is read."""

    def __init__(self, own: Language) -> None:
        """Compile them."""
        words = own.words
        self.code = own.code
        self.numerals, self.units = numerals(own.code), spellings(own.code)
        self.qualifiers: Qualifiers = qualifiers(own.code)
        self.labels = re.compile(
            rf"(?<!\w){own.pattern('labels', 'words')}[ \u00a0]?(?:\d+\s?[-\u2013,&]\s?)?\Z", re.I
        )
        self.prefix = re.compile(
            r"(?<!\w)(?:mid|end|pre|post|early|late|ex|non|nineteen|twenty)-\Z", re.I
        )
        self.name = re.compile(r"[^\W\d_][-\u2010\u2011]?\Z")
        self.minus = re.compile(rf"(?<!\w){own.pattern('minus')}[ \u00a0]\Z", re.I)
        self.stop = re.compile(rf"{own.pattern('between', 'stop')}(?!\w)", re.I)
        self.filler = re.compile(rf"{own.pattern('between', 'words')}(?!\w)", re.I)
        self.noun = re.compile(r"[-\u2010\u2011 \u00a0\u202f\n]{1,2}([^\W\d_]{2,})")
        self.verb = re.compile(rf"{own.pattern('between', 'verbs')}\Z", re.I)
        self.part = re.compile(rf"\s{own.pattern('between', 'part')}\s", re.I)
        self.every = re.compile(rf"(?<!\w){own.pattern('share', 'every')}\s\Z", re.I)
        nouns = r"(?P<nouns>(?:\s[^\W\d_]{3,}){0,3}?)"  # one colony in ten
        of = f"(?P<of>{own.pattern('share', 'of')}|(?P<tens>{own.pattern('share', 'of_tens')}))"
        both = f"{own.pattern('share', 'in')}|{of}"
        both = rf"(?:\w+\s){{1,2}}(?P<each>{own.pattern('share', 'every')})|{both}"
        self.share = re.compile(rf"{nouns}[\s-](?:{both})[\s-]", re.I)
        self.none, self.fewer = (
            re.compile(rf"(?<!\w){own.pattern('share', name)}\s\Z", re.I)
            for name in ("none", "fewer")
        )
        self.whole = re.compile(rf"\s{own.pattern('share', 'whole')}\s", re.I)
        self.suffix = re.compile(r"(?:st|nd|rd|th|ST|ND|RD|TH|-?[йяеое]|-?га|-?го)\b")
        self.year = re.compile(rf"\s?{own.pattern('time', 'year')}(?!\w)", re.I)
        self.many = re.compile(rf"\s{own.pattern('between', 'many')}(?!\w)", re.I)
        self.has_words = bool(words.get("cardinals"))

    def read(self, text: str) -> Reading:
        """All numbers and dates of a text."""
        found = dates(text, self.code)
        inside = frozenset(at for date in found for at in range(date.start, date.end))
        every = tuple(self.numerals.atoms(text))
        atoms = [a for a in every if a.kind != "ordinal" or a.start not in inside]
        quantities: list[Quantity] = []
        years, numbers = [], []
        for atom in atoms:
            readings = [*self.one(text, atom, inside)]
            if readings and readings[0].kind not in UNCOUNTED:
                numbers.append((atom.start, atom.end))
            for quantity in readings:
                quantities.append(quantity)
                if quantity.kind == "year" and quantity.start not in inside:
                    years.append(Date(quantity.start, quantity.end, str(int(quantity.lower))))
        joined = ranges.join(text, quantities, self.qualifiers)
        joined = [*ranges.shares(text, joined, self.share, self.none, self.fewer, self.many)]
        joined = [*ranges.in_every(text, joined, self.whole, self.units.words)]
        joined = [*ranges.times(text, joined, *self.qualifiers.times)]
        known = tuple(sorted((*found, *years)))
        return Reading(tuple(compounds.both(text, joined)), known, tuple(numbers), every)

    def one(self, text: str, atom: Atom, inside: frozenset[int]) -> Iterator[Quantity]:
        """The readings of one number, none if it is a part of a name."""
        before = text[max(0, atom.start - LOOK) : atom.start]
        if not atom.spelled and self.is_name(text, atom, before):
            return
        start, value = atom.start, atom.value
        if (
            not atom.spelled
            and before.endswith(("-", "\u2212"))
            and (len(before) < 2 or before[-2] in " \u00a0\n\t(\u201c[\"'")
        ):
            start, value, before = start - 1, -value, before[:-1]
        elif minus := self.minus.search(before[-WORD:]):
            start, value = start - len(minus[0]), -value
            before = before[: -len(minus[0])]
        before = DASH.sub("", before)  # it may be meant as a minus: at least –8 degrees
        base = Quantity(start, atom.end, value, value, atom.decimals, atom.scale, (EXACT,))
        base = base._replace(kind=atom.kind, spelled=atom.spelled)
        if kind := self.kind(text, atom, before, inside):
            yield base._replace(kind=kind, units=(COUNT,) if kind == "ordinal" else ())
            if kind != "day" or atom.end in inside or not self.is_counted(text, atom.end):
                return
        if atom.kind == "ordinal":
            if self.every.search(before[-WORD:]):
                yield base._replace(lower=1 / value, upper=1 / value, kind="fraction")
            else:
                yield base
            return
        yield from self.measured(text, base, atom, before)

    def is_name(self, text: str, atom: Atom, before: str) -> bool:
        """Whether digits belong to a name or a code: Denizci-7, Farm2Fork, 3D, G7."""
        rest = text[atom.end : atom.end + 12]
        if rest[:1].isalpha() and rest[0] != "s":
            known = self.units.signs.at(rest, 0) or self.units.words.at(rest, 0)
            if not (known or self.suffix.match(rest) or self.qualifiers.times[1].match(rest)):
                return True
        if not self.name.search(before[-2:]) or self.prefix.search(before[-WORD:]):
            return False
        return not self.units.before.search(before[-SIGN:])

    def kind(self, text: str, atom: Atom, before: str, inside: frozenset[int]) -> str:
        """What else than an amount a number is: "day", "year", "label", "ordinal", or ""."""
        if atom.spelled or atom.scale:
            return ""
        if self.labels.search(before[-WORD:]) or before[-1:] == "#" or before[-1:] == "№":
            return "label"
        if self.suffix.match(text, atom.end) and not self.units.signs.at(text, atom.end):
            return "ordinal"
        plain = text[atom.start : atom.end]
        is_year = atom.value.denominator == 1 and FIRST <= atom.value < LAST and plain.isdigit()
        if is_year and len(plain) == 4 and not self.units.before.search(before[-SIGN:]):
            is_sure = atom.start in inside or self.year.match(text, atom.end)
            counts = self.after(text, atom.end) or self.many.match(text, atom.end)
            return "year" if is_sure or not counts else ""
        if atom.start in inside:
            return "day"
        is_hour = CLOCK.match(text, atom.end) and atom.value <= HOURS
        is_label = SLASH.match(text, atom.end) or is_hour or MINUTE.search(before)
        return "label" if is_label and not is_share(text, atom) else ""

    def is_counted(self, text: str, end: int) -> bool:
        """Whether a noun follows."""
        match = self.noun.match(text, end)
        if match and match[1].endswith("s") and names(self.code).at(text, match.start(1)):
            return True  # 85 Russians
        if not match or not match[1][0].islower() or self.stop.match(match[1]):
            return False
        if self.verb.match(match[1]):
            return False  # 88 million expected by analysts
        return "cardinals" not in self.numerals.role(match[1])

    def measured(self, text: str, base: Quantity, atom: Atom, before: str) -> Iterator[Quantity]:
        """A number with unit and qualifiers; two readings where the m may be metres."""
        money = self.units.before.search(before[-SIGN:])
        start, units = base.start, tuple[str, ...]()
        if money:
            start -= len(money[0])
            units = self.units.money[money[1]]
            before = before[: -len(money[0])]
        after = None if money else self.after(text, atom.end)
        if base.kind == "fraction" and not after and (of := self.part.match(text, atom.end)):
            after = self.units.words.at(text, of.end())
        end, scale = base.end, 0
        if after:
            (units, scale), end = after[0], after[1]
        elif (
            not units
            and base.kind in ("number", "one", "alone", "vague")
            and self.is_counted(text, atom.end)
            and not is_share(text, atom)
        ):
            units = (COUNT,)
        near = self.qualifiers.near(text, before, atom.end, end, units, atom.rough)
        near = (MINIMUM, ABOVE, ABOUT) if base.kind == "vague" and near == (EXACT,) else near
        found = base._replace(start=start, end=end, units=units, scale=base.scale + scale,
                              qualifiers=near)  # fmt: skip
        metre = found._replace(units=("metre",), scale=base.scale - 6, end=atom.end)
        if atom.metres and not money and not after and LONG.match(text, atom.end):
            yield metre
        yield found
        if atom.metres and not money and not after and not LONG.match(text, atom.end):
            yield metre

    def after(self, text: str, place: int) -> tuple[Read, int] | None:
        """The unit behind a number, perhaps after a word such as *new*, and where it ends."""
        country = ""
        for _ in range(2):
            at = place
            while at < len(text) and text[at] in SPACES and at - place < 2:
                at += 1
            if at == place and text[at : at + 1] in "-\u2010\u2011" and text[at : at + 1]:
                at += 1
            joined = None if text[at - 1].isspace() else self.units.adjectives.at(text, at)
            found = joined or self.units.signs.at(text, at) or self.units.words.at(text, at)
            if found:
                return (of_country(found[0], country), found[1]) if country else found
            named = names(self.code).at(text, at) if self.has_words else None
            skipped = self.filler.match(text, at) if self.has_words else None
            if not (named or skipped) or at == place:
                return None
            country, place = named or ("", skipped.end() if skipped else at)
        return None


@cache
def grammar(code: str) -> Grammar:
    """The grammar of a language."""
    return Grammar(language(code))


@lru_cache(maxsize=4096)
def read(text: str, code: str = "en") -> Reading:
    """The numbers and dates of a text in a language; without a table for it, digits only."""
    return grammar(language(code).code).read(text)
