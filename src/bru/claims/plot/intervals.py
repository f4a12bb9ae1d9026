"""Numbers as intervals along an axis: what claims say of a quantity, and both sides of a check."""

from collections.abc import Sequence
from decimal import Decimal

from bru.claims.numbers import interval as exact
from bru.claims.numbers import totals
from bru.claims.numbers.conflicts import Group
from bru.claims.numbers.interval import Interval
from bru.claims.numbers.totals import Outcome
from bru.claims.plot.chart import EDGES, Axis, Chart, Link, Mark, Row
from bru.claims.prose.written import noun
from bru.claims.provenance import names
from bru.claims.provenance.facts import Facts

BEYOND = 0.25  # of an axis, for what has no end
MOST = 40  # charts
APART = "different in scope"  # numbers that say nothing about each other
SCALES = {12: "trillion ", 9: "billion ", 6: "million ", 0: ""}  # powers of ten, the largest first


def contested(facts: Facts, link: Link) -> list[Chart]:
    """A chart for each quantity that more than one claim speaks of, the contradicted first."""
    groups = [g for g in facts.conflicts.groups if len(g.members) > 1 and g.kind != APART]
    return [of_group(facts, g, link) for g in groups[:MOST]]


def of_group(facts: Facts, group: Group, link: Link) -> Chart:
    """What claims say of a quantity."""
    said = []
    for m in group.members:
        claim, address = m.voice.claim_id, link("claims", m.voice.claim_id)
        said.append((m.words, names.voice(facts, facts.row("claims", claim)), address, m.interval))
    kind = group.kind if len(group.members) > 1 else ""
    title = names.quantity(facts, group)
    return charted(title, said, group.quantity.unit, kind)


def checked(facts: Facts, link: Link) -> list[Chart]:
    """A chart for each cross-check: what the left side comes to, and what the right side allows."""
    found = [o for o in facts.outcomes.values() if o.verdict]
    return [of_check(o, link) for o in found[:MOST]]


def of_check(outcome: Outcome, link: Link) -> Chart:
    """Both sides of a check that has a verdict."""
    assert outcome.verdict
    address = link("checks", outcome.check_id)
    sign = "stated" if outcome.relation == "eq" else totals.SIGNS[outcome.relation]
    sides = zip(("comes to", sign), (outcome.left, outcome.right), outcome.terms, strict=True)
    said = [(what, totals.sum_in_words(terms), address, side) for what, side, terms in sides]
    kind = outcome.verdict.verdict
    return charted(outcome.label.rstrip("."), said, outcome.unit, kind)


def charted(
    title: str, said: Sequence[tuple[str, str, str, Interval]], unit: str, kind: str
) -> Chart:
    """Intervals as rows; where they exclude each other, the gap between them is marked."""
    intervals = [interval for *_, interval in said]
    axis = extent(intervals)
    least, most = max(i.lower for i in intervals), min(i.upper for i in intervals)
    gap = [Mark(axis.at(most), axis.at(least), "gap")] if most < least else []
    clash = "clash" if kind in ("contradicted", "inconsistent") else "main"
    rows = [
        Row(
            label,
            detail,
            [*gap, stretch(i, axis, clash)],
            address,
            f"{label}: {exact.text(i, unit)}; {detail}",
        )
        for label, detail, address, i in said
    ]
    power = next(p for p in SCALES if max(abs(axis.low), abs(axis.high)) >= 10**p or not p)
    days = unit == exact.DATE
    words = f"{SCALES[power]}{'' if days else noun(unit, '')}".strip()
    ticks = (
        [(axis.at(e), exact.limit(e, unit)) for e in ends(intervals)[:2]]
        if days
        else axis.ticks(power, unit == "count")
    )
    return Chart(title, [("", rows)], ticks, words, kind)


def ends(intervals: Sequence[Interval]) -> list[Decimal]:
    """All ends that there are, in order."""
    return sorted({e for i in intervals for e in (i.lower, i.upper) if e.is_finite()})


def extent(intervals: Sequence[Interval]) -> Axis:
    """The axis: from the least end to the greatest, and room for what has none."""
    known = [float(e) for e in ends(intervals)] or [0.0, 1.0]
    low, high = known[0], known[-1]
    room = (high - low or abs(high) or 1.0) * BEYOND
    return Axis(low - room, high + room)


def stretch(found: Interval, axis: Axis, style: str) -> Mark:
    """An interval: an arrow where it has no end, a ring where its end is excluded."""
    left = axis.at(found.lower) if found.lower.is_finite() else EDGES[0]
    right = axis.at(found.upper) if found.upper.is_finite() else EDGES[1]
    sides = ((found.lower, found.lower_open), (found.upper, found.upper_open))
    shown = (
        "open" if not e.is_finite() else "hollow" if is_open else "closed" for e, is_open in sides
    )
    start, end = shown
    if right - left < 1 and "open" not in (start, end):  # a dot is enough for nearly a point
        left = right = (left + right) / 2
        start = ""
    return Mark(left, right, style, start, end)
