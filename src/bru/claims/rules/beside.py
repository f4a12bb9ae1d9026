"""What the claims beside one are about: any word may mean it, "the works", "their rating"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from bru.model.package import Package
from bru.model.question import Ask, Columns

NEXT, FURTHER = 3, 14  # claims on either side of one: what they are about it may be about as well
PLACES = Columns("claims", ("claim_id", "source_id", "span_start"))
SPEAKERS = Columns("claims", ("claim_id", "asserted_by"))
PARTS = Columns("actors", ("actor_id", "part_of"))
STATED = {  # tables whose rows say which claim states them
    "actor_id": ("positions", "project_participants"),
    "project_id": ("project_participants",),
}
OFFICES = Columns("positions", ("actor_id", "organisation"))


class Beside:
    """The claims in the order of their documents, and what a table ties them to by `key`."""

    def __init__(self, package: Package, ask: Ask, table: str, key: str) -> None:
        self.package, self.ask = package, ask
        self.key, self.ties = key, Columns(table, ("claim_id", key))

    @cached_property
    def _ordered(self) -> list[tuple[str, int, str]]:
        rows = asked(self.package, self.ask, PLACES)
        cells = (cells for cells in rows if cells[2].isdecimal())
        return sorted((source, int(start), claim) for claim, source, start in cells)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {claim: number for number, (_, _, claim) in enumerate(self._ordered)}

    @cached_property
    def stated(self) -> frozenset[tuple[str, ...]]:
        """The claims that state an office or a participation, each with whose it is."""
        fields = "claim_id", self.key
        tables = (Columns(table, fields) for table in STATED[self.key])
        return frozenset(pair for q in tables for pair in asked(self.package, self.ask, q))

    @cached_property
    def tied(self) -> defaultdict[str, set[str]]:
        """What each claim is tied to."""
        found = defaultdict[str, set[str]](set)
        for _, (claim, one) in self.ask(self.ties):
            found[claim].add(one)
        return found

    def about(self, claim: str, within: int = NEXT) -> set[str]:
        """What so many claims before and behind one in its document are tied to."""
        at = self._numbers.get(claim)
        if at is None:
            return set()
        source = self._ordered[at][0]
        beside = self._ordered[max(0, at - within) : at + within + 1]
        return {
            one
            for own, _, other in beside
            if own == source and other != claim
            for one in self.tied.get(other, ())
        }


class Bodies:
    """What actors belong to: by their rows, and by their offices."""

    def __init__(self, package: Package, ask: Ask) -> None:
        self.package, self.ask = package, ask

    @cached_property
    def _above(self) -> defaultdict[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for question in (PARTS, OFFICES):
            for actor, body in asked(self.package, self.ask, question):
                found[actor].update({body} - {""})
        return found

    def of(self, actor: str) -> set[str]:
        """All that an actor belongs to."""
        found, left = set[str](), [actor]
        while left:
            new = self._above[left.pop()] - found
            found |= new
            left += new
        return found


def asked(package: Package, ask: Ask, question: Columns) -> Iterator[tuple[str, ...]]:
    """The records of a table, none if the package has no such columns."""
    if package.has(**{question.resource: " ".join(question.fields)}):
        yield from (tuple(row.cells) for row in ask(question))
