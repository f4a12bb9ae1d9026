"""Who says a claim, and what shows that two claims have one origin.

Claims have one origin when they share a mark: they stand in the same document, cite the same
outlet (whatever the date), have the same speaker, or one of them repeats the other (claim_links).
Where no speaker is recorded, the document speaks with the voice of its publisher. Origins are
independent when no chain of marks leads from one to the other: the documents show no common one,
which does not prove that there is none. A claim names its origin when it has a speaker or cites an
outlet.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bru.model.question import Ask, Columns, NotAnswered

CLAIMS = Columns("claims", ("claim_id", "source_id", "statement", "asserted_by"))
CITATIONS = Columns("citations", ("claim_id", "outlet"))
SOURCES = Columns("sources", ("source_id", "publisher"))
ACTORS = Columns("actors", ("actor_id", "name"))
LINKS = Columns("claim_links", ("claim_id", "relation", "other_claim_id", "note"))
Pairs = Mapping[str, Sequence[str]]  # claims that are tied to others, with these


class Voice(NamedTuple):
    """A claim and who says it; `speaker` is an actor's ID, "" for the document's own voice.

    `outlets`: the names of those that the claim cites, by ID.
    """

    claim_id: str
    source_id: str
    statement: str
    speaker: str
    name: str
    outlets: Mapping[str, str]
    publisher: str

    @property
    def words(self) -> str:
        """Who says it and where: "Russia, in bif-2023-05-14"."""
        alone = f"{self.source_id} in its own voice"
        who = f"{self.name}, in {self.source_id}" if self.speaker else alone
        return f"{who}, citing {' and '.join(self.outlets.values())}" if self.outlets else who

    @property
    def is_named(self) -> bool:
        """Whether the document says whose the claim is."""
        return bool(self.speaker or self.outlets)

    @property
    def marks(self) -> dict[tuple[str, str], str]:
        """What a claim of the same origin may share with this one, and that in words."""
        found = {("document", self.source_id): f"the same document ({self.source_id})"}
        for outlet, name in self.outlets.items():
            found["outlet", outlet] = f"the same cited outlet ({name})"
        speaker = self.speaker or self.publisher
        if speaker:
            found["speaker", speaker] = f"the same speaker ({self.name or speaker})"
        return found


def voices(ask: Ask) -> dict[str, Voice]:
    """Every claim's voice, by claim. Raises NotAnswered."""
    names = dict(row.cells for row in ask(ACTORS))
    publishers = dict(row.cells for row in ask(SOURCES))
    cited, found = outlets(ask, names), {}
    for _, (claim, source, statement, speaker) in ask(CLAIMS):
        name, publisher = names.get(speaker, speaker), publishers.get(source, "")
        via = cited.get(claim, {})
        found[claim] = Voice(claim, source, statement, speaker, name, via, publisher)
    return found


def answered(ask: Ask, question: Columns) -> Sequence[Any]:
    """The rows of what a package may lack, or cannot answer: none then."""
    try:
        return ask(question)
    except NotAnswered:
        return ()


def outlets(ask: Ask, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The outlets that claims cite, with their names, by claim; none without such a table."""
    found: dict[str, dict[str, str]] = {}
    for _, (claim, outlet) in answered(ask, CITATIONS):
        found.setdefault(claim, {})[outlet] = names.get(outlet, outlet)
    return found


def origins(claims: Sequence[Voice], repeats: Pairs) -> list[set[str]]:
    """The IDs of the claims of each origin; `repeats`: the claims that a claim repeats."""
    ids = {c.claim_id for c in claims}
    chained = [{c.claim_id for c in claims if mark in c.marks} for c in claims for mark in c.marks]
    chained += [{one, *ids.intersection(repeats.get(one, ()))} for one in ids]
    found: list[set[str]] = []
    for some in chained:
        touched = [origin for origin in found if origin & some]
        found = [origin for origin in found if not origin & some]
        found.append(some.union(*touched))
    return found


def shared(claims: Sequence[Voice], repeats: Pairs) -> list[str]:
    """What makes claims one origin, in words: a mark that all share, or else what some do."""
    counts: dict[str, int] = {}
    for claim in claims:
        for words in claim.marks.values():
            counts[words] = counts.get(words, 0) + 1
    ids = sorted({c.claim_id for c in claims})
    linked = [f"{one} repeats {o}" for one in ids for o in repeats.get(one, ()) if o in ids]
    everywhere = [words for words, count in counts.items() if count == len(claims)]
    return everywhere[:1] or [words for words, count in counts.items() if count > 1] + linked
