"""Figure does not make an interval.

Why: Every figure is compared as an interval made of obs_value, unit_mult, decimals and qualifier;
`decimals` are the digits after the point as stated, and a count is a whole number.

Fix: Copy the number with its digits from the passage and give their number in decimals.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.numbers.terms import figure_interval
from bru.claims.prose.units import COUNT
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = ERROR
FIELDS = ("obs_value", "unit_mult", "decimals", "qualifier", "unit_measure")
MEASURES = ("measure_id", "name", "definition")
RATIO = re.compile(
    r"\b(?:averages?|mean|ratio|rate|multiple|divided|per|times|index|score|each|every|one"
    r"|an? (?:hour|day|week|month|year))\b",
    re.I,
)
AVERAGE = re.compile(r"[0-9]+\.[0-9]+")
PLAIN = ("1", "0", "", "exact")


def questions(package: Package) -> Iterator[Question]:
    """The figures."""
    if package.has(figures=" ".join(FIELDS)):
        yield Columns("figures", FIELDS)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Figures without an interval, and decimals that are not those of the number."""
    known = package.has(figures="measure", measures=" ".join(MEASURES))
    ratios = (
        {c[0] for _, c in ask(Columns("measures", MEASURES)) if RATIO.search(" ".join(c))}
        if known
        else ()
    )
    of = dict(ask(Columns("figures", ("measure",)))) if ratios else {}
    for row, cells in rows:
        value, mult, decimals, qualifier, _ = cells
        if not (value and mult and qualifier):
            continue  # BRU101
        digits = len(value.partition(".")[2])
        try:
            figure_interval(cells)
        except ValueError as error:
            hint = "correct the number, its multiplier, decimals or qualifier"
            at = culprit(cells)
            # an average of counts is none: 6.5 trains a day
            average = at == 0 and cells[4] == COUNT and AVERAGE.fullmatch(value)
            if average and of.get(row, ("",))[0] in ratios:
                continue
            level = WARNING if average else ""
            yield Finding("figures", str(error), hint, [row], FIELDS[at], cells[at], level=level)
            continue
        if decimals and int(decimals) != digits:
            noun = "digit" if digits == 1 else "digits"
            message = f"decimals is {decimals}, but {value} has {digits} {noun} after the point"
            yield Finding("figures", message, f"write {digits}", [row], "decimals", decimals)


def culprit(cells: Sequence[str]) -> int:
    """The first cell whose fault alone it is, the number when several are at fault."""
    for at, plain in enumerate(PLAIN):
        try:
            figure_interval((*cells[:at], plain, *cells[at + 1 :]))
        except ValueError:
            continue
        return at
    return 0
