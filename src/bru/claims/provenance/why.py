"""Where a row comes from: statement, speaker, source and place, numbers, checks, links, citation.

Nothing in an answer is not in the package, but the passage where the documents are at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from bru.claims.provenance.facts import KEYS, Facts
from bru.claims.provenance.related import ABOUT, RELATED
from bru.claims.provenance.sections import Item, Section, asked, citation, claims_of, told
from bru.releases.redirects import Retired

if TYPE_CHECKING:
    from bru.claims.documents.evidence import Copy


class Answer(NamedTuple):
    """All about one ID. `retired`: the ID that was asked for, when another took its place."""

    id: str
    table: str
    kind: str
    sections: tuple[Section, ...]
    retired: Retired | None = None


class UnknownError(LookupError):
    """No row has the ID; `args[1]` are IDs like it."""


def why(facts: Facts, identifier: str, copies: Iterable[Copy] = ()) -> Answer:
    """The answer about an ID, or about its successor. Raises UnknownError."""
    texts = {copy.source_id: copy for copy in copies}
    retired = facts.retired(identifier)
    wanted = successor(facts, identifier)
    for table in facts.where(wanted):
        found = tuple(s for s in about(facts, table, wanted, texts) if s.items)
        return Answer(wanted, table, KEYS[table][1], found, retired)
    if retired:
        return Answer(identifier, retired.table, KEYS[retired.table][1], (), retired)
    from difflib import get_close_matches

    raise UnknownError(identifier, get_close_matches(identifier, facts.ids(), 5, 0.5))


def successor(facts: Facts, identifier: str) -> str:
    """The ID in use for one that may be retired."""
    seen = {identifier}
    while not facts.where(identifier) and (retired := facts.retired(identifier)):
        if not retired.new_id or retired.new_id in seen:
            break
        identifier = retired.new_id
        seen.add(identifier)
    return identifier


def about(facts: Facts, table: str, wanted: str, texts: Mapping[str, Copy]) -> Iterator[Section]:
    """The sections of a row."""
    cells = facts.row(table, wanted)
    yield ABOUT[table](facts, cells)
    for claim in claims_of(facts, table, cells):
        yield from told(facts, claim, texts)
    if table == "open_questions":
        yield from asked(facts, cells, texts)
    yield from RELATED[table](facts, wanted)
    yield Section("How to cite", (Item(wanted, citation(facts, table, wanted)),))
