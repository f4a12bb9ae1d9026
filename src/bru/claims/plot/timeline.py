"""Claims and projects with a time, in groups, and the days by which something is due."""

from collections.abc import Iterator
from typing import NamedTuple

from bru.claims.plot.chart import EDGES, Axis, Chart, Link, Mark, Row
from bru.claims.provenance import names
from bru.claims.provenance.facts import Facts
from bru.datapackage import edtf
from bru.datapackage.edtf import Day, Edtf

GROUPS = {  # kinds of claims by heading; projects have one of their own
    "What happened": ("event",),
    "What was agreed or promised": ("commitment",),
    "Projects": (),
    "What is expected": ("forecast",),
    "Numbers": ("statistic",),
    "Judgements, positions and background": ("evaluation", "position", "background"),
}
MOST = 300  # rows of a group
BESIDE = 0.6  # years left open before the first and after the last


class Span(NamedTuple):
    """Something with a time."""

    time: Edtf
    table: str
    id: str
    text: str
    when: str


def dated(facts: Facts, link: Link) -> list[Chart]:
    """One row a claim or project, the earliest first, in groups."""
    found = {heading: spans(facts, heading) for heading in GROUPS}
    every = [s.time for some in found.values() for s in some]
    ends = [years(day) for time in every for day in (time.start, time.end) if day]
    axis = Axis(min(ends, default=0) - BESIDE, max(ends, default=1) + BESIDE)
    groups = []
    for heading, some in found.items():
        if some:
            shown = [row(span, axis, link) for span in some[:MOST]]
            cut = f" (the first {MOST} of {len(some):,})" if len(some) > MOST else ""
            groups.append((heading + cut, shown))
    return [
        Chart("What is said of when", groups, axis.ticks(whole=True, comma="") if every else ())
    ]


def spans(facts: Facts, heading: str) -> list[Span]:
    """What of a group has a time that can be read, the earliest first."""
    found: Iterator[Span] = projects(facts)
    if kinds := GROUPS[heading]:
        rows = [c for c in facts.tables.get("claims", ()) if c.get("kind") in kinds]
        found = (
            Span(time, "claims", c["claim_id"], c["statement"], names.in_words(c["time_period"]))
            for c in rows
            if (time := edtf.known(c.get("time_period", "")))
        )
    return sorted(
        found, key=lambda s: (s.time.start or (0, 0, 0), s.time.end or (9999, 0, 0), s.id)
    )


def projects(facts: Facts) -> Iterator[Span]:
    """The projects with a time, and again those that are due."""
    for p in facts.tables.get("projects", ()):
        for field, lead in (("time_period", ""), ("due", "due ")):
            if time := edtf.known(p.get(field, "")):
                when = lead + names.in_words(p[field])
                yield Span(time, "projects", p["project_id"], p["name"], when)


def row(span: Span, axis: Axis, link: Link) -> Row:
    """A bar from start to end, an arrow where it is open, pale where the time is vague."""
    time = span.time
    left = axis.at(years(time.start)) if time.start else EDGES[0]
    right = axis.at(years(time.end, 1)) if time.end else EDGES[1]
    style = "vague" if time.uncertain or time.approximate else "main"
    dot = "closed" if time.start and time.end and right - left < 1 else ""
    mark = Mark(left, right, style, "" if time.start else "open", dot if time.end else "open")
    label = names.spoken(span.when)
    return Row(label, span.text, [mark], link(span.table, span.id), f"{label}: {span.text}")


def years(day: Day, more: int = 0) -> float:
    """A day as a decimal year; months count as equal, days as the 31st of one."""
    year, month, number = day
    return year + (month - 1 + (number - 1 + more) / 31) / 12
