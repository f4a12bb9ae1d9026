"""Drafts: sources that no release has yet, whose documents may still be worked on."""

from collections.abc import Callable, Iterator, Sequence

from bru.claims.documents import coverage, evidence, naming, stated
from bru.claims.prose.language import ENGLISH
from bru.model.grammar import plural
from bru.model.package import Package
from bru.model.problem import Finding
from bru.model.question import Ask
from bru.releases.state import Released

MOST = 0.01  # share of a document's letters that may be unaccounted for


def drafts(ask: Ask) -> frozenset[str]:
    """The sources that no release has; none where nothing was ever released."""
    record = ask(Released())[0]
    if not record.releases:
        return frozenset()
    known = {one.id for one in record.ids if one.table == evidence.SOURCES.resource}
    return frozenset(row.cells[0] for row in ask(evidence.SOURCES)) - known


def settled(ask: Ask, copies: Sequence[evidence.Copy]) -> list[evidence.Copy]:
    """The copies of sources that are no drafts."""
    left = drafts(ask)
    return [copy for copy in copies if copy.source_id not in left]


def unclaimed(
    ask: Ask,
    copies: Sequence[evidence.Copy],
    places: Callable[[evidence.Copy], Sequence[naming.Place]],
    said: Callable[[naming.Place], str],
) -> Iterator[Finding]:
    """The places of copies that are no drafts in no claim and no exclusion; `said` begins each."""
    spans, problem = coverage.spans(ask), evidence.of_sources(ask)
    for copy in settled(ask, copies):
        for place in coverage.outside(copy.text, spans[copy.source_id], places(copy)):
            where = f"characters {place.start} to {place.end} of {copy.file}"
            message = f"{said(place)} in no claim and no exclusion ({where})"
            hint = "add a claim, or an exclusion with its reason"
            yield problem(copy.source_id, message, hint)


def missing(
    package: Package, ask: Ask, copies: Sequence[evidence.Copy]
) -> Iterator[tuple[str, str]]:
    """The drafts of which too much is not accounted for, each with how much that is."""
    waiting = drafts(ask)
    if not waiting:
        return
    spans, spoken = coverage.spans(ask), stated.languages(package, ask)
    known = naming.known_names(package, ask)
    for copy in copies:
        if copy.source_id not in waiting:
            continue
        code = spoken.get(copy.source_id, ENGLISH)
        found = coverage.cover(copy.text, spans[copy.source_id], known, code)
        share, numbers, names = found.share(found.unaccounted), found.numbers, found.names
        if share > MOST or numbers or names:
            counted = f"{plural(len(numbers), 'number')} and {plural(len(names), 'name')} in it"
            yield copy.source_id, f"{share:.0%} of {copy.file} is not accounted for, {counted}"
