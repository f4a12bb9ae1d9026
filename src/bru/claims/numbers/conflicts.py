"""Where the figures agree and where they do not: the same quantity across claims.

A group is what is stated of one quantity (`bru.claims.numbers.quantity`). By the first that
fits it is

- contradicted: the intervals of two claims share no value, and neither of them is superseded;
- superseded: a later claim updates one of the others (`claim_links`, also by a chain of updates);
- corroborated: claims of independent origins, both named, share a value (what an origin is: see
  `bru.claims.numbers.voices`);
- origin not said: the same, but one of the origins is not named, so both may have it from one;
- echoed: claims share a value, but all of them have one origin;
- different in scope: the figures say nothing about each other. One gives a lower limit and the
  other an upper one; or a check says that one is less than the other, so that they are different
  quantities; or the only other figures of the measure and subject differ in area, period or unit;
- single-source: one claim, and no other figure to compare it with.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bru.claims.numbers import totals, voices
from bru.claims.numbers.agreement import Context, classify, reason, title
from bru.claims.numbers.quantity import Member, Quantity, comparable, grouped, subject
from bru.claims.numbers.voices import Voice
from bru.model.classed import classed
from bru.model.question import Ask, Columns, NotAnswered

KINDS = (
    "contradicted",
    "superseded",
    "corroborated",
    "origin not said",
    "echoed",
    "different in scope",
    "single-source",
)
MEASURES = Columns("measures", ("measure_id", "name"))
CLASHES = ("contradicts", "disputes", "qualifies")


class Group(NamedTuple):
    """The claims about one quantity, how they fit together, and the reason as a sentence."""

    kind: str
    title: str
    quantity: Quantity
    members: tuple[Member, ...]
    reason: str


class Clash(NamedTuple):
    """Two claims of which one clashes with the other without a number in both."""

    relation: str
    claim: Voice
    other: Voice
    note: str


class Conflicts(NamedTuple):
    """All groups, the clashes of evaluations, and the figures that could not be read, with why."""

    groups: tuple[Group, ...]
    clashes: tuple[Clash, ...]
    left_out: tuple[tuple[str, str], ...]


def find(ask: Ask) -> Conflicts:
    """The groups by kind and title, and the clashes. Raises NotAnswered."""
    who, context, names = voices.voices(ask), known(ask), dict(r.cells for r in ask(MEASURES))
    quantities, left_out = grouped(ask, who)
    like, groups = classed((subject(q), q) for q in quantities), []
    for quantity, members in quantities.items():
        near = [q for q in like[subject(quantity)] if q != quantity and comparable(q, quantity)]
        kind = classify(members, context) or ("different in scope" if near else "single-source")
        called = title(quantity, members, names)
        others = [(q, quantities[q][0]) for q in near]
        why = reason(kind, quantity, members, context, others)
        groups.append(Group(kind, called, quantity, tuple(members), why))
    groups.sort(key=lambda g: (KINDS.index(g.kind), g.title, g.members[0].figures))
    return Conflicts(tuple(groups), tuple(clashes(ask, who, groups)), tuple(left_out))


def known(ask: Ask) -> Context:
    """Updates, by any chain of them, repeats, and figures that a check tells apart."""
    links = [cells for _, cells in ask(voices.LINKS)]
    updates = {(one, other) for one, relation, other, _ in links if relation == "updates"}
    while more := {(a, d) for a, b in updates for c, d in updates if b == c} - updates:
        updates |= more
    repeats = ((one, other) for one, relation, other, _ in links if relation == "repeats")
    return Context(classed(updates), classed(repeats), dict(told_apart(ask)))


def told_apart(ask: Ask) -> Iterator[tuple[frozenset[str], str]]:
    """Pairs of figures of which a check says that one is less than the other, and its label."""
    try:
        outcomes = list(totals.outcomes(ask))
    except NotAnswered:
        return  # a package may have no checks
    for outcome in outcomes:
        sides = [terms[0] for terms in outcome.terms if len(terms) == 1]
        plain = len(sides) == 2 and all(t.figure and t.coefficient == 1 for t in sides)
        if plain and outcome.relation in ("lt", "gt"):
            yield (
                frozenset(t.figure for t in sides),
                f"{outcome.label.rstrip('.')} ({outcome.check_id})",
            )


def clashes(ask: Ask, who: dict[str, Voice], groups: Sequence[Group]) -> Iterator[Clash]:
    """The links that contradict, dispute or qualify, those within a group aside."""
    within = classed((m.voice.claim_id, n) for n, g in enumerate(groups) for m in g.members)
    for _, (one, relation, other, note) in ask(voices.LINKS):
        together = set(within.get(one, ())) & set(within.get(other, ()))
        if relation in CLASHES and not together and one in who and other in who:
            yield Clash(relation, who[one], who[other], note)
