"""Plausible typing mistakes in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from random import Random

from tools.shipped import Grid, Shipped, ids, reference

KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {a: b for row in KEYBOARD for a, b in zip(row, row[1:] + row[-2], strict=True)}
COUNTRIES = ("BY", "RU", "CN", "US", "UA", "PL", "DE")
UNITS = {"USD": "RUB", "RUB": "USD", "EUR": "USD", "BYN": "RUB", "percent": "count"}
UNITS |= {"count": "percent", "year": "month", "month": "year", "decade": "year", "week": "day"}
Mistake = tuple[str, str]  # what was done, and what then stands in the cell
Slip = tuple[
    str, str, Callable[[str], str]
]  # its name, where it fits, what it makes of two letters


def mistakes(shipped: Shipped, grid: Grid, field: str, row: int, random: Random) -> list[Mistake]:
    """The mistakes that fit a cell, one of each sort, none of which leaves it as it is."""
    text = grid.cell(row, field)
    spec = next(f for f in grid.fields if f.name == field)
    found = [("emptied", "")]
    if target := reference(grid, field):
        found += by_letters(text, random)
        others = [key for key in ids(shipped[target]) if key != text]
        at = sum(key < text for key in others)
        beside = min(len(others) - 1, max(0, at - random.randrange(2)))
        found += [("another ID beside it", others[beside]), ("another ID", random.choice(others))]
    elif field in grid.key and "pattern" in spec.constraints:
        found += by_letters(text, random)
    elif spec.type in ("integer", "number"):
        found += [*by_digits(text, random), ("sign", text[1:] if text[0] == "-" else f"-{text}")]
        if "." in text:
            found.append(("point lost", text.replace(".", "")))
    elif spec.type == "boolean":
        found.append(("flipped", "false" if text == "true" else "true"))
    elif "enum" in spec.constraints:
        listed = [value for value in spec.constraints["enum"] if value != text]
        unit = UNITS.get(text) if field == "unit_measure" else None
        found += [("another listed value", unit or random.choice(listed))]
        found += by_letters(text, random)[:2]
    elif spec.is_edtf:
        found += by_digits(text, random)
        if "-" in text.partition("/")[0]:
            found.append(("last part lost", text.rpartition("-")[0]))
    elif "sha256" in field:
        found += [*by_digits(text, random), *by_letters(text, random)]
    elif re.fullmatch("[A-Z]{2}", text):
        found.append(("another country", random.choice([c for c in COUNTRIES if c != text])))
        found += [("letters swapped", text[::-1]), ("small letters", text.lower())]
    else:
        found += [*by_letters(text, random), *by_words(text, random)]
        found += by_digits(text, random) if re.search("[0-9]", text) else []
    if grid.name == "searches" and field in ("subject", "answer"):
        found = [m for m in found if m[0] != "capital changed"]  # they are compared without case
    return [m for m in dict(found).items() if m[1] != text]


LETTERS: tuple[Slip, ...] = (
    ("letter doubled", "[A-Za-z]", lambda two: two[0] + two),
    ("letter dropped", "[A-Za-z]", lambda two: two[1:]),
    ("letters swapped", r"([a-z])(?!\1)[a-z]", lambda two: two[::-1]),
    ("letter beside it", "[a-z]", lambda two: BESIDE[two[0]] + two[1:]),
    ("capital changed", r"\b[A-Za-z]", lambda two: two[0].swapcase() + two[1:]),
)
DIGITS: tuple[Slip, ...] = (
    ("digit doubled", "[0-9]", lambda two: two[0] + two),
    ("digit dropped", "[0-9]", lambda two: two[1:]),
    ("digits swapped", r"([0-9])(?!\1)[0-9]", lambda two: two[::-1]),
)


def slips(text: str, random: Random, kinds: Iterable[Slip]) -> Iterator[Mistake]:
    """One mistake of each kind, at a place where its pattern matches."""
    for name, pattern, change in kinds:
        places = [m.start() for m in re.finditer(f"(?={pattern})", text)]
        if places:
            at = random.choice(places)
            yield name, text[:at] + change(text[at : at + 2]) + text[at + 2 :]


def by_letters(text: str, random: Random) -> list[Mistake]:
    """A letter doubled, dropped, changed, swapped with its neighbour, or in the other case."""
    return [*slips(text, random, LETTERS)]


def by_digits(text: str, random: Random) -> list[Mistake]:
    """A digit changed, doubled, dropped, or swapped with its neighbour."""
    step = random.choice((1, 9, 3))
    changed: Slip = ("digit changed", "[0-9]", lambda two: str((int(two[0]) + step) % 10) + two[1:])
    return [*slips(text, random, (changed, *DIGITS))]


def by_words(text: str, random: Random) -> list[Mistake]:
    """A word doubled or dropped."""
    words = text.split(" ")
    if len(words) < 3:
        return []
    at, other = random.randrange(1, len(words) - 1), random.randrange(1, len(words) - 1)
    return [
        ("word doubled", " ".join([*words[:at], words[at], *words[at:]])),
        ("word dropped", " ".join([*words[:other], *words[other + 1 :]])),
    ]
