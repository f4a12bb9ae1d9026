"""The numbers that passages state, beside the figures that were taken from them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from bru.claims.documents import heads
from bru.claims.documents.evidence import Copy, standing
from bru.claims.prose import figure
from bru.claims.prose.figure import Fit, falls
from bru.claims.prose.language import ENGLISH, language
from bru.claims.prose.numerals import numerals
from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import read
from bru.claims.prose.tokens import DASH
from bru.claims.prose.units import COUNT, CURRENCY, kind, spellings
from bru.model.package import Package
from bru.model.question import Ask, Columns

FIGURES = Columns("figures", ("claim_id", "obs_value", "unit_mult", "qualifier", "unit_measure"))
LANGUAGES = Columns("sources", ("source_id", "language"))
CELL = re.compile(r" ?([|\t]) ?")
START = re.compile(r"(?<!\w)[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
MILLIONS = 6
HOURS = re.compile(r"(?<!\d)(\d{1,2})h(\d\d)(?!\w)")  # 1h30
DAY = re.compile(r"-\d\d-(\d\d)")
YEARS = re.compile(r"(?<![\dX-])\d\d[\dX]{2}")


class Stated(NamedTuple):
    """A figure, its passage and the number there that fits best, None if none has its value."""

    row: int
    cells: Sequence[str]
    passage: str
    text: str
    language: str
    numbers: Sequence[Quantity]
    fit: Fit | None


def languages(package: Package, ask: Ask) -> Mapping[str, str]:
    """The language of each source; English where nothing says."""
    if not package.has(sources="source_id language"):
        return {}
    return dict(row.cells for row in ask(LANGUAGES))


def figures(package: Package, copies: Sequence[Copy], ask: Ask) -> Iterator[Stated]:
    """Each figure whose passage was found and makes a number."""
    spoken_in = languages(package, ask)
    places = {claim: (copy, verdict) for claim, copy, verdict in standing(copies)}
    for row, cells in ask(FIGURES):
        number = figure.recorded(*cells[1:])
        if number is None or cells[0] not in places:
            continue
        copy, verdict = places[cells[0]]
        code = language(spoken_in.get(copy.source_id, ENGLISH)).code
        near, fit = best(number, copy.text, code, verdict.start, verdict.end)
        passage = copy.text[verdict.start : verdict.end]
        yield Stated(row, cells, passage, copy.text, code, near, fit)


@lru_cache(maxsize=4096)  # several rules ask
def best(
    number: figure.Recorded, text: str, code: str, start: int, end: int
) -> tuple[Sequence[Quantity], Fit | None]:
    """The numbers of a passage, and the one that fits a recorded number best."""
    near = read(text, code).within(start, end)
    if number.value < 0:
        near = [*signed(near, text)]
    said = spoken(text, code)
    if number.unit == COUNT:  # what is counted has its millions near, and not those of money
        own = counted(text[slice(*paragraph(text, start, end))], code)
        said = frozenset(one for one in said if isinstance(one, str) or one in own)
    fit = figure.fit(number, near, said, lambda quantity: falls(text, quantity, code))
    if fit and not fit.quantity.scale:
        fit = under_head(fit, number, text, code)
    if fit and (head := heading(text, fit.quantity)):
        fit = in_column(fit, number, headed(head, code))
    return near, fit


def signed(near: Iterable[Quantity], text: str) -> Iterator[Quantity]:
    """The numbers, negative ones behind a dash that may be meant as a minus."""
    for q in near:
        if q.lower > 0 and DASH.search(text[: q.start][-2:]):
            q = q._replace(start=q.start - 1, lower=-q.upper, upper=-q.lower)
        yield q


def under_head(fit: Fit, number: figure.Recorded, text: str, code: str) -> Fit:
    """A fit of a number that has no power of ten by itself, where a head above it tells one."""
    head = heads.above(text, fit.quantity.start, code)
    if number.power in (head.powers if head else ()) or number.power in heads.everywhere(
        text, code
    ):
        return fit._replace(power=True)
    is_money = kind(number.unit) == CURRENCY and fit.quantity.units
    if head and not head.is_prose and is_money and number.value:
        return fit._replace(power=False, head=max(head.powers))
    return fit


@lru_cache(maxsize=256)
def spoken(text: str, code: str) -> frozenset[str | int]:
    """The units of which a text speaks, with a number or without, and the powers of ten."""
    own = spellings(language(code).code).words
    words, end = set[str](), 0
    for start in (m.start() for m in START.finditer(text)):
        if start >= end and (found := own.at(text, start)):  # "per cent" speaks of no cents
            words, end = words.union(found[0].codes), found[1]
    with_number: set[str | int] = {u for q in read(text, code).quantities for u in q.units}
    with_number |= {q.scale for q in read(text, code).quantities if q.scale}
    return frozenset(with_number | words)


@lru_cache(maxsize=256)
def counted(text: str, code: str) -> frozenset[int]:
    """The powers of ten in a text of numbers that are no money."""
    return frozenset(q.scale for q in read(text, code).quantities if kind(q.unit) != CURRENCY)


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines that a stretch of a text stands in."""
    after = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, after if after >= 0 else len(text)


