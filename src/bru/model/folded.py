"""Problems with what follows from each behind it, in the order of `check/causes.py`."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from bru.model.many import Many, Numbered, Sorted
from bru.model.problem import Problem


class Folding:
    """Puts problems behind what they follow from, by the numbers in which they come, from 0."""

    def __init__(self) -> None:
        self.causes, self.others = Many[Problem](), Sorted[Problem]()
        self.places = array("q")  # by number: of a cause, or -1 - that of the cause

    def add(self, problem: Problem, root: int | None) -> None:
        """Add a problem, and what it follows from: nothing follows from what follows."""
        if root is None:
            self.places.append(len(self.causes))
            self.causes.append(problem)
        else:
            place = self.place(root)
            self.others.add((place, len(self.places)), problem)
            self.places.append(-1 - place)

    def place(self, number: int) -> int:
        """Where the problem of a number is told, or the one that it follows from."""
        place = self.places[number]
        return place if place >= 0 else -1 - place

    def is_cause(self, number: int) -> bool:
        """Whether the problem of a number follows from nothing."""
        return self.places[number] >= 0

    def told(self) -> tuple[Sequence[Problem], Mapping[int, int]]:
        """All problems in order; by the place of one that follows, the place of its cause."""
        roots, first = array("q"), len(self.causes)
        for (root, _), problem in self.others:
            roots.append(root)
            self.causes.append(problem)
        return self.causes.whole(), Numbered(range(first, first + len(roots)), roots)
