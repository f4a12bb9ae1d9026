"""Packages of right rows about texts of our own making: `tests/right/NAME.toml`.

The texts are about matters that no rule was fitted to, and their rows were written before anybody
looked at how rules read them. A passage is given by its first and last words, `first … last`; a
figure as `measure [qualifier] value [power of ten] [unit] [AREA] [@time]`.

    python tests/support/right.py FOLDER [NAME …]     writes the package and its documents there
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bru.claims.documents.evidence import span
from bru.claims.prose.units import CURRENCY, units

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "right"
NAMES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
FIGURE = re.compile(
    r"(?P<measure>\S+)(?: (?P<qualifier>[a-z_]+))? (?P<obs_value>-?[\d.]+)(?: (?P<unit_mult>-?\d+))?"
    r"(?: (?P<unit_measure>[a-z_]{3,}|[A-Z]{3}))?(?: (?P<ref_area>[A-Z]{2}))?(?: @(?P<time_period>\S+))?"
)
DEFAULTS = {"mutual": "false", "time_inferred": "false", "hedged": "false"}
Row = dict[str, Any]


class Right(NamedTuple):
    """A package of right rows: files, documents by name, rows of each table."""

    files: dict[str, bytes]
    documents: dict[str, bytes]
    rows: dict[str, list[Row]]

    @property
    def size(self) -> int:
        """The number of rows."""
        return sum(map(len, self.rows.values()))


def package(names: Iterable[str] = NAMES) -> Right:
    """The package of these texts."""
    tables: dict[str, list[Row]] = {}
    documents = {}
    for name in names:
        given = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        text = given["text"]
        documents[f"{name}.txt"] = text.encode()
        for table, rows in read(given, text).items():
            there = tables.setdefault(table, [])
            there += [row for row in rows if row not in there]  # measures are shared
    return Right({**written(tables)}, documents, tables)


def read(given: Mapping[str, Any], text: str) -> dict[str, list[Row]]:
    """The rows of one text, by table."""
    source = given["source"]["source_id"]
    where = {"source_id": source}

    def named(table: str, fields: str, **more: str) -> list[Row]:
        keys = fields.split()
        return [{**dict(zip(keys, row, strict=True)), **more} for row in given.get(table, ())]

    data = text.encode()
    pins = {"document_sha256": hashlib.sha256(data).hexdigest(), "document_chars": len(text)}
    tables = {
        "sources": [{**given["source"], **pins}],
        "actors": named("actors", "actor_id name kind country part_of description"),
        "actor_names": named("names", "actor_id name kind", **where),
        "positions": named("positions", "actor_id title organisation claim_id"),
        "projects": named(
            "projects", "project_id name kind sector status time_period part_of description"
        ),
        "sectors": [],
        "project_participants": named("participants", "project_id actor_id role claim_id"),
        "measures": named("measures", "measure_id name definition unit_kind mutual"),
        "claim_links": named("links", "claim_id relation other_claim_id note"),
        "exclusions": [{**stretch(text, words), **where, "reason": why} for words, why in given["exclusions"]],
        "claims": [], "claim_actors": [], "claim_projects": [], "figures": [], "citations": [],
    }  # fmt: skip
    tables["sources"][0].setdefault("short_name", given["source"]["title"].strip("“”"))
    for project in tables["projects"]:
        known = project["status"] != "unknown"
        project["status_as_of"] = given["source"]["published"] if known else None
    named_sectors = sorted({row["sector"] for row in tables["projects"] if row["sector"]})
    tables["sectors"] = [
        {"sector_id": s, "name": s.capitalize(), "isic": "C"} for s in named_sectors
    ]
    for claim in given["claims"]:
        add(tables, claim, text, source)
    return tables


def add(tables: dict[str, list[Row]], claim: Row, text: str, source: str) -> None:
    """Add a claim and what belongs to it."""
    at = stretch(text, claim["cite"])
    marks = span(text, at["span_start"], at["span_end"])
    fields = "span_start span_end span_words span_sha256 span_exact_sha256".split()
    row = {"claim_id": claim["id"], "source_id": source, "statement": claim["says"]}
    row |= {"kind": claim["kind"], "hedged": claim.get("hedged", False), "note": claim.get("note")}
    row |= {"asserted_by": claim.get("by"), "time_period": claim.get("when")}
    row |= {"time_inferred": claim.get("inferred", False)}
    if claim["kind"] == "event":
        row["event_type"] = claim.get("event", "other")
    if outlet := claim.get("cites"):
        cited = {"claim_id": claim["id"], "position": 1, "outlet": outlet[0]}
        tables["citations"].append(cited)
    tables["claims"].append({**row, **dict(zip(fields, marks, strict=True))})
    about = [{"claim_id": claim["id"], "actor_id": a, "role": "subject"} for a in claim["about"]]
    tables["claim_actors"] += about
    projects = claim.get("projects", ())
    tables["claim_projects"] += [{"claim_id": claim["id"], "project_id": p} for p in projects]
    for number, text_of in enumerate(claim.get("figures", ()), 1):
        found = figure(text_of, claim["id"], number, projects)
        same = found.get("time_period") == claim.get("when")
        tables["figures"].append({**found, "time_inferred": same and row["time_inferred"]})


def figure(text: str, claim: str, number: int, projects: Iterable[str]) -> Row:
    """The row of a figure."""
    match = FIGURE.fullmatch(text)
    if not match:
        raise ValueError(f"{claim}: no figure: {text}")
    found: Row = {k: v for k, v in match.groupdict().items() if v}
    defaults = {"qualifier": "exact", "unit_mult": 0, "unit_measure": "count"}
    digits = len(found["obs_value"].partition(".")[2])
    ids = {"figure_id": f"{claim}-{number}", "claim_id": claim, "decimals": digits}
    return {**defaults, **found, **ids, "project_id": next(iter(projects), None)}


def stretch(text: str, words: str) -> Row:
    """Where `words` stand, or all from the first to the last of `first … last`."""
    first, mark, last = words.partition(" … ")
    start = text.index(first)
    end = text.index(last, start + len(first)) + len(last) if mark else start + len(first)
    return {"span_start": start, "span_end": end}


def written(tables: Mapping[str, list[Row]]) -> dict[str, bytes]:
    """The files of the package, with the schemas of the one that is shipped."""
    package = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    files = {}
    tables = {
        **tables,
        "units": [*map(unit_of, sorted({f["unit_measure"] for f in tables.get("figures", ())}))],
    }
    for resource in package["resources"]:
        resource.pop("bytes", None), resource.pop("hash", None)
        schema = (ROOT / resource["schema"]).read_bytes()
        files[resource["schema"]] = schema
        files[resource["path"]] = table(tables.get(resource["name"], []), json.loads(schema))
    package |= {"name": "right-rows", "title": "Right rows"}
    return {"datapackage.json": json.dumps(package, indent=2).encode(), **files}


def unit_of(code: str) -> Row:
    """The row of a unit."""
    found = units()[code]
    system = "iso4217" if found.kind == CURRENCY else "ucum"
    return {
        "unit_id": code,
        "name": found.plural or code,
        "kind": found.kind,
        "system": system,
        "code": found.ucum,
    }


def table(rows: Iterable[Row], schema: Mapping[str, Any]) -> bytes:
    """A table with the fields of its schema, sorted by its key."""
    fields = [field["name"] for field in schema["fields"]]
    key = schema["primaryKey"]
    cells = [{f: cell(row.get(f), f) for f in fields} for row in rows]
    out = io.StringIO()
    write = csv.DictWriter(out, fields, lineterminator="\n")
    write.writeheader()
    numbers = {f["name"] for f in schema["fields"] if f["type"] == "integer"}

    def order(row: Row) -> list[Any]:
        return [
            int(row[k]) if k in numbers else row[k]
            for k in ([key] if isinstance(key, str) else key)
        ]

    write.writerows(sorted(cells, key=order))
    return out.getvalue().encode()


def cell(value: object, field: str) -> str:
    """A value as CSV has it."""
    if value in (None, ""):
        return DEFAULTS.get(field, "")
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(folder: Path, names: Iterable[str] = NAMES) -> Right:
    """Write the package of these texts into a folder, its documents into `documents` there."""
    made = package(names)
    documents = {f"documents/{name}": data for name, data in made.documents.items()}
    for path, data in {**made.files, **documents}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return made


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]), sys.argv[2:] or NAMES).size} rows in {sys.argv[1]}")
