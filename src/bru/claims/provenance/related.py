"""What belongs to a row of each table: the sections of `bru why` that differ by kind."""

from collections.abc import Callable, Iterator

from bru.claims.provenance import sections
from bru.claims.provenance.facts import Cells, Facts
from bru.claims.provenance.sections import Item, Section


def claim(facts: Facts, wanted: str) -> Iterator[Section]:
    """Figures, checks, links and subjects of a claim."""
    rows = facts.by("figures", "claim_id", wanted)
    yield sections.figures(facts, rows)
    dated = sections.uses(facts, [wanted], "date_of")
    yield sections.check(facts, [*dated, *sections.uses(facts, (r["figure_id"] for r in rows))])
    yield links(facts, wanted)
    about = facts.by("claim_actors", "claim_id", wanted)
    yield sections.named(
        facts, "actors", "Actors", ((r["actor_id"], r.get("role", "")) for r in about)
    )
    subjects = facts.by("claim_projects", "claim_id", wanted)
    yield sections.named(facts, "projects", "Projects", ((r["project_id"], "") for r in subjects))
    sector = facts.row("claims", wanted).get("sector", "")
    yield sections.named(facts, "sectors", "Sector", [(sector, "")])
    yield sections.questions(facts, facts.by("open_questions", "claim_id", wanted))


def nothing(facts: Facts, wanted: str) -> Iterator[Section]:
    """Of an open question all is told with its claim and its passage."""
    yield from ()


def links(facts: Facts, wanted: str) -> Section:
    """How a claim relates to others, and they to it."""
    items = []
    for r in facts.by("claim_links", "claim_id", wanted):
        other = facts.row("claims", r["other_claim_id"]).get("statement", "")
        items.append(
            Item(r["other_claim_id"], f"{r['relation']} {r['other_claim_id']}: {other}", r)
        )
    for r in facts.by("claim_links", "other_claim_id", wanted):
        other = facts.row("claims", r["claim_id"]).get("statement", "")
        items.append(Item(r["claim_id"], f"{r['claim_id']} {r['relation']} this: {other}", r))
    return Section("Links", tuple(items))


def figure(facts: Facts, wanted: str) -> Iterator[Section]:
    """Checks and links of a figure, and its claim's other figures."""
    yield sections.check(facts, sections.uses(facts, [wanted]))
    own = facts.row("figures", wanted)["claim_id"]
    others = [r for r in facts.by("figures", "claim_id", own) if r["figure_id"] != wanted]
    found = sections.figures(facts, others)
    yield found._replace(title="Other figures of the claim")
    yield links(facts, own)


def actor(facts: Facts, wanted: str) -> Iterator[Section]:
    """Names, offices, relations, projects and claims of an actor."""
    names = facts.by("actor_names", "actor_id", wanted)
    items = (Item("", f"{r['name']} ({r['kind']}, {r['source_id']})", r) for r in names)
    yield Section("Other names", tuple(items))
    offices = facts.by("positions", "actor_id", wanted)
    yield Section("Offices", tuple(Item(r["claim_id"], r["title"], r) for r in offices))
    held = facts.by("positions", "organisation", wanted)
    officers = ((r["actor_id"], r["title"]) for r in held)
    yield sections.named(facts, "actors", "Officers", officers)
    upper = facts.row("actors", wanted).get("part_of", "")
    yield sections.named(facts, "actors", "Part of", [(upper, "")])
    lower = facts.by("actors", "part_of", wanted)
    yield sections.named(facts, "actors", "Parts", ((r["actor_id"], "") for r in lower))
    roles = facts.by("project_participants", "actor_id", wanted)
    joined = ((r["project_id"], r["role"]) for r in roles)
    yield sections.named(facts, "projects", "Projects", joined)
    published = facts.by("sources", "publisher", wanted)
    yield sections.named(facts, "sources", "Publishes", ((r["source_id"], "") for r in published))
    said = facts.by("claims", "asserted_by", wanted)
    yield sections.claims(facts, (r["claim_id"] for r in said), "Says")
    about = facts.by("claim_actors", "actor_id", wanted)
    yield sections.claims(facts, (r["claim_id"] for r in about), "Claims about it")
    cited = facts.by("citations", "outlet", wanted)
    yield sections.claims(facts, (r["claim_id"] for r in cited), "Cited for")


def sector(facts: Facts, wanted: str) -> Iterator[Section]:
    """Projects and claims of a branch of the economy."""
    rows = facts.by("projects", "sector", wanted)
    yield sections.named(facts, "projects", "Projects", ((r["project_id"], "") for r in rows))
    about = facts.by("claims", "sector", wanted)
    yield sections.claims(facts, (r["claim_id"] for r in about), "Claims")


