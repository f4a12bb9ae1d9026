"""Numbers on pages: as charts of the quantities they belong to, and as lines by measure."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bru.claims.numbers.conflicts import Group, classed
from bru.claims.plot.intervals import of_group
from bru.claims.provenance import names
from bru.claims.provenance.facts import Cells, Facts
from bru.claims.provenance.sections import number
from bru.claims.render.dates import in_words
from bru.claims.site.line import About, Line, Part, address, cut, joined

CHARTS = 30  # on one page


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
        areas, project, in_words(cells.get("time_period", "")), names.voice(facts, claim)
    )
    return Line(number(cells), address("claims", cells["claim_id"]), words, id=cells["figure_id"])
