"""Where a row comes from: statement, speaker, source and place, numbers, checks, links, citation.

Nothing in an answer is not in the package, but the passage where the documents are at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from bru.claims.provenance import sections
from bru.claims.provenance.facts import KEYS, Cells, Facts
from bru.claims.provenance.sections import Item, Section, asked, citation, told
from bru.releases.redirects import Retired

if TYPE_CHECKING:
    from bru.claims.documents.evidence import Copy


TARGETS = {key: table for table, (key, _) in KEYS.items()} | {"sector": "sectors"}


class Answer(NamedTuple):
    """All about one ID. `retired`: the ID that was asked for, when another took its place."""

    id: str
    table: str
    kind: str
    sections: tuple[Section, ...]
    retired: Retired | None = None


class UnknownError(LookupError):
    """No row has the ID; `args[1]` are IDs like it."""


def claim(facts: Facts, wanted: str) -> Iterator[Section]:
    """Figures, checks, links and subjects of a claim."""
    yield from numbers(facts, wanted, "claim_id", "date_of")
    yield links(facts, wanted)
    yield tied(facts, wanted, "Actors", "claim_actors", "claim_id", "actor_id", "role")
    yield tied(facts, wanted, "Projects", "claim_projects", "claim_id", "project_id")
    yield tied(facts, wanted, "Sector", "claims", "claim_id", "sector")
    yield sections.questions(facts.by("open_questions", "claim_id", wanted))


def tied(
    facts: Facts, wanted: str, title: str, table: str, field: str, own: str, part: str = ""
) -> Section:
    """What the rows of a table with an ID in `field` refer to in `own`, each with its `part`."""
    rows = facts.by(table, field, wanted)
    found = ((r.get(own, ""), r.get(part, "") if part else "") for r in rows)
    return sections.named(facts, TARGETS.get(own, table), title, found)


def stated(facts: Facts, wanted: str, title: str, table: str, field: str) -> Section:
    """The claims of the rows of a table with an ID in `field`."""
    return sections.claims(facts, (r["claim_id"] for r in facts.by(table, field, wanted)), title)


def numbers(facts: Facts, wanted: str, field: str, also: str = "") -> Iterator[Section]:
    """The figures with an ID in `field`, and the checks that use them or name it in `also`."""
    rows = facts.by("figures", field, wanted)
    yield sections.figures(facts, rows)
    own = sections.uses(facts, [wanted], also) if also else []
    yield sections.check(facts, [*own, *sections.uses(facts, (r["figure_id"] for r in rows))])


def links(facts: Facts, wanted: str) -> Section:
    """How a claim relates to others, and they to it."""
    here, there = (facts.by("claim_links", f, wanted) for f in ("claim_id", "other_claim_id"))
    ends = [(r, r["other_claim_id"], f"{r['relation']} {r['other_claim_id']}") for r in here]
    ends += [(r, r["claim_id"], f"{r['claim_id']} {r['relation']} this") for r in there]
    said = {i: facts.row("claims", i).get("statement", "") for _, i, _ in ends}
    return Section("Links", tuple(Item(i, f"{words}: {said[i]}", r) for r, i, words in ends))


def figure(facts: Facts, wanted: str) -> Iterator[Section]:
    """Checks and links of a figure, and its claim's other figures."""
    yield sections.check(facts, sections.uses(facts, [wanted]))
    own = facts.row("figures", wanted)["claim_id"]
    others = [r for r in facts.by("figures", "claim_id", own) if r["figure_id"] != wanted]
    yield sections.figures(facts, others)._replace(title="Other figures of the claim")
    yield links(facts, own)


def actor(facts: Facts, wanted: str) -> Iterator[Section]:
    """Names, offices, relations, projects and claims of an actor."""
    names = facts.by("actor_names", "actor_id", wanted)
    items = (Item("", f"{r['name']} ({r['kind']}, {r['source_id']})", r) for r in names)
    yield Section("Other names", tuple(items))
    offices = facts.by("positions", "actor_id", wanted)
    yield Section("Offices", tuple(Item(r["claim_id"], r["title"], r) for r in offices))
    yield tied(facts, wanted, "Officers", "positions", "organisation", "actor_id", "title")
    yield tied(facts, wanted, "Part of", "actors", "actor_id", "part_of")
    yield tied(facts, wanted, "Parts", "actors", "part_of", "actor_id")
    yield tied(facts, wanted, "Projects", "project_participants", "actor_id", "project_id", "role")
    yield tied(facts, wanted, "Publishes", "sources", "publisher", "source_id")
    yield stated(facts, wanted, "Says", "claims", "asserted_by")
    yield stated(facts, wanted, "Claims about it", "claim_actors", "actor_id")
    yield stated(facts, wanted, "Cited for", "citations", "outlet")


def sector(facts: Facts, wanted: str) -> Iterator[Section]:
    """Projects and claims of a branch of the economy."""
    yield tied(facts, wanted, "Projects", "projects", "sector", "project_id")
    yield stated(facts, wanted, "Claims", "claims", "sector")


def project(facts: Facts, wanted: str) -> Iterator[Section]:
    """Parts, participants, figures, checks and claims of a project."""
    yield tied(facts, wanted, "Part of", "projects", "project_id", "part_of")
    yield tied(facts, wanted, "Parts", "projects", "part_of", "project_id")
    role = "project_id", "actor_id", "role"
    yield tied(facts, wanted, "Participants", "project_participants", *role)
    yield from numbers(facts, wanted, "project_id", "count_parts_of")
    yield stated(facts, wanted, "Claims about it", "claim_projects", "project_id")


