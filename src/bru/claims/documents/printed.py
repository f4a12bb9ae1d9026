"""What a document prints: names, numbers, dates and units, as they stand in its text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bru.claims.documents import evidence
from bru.claims.documents.text import exact
from bru.model.package import Package

MONTHS = (
    "January February March April May June July August September October November December"
).split()

printed = lru_cache(maxsize=256)(exact)  # several rules look things up in the same documents


def prints(text: str, words: str) -> bool:
    """Whether a text has these words, letter by letter, the first perhaps with a capital."""
    wanted = printed(words)
    forms = "|".join(map(re.escape, (wanted, wanted[:1].upper() + wanted[1:])))
    return bool(re.search(rf"(?<!\w)(?:{forms})(?:'?s)?(?!\w)", printed(text)))


def needed(package: Package, **tables: str) -> bool:
    """Whether a package has claims to verify, and these fields of these tables besides."""
    return package.has(**evidence.TABLES) and package.has(**tables)


def passages(copies: Sequence[evidence.Copy]) -> Mapping[str, str]:
    """The text of each passage that was found in its document, by claim."""
    found = {}
    for copy in copies:
        for claim, verdict in copy.verdicts.items():
            if verdict.state in ("verified", "moved"):
                found[claim] = copy.text[verdict.start : verdict.end]
    return found
