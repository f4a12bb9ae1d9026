"""What it means that a cell differs, and whether a row still is about the same thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bru.datapackage.types import parse
from bru.model.package import Field, Schema
from bru.releases.change import Tolerance
from bru.releases.redirects import Redirects

LIKE = 0.6  # of the letters of two texts, in their order, are the same
LONG = 400  # characters of a text that are compared
WORD = re.compile(r"\w+")


class Cells:
    """Judges cells of a table that differ, each by the field of its version."""

    def __init__(
        self,
        old: Schema,
        new: Schema,
        names: Mapping[str, str],
        redirects: Redirects,
        tolerance: Tolerance,
    ) -> None:
        """`names`: new names of fields → old ones."""
        self.old, self.new, self.names = old.by_name, new.by_name, names
        self.key, self.redirects, self.tolerance = new.primary_key, redirects, tolerance

    def both(self, name: str) -> tuple[Field | None, Field | None]:
        """A field in the old version and in the new one."""
        return self.old.get(self.names.get(name, name)), self.new.get(name)

    def values(self, name: str, old: str, new: str) -> tuple[Any, Any] | None:
        """The values of two cells; None where one of them is no value of its field."""
        was, now = self.both(name)
        try:
            return (parse(was, old), parse(now, new)) if was and now else None
        except ValueError:
            return None

    def is_near(self, name: str, old: str, new: str) -> bool:
        """Whether two numbers differ by no more than is tolerated."""
        if not self.tolerance.most:
            return False
        values = self.values(name, old, new) or ()
        found = [Decimal(v) for v in values if type(v) in (int, Decimal)]
        return (
            len(found) == 2 and all(v.is_finite() for v in found) and self.tolerance.covers(*found)
        )

    def kind(self, name: str, old: str, new: str) -> str:
        """What the change of a cell is."""
        if self.redirects.follow(name, old) == new:
            return "cell-redirected"
        was, now = (f.missing if f else frozenset({""}) for f in self.both(name))
        if old in was or new in now:
            both = old in was and new in now
            return "cell-rewritten" if both else "cell-filled" if old in was else "cell-emptied"
        values = self.values(name, old, new)
        return "cell-rewritten" if values and values[0] == values[1] else "cell-corrected"

    def filled(
        self, names: Sequence[str], old: Sequence[str], new: Sequence[str]
    ) -> list[tuple[Field, str, str]]:
        """The cells beside the key that have a value in both versions, with the new field."""
        found = []
        for name, one, two in zip(names, old, new, strict=False):
            was, now = self.both(name)
            if name in self.key or was is None or now is None:
                continue
            if one not in was.missing and two not in now.missing:
                found.append((now, one, two))
        return found


def another(cells: Sequence[tuple[Field, str, str]]) -> bool:
    """Whether a row is about something else now.

    `cells`: what has a value in both versions, beside the key. All of its texts for people are
    unlike what they were, and at least half of the cells differ, more than one.
    """
    other = [old != new for _, old, new in cells]
    texts = [(old, new) for field, old, new in cells if field.is_free_text]
    if not texts or sum(other) < 2 or 2 * sum(other) < len(other):
        return False
    return all(unlike(old, new) for old, new in texts)


def unlike(old: str, new: str) -> bool:
    """Whether two texts have few words and letters in common."""
    from difflib import SequenceMatcher

    one, two = old.casefold()[:LONG], new.casefold()[:LONG]
    words, others = {*WORD.findall(one)}, {*WORD.findall(two)}
    if 2 * len(words & others) >= min(len(words), len(others)):
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() < LIKE
