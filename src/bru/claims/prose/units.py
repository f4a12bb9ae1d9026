"""Units: currencies by ISO 4217, others with their codes in UCUM and UN/CEFACT, and how they read.

The codes of the tables are currencies and the names in `data/units.csv`; those of UCUM and
UN/CEFACT are understood as well.
"""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from bru.claims.prose.language import DATA, Lookup, alternatives, language
from bru.store import own

WORDS = ("ALL", "CUP", "MOP", "SOS", "TOP")  # codes that are words in headlines
COUNT, PERCENT, DURATION, CURRENCY = "count", "percent", "duration", "currency"


class Unit(NamedTuple):
    """A unit: its code in the tables, what it measures, its plural, codes elsewhere, signs.

    `scaled`: signs that have a power of ten in them: bcm, 9. `factor`: how many of `base` it is,
    where that is exact and the same for all.
    """

    code: str
    kind: str
    plural: str = ""
    ucum: str = ""
    unece: str = ""
    signs: tuple[str, ...] = ()
    scaled: tuple[tuple[str, int], ...] = ()
    factor: Fraction = Fraction(1)
    base: str = ""


class Read(NamedTuple):
    """A unit as it was read: the codes it may have, the likeliest first, and a power of ten."""

    codes: tuple[str, ...]
    scale: int = 0


@cache
def units() -> dict[str, Unit]:
    """Every unit by its code."""
    found = {}
    for row in rows("units.csv"):
        scaled = [pair.rsplit(" ", 1) for pair in row["scaled"].split("|") if pair]
        powers = tuple((sign, int(power)) for sign, power in scaled)
        signs = tuple(filter(None, row["symbols"].split("|")))
        factor, _, base = row["base"].partition(" ")
        codes = row["ucum"], row["unece"]
        unit = Unit(row["code"], row["kind"], row["plural"], *codes, signs, powers)
        unit = unit._replace(factor=Fraction(factor or 1), base=base)
        found[unit.code] = unit
    for row in rows("currencies.csv"):
        signs = tuple(filter(None, row["signs"].split("|")))
        found[row["code"]] = Unit(
            row["code"], CURRENCY, row["code"], row["code"], row["code"], signs
        )
    return found


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of data."""
    return [*csv.DictReader(own.read(f"{DATA}/{name}").splitlines())]


@cache
def unit(code: str) -> Unit | None:
    """The unit of a code, of ours, of UCUM or of UN/CEFACT, or None."""
    every = units()
    if code in every:
        return every[code]
    plain = code.replace("-", "_").replace(" ", "_")
    return next((u for u in every.values() if code in (u.ucum, u.unece) or u.code == plain), None)


def kind(code: str) -> str:
    """What a unit measures, "" if it is not known."""
    found = unit(code)
    return found.kind if found else ""


class Spellings(NamedTuple):
    """How a language writes units. `signs` mind capitals; those of money stand before, too.

    `adjectives` are joined to a number: 38-летний, трёхмесячный.
    """

    words: Lookup
    signs: Lookup
    before: re.Pattern[str]
    money: dict[str, tuple[str, ...]]
    adjectives: Lookup


@cache
def spellings(code: str) -> Spellings:
    """The spellings of a language."""
    money: dict[str, list[str]] = {}
    signs = []
    for unit in units().values():
        if unit.kind == CURRENCY:
            for sign in (*unit.signs, unit.code):
                money.setdefault(sign, []).append(unit.code)
        signs += [
            (Read((unit.code,)), quoted(sign)) for sign in unit.signs if unit.kind != CURRENCY
        ]
        signs += [(Read((unit.code,), power), quoted(sign)) for sign, power in unit.scaled]
    signs += [(Read(tuple(codes)), quoted(sign)) for sign, codes in money.items()]
    words: dict[str, Read] = {}
    for section, power in (("currencies", 0), ("hundredths", -2), ("units", 0)):
        for codes, pattern in language(code).words.get(section, {}).items():
            for option in alternatives(pattern):
                known = words.get(option, Read((), power)).codes
                words[option] = Read((*known, *codes.split()), power)  # pounds: money, then mass
    either = "|".join(
        re.escape(sign) for sign in sorted({*money} - {*WORDS}, key=len, reverse=True)
    )
    before = re.compile(rf"(?<![^\W\d_])({either})[\s\u00a0\u202f]?\Z")
    codes = {sign: tuple(found) for sign, found in money.items()}
    joined = Lookup(
        (Read(tuple(u.split())), t) for u, t in language(code).words.get("adjectives", {}).items()
    )
    said = Lookup((r, o) for o, r in words.items())
    return Spellings(said, Lookup(signs, 0), before, codes, joined)


def of_country(read: Read, country: str) -> Read:
    """The currencies of a country that are called like that: Lebanese pounds."""
    if all(kind(code) == CURRENCY for code in read.codes):
        own = tuple(c for c in units() if c[:2] == country and kind(c) == CURRENCY)
        return read._replace(codes=own or read.codes)
    return read


def quoted(sign: str) -> str:
    """A sign as a pattern."""
    return re.escape(sign).replace("\\ ", " ")
