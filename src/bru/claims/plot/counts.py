"""Counts by row and column: claims, shared projects; and what of each document is in claims."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import permutations

from bru.claims.documents import coverage
from bru.claims.documents.coverage import Segment, Span, segments
from bru.claims.plot.chart import Cell, Chart, Link, Mark, Matrix, Row, shade, short
from bru.claims.provenance import names
from bru.claims.provenance.facts import Cells, Facts
from bru.model.classed import classed

STYLES = {
    "once": "in one claim",
    "twice": "in several claims",
    "left": "left out: navigation, repetition and the like",
    "none": "in no claim",
}
SPACE = 12  # characters between two passages that are taken for marks and white space
DOCUMENTS, ACTORS = 40, 12  # the most that are drawn
NAMED = 6  # projects in a tooltip
LONG = 26  # letters of a name


def by_kind(facts: Facts, link: Link) -> Matrix:
    """Claims by kind and document."""
    claims = facts.tables.get("claims", [])
    count = Counter((c["kind"], c["source_id"]) for c in claims)
    kinds = [k for k, _ in Counter(c["kind"] for c in claims).most_common()]
    sources = [s["source_id"] for s in facts.tables.get("sources", ())]
    often = Counter(c["source_id"] for c in claims)
    shown = [s for s in sources if s in dict(often.most_common(DOCUMENTS))]
    most = max(count.values(), default=1)
    cells = {
        (row, column): Cell(
            n,
            f"{names.name(facts, 'sources', source)}: {n:,} of kind {names.spoken(kind)}",
            chosen(link, f"source={source}&kind={kind}"),
            shade(n, most),
        )
        for row, source in enumerate(shown)
        for column, kind in enumerate(kinds)
        if (n := count[kind, source])
    }
    rows = [(names.name(facts, "sources", s), link("sources", s)) for s in shown]
    columns = [(names.spoken(kind), chosen(link, f"kind={kind}")) for kind in kinds]
    return Matrix("Claims by document and kind", rows, columns, cells)


def chosen(link: Link, filters: str) -> str:
    """The list of claims with these filters, "" where nothing is linked."""
    return f"claims.html#{filters}" if link("claims", "any") else ""


@lru_cache(maxsize=1)
def shared(facts: Facts) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The projects that an actor takes part in with another; targets and hosts take no part."""
    rows = facts.tables.get("project_participants", ())
    taking = (r for r in rows if r.get("role") not in ("target", "host"))
    parts = classed((r["project_id"], r["actor_id"]) for r in taking)
    found: dict[str, dict[str, list[str]]] = {}
    for project, actors in parts.items():
        for one, other in permutations(dict.fromkeys(actors), 2):
            found.setdefault(one, {}).setdefault(other, []).append(project)
    return found


def partners(facts: Facts, link: Link) -> Matrix:
    """Projects by the pairs of actors who share most of them."""
    pairs = shared(facts)
    shown = sorted(pairs, key=lambda a: (-len(pairs[a]), a))[:ACTORS]
    most = max((len(p) for others in pairs.values() for p in others.values()), default=1)
    cells = {}
    for row, one in enumerate(shown):
        for column, other in enumerate(shown):
            if projects := pairs[one].get(other, ()):
                more = f" and {len(projects) - NAMED} more" if len(projects) > NAMED else ""
                what = f"{names.names(facts, 'projects', projects[:NAMED])}{more}"
                both = names.names(facts, "actors", (one, other)).replace(", ", " and ")
                address = link("actors", one)
                n = len(projects)
                cells[row, column] = Cell(
                    n, f"{both}: {what}", address and f"{address}#works-with", shade(n, most)
                )
    ends = [(short(names.name(facts, "actors", a), LONG), link("actors", a)) for a in shown]
    note = f"The {len(shown)} with most partners, of {len(pairs):,}."
    return Matrix("Who works with whom", ends, ends, cells, note if len(pairs) > ACTORS else "")


def accounted(facts: Facts, link: Link) -> list[Chart]:
    """A strip for each document, from its first character to its last."""
    rows = [
        of_document(facts, source, link)
        for source in facts.tables.get("sources", [])[:DOCUMENTS]
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
