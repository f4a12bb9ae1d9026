"""Rules that go by words speak only where the package bears them out.

What a rule of words takes for a slip is one if nearly all other rows have the word: a package in
which more than every fiftieth row lacks it says the same in its own way, and nothing is told of it.
Up to three are slips among ten rows each; of fewer nobody can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

SHARE, LEAST = 50, 10  # of so many rows one may be wrong, and of so many the first few
FEW = 3
T = TypeVar("T")


def borne_out(found: Iterable[T], rows: int | Callable[[], int]) -> Iterator[T]:
    """The findings (or more), none if more than one in fifty rows lacks it (up to three: in ten).

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
    return wrong * (LEAST if wrong <= FEW else SHARE) <= rows
