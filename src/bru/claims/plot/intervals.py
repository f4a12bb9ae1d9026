"""Intervals on an axis: quantities that are contested, and both sides of the cross-checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bru.claims.numbers import totals
from bru.claims.numbers.interval import Interval
from bru.claims.numbers.quantity import Member
from bru.claims.plot.canvas import BLUE, FAINT, INK, ORANGE, Link, axes, cut, empty, short
from bru.claims.provenance.facts import Facts

ROW, HEAD, WIDTH = 0.36, 0.8, 9.0  # inches
BEYOND = 0.25  # of an axis, for what has no end
EDGE = 0.25  # of an axis: words there stand flush with it
MOST = 40  # axes
APART = "different in scope"  # numbers that say nothing about each other
SCALES = {9: "billion ", 6: "million ", 0: ""}  # powers of ten, the largest first
CLASHES = ("contradicted", "inconsistent")


class Line(NamedTuple):
    """An interval with its label and the words it is stated in. `address`: "" for none."""

    label: str
    words: str
    interval: Interval
    address: str


class Panel(NamedTuple):
    """Intervals of one unit on one axis; `verdict` says how they fit together."""

    title: str
    verdict: str
    unit: str
    lines: Sequence[Line]


def contested(facts: Facts, link: Link) -> Figure:
    """One axis a quantity that more than one claim speaks of, the contradicted first."""
    groups = [g for g in facts.conflicts.groups if len(g.members) > 1 and g.kind != APART]
    panels = [
        Panel(g.title, g.kind, g.quantity.unit, [said(m, link) for m in g.members]) for g in groups
    ]
    return drawn(
        panels, "quantities, the contradicted first", "No quantity is stated more than once."
    )


def said(member: Member, link: Link) -> Line:
    """What a claim says of a quantity."""
    voice = member.voice
    who = f"{voice.source_id}: {short(voice.name, 24) if voice.speaker else 'itself'}"
    return Line(who, member.words, member.interval, link("claims", voice.claim_id))


def checked(facts: Facts, link: Link) -> Figure:
    """One axis a cross-check: what the left side comes to, and what the right side allows."""
    panels = []
    for o in facts.outcomes.values():
        if o.verdict:
            right = "stated" if o.relation == "eq" else totals.SIGNS[o.relation]
            address = link("checks", o.check_id)
            sides = [("comes to", o.left, o.terms[0]), (right, o.right, o.terms[1])]
            lines = [Line(name, totals.sum_in_words(t), i, address) for name, i, t in sides]
            panels.append(Panel(short(o.label.rstrip("."), 90), o.verdict.verdict, o.unit, lines))
    return drawn(panels, "cross-checks", "There are no cross-checks.")


def drawn(panels: Sequence[Panel], what: str, nothing: str) -> Figure:
    """The panels below one another."""
    if not panels:
        return empty(nothing)
    there, panels = len(panels), panels[:MOST]
    heights = [HEAD + ROW * len(p.lines) for p in panels]
    figure = Figure(figsize=(WIDTH, sum(heights)), layout="constrained")
    grid = figure.add_gridspec(len(panels), 1, height_ratios=heights)
    for number, panel in enumerate(panels):
        draw(axes(figure, grid[number]), panel)
    cut(figure, len(panels), there, what)
    return figure


def draw(place: Axes, panel: Panel) -> None:
    """One axis: its title, its lines, its unit in the scale that fits."""
    low, high = extent([line.interval for line in panel.lines])
    place.set_xlim(low, high)
    place.set_ylim(len(panel.lines) - 0.4, -0.6)
    place.set_title(f"{panel.title}: {panel.verdict}", loc="left", fontweight="bold", fontsize=9)
    for row, line in enumerate(panel.lines):
        stretch(place, row, line, ORANGE if panel.verdict in CLASHES else BLUE)
    place.set_yticks(range(len(panel.lines)), [line.label for line in panel.lines])
    power = next(p for p in SCALES if max(abs(low), abs(high)) >= 10**p or not p)
    unit = "" if panel.unit == "count" else panel.unit
    place.set_xlabel(f"{SCALES[power]}{unit}", color=FAINT, fontsize=8)
    place.xaxis.set_major_formatter(lambda value, _: f"{value / 10**power:,.6g}")
    place.xaxis.set_major_locator(MaxNLocator(5, integer=panel.unit == "count"))


def extent(intervals: Sequence[Interval]) -> tuple[float, float]:
    """From where to where the axis goes: all ends that there are, and room for what has none."""
    ends = [float(e) for i in intervals for e in (i.lower, i.upper) if e.is_finite()]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = (high - low or abs(high) or 1.0) * BEYOND
    return low - room, high + room


def stretch(place: Axes, row: int, line: Line, colour: str) -> None:
    """An interval: a bar, an arrow where it has no end, a hollow end where that is excluded."""
    low, high = place.get_xlim()
    found, address = line.interval, line.address or None
    left = float(found.lower) if found.lower.is_finite() else low
    right = float(found.upper) if found.upper.is_finite() else high
    place.plot([left, right], [row, row], color=colour, linewidth=5, url=address, alpha=0.55)
    for end, at, is_open, arrow in (
        (found.lower, left, found.lower_open, "<"),
        (found.upper, right, found.upper_open, ">"),
    ):
        mark = "o" if end.is_finite() else arrow
        face = "white" if is_open and end.is_finite() else colour
        style: Any = {"markersize": 6, "markerfacecolor": face, "markeredgecolor": colour}
        place.plot([at], [row], mark, url=address, clip_on=False, **style)
    share = ((left + right) / 2 - low) / (high - low)
    side = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    place.annotate(
        line.words,
        ({"left": left, "right": right}.get(side, (left + right) / 2), row),
        (0, 6),
        textcoords="offset points",
        ha=side,
        fontsize=7.5,
        color=INK,
        url=address,
    )
