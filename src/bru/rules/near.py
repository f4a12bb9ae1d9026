"""The row that a reference is meant for: by a slip in its key, another spelling, or its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bru.check.labels import MOST, Labels
from bru.datapackage.suggest import closest, suggested
from bru.model.question import Columns

LEAST = 0.75  # likeness of a key to the one that may be meant: names share first and last names
NAMED = 0.8  # likeness of names, in Latin letters and in any order
SHORT = 4  # letters, to which many names come by their consonants
COMPARISONS = 50_000  # of a value with a key, to find the nearest
SPELT = 5_000  # rows of a table whose names are compared by their spelling: a tenth of a second


def nearest(value: str, target: str, fields: Sequence[str], labels: Labels) -> tuple[str, str]:
    """The nearest key of a table with the words that suggest it, found once for each value."""
    asked = target, fields, value
    if asked not in labels.nearest:
        keys = labels.keys(target, fields)
        same = [key for key in keys if zeroless(key) == zeroless(value)] if value.isdigit() else ()
        close = same[0] if len(same) == 1 else closest(value, keys, LEAST)
        if not close and len(fields) == 1:
            known, (own, sound) = spellings(target, fields[0], labels), spelling(value)
            close = known.get(closest(own, [*known], NAMED), "") or known.get(sound, "")
        label = labels.of(target, fields[0], close) if close else ""
        labels.nearest[asked] = close, suggested(close, label)
    return labels.nearest[asked]


def zeroless(key: str) -> str:
    """A key as a spreadsheet has it that takes it for a number."""
    return (key.lstrip("0") or "0") if key.isdigit() else key


def spelling(text: str) -> tuple[str, str]:
    """A name as it is compared: its words in Latin letters, sorted; and by their consonants."""
    from bru.editing.find import LONGEST, fold, skeleton  # where something is wrong

    words = fold(text[:LONGEST]).split()
    return " ".join(sorted(words)), " ".join(sorted(map(skeleton, words))).upper()


def spellings(target: str, field: str, labels: Labels) -> dict[str, str]:
    """The keys of a small table by what they, and the names of their rows, are in `spelling`."""
    asked = target, field
    if asked not in labels.spellings:
        known = labels.spellings[asked] = {}
        small = labels.rows.get(target, 0) <= SPELT
        for key, name in names(target, field, labels) if small else ():
            own, sound = spelling(name)
            known |= {own: key} | ({sound: key} if len(sound) > SHORT else {})
    return labels.spellings[asked]


def names(target: str, field: str, labels: Labels) -> Iterator[tuple[str, str]]:
    """The keys of a table, each with its other names, its label and itself: the surest last."""
    for other in labels.package.resources:
        for key in other.schema.foreign_keys:
            is_small = labels.rows.get(other.name, 0) <= MOST
            if (key.target, key.target_fields) == (target, (field,)) and is_small:
                own = "name" in other.schema.by_name and other.name != target
                rows = labels.ask(Columns(other.name, (*key.fields, "name"))) if own else ()
                yield from (row.cells for row in rows)
    yield from labels.every(target, field).items()
    yield from ((key, key) for key in labels.keys(target, (field,)))
