"""The rows of the generated tables, in the order of their keys.

Everything about a row follows from its number, so that tables agree though none is in memory.
"""

from __future__ import annotations

import csv
import hashlib
from itertools import islice
from pathlib import Path

from benchmarks.figures import check_terms, checks, figures, measures
from benchmarks.words import (
    ALIASES,
    DEEDS,
    GROUPS,
    HEDGE,
    INFERRED,
    KINDS,
    LINKS,
    NOTE,
    OPENINGS,
    PARTS,
    REASONS,
    ROLES,
    SECTORS,
    SLOT,
    STATES,
    TOPICS,
    UNDERTAKINGS,
    Rows,
    Sizes,
    actor_id,
    actor_name,
    claim_id,
    has_project,
    is_open,
    project_id,
    question_id,
    source_id,
    source_of,
    word,
)

DATA = Path(__file__).parents[1] / "data"


def claims(n: Sizes) -> Rows:
    """Claims; those of one source follow each other in its text."""
    first, last = 0, -1
    for i in range(n.claims):
        k = source_of(i, n)
        first, last = (first, k) if k == last else (i, k)
        at = SLOT * (i - first + 2)
        hedged, inferred = i % 8 == 5, i % 15 == 14
        period = ""
        if inferred or i % 7 == 3:
            year = 2009 + k % 15 - i % 5
            period = (f"{year}", f"{year}-0{i % 9 + 1}", f"{year - 3}/{year}", f"{year}~")[i % 4]
        named = " and ".join(actor_name(a) for a in about(i, n))
        opening = HEDGE if hedged else OPENINGS[i % 5]
        marks = hashlib.sha512(b"%d" % i).hexdigest()
        yield (
            claim_id(i),
            source_id(k),
            f"{opening} {named} {DEEDS[i % 11]}, under contract {i}.",
            KINDS[i % 3],
            "",
            "true" if hedged else "false",
            actor_id(i * 7 % n.actors) if i % 4 == 1 else "",
            "",
            period,
            "true" if inferred else "false",
            SECTORS[i % 6] if i % 5 else "",
            str(at),
            str(at + 80 + i % 60),
            str(10 + i % 20),
            marks[:64],
            marks[64:],
            (INFERRED if inferred else NOTE).format(named),
        )


def about(i: int, n: Sizes) -> list[int]:
    """The numbers of the two or three actors of claim `i`."""
    actors = {i % n.actors, (i * 31 + 7) % n.actors}
    if len(actors) == 1:
        actors.add((i + 1) % n.actors)
    if i % 41 < 10:
        actors.add((i * 17 + 11) % n.actors)
    return sorted(actors)


def claim_actors(n: Sizes) -> Rows:
    """The actors of each claim; every actor has a claim."""
    for i in range(n.claims):
        for k in about(i, n):
            yield claim_id(i), actor_id(k), PARTS[(i + k) % 3]


