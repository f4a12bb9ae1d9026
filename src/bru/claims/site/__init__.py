"""A static explorer of a package: pages that work from a file, without network and server.

Files by their path below the folder of the site; the same package gives the same bytes. Tables are
sorted, searched and filtered by DataTables, whose code travels with the pages; everything else is
plain HTML, readable without scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bru.check.rulebook import load_rules
from bru.claims.numbers import totals
from bru.claims.numbers.conflicts import classed
from bru.claims.provenance.facts import KEYS, Facts
from bru.claims.provenance.history import History, with_history
from bru.claims.provenance.why import why
from bru.claims.render.why import as_json
from bru.claims.site.content import listed, script, sectioned
from bru.model.question import NotAnswered
from bru.render import to_json
from bru.store import own

MENU = {  # pages at the top: file and name
    "index": "Start",
    "conflicts": "Conflicts",
    "totals": "Totals",
    "timeline": "Timeline",
    "network": "Network",
    "documents": "Documents",
    "changes": "Changes",
    "rules": "Rules",
}
FIRST = ("no verdict", "inconsistent", "consistent", "entailed")  # what wants a look first


def build(
    facts: Facts, known: Callable[[str], History], strips: str, changelog: str, tool_version: str
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site, one after the other: a large site does not fit into memory.

    `known`: the history of an ID; `strips`: of the documents, as SVG, and `changelog`, as Markdown,
    may be empty. Raises NotAnswered, and ModuleNotFoundError where Jinja2, marko or matplotlib is
    missing.
    """
    tops = top_pages(facts, strips, changelog)
    for path, text in pages(facts, known, tops, tool_version):
        yield path, text.encode("utf-8")
    for name, data in own.folder("claims/site/assets").items():
        yield f"assets/{name}", data


def pages(
    facts: Facts,
    known: Callable[[str], History],
    tops: Mapping[str, Mapping[str, Any]],
    tool_version: str,
) -> Iterator[tuple[str, str]]:
    """The path and text of every page and of the scripts with the rows of the tables."""
    from bru.claims.site.page import Pages

    page = Pages(facts, MENU, tool_version)
    for table in facts.tables:
        shown = listed(facts, table)
        yield f"tables/{table}.html", page("table", f"tables/{table}.html", table=shown)
        yield f"tables/{table}.js", script(shown)
    for table, (key, _) in KEYS.items():
        for cells in facts.tables.get(table, ()):
            answer = why(facts, cells[key])
            if answer.table == table:
                answer = with_history(answer, known(answer.id))
                path = f"{table}/{answer.id}.html"
                sections = sectioned(facts, answer)
                yield path, page("row", path, answer=answer, sections=sections)
                yield f"{table}/{answer.id}.json", as_json(answer, tool_version)
    for name, given in tops.items():
        yield f"{name}.html", page(name, f"{name}.html", **given)
    yield "index.json", to_json(index(facts, tool_version))


def top_pages(facts: Facts, strips: str, changelog: str) -> Mapping[str, Mapping[str, Any]]:
    """What each page at the top is made from."""
    try:
        found: Any = facts.conflicts
        entries: Sequence[totals.Entry] = totals.entries(facts.ask)
    except NotAnswered:
        found, entries = None, ()
    verdicts = sorted(((verdict(e), e) for e in entries), key=lambda pair: FIRST.index(pair[0]))
    kinds = classed((group.kind, group) for group in found.groups) if found else {}
    return {
        "index": {"spec": facts.package.spec},
        "conflicts": {"conflicts": found, "kinds": kinds},
        "totals": {"verdicts": classed(verdicts)},
        "timeline": {},
        "network": {},
        "documents": {"strips": strips},
        "changes": {"changelog": changelog},
        "rules": {"rules": load_rules()},
    }


def verdict(entry: totals.Entry) -> str:
    """How a check came out, in a word or two."""
    found = entry.outcome.verdict
    return found.verdict if found else FIRST[0]


def index(facts: Facts, tool_version: str) -> dict[str, Any]:
    """What is in the site, for programs: the tables with the addresses of their rows' pages."""
    return {
        "bru": tool_version,
        "package": facts.package.name,
        "version": facts.package.version,
        "tables": {t: [f"{t}/{c[KEYS[t][0]]}.json" for c in facts.tables.get(t, ())] for t in KEYS},
    }
