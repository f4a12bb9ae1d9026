"""Where claims agree and where they do not: text, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bru.claims.numbers.conflicts import KINDS, Clash, Conflicts, Group
from bru.claims.numbers.quantity import Member
from bru.claims.render.totals import capital, said, said_line, side
from bru.model.grammar import plural
from bru.render import to_json
from bru.render.markdown import code, escaped
from bru.render.printable import printed

VERBS = {
    "contradicts": "is contradicted by",
    "disputes": "is disputed by",
    "qualifies": "is qualified by",
}


def as_text(found: Conflicts) -> str:
    """A block a group, then the clashing evaluations, then a summary."""
    lines = []
    for group in found.groups:
        lines += [f"{group.kind}: {group.title}", f"    {group.reason}"]
        lines += [f"    {m.words}: {m.voice.words} [{', '.join(m.figures)}]" for m in group.members]
        lines.append("")
    for clash in found.clashes:
        lines += [f"{clash.other.claim_id} {VERBS[clash.relation]} {clash.claim.claim_id}"]
        lines += [f"    {claim.words}: {claim.statement}" for claim in (clash.other, clash.claim)]
        lines += [f"    note: {clash.note}"] if clash.note else []
        lines.append("")
    lines += [f"not compared: {figure}: {why}" for figure, why in found.left_out]
    return printed([*lines, summary(found)])


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
    """A section a kind, then the clashing evaluations."""
    return "\n".join([f"{summary(found)}.", "", *sections(found)]).rstrip("\n") + "\n"


def sections(found: Conflicts) -> Iterator[str]:
    """The lines of all sections."""
    for kind in KINDS:
        groups = [group for group in found.groups if group.kind == kind]
        if groups:
            yield from (f"## {capital(kind)}", "")
        for group in groups:
            yield from (f"### {escaped(group.title)}", "", escaped(group.reason), "")
            for m in group.members:
                figures = ", ".join(map(code, m.figures))
                yield f"- {escaped(m.words)}: {escaped(m.voice.words)} ({figures})"
            yield ""
    if found.clashes:
        yield from ("## Claims without numbers that contradict, dispute or qualify one another", "")
    for clash in found.clashes:
        yield said_line(clash.other)
        yield f"  - {VERBS[clash.relation]} {said_line(clash.claim)[2:]}"
        if clash.note:
            yield f"  - {escaped(clash.note)}"
    if found.left_out:
        yield from ("", "## Not compared", "")
        yield from (f"- {code(figure)}: {escaped(why)}" for figure, why in found.left_out)


FORMATS: dict[str, Callable[[Conflicts], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
