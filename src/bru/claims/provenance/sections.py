"""The parts of an answer about a row: statement, speaker, source, place, numbers, checks, citation.

A section has items; an item is the ID it is about, a text, and its cells as in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from bru.claims.numbers import interval, terms
from bru.claims.prose.written import QUALIFIED
from bru.claims.provenance.facts import Cells, Facts
from bru.claims.provenance.names import voice
from bru.model.question import Row

if TYPE_CHECKING:
    from bru.claims.documents.evidence import Copy, Verdict

AROUND = 240  # characters of context on either side of a passage


class Item(NamedTuple):
    """One fact. `id`: the row it is about, "" without an ID; `cells`: its row, or more of it."""

    id: str
    text: str
    cells: Mapping[str, Any] = {}


class Section(NamedTuple):
    """Facts of one kind."""

    title: str
    items: tuple[Item, ...]


def told(facts: Facts, claim: Cells, texts: Mapping[str, Copy]) -> Iterator[Section]:
    """Statement, speaker, source, place, passage."""
    yield Section("Statement", (Item(claim["claim_id"], claim["statement"], claim),))
    speaker = claim.get("asserted_by", "")
    said = facts.name("actors", speaker) if speaker else "the document in its own voice"
    when = f", in {claim['stated_at']}" if claim.get("stated_at") else ""
    hedged = ", hedged" if claim.get("hedged") == "true" else ""
    yield Section("Speaker", (Item(speaker, f"{said}{when}{hedged}"),))
    rows = facts.by("citations", "claim_id", claim["claim_id"])
    yield Section("Cites", tuple(citing(facts, r) for r in rows))
    copy = texts.get(claim["source_id"])
    verdict = copy.verdicts.get(claim["claim_id"]) if copy else None
    yield from origin(facts, claim, copy, verdict)


def asked(facts: Facts, question: Cells, texts: Mapping[str, Copy]) -> Iterator[Section]:
    """An open question: what raises it, where, and what was looked for in vain."""
    yield Section("Question", (Item(question["question_id"], question["question"], question),))
    yield claims(facts, [question.get("claim_id", "")], "Raised by")
    copy = texts.get(question["source_id"])
    verdict = copy.raised.get(question["question_id"]) if copy else None
    yield from origin(facts, question, copy, verdict)
    yield searches(facts, question, texts)


def citing(facts: Facts, cells: Cells) -> Item:
    """An outlet that is cited, with the date."""
    outlet = facts.name("actors", cells["outlet"])
    day = cells.get("cited_date", "")
    return Item(cells["outlet"], f"{outlet}, {day}" if day else outlet, cells)


def origin(
    facts: Facts, cells: Cells, copy: Copy | None, verdict: Verdict | None
) -> Iterator[Section]:
    """Source, place and note of what cites a passage."""
    source = facts.row("sources", cells["source_id"])
    yield Section("Source", (Item(cells["source_id"], reference(facts, source), source),))
    yield place(cells, copy, verdict)
    if cells.get("note"):
        yield Section("Note", (Item("", cells["note"]),))


def place(cells: Cells, copy: Copy | None, verdict: Verdict | None) -> Section:
    """Where the passage stands; in a copy of the document also its words and what is around."""
    start, end = cells.get("span_start", ""), cells.get("span_end", "")
    at = f"characters {start} to {end}, {cells.get('span_words', '?')} words"
    if copy is None or verdict is None:
        return Section("Place", (Item("", f"{at} of the document"),))
    if verdict.start < 0:
        return Section("Place", (Item("", f"{at}; in {copy.file} {verdict.state}: {verdict.why}"),))
    low, high = verdict.start, verdict.end
    where = f"paragraph {copy.paragraph(low)}, characters {low} to {high} of {copy.file}"
    return Section("Place", (Item("", f"{where}: {verdict.state}", around(copy, verdict)),))


def around(copy: Copy, verdict: Verdict) -> dict[str, str]:
    """The words of a passage in a copy of its document, with what is around them."""
    low, high = verdict.start, verdict.end
    return {
        "state": verdict.state,
        "before": copy.text[max(0, low - AROUND) : low],
        "passage": copy.text[low:high],
        "after": copy.text[high : high + AROUND],
    }


def searches(facts: Facts, question: Cells, texts: Mapping[str, Copy]) -> Section:
    """What was looked for in vain; in copies of the documents, run again."""
    from bru.claims.documents import silence

    rows = facts.by("searches", "question_id", question["question_id"])
    fields = silence.SEARCHES.fields
    given = [Row(at, tuple(cells[f] for f in fields)) for at, cells in enumerate(rows)]
    raised = [Row(0, (question["question_id"], question["source_id"]))]
    items = []
    for search in silence.searches(given, raised):
        found = silence.run(search, list(texts.values()))
        text = search.text
        if found.searched:
            hits = "; ".join(hit.text for hit in found.hits) or "nothing"
            text += f" (documents searched: {len(found.searched)}): {hits}"
        items.append(Item("", text, rows[search.row]))
    return Section("Searches", tuple(items))


def reference(facts: Facts, source: Cells) -> str:
    """A document as a reference."""
    publisher = facts.row("actors", source.get("publisher", "")).get("name", "")
    parts = [source.get("author", ""), f"“{source.get('title', '')}”", publisher]
    parts += [source.get("published", ""), source.get("url", "")]
    return ", ".join(p for p in parts if p)


def number(cells: Cells) -> str:
    """A figure as stated, and the interval it means."""
    try:
        value = interval.point(interval.number(cells["obs_value"]))
        stated = interval.scale(value, Decimal(10) ** terms.whole("unit_mult", cells["unit_mult"]))
        meant = terms.stated_interval(cells)
    except (ValueError, KeyError) as error:
        return f"{cells.get('obs_value', '')} (no interval: {error})"
    unit = cells["unit_measure"]
    words = f"{QUALIFIED[cells['qualifier']]} {interval.text(stated, unit)}".lstrip()
    means = interval.text(meant, unit)
    return words if means == words else f"{words}, that is {means}"


def figure(facts: Facts, cells: Cells) -> Item:
    """A figure: what it measures, the number, area and time."""
    own = cells.get("measure", "")
    measure = facts.row("measures", own).get("name") or own
    areas = " with ".join(filter(None, (cells.get("ref_area"), cells.get("counterpart_area"))))
    of = [areas, cells.get("project_id", ""), cells.get("time_period", "")]
    where = ", ".join(filter(None, of))
    text = f"{measure}{f' ({where})' if where else ''}: {number(cells)}"
    return Item(cells["figure_id"], text, cells)


def check(facts: Facts, wanted: Iterable[str]) -> Section:
    """Checks with both sides written out and their verdicts."""
    ids = dict.fromkeys(wanted)
    found = [facts.outcomes[i] for i in ids if i in facts.outcomes]
    items = []
    for o in sorted(found, key=lambda o: o.row):
        outcome = "as expected" if o.as_expected else f"expected {o.expected}"
        text = f"{o.label.removesuffix('.')}: {o.written}, {outcome}"
        items.append(Item(o.check_id, text, {"verdict": o.kind, "expected": o.expected}))
    return Section("Checks", tuple(items))


def citation(facts: Facts, table: str, wanted: str) -> str:
    """How to cite a row of this version of the data."""
    spec = facts.package.spec
    people = [
        str(c.get("title", "")) for c in spec.get("contributors") or () if isinstance(c, dict)
    ]
    who = ", ".join(filter(None, people))
    title = spec.get("title") or facts.package.name
    version = f" (version {facts.package.version})" if facts.package.version else ""
    licences = [str(x.get("name", "")) for x in spec.get("licenses") or () if isinstance(x, dict)]
    licence = f" {licences[0]}." if licences else ""
    where = f" {spec['homepage']}." if isinstance(spec.get("homepage"), str) else ""
    lead = f"{who}. " if who else ""
    return f"{lead}{title}{version} [data set], {table}/{wanted}.{licence}{where}"


def claims(facts: Facts, ids: Iterable[str], title: str) -> Section:
    """Claims by their statements, each with who says it where."""
    rows = (facts.row("claims", i) for i in dict.fromkeys(ids))
    items = (Item(r["claim_id"], f"{r['statement']} ({voice(facts, r)})") for r in rows if r)
    return Section(title, tuple(items))


def questions(rows: Iterable[Cells]) -> Section:
    """Questions that are open."""
    items = (Item(r["question_id"], r["question"], r) for r in rows)
    return Section("Open questions", tuple(items))


def named(facts: Facts, table: str, title: str, found: Iterable[tuple[str, str]]) -> Section:
    """Rows of a table by name, each with a word on its part in it."""
    items = (
        Item(i, facts.name(table, i) + (f": {part}" if part else ""))
        for i, part in dict.fromkeys(found)
        if i
    )
    return Section(title, tuple(items))


def figures(facts: Facts, rows: Iterable[Cells]) -> Section:
    """Figures with their intervals."""
    return Section("Figures", tuple(figure(facts, r) for r in rows))


def uses(facts: Facts, ids: Iterable[str], field: str = "figure_id") -> list[str]:
    """The checks that use one of the figures, or of what else a term may name."""
    return [t["check_id"] for i in ids for t in facts.by("check_terms", field, i)]
