"""The account of a package's passages in copies of the documents, and of the copies' letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bru.documents import coverage, evidence
from bru.documents.coverage import Ask, Coverage, Place, Span
from bru.documents.passage import FOUND
from bru.package import Package
from bru.question import Columns, Documents

STATES = ("verified", "moved", "altered", "missing")
CLAIMS = Columns("claims", ("claim_id", "source_id", "statement", "kind", "asserted_by"))


class Document(NamedTuple):
    """A source, the copy of its document and what was found in it.

    `copy` is None when there is no copy, `coverage` when it is another edition; `why` says so.
    `spans` are in the characters of the copy.
    """

    source_id: str
    copy: evidence.Copy | None
    passages: int
    verdicts: Mapping[str, evidence.Verdict]
    spans: Sequence[Span]
    coverage: Coverage | None
    why: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many passages are in each state, those that there are."""
        found = Counter(v.state for v in self.verdicts.values())
        return {state: found[state] for state in STATES if found[state]}

    @property
    def edition(self) -> str:
        """Which copy this is."""
        if self.copy is None:
            return "none"
        return "identical" if self.copy.identical else "other"

    @property
    def unaccounted(self) -> list[Place]:
        """Numbers and names that are in no claim and no exclusion."""
        found = [*self.coverage.numbers, *self.coverage.names] if self.coverage else []
        return sorted(found, key=lambda p: p.start)

    def lost(self) -> list[tuple[str, evidence.Verdict]]:
        """The passages that are altered or missing."""
        return [(c, v) for c, v in self.verdicts.items() if v.state not in FOUND]


class Claim(NamedTuple):
    """A claim as a page shows it."""

    claim_id: str
    source_id: str
    statement: str
    kind: str
    asserted_by: str


class Account(NamedTuple):
    """All documents of a package."""

    package: str
    version: str
    documents: Sequence[Document]
    claims: Mapping[str, Claim]

    @property
    def sound(self) -> bool:
        """Whether nothing is altered, missing or unaccounted for in the copies there are."""
        looked_at = any(d.copy for d in self.documents)
        return looked_at and not any(d.lost() or d.unaccounted for d in self.documents)


def account(package: Package, ask: Ask) -> Account:
    """The account of a package. Raises NotAnswered without sources, claims or documents."""
    names = coverage.known_names(
        ask, [n for n in ("actors", "actor_names") if package.has(**{n: "actor_id name"})]
    )
    has = {t: package.has(**{t: f}) for t, f in coverage.TABLES.items()}
    wanted = Counter(p.source_id for p in evidence.passages(ask(evidence.CLAIMS)))
    documents = []
    for found in ask(Documents()):
        source = found.source_id
        if isinstance(found, evidence.Missing):
            documents.append(Document(source, None, wanted[source], {}, (), None, found.why))
            continue
        spans, covered, why = placed(found), None, "coverage is counted in the very document"
        if found.identical and all(has.values()):
            spans = coverage.spans(ask, source)
            covered, why = coverage.cover(found.text, spans, names), ""
        elif found.identical:
            why = "coverage needs a table of exclusions"
        about = source, found, wanted[source], found.verdicts
        documents.append(Document(*about, spans, covered, why))
    claims = {}
    if package.has(claims=" ".join(CLAIMS.fields)):
        claims = {row.cells[0]: Claim(*row.cells) for row in ask(CLAIMS)}
    return Account(package.name, package.version, documents, claims)


def placed(copy: evidence.Copy) -> list[Span]:
    """The passages of another edition where they were found; what was excluded is not known."""
    return [Span(v.start, v.end, c) for c, v in copy.verdicts.items() if v.state in FOUND]
