"""What pages are made of: rows, charts, lists cut to so many with a link to all of them.

An address is a path from the folder of the page.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from bru.claims.numbers.conflicts import Group
from bru.claims.plot.intervals import of_group
from bru.claims.provenance import names
from bru.claims.provenance.facts import KEYS, Cells, Facts
from bru.claims.provenance.sections import number
from bru.model.classed import classed

KINDS = {  # of claims, in the order of pages
    "event": "What happened",
    "commitment": "What was agreed or promised",
    "statistic": "Numbers",
    "forecast": "What is expected",
    "position": "Wishes, demands and positions",
    "evaluation": "Judgements and causes",
    "background": "Background",
}
MOST = 400  # lines of a part
CHARTS = 30  # of numbers on one page
UNCERTAIN = "told as uncertain"
PAGES = {  # rows without a page of their own stand on one of these
    "figures": "numbers",
    "checks": "disagreements",
    "open_questions": "questions",
}


class Line(NamedTuple):
    """A text that leads somewhere, and what is said beside it.

    `tag`: a word in front; `data`: by which scripts sort and choose.
    """

    text: str
    address: str = ""
    beside: str = ""
    tag: str = ""
    id: str = ""
    data: Mapping[str, str | int] = {}


class Part(NamedTuple):
    """A section of a page.

    `charts`: drawn before its lines; `folded`: shown when asked for; `total`: of lines, where not
    all are shown.
    """

    title: str
    lines: Sequence[Line] = ()
    about: str = ""
    id: str = ""
    charts: Sequence[Any] = ()
    folded: bool = False
    total: int = 0


class About(NamedTuple):
    """A page of a row: what it is in words, its facts by name, and its parts."""

    kind: str
    facts: Sequence[tuple[str, Sequence[Line]]]
    parts: Sequence[Part]
    description: str = ""


def known(**told: str | Line | Sequence[Line]) -> list[tuple[str, Sequence[Line]]]:
    """Facts by name, those that there are."""
    found: list[tuple[str, Sequence[Line]]] = []
    for key, value in told.items():
        lines = [Line(value)] if isinstance(value, str) and value else value or []
        lines = [lines] if isinstance(lines, Line) else [x for x in lines if x.text]
        if lines:
            found.append((names.spoken(key).capitalize(), lines))
    return found


def address(table: str, identifier: str) -> str:
    """Where a row is shown."""
    if table in PAGES:
        return f"{PAGES[table]}.html#{identifier}"
    return f"{table}/{identifier}.html" if table in KEYS and identifier else ""


def joined(*words: str) -> str:
    """What there is, with dots between."""
    return " · ".join(filter(None, words))


def figures(facts: Facts, claim: str) -> str:
    """The numbers of a claim as stated."""
    rows = facts.by("figures", "claim_id", claim)
    return "; ".join(dict.fromkeys(number(r).partition(", that is")[0] for r in rows))


def of_claim(facts: Facts, claim: Cells, tag: str = "", beside: str = "") -> Line:
    """A claim by its statement, with who says it, where and when."""
    words = (
        names.name(facts, "sources", claim.get("source_id", "")),
        names.name(facts, "actors", claim.get("asserted_by", "")),
        names.in_words(claim.get("time_period", "")),
    )
    own = address("claims", claim["claim_id"])
    tag = joined(tag, UNCERTAIN if claim.get("hedged") == "true" else "")
    return Line(claim["statement"], own, joined(*words, beside), tag)


def of_row(facts: Facts, table: str, identifier: str, beside: str = "") -> Line:
    """A row of any other table by its name."""
    return Line(names.name(facts, table, identifier), address(table, identifier), beside)


def of_question(facts: Facts, cells: Cells) -> Line:
    """An open question."""
    source = names.name(facts, "sources", cells.get("source_id", ""))
    own = cells["question_id"]
    return Line(cells["question"], address("open_questions", own), source)


def of_claims(
    facts: Facts, title: str, claims: Collection[Cells], filters: str, id: str, about: str = ""
) -> Part:
    """A part of claims; of many the first, and a way to the list of all with these filters."""
    lines = [of_claim(facts, c) for c in islice(claims, MOST)]
    if len(claims) > MOST:
        lines.append(Line(f"All {len(claims):,} claims", f"claims.html#{filters}"))
    return Part(title, lines, about, id, total=len(claims))


def by_kind(facts: Facts, claims: Iterable[Cells], filters: str) -> list[Part]:
    """Claims in parts by kind, each claim once; `filters`: of the list, beside the kind."""
    once = {c["claim_id"]: c for c in claims if c}
    found = classed((c.get("kind", ""), c) for c in once.values())
    order = [*KINDS, *sorted(found.keys() - KINDS.keys())]
    return [
        of_claims(
            facts,
            KINDS.get(kind, names.spoken(kind)),
            found[kind],
            f"{filters}&kind={kind}",
            f"kind-{kind}",
            names.label(facts, "claims", "kind", kind),
        )
        for kind in order
        if kind in found
    ]


@lru_cache(maxsize=1)
def groups_by_figure(facts: Facts) -> Mapping[str, Group]:
    """What is said of the quantity of a figure, by figure."""
    return {f: g for g in facts.conflicts.groups for m in g.members for f in m.figures}


def numbers(facts: Facts, rows: Sequence[Cells]) -> Part:
    """Figures, as charts of the quantities they belong to."""
    found = groups_by_figure(facts)
    of_rows = (found[i] for r in rows if (i := r["figure_id"]) in found)
    groups = [*{id(g): g for g in of_rows}.values()]
    charts = [of_group(facts, g, address) for g in groups[:CHARTS]]
    left = f"The first {CHARTS} of {len(groups):,}." if len(groups) > CHARTS else ""
    return Part("Numbers", charts=charts, id="numbers", about=left)


def measure(facts: Facts, cells: Cells) -> About:
    """Every number of a measure."""
    own = cells["measure_id"]
    return About(
        "measure", (), [numbers(facts, facts.by("figures", "measure", own))], cells["definition"]
    )


def by_measure(facts: Facts) -> dict[str, Any]:
    """Every number as stated, by measure."""
    found = classed((f["measure"], f) for f in facts.tables.get("figures", ()))
    parts = []
    for measure, rows in found.items():
        lines = [of_figure(facts, r) for r in rows]
        name = names.name(facts, "measures", measure)
        parts.append(Part(name, *cut(lines), id=address("measures", measure)))
    return {"parts": parts}


def of_figure(facts: Facts, cells: Cells) -> Line:
    """A number with what it is about, when, and who says it."""
    claim = facts.row("claims", cells["claim_id"])
    areas = "–".join(
        names.area(facts, cells[f]) for f in ("ref_area", "counterpart_area") if cells.get(f)
    )
    project = names.name(facts, "projects", cells["project_id"]) if cells.get("project_id") else ""
    words = joined(
        areas, project, names.in_words(cells.get("time_period", "")), names.voice(facts, claim)
    )
    return Line(number(cells), address("claims", cells["claim_id"]), words, id=cells["figure_id"])


def cut(lines: Sequence[Line], most: int = MOST) -> tuple[Sequence[Line], str]:
    """What is shown of many lines, and a word on the rest."""
    return lines[:most], f"The first {most:,} of {len(lines):,}." if len(lines) > most else ""


def web(url: str) -> bool:
    """Whether an address may be linked."""
    return url.startswith(("https://", "http://"))
