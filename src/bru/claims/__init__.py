"""The pack for datasets of claims: rules, numbers, documents, provenance, pages.

What it brings to the house is registered here: `TABLES` (with the fields that its rules need; a
package that declares the pack has them), `COMMANDS` by section of the help, `EXPORTS`, `FILLED` (by
table, fields and the command that fills them in), the modules of the `FILLERS` of new rows and of
the expander of a `SHEET`, the way in which a row of a table ties where none is given (`OTHERWISE`),
the boolean that is false where another field is empty (`ABOUT`), the field in which rows agree that
become one (`APART`), what a new row says (`spoken`), the columns `derived` from those of a table,
and its `wide_columns`: with names, bounds and sources in each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bru.export.content import Content

TABLES = {
    "claims": "claim_id source_id statement kind event_type hedged asserted_by stated_at "
    "time_period time_inferred span_start span_end span_words span_sha256 span_exact_sha256 note",
    "exclusions": "source_id span_start span_end reason",
    "figures": "figure_id claim_id measure ref_area counterpart_area project_id time_period "
    "time_inferred obs_value unit_mult decimals qualifier unit_measure",
    "measures": "measure_id unit_kind",
    "units": "unit_id kind",
    "claim_actors": "claim_id actor_id role",
    "claim_projects": "claim_id project_id",
    "citations": "claim_id outlet cited_date",
    "sources": "source_id publisher published language document_sha256 document_chars "
    "from_elsewhere",
    "positions": "actor_id title organisation claim_id",
    "actors": "actor_id name kind country description",
    "projects": "project_id name kind part_of status status_as_of",
    "project_participants": "project_id actor_id claim_id",
    "open_questions": "question_id source_id claim_id question span_start span_end span_words "
    "span_sha256 span_exact_sha256",
    "searches": "question_id subject answer scope",
    "checks": "check_id label relation expected note",
    "check_terms": "check_id side position coefficient figure_id count_parts_of count_role date_of",
    "claim_links": "claim_id relation other_claim_id",
    "actor_names": "actor_id name source_id",
}

COMMANDS = {
    "Check": {
        "totals": "claims.commands.numbers",
        "conflicts": "claims.commands.numbers",
        "evidence": "claims.commands.passages",
    },
    "Edit": {"todo": "claims.commands.passages", "cite": "claims.commands.passages"},
    "Look": {
        "why": "claims.commands.look",
        "query": "claims.commands.look",
        "site": "claims.commands.look",
        "plot": "claims.commands.look",
    },
}

FILLERS = "claims.commands.source"
SHEET = "claims.todo.filled"
OTHERWISE = {"claim_actors": "mentioned"}
ABOUT = {"time_inferred": "time_period"}
APART = {"sources": "document_sha256"}
SPAN = "span_start span_end span_words span_sha256 span_exact_sha256"
CITED = '`bru cite {source_id} "PASSAGE" --documents DIR` prints the span values'
FILLED = {
    "claims": {SPAN: CITED},
    "exclusions": {SPAN: CITED},
    "open_questions": {SPAN: CITED},
    "sources": {"document_sha256 document_chars": "`bru new source FILE --dry-run` prints it"},
}


EXPORTS = {  # what each is, its module, the suffix of its main file
    "jsonld": (
        "Linked data: schema.org Dataset, Claim and Observation, with PROV",
        "claims.export.jsonld",
        ".jsonld",
    ),
    "ftm": (
        "FollowTheMoney entities: actors, projects, participation, offices, documents",
        "claims.export.ftm",
        ".ftm.json",
    ),
    "wide": (
        "Claims and figures as two CSV tables with names, bounds and sources in each row",
        "claims.export.wide",
    ),
}


def wide_columns(content: Content, name: str) -> Iterator[tuple[str, str, list[Any]]]:
    """Name, dtype and values of each column of a wide table. Raises ValueError for another one."""
    from bru.claims.export.wide import columns

    return columns(content, name)


READY = {  # what Datasette is told of these tables
    "claims_wide": {
        "title": "Claims, ready to use",
        "description": "One row a claim, with names beside IDs, figures in words and the source.",
        "facets": ["source", "speaker", "kind", "event_type", "sector_name", "hedged"],
    },
    "figures_wide": {
        "title": "Figures, ready to use",
        "description": "One row a number, with its bounds, who says it, and the source.",
        "facets": ["measure_name", "source", "speaker", "project"],
    },
}


def ready(content: Content) -> Mapping[str, tuple[Any, Sequence[str]]]:
    """Wide tables for a database, by name: columns, and their names; none for other packages."""
    from bru.claims.export import wide
    from bru.claims.export.facts import NEEDED

    if not content.package.has(**NEEDED):
        return {}
    return {f"{n}_wide": (wide.columns(content, n), names) for n, names in wide.COLUMNS.items()}


def questions() -> Iterable[Any]:
    """Saved questions: name, title, about, parameters with their defaults, SQL."""
    from bru.claims.queries import questions

    return questions().values()


def derived(
    cells: Mapping[str, Sequence[str | None]], each: Callable[..., list[Any]]
) -> Iterator[tuple[str, str, list[Any]]]:
    """The bounds of figures: name, dtype and values of each column.

    `cells` of a table by field, None where absent; `each` (field, values, function) tells where a
    value does not fit.
    """
    from bru.claims.numbers import terms

    stated = terms.FIGURES.fields[1:]  # what makes an interval
    if cells.keys() >= set(stated):
        rows = zip(*(cells[n] for n in stated), strict=True)
        given = [[c or "" for c in row] if row[0] else None for row in rows]
        ends = each(stated[0], given, terms.figure_interval)
        for side in ("lower", "upper"):
            yield side, "object", [end and _finite(getattr(end, side)) for end in ends]


def spoken(table: str, cells: Mapping[str, str]) -> str:
    """What a new row says, in words: the number of a figure."""
    if table != "figures" or not cells.get("obs_value"):
        return ""
    from bru.claims.provenance.sections import number

    words = number(cells)
    return "" if "(no interval" in words else words  # the reason is told as a problem


def _finite(end: Any) -> Any:
    """An end as a Decimal with all its digits, None if there is none."""
    return type(end)(f"{end:f}") if end.is_finite() else None
