"""Contested and repeated quantities: each claim an interval on the axis of its quantity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bru.numbers import conflicts
from bru.numbers.conflicts import Group
from bru.numbers.interval import Interval
from bru.numbers.quantity import Member
from bru.origin.facts import Facts
from bru.plot import BLUE, FAINT, INK, ORANGE, Link
from bru.plot.canvas import axes, empty, short

ROW, HEAD, WIDTH = 0.36, 0.8, 9.0  # inches
BEYOND = 0.25  # of an axis, for what has no end
MOST = 12  # quantities
APART = "different in scope"  # numbers that say nothing about each other
SCALES = {9: "billion ", 6: "million ", 0: ""}  # powers of ten, the largest first


def figure(facts: Facts, link: Link) -> Figure:
    """One axis a quantity that more than one claim speaks of, the contradicted first."""
    found = conflicts.find(facts.ask).groups
    groups = [g for g in found if len(g.members) > 1 and g.kind != APART][:MOST]
    if not groups:
        return empty("No quantity is stated more than once.")
    heights = [HEAD + ROW * len(g.members) for g in groups]
    drawn = Figure(figsize=(WIDTH, sum(heights)), layout="constrained")
    grid = drawn.add_gridspec(len(groups), 1, height_ratios=heights)
    for number, group in enumerate(groups):
        draw(axes(drawn, grid[number]), group, link)
    return drawn


def draw(place: Axes, group: Group, link: Link) -> None:
    """One quantity: a row a claim, its interval, who says it and how it is stated."""
    low, high = extent([m.interval for m in group.members])
    place.set_xlim(low, high)
    place.set_ylim(len(group.members) - 0.4, -0.6)
    place.set_title(f"{group.title}: {group.kind}", loc="left", fontweight="bold", fontsize=9)
    colour = ORANGE if group.kind == "contradicted" else BLUE
    for row, member in enumerate(group.members):
        stretch(place, row, member, colour, link)
    place.set_yticks(range(len(group.members)), [who(m) for m in group.members])
    power = next(p for p in SCALES if max(abs(low), abs(high)) >= 10**p or not p)
    unit = "" if group.quantity.unit == "count" else group.quantity.unit
    place.set_xlabel(f"{SCALES[power]}{unit}", color=FAINT, fontsize=8)
    place.xaxis.set_major_formatter(lambda value, _: f"{value / 10**power:,.6g}")
    place.xaxis.set_major_locator(MaxNLocator(5, integer=group.quantity.unit == "count"))


def who(member: Member) -> str:
    """In which document who says it."""
    voice = member.voice
    name = short(voice.name, 24) if voice.speaker else "itself"
    return f"{voice.source_id}: {name}"


def extent(intervals: Sequence[Interval]) -> tuple[float, float]:
    """From where to where the axis goes: all ends that there are, and room for what has none."""
    ends = [float(e) for i in intervals for e in (i.lower, i.upper) if e.is_finite()]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = (high - low or abs(high) or 1.0) * BEYOND
    return low - room, high + room


def stretch(place: Axes, row: int, member: Member, colour: str, link: Link) -> None:
    """An interval: a bar, an arrow where it has no end, a hollow end where that is excluded."""
    low, high = place.get_xlim()
    found, address = member.interval, link("claims", member.voice.claim_id) or None
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
    place.annotate(
        member.words,
        ((left + right) / 2, row),
        (0, 6),
        textcoords="offset points",
        ha="center",
        fontsize=7.5,
        color=INK,
        url=address,
    )
