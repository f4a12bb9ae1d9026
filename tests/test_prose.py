"""The grammar of prose against tables of phrases: `tests/prose/LANGUAGE.txt`, phrase | reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import read

FOLDER = Path(__file__).parent / "prose"


def table(name: str) -> list[tuple[str, str]]:
    """The rows of a table: a phrase, and what is read."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    rows = (line.partition(" |") for line in lines if line and not line.startswith("#"))
    return [(phrase, reading.strip()) for phrase, _, reading in rows]


def shown(quantity: Quantity) -> str:
    """An amount as the tables have it: a count without its unit, other qualifiers behind "~"."""
    text = str(quantity).replace(" count", "")
    others = ",".join(quantity.qualifiers[1:])
    return f"{text} ~{others}" if others else text


def amounts(phrase: str, code: str) -> str:
    """The amounts of a phrase; of two readings of one number the likelier."""
    found: dict[tuple[int, int], Quantity] = {}
    for quantity in read(phrase, code).quantities:
        if quantity.is_amount:
            found.setdefault((quantity.start, quantity.end), quantity)
    return "; ".join(map(shown, found.values()))


@pytest.mark.parametrize("code", ["en", "ru", "be"])
def test_amounts_are_read_as_the_table_says(code: str) -> None:
    """Every phrase of the table of a language has the amounts that stand beside it."""
    wrong = [(p, e, amounts(p, code)) for p, e in table(f"{code}.txt") if amounts(p, code) != e]

    assert wrong == []
