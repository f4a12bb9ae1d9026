"""The pages at the top: what the documents say, dispute and leave open, in parts."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bru.claims.numbers import totals
from bru.claims.plot.counts import accounted, by_kind, partners
from bru.claims.plot.intervals import of_check, of_group
from bru.claims.provenance import names
from bru.claims.provenance.facts import Cells, Facts
from bru.claims.site.entities import reached, status
from bru.claims.site.line import MOST, Line, Part, address, cut, joined, of_claim, of_row
from bru.model.classed import classed
from bru.model.grammar import plural
from bru.model.question import NotAnswered

FITS = {  # kinds of groups: heading and what it means
    "contradicted": ("Contradicted", "Two claims give values that cannot both be true."),
    "superseded": ("Superseded", "A later claim updates an earlier one."),
    "corroborated": ("Corroborated", "Claims of independent, named origins agree."),
    "origin not said": (
        "The same number, origin not said",
        "The claims agree, but who measured it is not said: both may come from one place.",
    ),
    "echoed": ("Echoed", "The claims agree, but they have one origin."),
}
CLASHES = {
    "contradicts": "contradicts",
    "disputes": "disputes",
    "qualifies": "limits or weakens",
}
GLOSSARY = "claims figures claim_actors claim_links projects project_participants actors sources"
WORDS = {
    "Told as uncertain": "The passage is hedged: supposedly, likely, may, either … or.",
    "Interval": "All values that a stated number can mean: 43.4 is 43.35 to 43.45.",
    "Open question": "A passage raises it, and searches of all documents found no answer.",
}
VERDICTS = {
    "inconsistent": "The numbers cannot fit together",
    "consistent": "The numbers may fit together",
    "entailed": "The numbers fit together",
    "": "Could not be worked out",
}


def document(facts: Facts, cells: Cells) -> dict[str, Any]:
    """A document in words."""
    by = joined(
        cells.get("author", ""),
        names.name(facts, "actors", cells["publisher"]) if cells.get("publisher") else "",
        names.in_words(cells.get("published", "")),
    )
    claims = facts.by("claims", "source_id", cells["source_id"])
    kind = names.label(facts, "sources", "kind", cells.get("kind", ""))
    return {"row": cells, "by": by, "claims": len(claims), "kind": kind}


def documents(facts: Facts) -> dict[str, Any]:
    """The documents, what of them is in claims, and whom they cite."""
    cited = classed(
        (
            (r["outlet"], facts.row("claims", r["claim_id"]).get("source_id", "")),
            r.get("cited_date", ""),
        )
        for r in facts.tables.get("citations", ())
    )
    outlets = [
        Line(
            names.name(facts, "actors", outlet),
            address("actors", outlet),
            joined(
                f"cited by {names.name(facts, 'sources', source)} in {plural(len(days), 'claim')}",
                ", ".join(names.in_words(d) for d in sorted({*days}) if d),
            ),
        )
        for (outlet, source), days in sorted(cited.items(), key=lambda x: (x[0][1], -len(x[1])))
    ]
    strips = [c._replace(title="") for c in accounted(facts, address)]
    return {
        "documents": [document(facts, s) for s in facts.tables.get("sources", ())],
        "counts": by_kind(facts, address),
        "parts": [
            Part("How much of each the claims cover", charts=strips, id="coverage"),
            Part("Which document cites which outlet", *cut(outlets), id="cited"),
        ],
    }


def actors(facts: Facts) -> dict[str, Any]:
    """The actors by kind, their countries, and who works with whom."""
    rows = facts.tables.get("actors", ())
    often = Counter(r["actor_id"] for r in facts.tables.get("claim_actors", ()))
    found = classed((a.get("kind", ""), a) for a in rows)
    parts = []
    for kind, some in sorted(found.items()):
        some = sorted(some, key=lambda a: (-often[a["actor_id"]], a["name"]))
        lines, more = cut([of_actor(facts, a, often[a["actor_id"]]) for a in some])
        parts.append(Part(names.spoken(kind).capitalize(), lines, more, f"kind-{kind}"))
    count = Counter(code for a in rows if (code := a.get("country")))
    countries = [(code, names.area(facts, code), n) for code, n in count.most_common()]
    return {"parts": parts, "countries": countries, "matrix": partners(facts, address)}


def of_actor(facts: Facts, cells: Cells, claims: int) -> Line:
    """An actor with its country, and the numbers of its claims and projects."""
    own, country = cells["actor_id"], cells.get("country", "")
    rows = facts.by("project_participants", "actor_id", own)
    projects = len({r["project_id"] for r in rows})
    where = names.area(facts, country) if country and cells.get("kind") != "country" else ""
    words = joined(where, plural(claims, "claim"), plural(projects, "project") if projects else "")
    data: dict[str, str | int] = {"country": country, "claims": claims, "projects": projects}
    return of_row(facts, "actors", own, words)._replace(data=data)


def projects(facts: Facts) -> dict[str, Any]:
    """The projects by how far they have come."""
    rows = facts.tables.get("projects", ())
    found = classed((p.get("status", ""), p) for p in rows)
    due = sorted((p for p in rows if p.get("due")), key=lambda p: p["due"])
    lines = [
        of_row(facts, "projects", p["project_id"], status(facts, p["project_id"])) for p in due
    ]
    parts = [Part("Due", lines, "With a day by which they are to be ready or finished.", "due")]
    for state, some in found.items():
        about = names.label(facts, "projects", "status", state)
        shown, more = cut([of_project(facts, p) for p in some])
        parts.append(
            Part(reached(state).capitalize(), shown, joined(about, more), f"status-{state}")
        )
    return {"parts": parts}


def of_project(facts: Facts, cells: Cells) -> Line:
    """A project with its kind, branch and dates."""
    branch = names.name(facts, "sectors", cells["sector"]) if cells.get("sector") else ""
    state = status(facts, cells["project_id"]).partition(" as of ")[2]
    words = joined(names.spoken(cells["kind"]), branch, f"as of {state}" if state else "")
    return of_row(facts, "projects", cells["project_id"], words)


def disagreements(facts: Facts) -> dict[str, Any]:
    """Where numbers agree or not, who disputes whom, and how the cross-checks come out."""
    groups = classed((g.kind, g) for g in facts.conflicts.groups if len(g.members) > 1)
    parts = []
    for kind, (heading, about) in FITS.items():
        charts = [
            of_group(facts, g, address)._replace(note=g.reason) for g in groups.get(kind, ())[:40]
        ]
        parts.append(Part(heading, (), about, f"numbers-{kind.split()[0]}", charts))
    return {
        "parts": parts,
        "clashes": classed((c[1], c) for c in [*clashing(facts)][:MOST]),
        "checks": [*checks(facts)],
    }


def clashing(facts: Facts) -> Iterator[tuple[Line, str, Line, str]]:
    """Pairs of claims of which one clashes with the other, the plainest first."""
    rows = [r for r in facts.tables.get("claim_links", ()) if r.get("relation") in CLASHES]
    for r in sorted(rows, key=lambda r: [*CLASHES].index(r["relation"])):
        one, other = (facts.row("claims", r[f]) for f in ("claim_id", "other_claim_id"))
        if one and other:
            yield (
                of_claim(facts, one),
                CLASHES[r["relation"]],
                of_claim(facts, other),
                r.get("note", ""),
            )


def checks(facts: Facts) -> Iterator[Part]:
    """The cross-checks by how they came out."""
    try:
        entries = totals.entries(facts.ask)
    except NotAnswered:
        return
    found = classed((e.outcome.kind, e) for e in entries)
    for verdict, heading in VERDICTS.items():
        lines = [
            Line(e.outcome.label, "", joined(e.outcome.written, e.note), id=e.outcome.check_id)
            for e in found.get(verdict, ())
        ]
        charts = [of_check(e.outcome, address) for e in found.get(verdict, ()) if verdict][:40]
        folded = verdict != "inconsistent"
        if lines:
            yield Part(f"{heading} ({len(lines)})", lines, charts=charts[:0], folded=folded)


def questions(facts: Facts) -> dict[str, Any]:
    """What passages raise and no document answers, by document."""
    found = classed((q["source_id"], q) for q in facts.tables.get("open_questions", ()))
    parts = []
    for source, rows in found.items():
        lines = []
        for q in rows:
            searched = len(facts.by("searches", "question_id", q["question_id"]))
            claim = facts.row("claims", q.get("claim_id", ""))
            words = joined(
                f"raised by: {claim['statement']}" if claim else "",
                f"{plural(searched, 'search')} found no answer",
                q.get("note", ""),
            )
            line = Line(q["question"], address("claims", q.get("claim_id", "")), words)
            lines.append(line._replace(id=q["question_id"]))
        name = names.name(facts, "sources", source)
        parts.append(Part(name, *cut(lines), id=f"source-{source}"))
    return {"parts": parts}


def glossary(facts: Facts) -> dict[str, Any]:
    """What the words mean: how numbers agree, then the listed values of the tables."""
    words = [*FITS.values(), *WORDS.items()]
    fits = [Line(name, "", about, id=f"fit-{n}") for n, (name, about) in enumerate(words)]
    parts = [Part("How numbers fit together", fits, id="fit")]
    for table in GLOSSARY.split():
        resource = facts.package.by_name.get(table)
        for field in resource.schema.fields if resource else ():
            own = f"{table}-{field.name}"
            said = [c for c in field.spec.get("categories") or () if isinstance(c, dict)]
            values = {str(c.get("value", "")): str(c.get("label", "")) for c in said}
            lines = [Line(names.spoken(v), "", w, id=f"{own}-{v}") for v, w in values.items()]
            title = f"{field.spec.get('title') or field.name} ({names.spoken(table)})"
            parts.append(Part(title, lines, str(field.spec.get("description", "")), own))
    return {"parts": [p for p in parts if p.lines]}
