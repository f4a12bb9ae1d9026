"""A static explorer of a package: pages that work from a file, without network and server.

Files by their path below the folder of the site; the same package gives the same bytes. Everything
is plain HTML, readable without scripts; one script searches, filters, copies and downloads.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from bru.claims import plot
from bru.claims.documents.account import Account
from bru.claims.export.jsonld import nodes
from bru.claims.numbers.conflicts import Group
from bru.claims.plot.intervals import of_group
from bru.claims.plot.timeline import dated
from bru.claims.provenance import names
from bru.claims.provenance.facts import KEYS, Facts
from bru.claims.provenance.history import History
from bru.claims.provenance.sections import citation
from bru.claims.queries import Answer, answers, identified
from bru.claims.site import claim, line, search, tops
from bru.claims.site.entities import ENTITIES
from bru.claims.site.line import MOST, address, of_question, of_row
from bru.export.content import Content
from bru.model.grammar import plural
from bru.store import own

TOPS = {  # pages at the top: template, title, what the page is, and what makes it
    "documents": ("documents", "Documents", "What was read, and how much of it the claims cover."),
    "actors": ("actors", "Actors", "Who acts, and who works with whom."),
    "projects": ("parts", "Projects", "Programmes, treaties, loans, plans: how far each has come."),
    "timeline": ("timeline", "Timeline", "What happened and what is due. Pale bars: vague dates."),
    "numbers": ("numbers", "Numbers", "Every number as stated, and the values it can stand for."),
    "disagreements": (
        "disagreements",
        "Disagreements",
        "Where numbers clash or agree, and which claims dispute others.",
    ),
    "questions": ("parts", "Not said", "What the documents raise and none of them answers."),
    "answers": ("answers", "Answers", "Common questions, answered from the data."),
    "glossary": ("parts", "Glossary", "What the words on these pages mean."),
}
MENU = {"claims": "Claims", **{k: v[1] for k, v in TOPS.items()}}
CODE = re.compile("[a-z]+(?:_[a-z]+)+")  # of listed values, in answers
FEW = 6  # lines of a part of the first page
LISTED = 500  # claims that the list has without scripts
DATES = ("time_period", "dated", "at_the_latest", "due", "status_as_of", "base_period", "dates")


class Given(NamedTuple):
    """What a site is made from beside the tables.

    `known`: the history of an ID; `account`: of copies of the documents, for their holder only;
    `site`: the address that the site will have, for link previews, "" if it is not known.
    """

    known: Callable[[str], History]
    version: str
    account: Account | None = None
    site: str = ""


def build(facts: Facts, content: Content, given: Given) -> Iterator[tuple[str, bytes]]:
    """Every file of the site, one after the other: a large site does not fit into memory.

    Raises NotAnswered, and before there is any file ValueError for a package that is not about
    claims and ModuleNotFoundError where Jinja2 is missing.
    """
    from bru.claims.site.page import Pages

    return files(facts, content, given, Pages, answers(content, "a site"))


def files(
    facts: Facts, content: Content, given: Given, pages: Any, told: Sequence[Answer]
) -> Iterator[tuple[str, bytes]]:
    """The files, made when they are asked for."""
    title = str(facts.package.spec.get("title") or facts.package.name)
    about = {"title": title, "menu": MENU, "version": given.version, "holder": given.account}
    page = pages(facts, **about, site=given.site.rstrip("/"))
    linked = nodes(content)
    yield from top_pages(page, facts, told, next(linked))
    node = finder(linked)
    for table, shown in ENTITIES.items():
        for row in facts.tables.get(table, ()):
            path, about = address(table, row[KEYS[table][0]]), entity(facts, table, row, shown)
            yield path, page("entity", path, **about, node=node(f"bru:{table}/{about['own']}"))
    copies = (
        {d.source_id: d.copy for d in given.account.documents if d.copy} if given.account else {}
    )
    for row in facts.tables.get("claims", ()):
        own_id, about = row["claim_id"], claim.shown(facts, row, copies)
        more = {"history": given.known(own_id).text, "node": node(f"bru:claims/{own_id}")}
        yield (path := address("claims", own_id)), page("claim", path, **about, **more)
    for answer in told:
        path = f"answers/{answer.question.name}.html"
        yield path, page("answer", path, answer=answer, **without_ids(facts, answer))
    yield "assets/data.js", search.data(facts, told, {k: v[1:] for k, v in TOPS.items()})
    for name in plot.PICTURES:
        yield f"pictures/{name}.svg", plot.image(name, facts)
    if given.site:  # previews show no SVG
        yield "pictures/intervals.png", plot.image("intervals", facts, "png")
    if given.account:
        from bru.claims.render.document import page as texts

        yield "text.html", texts(given.account, given.version).encode("utf-8")
    yield from ((f"assets/{n}", data) for n, data in own.folder("claims/site/assets").items())


def finder(nodes: Iterator[dict[str, Any]]) -> Callable[[str], dict[str, Any] | None]:
    """Finds nodes of linked data by ID, each once, in nearly their order: all are too many."""
    passed: dict[str, dict[str, Any]] = {}

    def find(wanted: str) -> dict[str, Any] | None:
        while wanted not in passed and (node := next(nodes, None)):
            passed[node["@id"]] = node
        return passed.pop(wanted, None)

    return find


def top_pages(
    page: Any, facts: Facts, told: Sequence[Answer], dataset: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    """The pages at the top."""
    yield "index.html", page("start", "index.html", **front(facts), dataset=dataset)
    makers: Mapping[str, Callable[[Facts], dict[str, Any]]] = {
        "answers": lambda _: {"answers": told},
        "numbers": line.by_measure,
        "timeline": lambda facts: {"charts": dated(facts, address)},
    }
    for name, (template, heading, lead) in TOPS.items():
        path, shown = f"{name}.html", (makers.get(name) or getattr(tops, name))(facts)
        yield path, page(template, path, heading=heading, lead=lead, **shown)
    rows = facts.tables.get("claims", ())
    shown = {"rows": rows[:LISTED], "more": len(rows) - LISTED}
    yield "claims.html", page("claims", "claims.html", **shown)


def front(facts: Facts) -> dict[str, Any]:
    """What the first page shows."""
    count = {table: len(rows) for table, rows in facts.tables.items()}
    often = Counter(r["actor_id"] for r in facts.tables.get("claim_actors", ()))
    top = [of_row(facts, "actors", a, plural(n, "claim")) for a, n in often.most_common(2 * FEW)]
    sectors = Counter(c["sector"] for c in facts.tables.get("claims", ()) if c.get("sector"))
    asked = facts.tables.get("open_questions", ())
    answered = {q.get("source_id"): q for q in asked}  # one of each document first
    first = [*answered.values(), *(q for q in asked if answered[q["source_id"]] is not q)][:FEW]
    people = [a for a, _ in often.most_common() if facts.row("actors", a).get("kind") == "person"]
    tries = [names.name(facts, "actors", a).split()[-1] for a in people[:1]]
    tries += [names.name(facts, "sectors", s) for s, _ in sectors.most_common(3)[-1:]]
    return {
        "headline": headline(facts),
        "documents": [tops.document(facts, s) for s in facts.tables.get("sources", ())],
        "count": count,
        "questions": [of_question(facts, q) for q in first],
        "actors": top,
        "sectors": [
            of_row(facts, "sectors", s, plural(n, "claim")) for s, n in sectors.most_common()
        ],
        "clashes": [*tops.clashing(facts)][:3],
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


def entity(facts: Facts, table: str, row: Mapping[str, str], shown: Any) -> dict[str, Any]:
    """What the page of a row is made from."""
    own = row[KEYS[table][0]]
    about = shown(facts, row)
    found = [p for p in about.parts if p.lines or p.charts]
    return {
        "table": table,
        "own": own,
        "heading": row.get("title") or names.name(facts, table, own),
        "about": about,
        "parts": found,
        "citation": citation(facts, table, own),
    }


def without_ids(facts: Facts, answer: Answer) -> dict[str, Any]:
    """The columns and rows of an answer, each cell with the address of what it names.

    An ID is the address of the cell before it.
    """
    ids = identified(answer.columns)

    def cell(column: str, value: Any) -> tuple[str, str]:
        words = "" if value is None else str(value)
        if column in DATES:
            return "; ".join(map(names.in_words, words.split("; "))), ""
        words = {"true": "yes", "false": "no"}.get(words, words)
        if column == "country":
            return names.area(facts, words), ""
        shown = names.spoken(words) if CODE.fullmatch(words) else words
        return shown, addresses(facts).get(words, "")

    rows: list[list[tuple[str, str]]] = []
    for row in answer.rows[:MOST]:
        rows.append([])
        for n, (column, value) in enumerate(zip(answer.columns, row, strict=True)):
            if n in ids:
                rows[-1][-1] = rows[-1][-1][0], address(ids[n], value or "")
            else:
                rows[-1].append(cell(column, value))
    return {"columns": [c for n, c in enumerate(answer.columns) if n not in ids], "rows": rows}


@lru_cache(maxsize=1)
def addresses(facts: Facts) -> Mapping[str, str]:
    """Where what has a name is shown, by name."""
    return {
        names.name(facts, table, own): address(table, own)
        for table in ("measures", "sectors", "sources", "projects", "actors", "claims")
        for row in facts.tables.get(table, ())
        if (own := row[KEYS[table][0]])
    }
