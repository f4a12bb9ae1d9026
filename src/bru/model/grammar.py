"""Grammar of messages: counts with their nouns, articles."""

from __future__ import annotations


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 row", "2 properties", "3 searches"."""
    if count == 1:
        return f"{count:,} {noun}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        noun = noun[:-1] + "ie"
    elif noun.endswith(("s", "x", "ch", "sh")):
        noun += "e"
    return f"{count:,} {noun}s"


def capital(words: str) -> str:
    """Words with a capital first letter."""
    return words[:1].upper() + words[1:]


def with_article(noun: str) -> str:
    """A noun after "a" or "an", as its first letter sounds in most words."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"
