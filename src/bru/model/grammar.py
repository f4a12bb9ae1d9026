"""Grammar of messages: counts with their nouns, articles."""

from __future__ import annotations


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 row", "1,204 rows", "2 properties"."""
    if count == 1:
        return f"{count:,} {noun}"
    many = noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
    return f"{count:,} {many}"


def with_article(noun: str) -> str:
    """A noun after "a" or "an", as its first letter sounds in most words."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"
