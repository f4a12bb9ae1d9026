"""The nearest of known values: what difflib finds, with less to try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bru.model.problem import shown

NEAR = 100  # characters: for a longer value nothing near is looked for


def did_you_mean(value: str, known: Sequence[str], of: Callable[[str], str] | None = None) -> str:
    """A suggestion from the known values, with its label by `of`, "" when none is close."""
    close = None if len(value) > NEAR else nearest(value.strip().casefold(), known, 0.7)
    label = "" if close is None or of is None else of(close)
    label = f" ({label})" if label else ""
    return "" if close is None else f"; did you mean {shown(close)}{label}?"


def nearest(value: str, known: Sequence[str], least: float) -> str | None:
    """`get_close_matches(value, known, 1, least)`: the value most like it, None if none is.

    Two texts have no more letters in common than each has of a letter, which is quickly counted:
    those that may have most are compared first, and the others are mostly left out.
    """
    from difflib import SequenceMatcher

    if value in known:
        return value
    letters, size = [*Counter(value).items()], len(value)
    hopeful: list[tuple[float, str]] = []
    for text in known:
        total = size + len(text)
        if 2.0 * min(size, len(text)) / total < least:
            continue
        count = text.count
        common = 0
        for letter, number in letters:
            found = count(letter)
            common += found if found < number else number
        if (bound := 2.0 * common / total) >= least:
            hopeful.append((bound, text))
    matcher = SequenceMatcher(b=value)
    best: tuple[float, str] | None = None
    for bound, text in sorted(hopeful, reverse=True):
        if best is not None and bound < best[0]:
            break
        matcher.set_seq1(text)
        ratio = matcher.ratio()
        if ratio >= least and (best is None or (ratio, text) > best):
            best = ratio, text
    return best and best[1]
