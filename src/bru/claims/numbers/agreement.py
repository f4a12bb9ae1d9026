"""How the members of a group fit together: which share a value, which still stand, and why."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations
from typing import NamedTuple

from bru.claims.numbers import interval, ratio, voices
from bru.claims.numbers.interval import Interval
from bru.claims.numbers.quantity import Member, Quantity, days
from bru.claims.numbers.voices import Pairs
from bru.model.grammar import capital

Near = Sequence[tuple[Quantity, Member]]
ALONE = "No other claim states it."
NO_SUBJECT = "It has neither a project nor an area, so nothing can be compared with it."


class Context(NamedTuple):
    """What the tables say beside the figures: updates, repeats, and which figure is the less.

    `updates` and `repeats`: the claims that a claim updates, by any chain of updates, or repeats.
    """

    updates: Pairs
    repeats: Pairs
    less: dict[frozenset[str], str]


def classify(members: Sequence[Member], context: Context) -> str:
    """The kind of a group by its members; "" if there is only one claim to go by."""
    current = standing(members, context)
    if apart(current, context):
        return "contradicted"
    if len(current) < len(members):
        return "superseded"
    if found := independent(current, context):
        return "corroborated" if any(map(named, found)) else "origin not said"
    if agreeing(current, context):
        return "echoed"
    return "different in scope" if len(members) > 1 else ""


def standing(members: Sequence[Member], context: Context) -> list[Member]:
    """The members that none of the others updates; all, if each is updated by another."""
    ids = {m.voice.claim_id for m in members}
    old = {other for one in ids for other in context.updates.get(one, ()) if one != other}
    return [m for m in members if m.voice.claim_id not in old] or list(members)


def apart(members: Sequence[Member], context: Context) -> list[tuple[Member, Member]]:
    """The pairs, the lower one first, that share no value and are not different quantities."""
    return [
        (a, b) if a.interval.lower <= b.interval.lower else (b, a)
        for a, b in combinations(members, 2)
        if not interval.intersect(a.interval, b.interval) and not told(a, b, context)
    ]


def agreeing(members: Sequence[Member], context: Context) -> list[tuple[Member, Member]]:
    """The pairs of claims that share a value and can test each other."""
    return [
        (a, b)
        for a, b in combinations(members, 2)
        if interval.intersect(a.interval, b.interval)
        and not told(a, b, context)
        and not opposite(a.interval, b.interval)
    ]


def independent(members: Sequence[Member], context: Context) -> list[tuple[Member, Member]]:
    """The agreeing pairs of independent origins."""
    origins = voices.origins([m.voice for m in members], context.repeats)
    of = {claim: n for n, origin in enumerate(origins) for claim in origin}
    return [
        (a, b)
        for a, b in agreeing(members, context)
        if of[a.voice.claim_id] != of[b.voice.claim_id]
    ]


def named(pair: tuple[Member, Member]) -> bool:
    """Whether the documents say whose both numbers are."""
    return all(member.voice.is_named for member in pair)


def told(a: Member, b: Member, context: Context) -> str:
    """What says that two members are different quantities, a check or their bases, "" if none."""
    if a.base and b.base and days(a.base) != days(b.base):
        return f"one is compared with {a.base}, the other with {b.base}"
    pairs = (frozenset((x, y)) for x in a.figures for y in b.figures)
    return next((context.less[pair] for pair in pairs if pair in context.less), "")


def opposite(a: Interval, b: Interval) -> bool:
    """Whether one has only a lower limit and the other only an upper one."""
    low, high = (a, b) if a.lower.is_finite() else (b, a)
    ends = low.lower, low.upper, high.lower, high.upper
    return [end.is_finite() for end in ends] == [True, False, False, True]


def title(quantity: Quantity, members: Sequence[Member], names: Mapping[str, str]) -> str:
    """A quantity in words: "Trade turnover, BY–RU, 2022"."""
    areas = "–".join(filter(None, quantity.areas))
    name = names.get(quantity.measure, quantity.measure)
    return ", ".join(filter(None, (name, quantity.project, areas, members[0].period)))


def reason(
    kind: str, quantity: Quantity, members: Sequence[Member], context: Context, near: Near
) -> str:
    """Why a group is of this kind. `near`: quantities that differ in area, period or unit only."""
    if kind == "single-source":
        return ALONE if quantity.project or any(quantity.areas) else NO_SUBJECT
    if kind == "different in scope" and len(members) == 1:
        return scope(quantity, near)
    write: dict[str, Callable[[Sequence[Member], Context], str]] = {
        "contradicted": contradicted,
        "superseded": superseded,
        "corroborated": corroborated,
        "origin not said": unnamed,
        "echoed": echoed,
        "different in scope": different,
    }
    return write[kind](members, context)


def contradicted(members: Sequence[Member], context: Context) -> str:
    """The two that are farthest apart, and how far they are at least."""
    pairs = apart(standing(members, context), context)
    low, high = max(pairs, key=lambda pair: pair[1].interval.lower - pair[0].interval.upper)
    words = f"No value is both {low.words} ({low.voice.words}) and {high.words}"
    return f"{words} ({high.voice.words}){distance(low.interval, high.interval)}."


def distance(low: Interval, high: Interval) -> str:
    """How far two intervals are apart at least, in percent where that makes sense."""
    try:
        least = ratio.change(low, high).lower
    except ValueError:  # a base of 0 or less has no percentage
        return ""
    if least.adjusted() > 6:
        return ""  # a percentage that says nothing
    percent = least.quantize(Decimal("0.1"), ROUND_FLOOR)
    words = f"{percent:f}".removesuffix(".0")
    return f"; the higher is at least {words} percent above the lower" if percent > 0 else ""


def superseded(members: Sequence[Member], context: Context) -> str:
    """Which claim stands, and which it updates."""
    current = standing(members, context)
    old = [m for m in members if m not in current]
    now, then = (
        " and ".join(f"{m.words} ({m.voice.words})" for m in some) for some in (current, old)
    )
    return f"{capital(now)} updates {then}, by the links between the claims."


def corroborated(members: Sequence[Member], context: Context) -> str:
    """The value that is shared, and two origins that share it."""
    one, other = next(filter(named, independent(standing(members, context), context)))
    who = f"{one.voice.words}; {other.voice.words}"
    origins = "Independent origins, no document, outlet or speaker in common"
    return f"{origins}, agree on {both(one, other)}: {who}."


def unnamed(members: Sequence[Member], context: Context) -> str:
    """The value that is shared, and where; both may have it from one origin."""
    one, other = independent(standing(members, context), context)[0]
    who = f"{one.voice.words}; {other.voice.words}"
    return f"The same number, {both(one, other)}; who measured it is not said: {who}."


def both(one: Member, other: Member) -> str:
    """What two members say: once, if they say the same."""
    return one.words if one.words == other.words else f"{one.words} and {other.words}"


def echoed(members: Sequence[Member], context: Context) -> str:
    """What makes all claims one origin."""
    current = standing(members, context)
    marks = voices.shared([m.voice for m in current], context.repeats)
    return f"The values agree, but they have one origin: {' and '.join(marks)}."


def different(members: Sequence[Member], context: Context) -> str:
    """What tells the figures apart, or the limits that do not meet."""
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            if label := told(one, other, context):
                return f"They are not of one quantity: {label}."
    words = " and ".join(m.words for m in members)
    limits = "One gives a lower limit, the other an upper one"
    return f"{limits}, so they do not test each other: {words}."


def scope(quantity: Quantity, near: Near) -> str:
    """In what the other figures of the same measure and subject differ."""
    parts = []
    for other, member in near:
        aspects = []
        if other.areas != quantity.areas:
            aspects.append("for " + ("–".join(filter(None, other.areas)) or "no stated area"))
        if other.period != quantity.period:
            aspects.append("for " + (member.period or "no stated period"))
        if other.unit != quantity.unit:
            aspects.append(f"in {other.unit}")
        parts.append(f"{member.words} ({member.voice.claim_id}) is {', '.join(aspects)}")
    return f"Same measure and subject, another scope: {'; '.join(parts)}."
