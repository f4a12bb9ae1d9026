"""How the members of one group fit together: which share a value, and which of them still stand."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from bru.claims.numbers import interval, voices
from bru.claims.numbers.interval import Interval
from bru.claims.numbers.quantity import Member, days
from bru.claims.numbers.voices import Pairs


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