def heading(text: str, quantity: Quantity) -> str:
    """What stands above a number that is alone in a cell of a table, "" if it is not."""
    before, behind = CELL.search(text[: quantity.start][-2:]), CELL.match(text, quantity.end)
    mark = before or behind
    if not mark:
        return ""
    start, end = paragraph(text, quantity.start, quantity.end)
    column = text.count(mark[1], start, quantity.start)
    while start and mark[1] in text[(above := text.rfind("\n", 0, start - 1) + 1) : start]:
        start = above
    cells = text[start:end].partition("\n")[0].split(mark[1])
    return cells[column] if column < len(cells) else ""


def in_column(fit: Fit, number: figure.Recorded, said: frozenset[str | int]) -> Fit:
    """A fit where the head of a column says unit or power."""
    powers = [power for power in said if isinstance(power, int)]
    if powers:
        quantity = fit.quantity._replace(scale=powers[0])
        fit = fit._replace(power=number.power in powers, quantity=quantity)
    return fit._replace(unit=number.unit in said or (fit.unit and len(powers) == len(said)))


@lru_cache(maxsize=256)
def headed(text: str, code: str) -> frozenset[str | int]:
    """The units and powers of ten that the words of a head tell: USD m."""
    own, numbers = spellings(code), numerals(code)
    found = set[str | int]()
    for start in START.finditer(text):
        word = WORD.match(text, start.start())
        at = (lookup.at(text, start.start()) for lookup in (own.words, own.signs))
        found.update(unit for read_ in at if read_ for unit in read_[0].codes)
        if word:
            scale = numbers.role(word[0]).get("scales") or numbers.short.get(word[0])
            found.update([int(scale)] if scale else [])
    both = {"metre", MILLIONS}  # m
    return frozenset(found - {"metre"} if both < found else () if both == found else found)


def around(text: str, quantity: Quantity) -> str:
    """A number with the words next to it."""
    before = re.search(r"(?:\S*[^\s.!?]\s+){0,3}\Z", text[: quantity.start][-40:])
    return f"{before[0] if before else ''}{text[quantity.start : quantity.end]}"


def sentence(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the sentence is that a stretch of a text stands in."""
    start = max(text.rfind(mark, 0, first) for mark in (". ", "! ", "? ", "\n"))
    ends = [at for mark in (". ", "! ", "? ", "\n") if (at := text.find(mark, last)) >= 0]
    return max(0, start), min(ends, default=len(text))


@lru_cache(maxsize=256)
def values(text: str, code: str) -> frozenset[Fraction]:
    """Every number of a text, as it is and in full: 98 and 98,000,000; of a share the percents."""
    found: set[Fraction] = set()
    for q in read(text, code).quantities:
        for bound in {q.lower, q.upper}:
            found |= {bound, abs(bound), abs(bound) * Fraction(10) ** q.scale}
            if q.kind in figure.SHARES and bound:
                shares = (bound, 1 - bound, bound - 1, 1 / bound)
                found.update(rounded for s in shares for rounded in percents(abs(s) * 100))
    found |= unread(text, code)
    for date in read(text, code).dates:
        found |= {Fraction(year.replace("X", "0")) for year in YEARS.findall(date.edtf)}
        found |= {Fraction(day) for day in DAY.findall(date.edtf)}
    return frozenset(found)


@lru_cache(maxsize=1024)
def unread(text: str, code: str) -> frozenset[Fraction]:
    """The numbers in digits that are read as no amount: in M-82, no. 5, 1h30, or in a new unit."""
    reading = read(text, code)
    places = [(q.start, q.end) for q in reading.quantities if q.kind != "label"]
    places += [(date.start, date.end) for date in reading.dates]
    inside = {at for place in places for at in range(*place)}
    atoms = [a for a in reading.atoms if not a.spelled and a.start not in inside]
    hours = ((Fraction(m[1]), Fraction(m[2])) for m in HOURS.finditer(text))
    timed = {time for hour, minute in hours for time in (hour * 60 + minute, hour + minute / 60)}
    return frozenset(timed.union(*({a.value, a.value * Fraction(10) ** a.scale} for a in atoms)))


def percents(value: Fraction) -> Iterator[Fraction]:
    """A percentage as it may be rounded: 66, 66.6, 66.7, 67."""
    for size in (1, 10):
        yield from (Fraction(floor(value * size), size), Fraction(ceil(value * size), size))
