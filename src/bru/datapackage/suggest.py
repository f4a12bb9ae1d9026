"""The nearest of known values: what difflib finds, with less to try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bru.model.problem import shown

NEAR = 100  # characters: for a longer value nothing near is looked for
ALIKE = 0.92  # the likeness of texts that differ in a letter or two


def did_you_mean(value: str, known: Sequence[str]) -> str:
    """A suggestion from the known values, as the end of a message; "" when none is close."""
    return suggested(closest(value, known))


def suggested(close: str, label: str = "") -> str:
    """The end of a message that suggests a value, "" for none; `label` is what it stands for."""
    label = f" ({label})" if label else ""
    return f"; did you mean {shown(close)}{label}?" if close else ""


def closest(value: str, known: Sequence[str], least: float = 0.7) -> str:
    """The known value that was most likely meant, "" when none is at least so like it.

    A value that has all words of a known one, and more, is that one, unless a letter or two of a
    longer one are wrong: "inclusive_maximum" means "maximum", not "exclusive_maximum".
    """
    if len(value) > NEAR:
        return ""
    text = value.strip().casefold()
    close = nearest(text, known, least) or ""
    if close and not nearest(text, [close], ALIKE):
        within = [k for k in known if f"_{k}_" in f"_{text}_"]
        close = max(within, key=len, default=close)
    return close


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
