"""Keys: BRU2xx."""

from __future__ import annotations

from bru.check.rulebook import CELL, ROW, Entry
from bru.rules.kinds import absent_rule, key_parts, primary, repeated_rule, unique, unique_keys

TWICE = "correct it, or delete the row if it says the same"
ENTRIES = (
    Entry(
        "BRU201",
        "Primary key occurs more than once",
        (
            "Nobody can say which of the rows a reference means; loading tools keep one of them "
            "silently."
        ),
        "Give the new row an ID of its own, or delete the row that says the same.",
        *repeated_rule(
            primary,
            "the key {key} is used more than once",
            "give the row an ID of its own, or delete it if it says the same",
        ),
        reach=ROW,
    ),
    Entry(
        "BRU202",
        "Part of a primary key is missing",
        "The row cannot be referred to, and two such rows cannot be told apart.",
        "Fill in every field of the key.",
        *absent_rule(key_parts, "a part of the primary key is missing", "fill in {name}"),
        reach=CELL,
    ),
    Entry(
        "BRU203",
        "Duplicate value in a unique field",
        "The field is used to tell rows apart.",
        "Correct the value, or delete the row that says the same.",
        *repeated_rule(unique, "{key} occurs more than once", TWICE),
        reach=CELL,
    ),
    Entry(
        "BRU204",
        "Duplicate combination of unique values",
        "The combination is used to tell rows apart.",
        "Correct one of the values, or delete the row that says the same.",
        *repeated_rule(unique_keys, "{key} occurs more than once", TWICE),
    ),
)