def check(facts: Facts, wanted: str) -> Iterator[Section]:
    """Why a check comes out as it does, both sides, their figures, and who states them."""
    yield sections.check(facts, [wanted])
    if note := facts.row("checks", wanted).get("note"):
        yield Section("Note", (Item("", note),))
    terms = sorted(facts.by("check_terms", "check_id", wanted), key=itemgetter("side", "position"))
    items = []
    for t in terms:
        what = term(facts, t)
        sign = "" if t["coefficient"] == "1" else f"{t['coefficient']} × "
        items.append(Item(what.id, f"{t['side']}: {sign}{what.text}", {**what.cells, **t}))
    yield Section("Terms", tuple(items))
    said = [
        t.get("date_of") or facts.row("figures", t["figure_id"]).get("claim_id", "") for t in terms
    ]
    yield sections.claims(facts, said, "Claims")


def term(facts: Facts, cells: Cells) -> Item:
    """What a term of a check names: a figure, what is counted, or a time."""
    if cells["figure_id"]:
        row = facts.row("figures", cells["figure_id"])
        absent = Item(cells["figure_id"], f"{cells['figure_id']} is not in figures")
        return sections.figure(facts, row) if row else absent
    if claim := cells.get("date_of", ""):
        return Item(claim, f"the time {facts.row('claims', claim).get('time_period', '')}")
    role = cells.get("count_role", "")
    what = f"participants in the role {role}" if role else "parts"
    name = facts.name("projects", cells["count_parts_of"])
    return Item(cells["count_parts_of"], f"named {what} of {name}")


def source(facts: Facts, wanted: str) -> Iterator[Section]:
    """What was taken from a document."""
    excluded = facts.by("exclusions", "source_id", wanted)
    where = "characters {span_start} to {span_end}: {reason}"
    yield Section("Left out", tuple(Item("", where.format_map(r), r) for r in excluded))
    rows = facts.by("claims", "source_id", wanted)
    found = (f for r in rows for f in facts.by("figures", "claim_id", r["claim_id"]))
    yield sections.figures(facts, found)
    yield stated(facts, wanted, "Claims", "claims", "source_id")
    yield sections.questions(facts.by("open_questions", "source_id", wanted))


def described(cells: Cells, field: str, *also: str) -> Item:
    """A row by its name and description."""
    more = ", ".join(cells[f].replace("_", " ") for f in also if cells.get(f))
    name = cells.get("name", "")
    text = f"{name}{f' ({more})' if more else ''}: {cells.get(field, '')}" if name else cells[field]
    return Item("", text, cells)


def kind(claim: Cells) -> str:
    """The kind of a claim, and of its event."""
    what = claim["kind"].replace("_", " ")
    return f"{what} ({claim['event_type']})" if claim.get("event_type") else what


def dates(project: Cells) -> Cells:
    """Status and deadline of a project, each with its date."""
    status, since, due = (project.get(f, "") for f in ("status", "status_as_of", "due"))
    return {
        "status": f"{status} as of {since}" if since else status,
        "due": f"due {due}" if due else "",
    }


ABOUT: dict[str, Callable[[Facts, Cells], Item]] = {
    "claims": lambda _, c: Item("", f"{kind(c)}, {c.get('time_period') or 'no time stated'}"),
    "open_questions": lambda *_: Item("", "open question"),
    "sectors": lambda _, c: described(c, "isic"),
    "figures": lambda facts, c: sections.figure(facts, c)._replace(id=""),
    "actors": lambda _, c: described(c, "description", "kind", "country"),
    "projects": lambda _, c: described(
        {**c, **dates(c)}, "description", "kind", "status", "due", "time_period"
    ),
    "checks": lambda _, c: described(c, "label"),
    "sources": lambda facts, c: Item("", sections.reference(facts, c), c),
    "measures": lambda _, c: described(c, "definition", "unit_kind"),
}
RELATED: dict[str, Callable[[Facts, str], Iterator[Section]]] = {
    "claims": claim,
    "open_questions": lambda *_: iter(()),  # all is told with its claim and its passage
    "sectors": sector,
    "figures": figure,
    "actors": actor,
    "projects": project,
    "checks": check,
    "sources": source,
    "measures": lambda facts, wanted: numbers(facts, wanted, "measure"),
}


def why(facts: Facts, identifier: str, copies: Iterable[Copy] = ()) -> Answer:
    """The answer about an ID, or about its successor. Raises UnknownError."""
    texts = {copy.source_id: copy for copy in copies}
    retired = facts.retired(identifier)
    wanted = successor(facts, identifier)
    for table in facts.where(wanted):
        found = tuple(s for s in about(facts, table, wanted, texts) if s.items)
        return Answer(wanted, table, KEYS[table][1], found, retired)
    if retired:
        return Answer(identifier, retired.table, KEYS[retired.table][1], (), retired)
    from difflib import get_close_matches

    raise UnknownError(identifier, get_close_matches(identifier, facts.ids(), 5, 0.5))


def successor(facts: Facts, identifier: str) -> str:
    """The ID in use for one that may be retired."""
    seen = {identifier}
    while not facts.where(identifier) and (retired := facts.retired(identifier)):
        if not retired.new_id or retired.new_id in seen:
            break
        identifier = retired.new_id
        seen.add(identifier)
    return identifier


def about(facts: Facts, table: str, wanted: str, texts: Mapping[str, Copy]) -> Iterator[Section]:
    """The sections of a row."""
    cells = facts.row(table, wanted)
    yield Section("What it is", (ABOUT[table](facts, cells),))
    own = cells["claim_id"] if table in ("claims", "figures") else ""
    for claim in facts.by("claims", "claim_id", own):
        yield from told(facts, claim, texts)
    if table == "open_questions":
        yield from asked(facts, cells, texts)
    yield from RELATED[table](facts, wanted)
    yield Section("How to cite", (Item(wanted, citation(facts, table, wanted)),))
