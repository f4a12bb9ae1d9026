"""Drafts: sources that no release has yet, whose documents may still be worked on."""

from __future__ import annotations

from collections.abc import Iterator

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


def missing(package: Package, ask: Ask, copies: list[evidence.Copy]) -> Iterator[tuple[str, str]]:
    """The drafts among the sources, with what of their documents nothing accounts for, in words."""
    left = drafts(ask)
    waiting = [copy for copy in copies if copy.source_id in left]
    if not waiting:
        return
    spans, spoken = coverage.spans(ask), stated.languages(package, ask)
    tables = [t for t in ("actors", "actor_names") if package.has(**{t: "actor_id name"})]
    known = coverage.known_names(ask, tables)
    for copy in waiting:
        text, own = copy.text, spans[copy.source_id]
        share = coverage.unaccounted(text, own)[1]
        said = coverage.numbers(text, spoken.get(copy.source_id, ENGLISH))
        numbers = len(coverage.outside(text, own, said))
        names = len(coverage.outside(text, own, coverage.named(text, known)))
        if share > MOST or numbers or names:
            counted = f"{plural(numbers, 'number')} and {plural(names, 'name')} in it"
            yield copy.source_id, f"{share:.0%} of {copy.file} is not accounted for, {counted}"
