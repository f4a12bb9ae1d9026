"""Words of other languages and what they mean in English, for searches: no translation of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from bru.claims.prose.language import ENGLISH, KNOWN, alternatives, language
from bru.claims.prose.units import rows

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\*?")  # as searches can look it up
SECTIONS = ("scales", "currencies", "units")


def meanings() -> Iterator[tuple[str, str]]:
    """Words and what they mean, both with bars between; `*` is any ending.

    What has no meaning tells nothing to look for: to, and, what. Country names are those of the
    country, not of its cities.
    """
    yield from ((row["words"], row["means"]) for row in rows("terms.csv"))
    english = {row["code"]: row["words"].split("|") for row in rows("countries.en.csv")}
    for code in KNOWN:
        if code == ENGLISH:
            continue
        for row in rows(f"countries.{code}.csv"):
            means = [word for word in english[row["code"]] if not word.isupper()][:2]
            yield "|".join(own_names(row["words"])), "|".join(means)
        for section in SECTIONS:
            for keys, pattern in language(code).words.get(section, {}).items():
                means = (
                    [] if section == "scales" else [key.replace("_", " ") for key in keys.split()]
                )
                for others, own in language(ENGLISH).words[section].items():
                    if keys.split()[0] in others.split():
                        means += single(own.replace("s?", ""))
                if means and (words := single(pattern)):
                    yield "|".join(words), "|".join(means)


def single(pattern: str) -> list[str]:
    """The alternatives of a pattern that are one plain word."""
    return [word for word in alternatives(pattern) if WORD.fullmatch(word)]


def own_names(words: str) -> list[str]:
    """The names of a country itself: they stand before the adjectives, and cities behind."""
    every = words.split("|")
    adjectives = [n for n, word in enumerate(every) if word[0].islower()]
    after = range(adjectives[0] if adjectives else len(every), len(every))
    first = next((n for n in after if n not in adjectives), len(every))
    named = [*every[:first], *filter(str.isupper, every[first:])]
    return [*chain.from_iterable(name.split() for name in named)]
