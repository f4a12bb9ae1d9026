"""Claims and figures with names beside IDs, dates and numbers as bounds: ready to be used.

One row a claim, one row a figure, in the order of the tables. Several values in one cell have
semicolons between them. Derived from the tables, never edited.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bru.claims.export.facts import Facts, Record
from bru.claims.numbers import interval
from bru.datapackage.table import write
from bru.export.content import Content
from bru.export.words import plain

SOURCE = "source source_title publisher published url"
COLUMNS = {  # of each wide table
    "claims": (
        "claim_id statement kind event_type hedged asserted_by speaker stated_at time_period start "
        "end time_inferred sector sector_name actors actor_ids places projects project_ids figures "
        f"citations source_id {SOURCE} note"
    ).split(),
    "figures": (
        "figure_id claim_id measure measure_name value lower upper obs_value unit_mult decimals "
        "qualifier unit_measure unit ref_area counterpart_area project_id project time_period "
        "start end time_inferred base_period obs_status statement hedged asserted_by speaker "
        f"source_id {SOURCE}"
    ).split(),
}
DTYPES = {
    **dict.fromkeys(("hedged", "time_inferred"), "boolean"),
    **dict.fromkeys(("unit_mult", "decimals"), "Int64"),
    **dict.fromkeys(("lower", "upper", "obs_value"), "object"),
}
Rows = Iterator[Record]


def files(content: Content) -> Mapping[str, bytes]:
    """Both tables as CSV. Raises ValueError for a package without claims."""
    facts = Facts(content, "wide")
    return {f"{name}_wide.csv": csv(columns, facts, name) for name, columns in COLUMNS.items()}


def csv(columns: Iterable[str], facts: Facts, name: str) -> bytes:
    """A wide table as CSV, each value in its one standard form."""
    given = ([row[c] for c in columns] for row in MAKERS[name](facts))
    rows = (["" if v is None else plain(v) for v in row] for row in given)
    return write([[*columns], *rows]).encode()


def columns(content: Content, name: str) -> Iterator[tuple[str, str, list[Any]]]:
    """The columns of a wide table: name, dtype of pandas, values, None where absent.

    Raises ValueError where there is no such table.
    """
    if name not in COLUMNS:
        raise ValueError(f"no wide table of {name}; there are those of {', '.join(COLUMNS)}")
    rows = list(MAKERS[name](Facts(content, "wide")))
    for column in COLUMNS[name]:
        yield column, DTYPES.get(column, "string"), [row[column] for row in rows]


def claims(facts: Facts) -> Rows:
    """The claims with what is tied to them."""
    names = {t: named(facts, t) for t in ("actors", "projects", "sectors")}
    tables = ("claim_actors", "claim_projects", "figures", "citations")
    own = {table: facts.by(table, "claim_id") for table in tables}
    about = told(facts)
    for claim in dated(facts, "claims"):
        tied = {table: rows.get(claim["claim_id"], []) for table, rows in own.items()}
        who = [
            (x["actor_id"], names["actors"][x["actor_id"]], x["role"]) for x in tied["claim_actors"]
        ]
        what = [x["project_id"] for x in tied["claim_projects"]]
        cited = [(names["actors"][x["outlet"]], x["cited_date"]) for x in tied["citations"]]
        yield {
            **claim,
            **about(claim),
            "sector_name": names["sectors"].get(claim["sector"]),
            "actors": joined(f"{name} ({role})" for _, name, role in who),
            "actor_ids": joined(actor for actor, *_ in who),
            "places": joined(name for _, name, role in who if role == "place"),
            "projects": joined(names["projects"][x] for x in what),
            "project_ids": joined(what),
            "figures": joined(in_words(x) for x in tied["figures"]),
            "citations": joined(", ".join(filter(None, pair)) for pair in cited),
        }


def figures(facts: Facts) -> Rows:
    """The figures with the claims that state them."""
    claims = {x["claim_id"]: x for x in facts["claims"]}
    names = {t: named(facts, t) for t in ("measures", "projects", "units")}
    about = told(facts)
    for figure in dated(facts, "figures"):
        claim = claims[figure["claim_id"]]
        said = {name: claim[name] for name in ("statement", "hedged", "asserted_by", "source_id")}
        yield {
            **said,
            **about(claim),
            **figure,
            "measure_name": names["measures"][figure["measure"]],
            "value": in_words(figure),
            "unit": names["units"][figure["unit_measure"]],
            "project": names["projects"].get(figure["project_id"]),
        }


def named(facts: Facts, table: str) -> dict[str | None, str]:
    """The names of the rows of a table, by ID."""
    own = facts.content.tables[table].primary_key[0]
    return {x[own]: x["name"] for x in facts[table]}


def told(facts: Facts) -> Callable[[Record], dict[str, Any]]:
    """Who says a claim, and the document that has it."""
    names, sources = named(facts, "actors"), {x["source_id"]: x for x in facts["sources"]}

    def about(claim: Record) -> dict[str, Any]:
        source = sources[claim["source_id"]]
        return {
            "speaker": names.get(claim["asserted_by"]),
            "source": source["short_name"],
            "source_title": source["title"],
            "publisher": names.get(source["publisher"]),
            "published": source["published"],
            "url": source["url"],
        }

    return about


def dated(facts: Facts, table: str) -> Rows:
    """The records of a table with what is derived: bounds, first and last day of the period."""
    derived = facts.content.tables[table].derived
    names = {name: name.removeprefix("time_period_") for name in derived}
    for number, record in enumerate(facts[table]):
        yield {**record, **{names[n]: values[number] for n, values in derived.items()}}


def in_words(figure: Record) -> str:
    """A number as stated: "more than 50 billion USD"."""
    value = f"{figure['obs_value']:f}"
    how, unit = figure["qualifier"], figure["unit_measure"]
    return interval.stated(value, figure["unit_mult"], how, unit)


def joined(values: Iterable[str]) -> str | None:
    """Several values in one cell."""
    return "; ".join(values) or None


MAKERS: Mapping[str, Callable[[Facts], Rows]] = {"claims": claims, "figures": figures}
