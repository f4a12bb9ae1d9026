"""The reason of each group of `bru.claims.numbers.conflicts`, as a sentence."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal

from bru.claims.numbers import ratio, voices
from bru.claims.numbers.agreement import Context, apart, independent, named, standing, told
from bru.claims.numbers.interval import Interval
from bru.claims.numbers.quantity import Member, Quantity

Near = Sequence[tuple[Quantity, Member]]
ALONE = "No other claim states it."
NO_SUBJECT = "It has neither a project nor an area, so nothing can be compared with it."


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


def capital(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]
