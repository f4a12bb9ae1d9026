"""What of each document the claims account for, by the places that the tables give."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from bru.claims.documents import coverage
from bru.claims.documents.coverage import Segment, Span, segments
from bru.claims.plot.chart import Chart, Mark, Row
from bru.claims.provenance.facts import Cells, Facts

STYLES = {
    "once": "in one claim",
    "twice": "in several claims",
    "left": "left out: navigation, repetition and the like",
    "none": "in no claim",
}
SPACE = 12  # characters between two passages that are taken for marks and white space
MOST = 40  # documents
Link = Callable[[str, str], str]


def accounted(facts: Facts, link: Link) -> list[Chart]:
    """A strip for each document, from its first character to its last."""
    rows = [
        of_document(facts, source, link)
        for source in facts.tables.get("sources", [])[:MOST]
        if source.get("document_chars", "").isdigit()
    ]
    ticks = [(0, "start"), (50, "middle"), (100, "end")]
    return [Chart("What of each document is in claims", [("", rows)], ticks)]


@lru_cache(maxsize=1)
def spans(facts: Facts) -> Mapping[str, Sequence[Span]]:
    """What claims and exclusions take of each document."""
    return coverage.spans(facts.ask)


def of_document(facts: Facts, source: Cells, link: Link) -> Row:
    """The stretches of a document, in percent of its characters."""
    length = int(source["document_chars"])
    marks, sizes = [], dict.fromkeys(STYLES, 0)
    for part in segments(length, spans(facts).get(source["source_id"], ())):
        what, size = style(part), part.end - part.start
        if what != "none" or size > SPACE:
            sizes[what] += size
            marks.append(Mark(100 * part.start / length, 100 * part.end / length, what))
    shares = {what: f"{100 * n / length:.0f}%" for what, n in sizes.items() if n}
    words = ", ".join(f"{share} {STYLES[what]}" for what, share in shares.items())
    return Row(source["short_name"], words, marks, link("sources", source["source_id"]), words)


def style(part: Segment) -> str:
    """What a stretch is."""
    if part.claims:
        return "twice" if len(part.claims) > 1 else "once"
    return "left" if part.reasons else "none"
