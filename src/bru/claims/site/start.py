"""The first page: the plainest contradiction, what was read, what is not said, where to go on."""

from collections import Counter
from typing import Any

from bru.claims.numbers.conflicts import Group
from bru.claims.plot.intervals import of_group
from bru.claims.provenance import names
from bru.claims.provenance.facts import Facts
from bru.claims.site.line import address, of_question, of_row, said
from bru.claims.site.tops import clashing, document

FEW = 6  # lines of a part


def start(facts: Facts) -> dict[str, Any]:
    """What the first page shows."""
    count = {table: len(rows) for table, rows in facts.tables.items()}
    often = Counter(r["actor_id"] for r in facts.tables.get("claim_actors", ()))
    top = [of_row(facts, "actors", a, said(n)) for a, n in often.most_common(2 * FEW)]
    sectors = Counter(c["sector"] for c in facts.tables.get("claims", ()) if c.get("sector"))
    asked = facts.tables.get("open_questions", ())
    answered = {q.get("source_id"): q for q in asked}  # one of each document first
    first = [*answered.values(), *(q for q in asked if answered[q["source_id"]] is not q)][:FEW]
    people = [a for a, _ in often.most_common() if facts.row("actors", a).get("kind") == "person"]
    tries = [names.name(facts, "actors", a).split()[-1] for a in people[:1]]
    tries += [names.name(facts, "sectors", s) for s, _ in sectors.most_common(3)[-1:]]
    return {
        "headline": headline(facts),
        "documents": [document(facts, s) for s in facts.tables.get("sources", ())],
        "count": count,
        "questions": [of_question(facts, q) for q in first],
        "actors": top,
        "sectors": [of_row(facts, "sectors", s, said(n)) for s, n in sectors.most_common()],
        "clashes": [*clashing(facts)][:3],
        "tries": tries,
    }


def headline(facts: Facts) -> tuple[Any, Group, Any] | None:
    """The contradiction of numbers that are farthest apart: reason and picture."""
    found = [g for g in facts.conflicts.groups if g.kind == "contradicted"]
    if not found:
        return None
    worst = max(found, key=distance)
    return names.quantity(facts, worst), worst, of_group(facts, worst, address)


def distance(group: Group) -> float:
    """How far the members of a group are apart, in shares of the lower one."""
    low = min(float(m.interval.upper) for m in group.members)
    high = max(float(m.interval.lower) for m in group.members)
    return (high - low) / (abs(low) or 1)