def citations(n: Sizes) -> Rows:
    """The newspaper that one claim in nine cites."""
    for i in range(4, n.claims, 9):
        outlet = GROUPS.index("media") + i % max(1, n.actors // 8) * 8
        yield claim_id(i), "1", actor_id(outlet % n.actors), f"2009-03-{i % 28 + 1:02d}"


def claim_projects(n: Sizes) -> Rows:
    """The project of nearly every claim; every project has a claim."""
    for i in filter(has_project, range(n.claims)):
        yield claim_id(i), project_id(i % n.projects)


def sources(n: Sizes) -> Rows:
    """Documents of fifteen years."""
    for k in range(n.sources):
        yield (
            source_id(k),
            f"Weekly report {k}",
            f"Weekly report {k} on trade, industry and transport",
            actor_id(k * 5 % n.actors),
            f"Ivan {word(k)}" if k % 3 == 0 else "",
            f"{2010 + k % 15}-{k % 12 + 1:02d}-{k % 28 + 1:02d}",
            "en",
            ("analysis", "news", "commentary")[k % 3],
            f"https://example.org/reports/{k}",
            hashlib.sha256(b"%d" % k).hexdigest(),
            str(SLOT * (n.claims // n.sources + 4)),
            "" if k % 2 else "url",
            "" if k % 2 else f"Not in the text of report {k}: its address.",
        )


def actors(n: Sizes) -> Rows:
    """Actors; a quarter of them belongs to one further above."""
    for k in range(n.actors):
        yield (
            actor_id(k),
            actor_name(k),
            GROUPS[k % 8],
            ("BY", "RU", "", "", "")[k % 5],
            actor_id(k // 2) if k % 4 == 1 else "",
            f"Named in the weekly reports on {TOPICS[k % 12]}, beside its partners.",
        )


def actor_names(n: Sizes) -> Rows:
    """Other names of some actors."""
    for j in range(n.actor_names):
        k = j * n.actors // n.actor_names
        name, kind = f"the late {actor_name(k)}", ALIASES[j % 4]
        yield actor_id(k), name, kind, source_id(j % n.sources)


def positions(n: Sizes) -> Rows:
    """Offices of some actors."""
    for j in range(n.positions):
        k = j * n.actors // n.positions
        organisation = actor_id((k + 1) % n.actors) if j % 3 else ""
        yield actor_id(k), "deputy head of a department", organisation, claim_id(k)


def projects(n: Sizes) -> Rows:
    """Projects; two in five are parts of one further above."""
    for k in range(n.projects):
        yield (
            project_id(k),
            f"Programme of {word(k)} for {SECTORS[k % 6]}",
            UNDERTAKINGS[k % 8],
            SECTORS[k % 6] if k % 3 else "",
            STATES[k % 8],
            "" if STATES[k % 8] == "unknown" else f"{2010 + k % 15}",
            f"{2020 + k % 15}" if k % 7 == 0 else "",
            f"{2005 + k % 15}/{2010 + k % 15}" if k % 10 == 0 else "",
            project_id(k // 3) if k % 5 in (1, 3) else "",
            f"Joint work on {SECTORS[k % 6]}, as the reports of {2010 + k % 15} describe it.",
        )


def project_participants(n: Sizes) -> Rows:
    """One or two participants of each project, by a claim that is about both."""
    for j in range(n.participants):
        k = j * n.projects // n.participants
        is_second = j > 0 and (j - 1) * n.projects // n.participants == k
        i = k if has_project(k) else k + n.projects
        yield project_id(k), actor_id(about(i, n)[is_second]), ROLES[j % 7], claim_id(i)


def claim_links(n: Sizes) -> Rows:
    """Relations of claims: repetitions within a source, others with a claim far away."""
    for j in range(n.links):
        i = j * n.claims // n.links
        relation, other = LINKS[j % 6], (i + n.claims // 3) % n.claims
        if relation == "repeats":
            is_last = i + 1 == n.claims or source_of(i + 1, n) != source_of(i, n)
            other = i - 1 if is_last else i + 1
        note = f"Both speak of {TOPICS[j % 12]}, one with a hedge." if j % 2 else ""
        yield claim_id(i), relation, claim_id(other), note


def open_questions(n: Sizes) -> Rows:
    """What the passages of some claims leave open."""
    for i in filter(is_open, range(n.claims)):
        k = source_of(i, n)
        at = SLOT * (i - -(-k * n.claims // n.sources) + 2)
        marks = hashlib.sha512(b"?%d" % i).hexdigest()
        asked = (
            f"What do {' and '.join(actor_name(a) for a in about(i, n))} pay under contract {i}?"
        )
        yield (
            question_id(i),
            source_id(k),
            claim_id(i),
            asked,
            str(at),
            str(at + 60),
            "9",
            marks[:64],
            marks[64:],
            "",
        )


def searches(n: Sizes) -> Rows:
    """One or two searches for each open question."""
    for i in filter(is_open, range(n.claims)):
        for subject in ("all", "tractors") if i % 8 == 3 else ("tractors",):
            yield question_id(i), subject, "price*|rise*", "all" if i % 5 else "source"


def exclusions(n: Sizes) -> Rows:
    """Stretches at the start of documents."""
    for j in range(n.exclusions):
        k = j * n.sources // n.exclusions
        at = 20 * (j - -(-k * n.exclusions // n.sources))
        yield source_id(k), str(at), str(at + 15), REASONS[j % 5]


def retired_ids(_: Sizes) -> Rows:
    """Nothing is retired."""
    return iter(())


def shipped(name: str) -> Rows:
    """The rows of a shipped list, which the size of a package does not change."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from map(tuple, islice(csv.reader(file), 1, None))


def sectors(_: Sizes) -> Rows:
    """The branches of the economy."""
    return shipped("sectors")


def units(_: Sizes) -> Rows:
    """The units of measure."""
    return shipped("units")


TABLES = {f.__name__: f for f in (
    sectors, units, sources, actors, actor_names, positions, projects, project_participants,
    claims, citations, claim_actors, claim_projects, figures, measures, checks, check_terms,
    claim_links, open_questions, searches, exclusions, retired_ids,
)}  # fmt: skip
