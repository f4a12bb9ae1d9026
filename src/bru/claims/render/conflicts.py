"""Where claims agree and where they do not: text, JSON, Markdown."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from bru.claims.numbers.conflicts import KINDS, Clash, Conflicts, Group
from bru.claims.numbers.quantity import Member
from bru.claims.render.totals import said, said_line, side
from bru.model.grammar import capital, plural
from bru.render import to_json
from bru.render.printable import code, escaped, printed

CLASHING = "Claims without numbers that contradict, dispute or qualify one another"
VERBS = {
    "contradicts": "is contradicted by",
    "disputes": "is disputed by",
    "qualifies": "is qualified by",
}


def as_text(found: Conflicts) -> str:
    """A block a contradiction, with numbers and without, then all other groups, then a summary."""
    lines = []
    for one in in_order(found):
        if isinstance(one, Group):
            told = (f"{m.words}: {m.voice.words} [{', '.join(m.figures)}]" for m in one.members)
            lines += [f"{one.kind}: {one.title}", f"    {one.reason}", *(f"    {t}" for t in told)]
        else:
            lines += [f"{one.other.claim_id} {VERBS[one.relation]} {one.claim.claim_id}"]
            lines += [f"    {claim.words}: {claim.statement}" for claim in (one.other, one.claim)]
            lines += [f"    note: {one.note}"] if one.note else []
        lines.append("")
    lines += [f"not compared: {figure}: {why}" for figure, why in found.left_out]
    return printed([*lines, summary(found)])


def in_order(found: Conflicts) -> Iterator[Group | Clash]:
    """First what is contradicted, then what is disputed and qualified, then all that agrees."""
    yield from (group for group in found.groups if group.kind == KINDS[0])
    yield from sorted(found.clashes, key=lambda clash: [*VERBS].index(clash.relation))
    yield from sorted(
        (group for group in found.groups if group.kind != KINDS[0]),
        key=lambda group: KINDS.index(group.kind),
    )


def summary(found: Conflicts) -> str:
    """How many groups there are of each kind."""
    kinds = [group.kind for group in found.groups]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS if kind in kinds)
    relations = [clash.relation for clash in found.clashes]
    denied = relations.count("contradicts")
    pairs = f"{plural(denied, 'pair')} of claims without numbers that contradict one another"
    pairs += f", {relations.count('disputes')} in which one disputes the other"
    pairs += f", {relations.count('qualifies')} in which one qualifies the other"
    quantities = f"{len(kinds):,} quantit{'y' if len(kinds) == 1 else 'ies'}"
    return "; ".join(filter(None, (quantities, counts, pairs)))


def as_json(found: Conflicts) -> str:
    """One object: groups, clashes, and the figures that could not be compared."""
    left_out = [{"figure_id": figure, "reason": why} for figure, why in found.left_out]
    return to_json(
        {
            "groups": [group_values(group) for group in found.groups],
            "clashes": [clash_values(clash) for clash in found.clashes],
            "not_compared": left_out,
        }
    )


def group_values(group: Group) -> dict[str, Any]:
    """A group as JSON values."""
    q = group.quantity
    return {
        "kind": group.kind,
        "title": group.title,
        "reason": group.reason,
        "measure": q.measure,
        "project_id": q.project,
        "areas": [area for area in q.areas if area],
        "time_period": group.members[0].period,
        "unit_measure": q.unit,
        "members": [member_values(member) for member in group.members],
    }


def member_values(member: Member) -> dict[str, Any]:
    """What one claim says, as JSON values."""
    figures = {"figure_ids": list(member.figures), "stated": member.words}
    return {**figures, **side(member.interval), "claim": said(member.voice)}


def clash_values(clash: Clash) -> dict[str, Any]:
    """A clash as JSON values."""
    claims = {"claim": said(clash.claim), "other": said(clash.other)}
    return {"relation": clash.relation, **claims, "note": clash.note}


def as_markdown(found: Conflicts) -> str:
    """A section a kind; that of claims without numbers is the second."""
    return "\n".join([f"{summary(found)}.", "", *sections(found)]).rstrip("\n") + "\n"


def sections(found: Conflicts) -> Iterator[str]:
    """The lines of all sections."""
    for title, members in groupby(in_order(found), heading):
        yield from (f"## {title}", "")
        for one in members:
            if isinstance(one, Group):
                yield from (f"### {escaped(one.title)}", "", escaped(one.reason), "")
                for m in one.members:
                    figures = ", ".join(map(code, m.figures))
                    yield f"- {escaped(m.words)}: {escaped(m.voice.words)} ({figures})"
                yield ""
                continue
            yield said_line(one.other)
            yield f"  - {VERBS[one.relation]} {said_line(one.claim)[2:]}"
            if one.note:
                yield f"  - {escaped(one.note)}"
        if title == CLASHING:
            yield ""
    if found.left_out:
        yield from ("## Not compared", "")
        yield from (f"- {code(figure)}: {escaped(why)}" for figure, why in found.left_out)


def heading(one: Group | Clash) -> str:
    """The section in which something stands."""
    return capital(one.kind) if isinstance(one, Group) else CLASHING


FORMATS: dict[str, Callable[[Conflicts], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
