"""Pages of actors, projects, sectors, documents and measures: what is known of each, in parts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from bru.claims.plot.chart import Chart
from bru.claims.plot.counts import of_document, shared
from bru.claims.provenance import names
from bru.claims.provenance.facts import Cells, Facts
from bru.claims.site.line import (
    About,
    Line,
    Part,
    address,
    by_kind,
    cut,
    joined,
    known,
    measure,
    numbers,
    of_claims,
    of_question,
    of_row,
    web,
)
from bru.model.classed import classed
from bru.model.grammar import plural

LANGUAGES = {"en": "English", "be": "Belarusian", "ru": "Russian", "uk": "Ukrainian"}


def below(facts: Facts, table: str, key: str, wanted: str) -> list[str]:
    """The rows that are part of one, by any chain."""
    found, left = [], [wanted]
    while left:
        parts = [r[key] for r in facts.by(table, "part_of", left.pop())]
        new = [p for p in parts if p not in found and p != wanted]
        found += new
        left += new
    return found


def claims(facts: Facts, table: str, field: str, ids: Iterable[str]) -> list[Cells]:
    """The claims that a table ties to one of some IDs."""
    rows = (r for i in ids for r in facts.by(table, field, i))
    return [facts.row("claims", c) for c in dict.fromkeys(r["claim_id"] for r in rows)]


def questions(facts: Facts, said: Iterable[Cells]) -> Part:
    """What claims leave open."""
    rows = (q for c in said if c for q in facts.by("open_questions", "claim_id", c["claim_id"]))
    once = {q["question_id"]: q for q in rows}
    lines = [of_question(facts, q) for q in once.values()]
    return Part("What is not said", *cut(lines), id="not-said")


def actor(facts: Facts, cells: Cells) -> About:
    """Who it is, what it says, what is said of it, with whom it works."""
    own = cells["actor_id"]
    parts, tied = below(facts, "actors", "actor_id", own), facts.by("claim_actors", "actor_id", own)
    role = {r["claim_id"]: r["role"] for r in tied}
    about = [facts.row("claims", c) for c in role]
    offices = Counter(r["title"] for r in facts.by("positions", "actor_id", own))
    officers = facts.by("positions", "organisation", own)
    others = {r["name"]: "" for r in facts.by("actor_names", "actor_id", own)}
    held = {r["actor_id"]: r["title"] for r in officers}
    told = known(
        kind=names.label(facts, "actors", "kind", cells["kind"]) or names.spoken(cells["kind"]),
        country=names.area(facts, cells["country"]),
        part_of=of_row(facts, "actors", cells["part_of"]) if cells["part_of"] else "",
        offices="; ".join(offices),
        officers=[of_row(facts, "actors", a, title) for a, title in held.items()],
        also_called="; ".join(others),
        parts=[of_row(facts, "actors", p) for p in parts],
    )
    said = facts.by("claims", "asserted_by", own)
    cited = claims(facts, "citations", "outlet", [own])
    rows = facts.by("sources", "publisher", own)
    published = (of_row(facts, "sources", s["source_id"], s["title"]) for s in rows)
    inner = [
        *(c for p in parts for c in facts.by("claims", "asserted_by", p)),
        *claims(facts, "claim_actors", "actor_id", parts),
    ]
    known_already = {c["claim_id"] for c in (*said, *about)}
    more = {c["claim_id"]: c for c in inner if c["claim_id"] not in known_already}
    first = names.name(facts, "actors", own)
    here = [c for c in about if role[c["claim_id"]] == "place"]
    shown = [
        Part("Documents", [*published], id="published"),
        of_claims(facts, f"What {first} says", said, f"speaker={own}", "says"),
        Part("Projects", [*takes_part(facts, own)], id="projects"),
        Part("Works with", [*partners(facts, own)], "In the same projects.", "works-with"),
        *by_kind(facts, (c for c in about if role[c["claim_id"]] != "place"), f"actor={own}"),
        of_claims(facts, "What happened here", here, f"actor={own}", "here"),
        of_claims(facts, "What it is cited for", cited, "", "cited"),
        of_claims(facts, "About and by its parts", more.values(), "", "parts"),
        questions(facts, [*said, *about]),
    ]
    return About(names.spoken(cells["kind"]), told, shown, cells["description"])


def takes_part(facts: Facts, own: str) -> Iterator[Line]:
    """The projects of an actor, with its part and how far they have come."""
    roles = classed(
        (r["project_id"], r["role"]) for r in facts.by("project_participants", "actor_id", own)
    )
    for project, mine in roles.items():
        words = ", ".join(names.spoken(r) for r in dict.fromkeys(mine))
        yield of_row(facts, "projects", project, joined(f"as {words}", status(facts, project)))


def reached(status: str) -> str:
    """How far a project has come, in words."""
    return "status not known" if status == "unknown" else names.spoken(status)


def status(facts: Facts, project: str) -> str:
    """How far a project has come, and as of when."""
    cells = facts.row("projects", project)
    as_of = names.in_words(cells.get("status_as_of", ""))
    due = names.in_words(cells.get("due", ""))
    words = reached(cells.get("status", ""))
    return joined(f"{words} as of {as_of}" if as_of else words, f"due {due}" if due else "")


def partners(facts: Facts, own: str) -> Iterator[Line]:
    """Who shares projects with an actor, and which."""
    others = shared(facts).get(own, {})
    for other, projects in sorted(others.items(), key=lambda p: -len(p[1])):
        yield of_row(facts, "actors", other, names.names(facts, "projects", projects))


def project(facts: Facts, cells: Cells) -> About:
    """How far it has come, who takes part, the numbers, what is said of it and of its parts."""
    own = cells["project_id"]
    parts = below(facts, "projects", "project_id", own)
    about = claims(facts, "claim_projects", "project_id", [own])
    ids = {c["claim_id"] for c in about}
    inner = [
        c for c in claims(facts, "claim_projects", "project_id", parts) if c["claim_id"] not in ids
    ]
    rows = facts.by("project_participants", "project_id", own)
    roles = classed((r["role"], r) for r in rows)
    told = known(
        status=status(facts, own),
        kind=names.label(facts, "projects", "kind", cells["kind"]),
        time=names.in_words(cells["time_period"]),
        sector=of_row(facts, "sectors", cells["sector"]) if cells["sector"] else "",
        part_of=of_row(facts, "projects", cells["part_of"]) if cells["part_of"] else "",
        parts=[of_row(facts, "projects", p) for p in parts],
    )
    who = [
        Line(
            names.name(facts, "actors", actor),
            address("actors", actor),
            f"according to {names.voice(facts, facts.row('claims', r['claim_id']))}",
            names.spoken(role),
        )
        for role, some in roles.items()
        for actor, r in {r["actor_id"]: r for r in some}.items()
    ]
    shown = [
        Part("Who takes part", who, id="participants"),
        numbers(facts, facts.by("figures", "project_id", own)),
        *by_kind(facts, about, f"project={own}"),
        of_claims(facts, "About its parts", inner, "", "parts"),
        questions(facts, about),
    ]
    return About(names.spoken(cells["kind"]), told, shown, cells["description"])


def sector(facts: Facts, cells: Cells) -> About:
    """The projects of a branch, and the claims about it or them."""
    own = cells["sector_id"]
    projects = [p["project_id"] for p in facts.by("projects", "sector", own)]
    about = [*facts.by("claims", "sector", own)]
    about += claims(facts, "claim_projects", "project_id", projects)
    shown = [
        Part(
            "Projects",
            [of_row(facts, "projects", p, status(facts, p)) for p in projects],
            id="projects",
        ),
        *by_kind(facts, about, f"sector={own}"),
        questions(facts, about),
    ]
    told = known(code=f"ISIC Rev. 4, {cells['isic']}" if cells.get("isic") else "")
    return About("branch of the economy", told, shown)


def source(facts: Facts, cells: Cells) -> About:
    """Who published a document and when, what it says, whom it cites, what is left out."""
    own = cells["source_id"]
    stated = facts.by("claims", "source_id", own)
    cites: dict[str, list[str]] = classed(
        (r["outlet"], r["cited_date"])
        for c in stated
        for r in facts.by("citations", "claim_id", c["claim_id"])
    )
    speakers = Counter(c["asserted_by"] for c in stated if c["asserted_by"])
    told = known(
        short_name=cells["short_name"],
        publisher=of_row(facts, "actors", cells["publisher"]) if cells["publisher"] else "",
        author=cells["author"],
        published=names.in_words(cells["published"]),
        kind=names.label(facts, "sources", "kind", cells["kind"]),
        language=LANGUAGES.get(cells["language"], cells["language"]),
        read_it=Line(cells["url"], cells["url"]) if web(cells["url"]) else "",
        not_from_the_text=", ".join(map(names.spoken, cells["from_elsewhere"].split())),
        note=cells["note"],
    )
    strip = Chart("", [("", [of_document(facts, cells, lambda *_: "")])], [(0, ""), (100, "")])
    asked = facts.by("open_questions", "source_id", own)
    speaking = [of_row(facts, "actors", a, plural(n, "claim")) for a, n in speakers.most_common()]
    cited = []
    for outlet, days in sorted(cites.items(), key=lambda x: -len(x[1])):
        dates = ", ".join(names.in_words(d) for d in sorted({*days}) if d)
        cited.append(of_row(facts, "actors", outlet, joined(plural(len(days), "claim"), dates)))
    shown = [
        Part("How much of it the claims cover", charts=[strip], id="coverage"),
        Part("Who speaks in it", speaking, id="speaks"),
        Part("Whom it cites", cited, id="cites"),
        *by_kind(facts, stated, f"source={own}"),
        Part("What is not said", [of_question(facts, q) for q in asked], id="not-said"),
    ]
    return About("document", told, shown)


ENTITIES: Mapping[str, Callable[[Facts, Cells], About]] = {
    "actors": actor,
    "projects": project,
    "sectors": sector,
    "sources": source,
    "measures": measure,
}
