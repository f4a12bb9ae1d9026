"""Drafts: sources that no release has yet, whose documents may still be worked on."""

from __future__ import annotations

from bru.claims.documents import coverage, evidence, stated
from bru.claims.prose.language import ENGLISH
from bru.model.grammar import plural
from bru.model.package import Package
from bru.model.question import Ask
from bru.releases.questions import Released

MOST = 0.01  # share of a document's letters that may be unaccounted for


def drafts(ask: Ask) -> frozenset[str]:
    """The sources that no release has; none where nothing was ever released."""
    record = ask(Released())[0]
    if not record.releases:
        return frozenset()
    known = {one.id for one in record.ids if one.table == evidence.SOURCES.resource}
    return frozenset(row.cells[0] for row in ask(evidence.SOURCES)) - known


def settled(ask: Ask, copies: list[evidence.Copy]) -> list[evidence.Copy]:
    """The copies of sources that are no drafts."""
    left = drafts(ask)
    return [copy for copy in copies if copy.source_id not in left]


def missing(package: Package, ask: Ask, copy: evidence.Copy) -> str:
    """What of a document nothing accounts for, in words; "" where that is enough."""
    spans, code = coverage.spans(ask)[copy.source_id], ENGLISH
    code = stated.languages(package, ask).get(copy.source_id, code)
    tables = [t for t in ("actors", "actor_names") if package.has(**{t: "actor_id name"})]
    share = coverage.unaccounted(copy.text, spans)[1]
    numbers, names = (
        len(coverage.outside(copy.text, spans, places))
        for places in (
            coverage.numbers(copy.text, code),
            coverage.named(copy.text, coverage.known_names(ask, tables)),
        )
    )
    if share <= MOST and not numbers and not names:
        return ""
    counted = f"{plural(numbers, 'number')} and {plural(names, 'name')} in it"
    return f"{share:.0%} of {copy.file} is not accounted for, {counted}"
