"""Claims and projects with a time, and the days the documents were published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bru.claims.plot.canvas import BLUE, FAINT, INK, ORANGE, Link, axes, cut, empty, short
from bru.claims.provenance.facts import Facts
from bru.datapackage import edtf
from bru.datapackage.edtf import Day

ROW, WIDTH, MOST = 0.19, 12.0, 80  # inches, inches, rows
MARGIN = 0.31  # of the width, left of the axis: for the texts of what began early
ROOM = 0.3  # of the axis, that a text needs
THICK = {"claims": 0.66, "projects": 0.33}  # of a row: what colours say is seen without them, too
BESIDE = 0.6  # years left open before the first and after the last


class Span(NamedTuple):
    """Something with a time, in years as decimals; an end that is open is None."""

    start: float | None
    end: float | None
    table: str
    id: str
    text: str
    vague: bool


def figure(facts: Facts, link: Link) -> Figure:
    """One row a claim or project, the earliest first."""
    every = sorted(dated(facts), key=lambda s: (s.start or 0, s.end or 9999, s.id))
    spans = every[:MOST]
    if not spans:
        return empty("Nothing has a time.")
    ends = [year for s in spans for year in (s.start, s.end) if year is not None]
    low, high = min(ends) - BESIDE, max(ends) + BESIDE
    below = 0.35 if len(spans) == len(every) else 0.6  # inches: room to say so
    height = 0.75 + below + ROW * len(spans)
    drawn = Figure(figsize=(WIDTH, height))
    place = axes(drawn)
    drawn.subplots_adjust(MARGIN, below / height, 0.98, 1 - 0.45 / height)
    place.set_xlim(low, high)
    place.set_ylim(len(spans) - 0.3, -0.7)
    place.set_yticks([])
    place.xaxis.set_major_locator(MaxNLocator(16, integer=True))
    for row, span in enumerate(spans):
        draw(place, row, span, link)
    for source in facts.tables.get("sources", []):
        if (day := _day(source.get("published", ""))) is not None and low <= day <= high:
            place.axvline(day, color=FAINT, linewidth=0.7, linestyle=":", zorder=0)
    for label, colour, style, width in (
        ("claim", BLUE, "-", 8),
        ("project", ORANGE, "-", 4),
        ("a document is published", FAINT, ":", 2),
    ):
        place.plot([], [], color=colour, linestyle=style, linewidth=width, label=label)
    drawn.legend(loc="upper center", ncols=3, frameon=False)
    cut(drawn, len(spans), len(every), "claims and projects with a time, the earliest")
    return drawn


def draw(place: Axes, row: int, span: Span, link: Link) -> None:
    """A bar from start to end, an arrow where it is open, hatched where the time is vague."""
    low, high = place.get_xlim()
    left = low if span.start is None else span.start
    right = high if span.end is None else max(span.end, left + 0.04)
    colour = BLUE if span.table == "claims" else ORANGE
    address = link(span.table, span.id) or None
    place.barh(
        row,
        right - left,
        left=left,
        height=THICK[span.table],
        facecolor="white" if span.vague else colour,
        edgecolor=colour,
        hatch="////" if span.vague else "",
        url=address,
    )
    before = left - low > (high - low) * (ROOM - MARGIN) or high - right < (high - low) * ROOM
    at, shift, side = (left, -4, "right") if before else (right, 4, "left")
    place.annotate(
        span.text,
        (at, row),
        (shift, 0),
        textcoords="offset points",
        ha=side,
        va="center",
        fontsize=7,
        color=INK,
        url=address,
    )


def dated(facts: Facts) -> Iterator[Span]:
    """The claims and projects whose time can be read."""
    for table, key, words in (
        ("claims", "claim_id", "statement"),
        ("projects", "project_id", "name"),
    ):
        for row in facts.tables.get(table, []):
            if not (period := row.get("time_period")):
                continue  # most rows: to be told why it is no time takes longer than all others
            try:
                time = edtf.parse(period)
            except ValueError:
                continue
            vague = time.uncertain or time.approximate
            start = None if time.start is None else years(time.start)
            end = None if time.end is None else years(time.end, 1)
            yield Span(start, end, table, row[key], short(row[words], 66), vague)


def years(day: Day, more: int = 0) -> float:
    """A day as a decimal year; months count as equal, days as the 31st of one."""
    year, month, number = day
    return year + (month - 1 + (number - 1 + more) / 31) / 12


def _day(text: str) -> float | None:
    try:
        start = edtf.parse(text).start
    except ValueError:
        return None
    return None if start is None else years(start)
