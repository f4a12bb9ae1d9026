"""The nearest of known values: what difflib finds, with less to try."""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop
from itertools import combinations

from bru.model.problem import shown

NEAR = 100  # characters: for a longer value nothing near is looked for
SUGGESTION = "; did you mean"
ALIKE = 0.92  # the likeness of texts that differ in a letter or two


def did_you_mean(value: str, known: Sequence[str]) -> str:
    """A suggestion from the known values, as the end of a message; "" when none is close."""
    return suggested(closest(value, known))


def suggested(close: str, label: str = "") -> str:
    """The end of a message that suggests a value, "" for none; `label` is what it stands for."""
    label = f" ({label})" if label else ""
    return f"{SUGGESTION} {shown(close)}{label}?" if close else ""


def closest(value: str, known: Sequence[str], least: float = 0.7) -> str:
    """The known value that was most likely meant, "" when none is at least so like it.

    A value that has all words of a known one, and more, is that one, unless a letter or two of a
    longer one are wrong: "inclusive_maximum" means "maximum", not "exclusive_maximum".
    """
    if len(value) > NEAR:
        return ""
    text = value.strip().casefold()
    folded = dict(zip(casefolded(known[::-1]), known[::-1], strict=True))
    if text in folded:
        return folded[text]
    close = nearest(text, [*folded], least) or ""
    if close and not nearest(text, [close], ALIKE):
        words = text.split("_")
        places = combinations(range(len(words) + 1), 2)
        within = {"_".join(words[first:end]) for first, end in places}
        close = max((k for k in folded if k in within), key=len, default=close)
    return folded.get(close, "")


def casefolded(texts: Sequence[str]) -> list[str]:
    """Texts without their case, all at once where none of them has a NUL."""
    found = "\0".join(texts).casefold().split("\0")
    return found if len(found) == len(texts) else [text.casefold() for text in texts]


def nearest(value: str, known: Sequence[str], least: float) -> str | None:
    """`get_close_matches(value, known, 1, least)`: the value most like it, None if none is."""
    from difflib import SequenceMatcher

    if value in known:
        return value
    letters, size = Counter(value), len(value)
    # No text is more like it than the letters allow that both have: of all at once, then counted.
    chars = "".join([value, *known])
    apart = next(c for c in map(chr, range(sys.maxunicode)) if c not in chars)
    kept: dict[int, str | None] = defaultdict(lambda: None)  # all others are left out
    kept |= {ord(c): c for c in value + apart}
    owned = apart.join(known).translate(kept).split(apart)
    sizes = [*zip(map(len, owned), map(len, known), strict=bool(known))]
    most = {(own, whole): 2.0 * min(size, own) / (size + whole or 1) for own, whole in {*sizes}}
    hopeful = [(-most[s], k) for s, k in zip(sizes, known, strict=False) if most[s] >= least]
    heapify(hopeful)
    matcher, best = SequenceMatcher(b=value), (least, "")
    while hopeful and -hopeful[0][0] >= best[0]:
        _, text = heappop(hopeful)
        common = sum(min(number, text.count(letter)) for letter, number in letters.items())
        if 2.0 * common / (size + len(text) or 1) >= best[0]:
            matcher.set_seq1(text)
            best = max(best, (matcher.ratio(), text))
    return best[1] or None
