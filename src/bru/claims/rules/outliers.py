"""Rules that go by words speak only where the package bears them out.

What a rule of words takes for a slip is one if nearly all other rows have the word: a package in
which more than every fiftieth row lacks it says the same in its own way, and nothing is told of it.
A single one is a slip among 25 rows; of fewer nobody can tell. And what the claims next to one are
about may be meant in it by any word: "the works", "their rating".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TypeVar

from bru.model.package import Package
from bru.model.question import Ask, Columns

SHARE, LEAST = 50, 25  # of so many rows one may be wrong, and of so many at all
BESIDE = 4  # claims on either side of one that tell what it is about
PLACES = Columns("claims", ("claim_id", "source_id", "span_start"))
T = TypeVar("T")
Near = Callable[[str, str], bool]  # claim, and what it is tied to


def borne_out(found: Iterable[T], rows: int | Callable[[], int]) -> Iterator[T]:
    """The findings (or more), none if more than one in fifty rows is concerned (of 25 to 100: one).

    `rows`: of how many, or how they are counted where there is a finding.
    """
    kept: list[T] = []
    for finding in found:
        if callable(rows):
            rows = rows()
        kept.append(finding)
        if not is_borne_out(len(kept), rows):
            return
    yield from kept


def is_borne_out(wrong: int, rows: int) -> bool:
    """Whether so few of the rows are wrong that the others bear the rule out."""
    return wrong * SHARE <= rows or (wrong <= 1 and rows >= LEAST)


def near(package: Package, ask: Ask, table: str, key: str) -> Near:
    """Whether a claim beside one in its document is tied to the same, by `key` of a table."""

    @cache
    def ordered() -> tuple[list[tuple[str, int, str]], dict[str, int]]:
        rows = ask(PLACES) if package.has(claims=" ".join(PLACES.fields)) else ()
        cells = (row.cells for row in rows if row.cells[2].isdecimal())
        places = sorted((source, int(start), claim) for claim, source, start in cells)
        return places, {claim: number for number, (_, _, claim) in enumerate(places)}

    @cache
    def tied() -> defaultdict[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for _, (claim, one) in ask(Columns(table, ("claim_id", key))):
            found[claim].add(one)
        return found

    def is_near(claim: str, one: str) -> bool:
        places, number = ordered()
        at = number.get(claim, -1)
        beside = places[max(0, at - BESIDE) : at + BESIDE + 1] if at >= 0 else ()
        return any(
            source == places[at][0] and other != claim and one in tied()[other]
            for source, _, other in beside
        )

    return is_near
