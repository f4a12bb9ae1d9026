"""Data packages of the shape of ours, of any size: `python -m benchmarks.generate CLAIMS DIR`.

All tables and schemas of the shipped package, as many rows of each for a claim as it has, every key
and reference right and the canonical form kept, so that `bru validate` finds nothing. With faults,
`truth.csv` beside the descriptor says what there is to find.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import click

from benchmarks import faulty
from benchmarks import generic as strangers
from benchmarks.rows import TABLES
from benchmarks.words import sizes

ROOT = Path(__file__).parents[1]
BATCH = 20_000  # rows that are in memory at a time


def write_table(path: Path, rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Write rows in canonical form; the size and hash for the descriptor."""
    digest, size, records = hashlib.sha256(), 0, iter(rows)
    with path.open("wb") as file:
        while batch := list(islice(records, BATCH)):
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(batch)
            data = text.getvalue().encode()
            digest.update(data)
            size += file.write(data)
    return {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}


def generate(claims: int, folder: Path, plan: faulty.Plan | None = None) -> None:
    """Write a package with so many claims, with faults if there is a plan for them."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    shutil.copytree(ROOT / "schemas", folder / "schemas", dirs_exist_ok=True)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    truth: list[faulty.Fault] = []
    for resource in descriptor["resources"]:
        schema = json.loads((folder / resource["schema"]).read_text("utf-8"))
        header = [field["name"] for field in schema["fields"]]
        rows: Iterable[Sequence[str]] = TABLES[resource["name"]](sizes(claims))
        if plan:
            key = schema["primaryKey"]
            rows = faulty.spoil(resource["name"], header, key, rows, plan, truth)
        resource |= write_table(folder / resource["path"], chain([header], rows))
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, "utf-8")
    if plan:
        found = (tuple(map(str, fault)) for fault in truth)
        write_table(folder / "truth.csv", chain([faulty.Fault._fields], found))


def generic(letters: int, folder: Path, sort: str, plan: faulty.Plan | None = None) -> None:
    """Write a package that knows nothing of ours, with so many letters and texts of a sort."""
    for name in ("data", "schemas"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    truth: list[faulty.Fault] = []
    resources: list[dict[str, Any]] = []
    for name, make in strangers.TABLES.items():
        fields, keys = strangers.FIELDS[name], strangers.KEYS.get(name, [])
        schema = {"fields": fields, "primaryKey": [fields[0]["name"]]}
        schema |= {"foreignKeys": keys} if keys else {}
        path = f"schemas/{name}.json"
        (folder / path).write_text(json.dumps(schema, indent=1) + "\n", "utf-8")
        header = [field["name"] for field in fields]
        rows: Iterable[Sequence[str]] = make(strangers.Sizes(letters), sort)
        if plan:
            own = strangers.FAULTS[name]
            rows = faulty.spoil(name, header, header[:1], rows, plan, truth, own)
        table = {"name": name, "type": "table", "path": f"data/{name}.csv", "schema": path}
        write_table(folder / table["path"], chain([header], rows))
        resources.append(table)
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    package = {"$schema": profile, "name": "letters", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1) + "\n", "utf-8")
    if plan:
        found = (tuple(map(str, fault)) for fault in truth)
        write_table(folder / "truth.csv", chain([faulty.Fault._fields], found))


@click.command()
@click.argument("claims", type=click.IntRange(min=200))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--faults", metavar="RATE|all", help="Share of the rows that get a fault.")
@click.option("--seed", default=1, help="Chooses the rows with faults.")
@click.option("--readable", is_flag=True, help="No faults that keep a reader from reading rows.")
@click.option(
    "--generic", "sort", type=click.Choice([*strangers.BEGINNINGS]), help="Not ours: sort of texts."
)
def main(
    claims: int, folder: Path, faults: str | None, seed: int, readable: bool, sort: str | None
) -> None:
    """Write a package with CLAIMS claims to FOLDER; with faults, also what is wrong: truth.csv."""
    every = faults == faulty.ALL
    plan = faulty.Plan(faults, seed, not (readable or every)) if faults else None
    if sort:
        generic(claims, folder, sort, plan)
    else:
        generate(claims, folder, plan)


if __name__ == "__main__":
    main()