def project(facts: Facts, wanted: str) -> Iterator[Section]:
    """Parts, participants, figures, checks and claims of a project."""
    upper = facts.row("projects", wanted).get("part_of", "")
    yield sections.named(facts, "projects", "Part of", [(upper, "")])
    parts = facts.by("projects", "part_of", wanted)
    yield sections.named(facts, "projects", "Parts", ((r["project_id"], "") for r in parts))
    roles = facts.by("project_participants", "project_id", wanted)
    partners = ((r["actor_id"], r["role"]) for r in roles)
    yield sections.named(facts, "actors", "Participants", partners)
    rows = facts.by("figures", "project_id", wanted)
    yield sections.figures(facts, rows)
    counted = sections.uses(facts, [wanted], "count_parts_of")
    yield sections.check(facts, [*counted, *sections.uses(facts, (r["figure_id"] for r in rows))])
    about = facts.by("claim_projects", "project_id", wanted)
    yield sections.claims(facts, (r["claim_id"] for r in about), "Claims about it")


def check(facts: Facts, wanted: str) -> Iterator[Section]:
    """Why a check comes out as it does, both sides, their figures, and who states them."""
    yield sections.check(facts, [wanted])
    if note := facts.row("checks", wanted).get("note"):
        yield Section("Note", (Item("", note),))
    terms = sorted(
        facts.by("check_terms", "check_id", wanted), key=lambda t: (t["side"], t["position"])
    )
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
    spans = (
        (f"characters {r['span_start']} to {r['span_end']}: {r['reason']}", r) for r in excluded
    )
    yield Section("Left out", tuple(Item("", text, r) for text, r in spans))
    rows = facts.by("claims", "source_id", wanted)
    numbers = (f for r in rows for f in facts.by("figures", "claim_id", r["claim_id"]))
    yield sections.figures(facts, numbers)
    yield sections.claims(facts, (r["claim_id"] for r in rows), "Claims")
    yield sections.questions(facts, facts.by("open_questions", "source_id", wanted))


def measure(facts: Facts, wanted: str) -> Iterator[Section]:
    """The figures of a measure and the checks that use them."""
    rows = facts.by("figures", "measure", wanted)
    yield sections.figures(facts, rows)
    yield sections.check(facts, sections.uses(facts, (r["figure_id"] for r in rows)))


def described(facts: Facts, cells: Cells, field: str, *also: str) -> Section:
    """A row by its name and description."""
    more = ", ".join(cells[f].replace("_", " ") for f in also if cells.get(f))
    name = cells.get("name", "")
    text = f"{name}{f' ({more})' if more else ''}: {cells.get(field, '')}" if name else cells[field]
    return Section("What it is", (Item("", text, cells),))


def kind(claim: Cells) -> str:
    """The kind of a claim, and of its event."""
    what = claim["kind"].replace("_", " ")
    return f"{what} ({claim['event_type']})" if claim.get("event_type") else what


def dates(project: Cells) -> Cells:
    """Status and deadline of a project, each with its date."""
    status, since = project.get("status", ""), project.get("status_as_of")
    due = project.get("due")
    return {
        "status": f"{status} as of {since}" if since else status,
        "due": f"due {due}" if due else "",
    }


ABOUT: dict[str, Callable[[Facts, Cells], Section]] = {
    "claims": lambda facts, c: Section(
        "What it is",
        (Item("", f"{kind(c)}, {c.get('time_period') or 'no time stated'}"),),
    ),
    "open_questions": lambda facts, c: Section("What it is", (Item("", "open question"),)),
    "sectors": lambda facts, c: described(facts, c, "isic"),
    "figures": lambda facts, c: Section("What it is", (sections.figure(facts, c)._replace(id=""),)),
    "actors": lambda facts, c: described(facts, c, "description", "kind", "country"),
    "projects": lambda facts, c: described(
        facts, {**c, **dates(c)}, "description", "kind", "status", "due", "time_period"
    ),
    "checks": lambda facts, c: described(facts, c, "label"),
    "sources": lambda facts, c: Section("What it is", (Item("", sections.reference(facts, c), c),)),
    "measures": lambda facts, c: described(facts, c, "definition", "unit_kind"),
}
RELATED: dict[str, Callable[[Facts, str], Iterator[Section]]] = {
    "claims": claim,
    "open_questions": nothing,
    "sectors": sector,
    "figures": figure,
    "actors": actor,
    "projects": project,
    "checks": check,
    "sources": source,
    "measures": measure,
}
