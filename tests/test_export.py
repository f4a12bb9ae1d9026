"""Exports: what comes back equals the tables, the same version gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import BufferReader, parquet

import bru
from bru.export import FORMATS
from bru.export.content import open_content
from bru.export.words import filename
from bru.export.xlsx import sheet_names
from bru.store.output import MANIFEST
from support import ROOT, exported
from support.commands import call, edit, write_package
from support.exported import EXPECTED, Rows
from tools.memory import Memory

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(bru.__file__).parents[1])}
PARSED: dict[str, Any] = {
    "number": Decimal,
    "boolean": bool,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "object": json.loads,
    "array": json.loads,
}


def from_sqlite(files: dict[str, bytes]) -> dict[str, Rows]:
    """The tables of a database, their types by what it tells of its fields."""
    with closing(opened(files)) as db:
        kinds = {(t, f): k for t, f, k in db.execute("SELECT resource, field, type FROM _fields")}
        return {
            table: [
                {n: value(kinds[table, n], v) for n, v in dict(row).items()}
                for row in db.execute(f'SELECT * FROM "{table}" ORDER BY _rowid_')
            ]
            for table in dict.fromkeys(t for t, _ in kinds)
        }


def opened(files: dict[str, bytes]) -> sqlite3.Connection:
    """A connection to the database of an export."""
    db = sqlite3.connect(":memory:")
    db.deserialize(next(data for name, data in files.items() if name.endswith(".db")))
    db.execute("PRAGMA foreign_keys = ON")
    db.row_factory = sqlite3.Row
    return db


def value(kind: str, stored: Any) -> Any:
    """A stored value by the type of its field."""
    return stored if stored is None or kind not in PARSED else PARSED[kind](stored)


def from_jsonl(files: dict[str, bytes], kinds: dict[tuple[str, str], str]) -> dict[str, Rows]:
    """The tables of JSON Lines; the file tells numbers, texts, booleans, objects and lists."""

    def typed(table: str, name: str, found: Any) -> Any:
        kind = kinds[table, name]
        return found if kind in ("boolean", "object", "array") else value(kind, found)

    tables = {}
    for path, data in files.items():
        table = path.removeprefix("jsonl/").removesuffix(".jsonl").replace("kind-of", "kind of")
        records = [json.loads(x, parse_float=Decimal) for x in data.decode().splitlines()]
        tables[table] = [{n: typed(table, n, v) for n, v in r.items()} for r in records]
    return tables


def kinds_of(schemas: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The type of each field; a whole number that 64 bits cannot hold is a decimal."""
    kinds = {
        (t, f["name"]): f.get("type", "string") for t, s in schemas.items() for f in s["fields"]
    }
    return {**kinds, ("o", "large"): "number"}


def test_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Neither the clock nor the order of hashes is in an export."""
    code = f"""
import time; now = time.time; time.time = lambda: now() + 1e8
from bru.cli import main
for form in {list(FORMATS)}:
    main(["export", form, "--out", form, "--package", {str(ROOT)!r}], standalone_mode=False)
"""

    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=ENVIRONMENT, check=True)

    for form in FORMATS:
        first, folder = exported.made(form), tmp_path / form
        written = {str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file()}
        assert written == {*first, MANIFEST}
        assert [n for n, data in first.items() if (folder / n).read_bytes() != data] == []


# SQLite


def test_sqlite_gives_the_tables_back() -> None:
    tables = from_sqlite(exported.made("sqlite"))

    assert list(tables) == bru.tables()
    for name, rows in exported.shipped().items():
        assert exported.same(tables[name], rows), name


def test_sqlite_of_any_package(tmp_path: Path) -> None:
    tables = from_sqlite(exported.made("sqlite", exported.kinds(tmp_path)))

    for name, rows in EXPECTED.items():
        assert exported.same(tables[name], rows), name


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    """The shipped database."""
    with closing(opened(exported.made("sqlite"))) as found:
        yield found


def test_sqlite_is_sound(db: sqlite3.Connection) -> None:
    assert [tuple(r) for r in db.execute("PRAGMA integrity_check")] == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    strict = {r["name"]: r["strict"] for r in db.execute("PRAGMA table_list")}
    for table, schema in exported.schemas().items():
        assert strict[table] == 1, table
        keys = db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        references = [k["reference"] for k in schema.get("foreignKeys", [])]
        assert {(k["table"], k["to"]) for k in keys} == {
            (r["resource"] or table, r["fields"][0]) for r in references
        }
        columns = sorted(db.execute(f"PRAGMA table_info({table})"), key=lambda c: c["pk"])
        assert [c["name"] for c in columns if c["pk"]] == schema["primaryKey"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE claims SET kind = 'rumour'", "CHECK constraint failed"),
        ("UPDATE claims SET hedged = 2", "CHECK constraint failed"),
        ("UPDATE claims SET span_start = -1", "CHECK constraint failed"),
        ("UPDATE claims SET statement = 'short'", "CHECK constraint failed"),
        ("UPDATE claims SET span_start = 'x'", "cannot store TEXT"),
        ("UPDATE claims SET source_id = 'nowhere'", "FOREIGN KEY constraint failed"),
        ("UPDATE claims SET statement = NULL", "NOT NULL constraint failed"),
        ("UPDATE claims SET claim_id = 'one'", "UNIQUE constraint failed"),
        ("UPDATE sources SET document_sha256 = 'one'", "UNIQUE constraint failed"),
    ],
)
def test_sqlite_keeps_the_rules(db: sqlite3.Connection, change: str, why: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=why):
        db.execute(change)
    db.rollback()


def test_views_have_labels_and_bounds(db: sqlite3.Connection) -> None:
    """The bounds are those of `bru.load(…, derived=True)`."""
    labels = "SELECT f.*, c.source_id_label FROM figures_view f JOIN claims_view c USING (claim_id)"
    frame = bru.load("figures", derived=True)
    frame = frame.astype(object).where(frame.notna(), None).set_index("figure_id")
    rows = db.execute(labels).fetchall()

    assert len(rows) == len(frame)
    for row in rows:
        expected = frame.loc[row["figure_id"]]
        for end in ("lower", "upper"):
            exact = row[end] and Decimal(row[end])
            assert exact == expected[end]
            assert row[f"{end}_real"] == (None if exact is None else float(exact))
        for side in ("time_period_start", "time_period_end", "base_period_start"):
            assert row[side] == expected[side]
        assert row["obs_value_real"] == float(expected["obs_value"])
        assert " " in row["measure_label"] and " " in row["source_id_label"]


def test_bounds_belong_to_their_rows(tmp_path: Path) -> None:
    """Also where the key is a number and its order is another one."""
    with closing(opened(exported.made("sqlite", exported.kinds(tmp_path)))) as db:
        rows = db.execute('SELECT id, start, "end", exact_real FROM "kind of_view"').fetchall()
        found = db.execute("""SELECT id FROM "kind of_fts" f JOIN "kind of" k ON k._rowid_ = f.rowid
                              WHERE "kind of_fts" MATCH 'СЛОВА'""").fetchall()

    assert [tuple(r) for r in rows] == [
        (7, "2031-01-01", "2031-03-31", 1234.5),
        (-3, None, None, None),
        (5, "2031-01-01", None, 0.1),
    ]
    assert [tuple(r) for r in found] == [(5,)]


def test_full_text_search(db: sqlite3.Connection) -> None:
    query = """SELECT claim_id FROM claims_fts f JOIN claims c ON c._rowid_ = f.rowid
               WHERE claims_fts MATCH 'import AND substitution'"""
    found = {row["claim_id"] for row in db.execute(query)}
    rows = exported.shipped()["claims"]
    plain = {
        r["claim_id"]
        for r in rows
        if {"import", "substitution"} <= words(f"{r['statement']} {r['note']}")
    }

    assert found == plain != set()


def words(text: str) -> set[str]:
    """The words of a text in lower case."""
    return set("".join(c if c.isalnum() else " " for c in text.lower()).split())


def test_dictionary_of_the_database(db: sqlite3.Connection) -> None:
    schema = exported.schemas()["figures"]
    told = db.execute("SELECT field, description FROM _fields WHERE resource = 'figures'")
    values = db.execute("SELECT value, label FROM _values WHERE field = 'qualifier'")

    assert dict(map(tuple, told)) == {f["name"]: f["description"] for f in schema["fields"]}
    categories = next(f["categories"] for f in schema["fields"] if f["name"] == "qualifier")
    assert dict(map(tuple, values)) == {c["value"]: c["label"] for c in categories}


# JSON Lines


def test_jsonl_gives_the_tables_back(tmp_path: Path) -> None:
    ours = from_jsonl(exported.made("jsonl"), kinds_of(exported.schemas()))
    files = exported.made("jsonl", exported.kinds(tmp_path))
    theirs = from_jsonl(files, kinds_of(exported.KINDS))

    for name, rows in exported.shipped().items():
        assert exported.same(ours[name], rows), name
    for name, rows in EXPECTED.items():
        assert exported.same(theirs[name], rows), name
    assert b'"exact": 0.1000000000000000055511151231257827,' in files["jsonl/kind-of.jsonl"]


# Parquet


def test_parquet_gives_the_tables_back(tmp_path: Path) -> None:
    ours = from_parquet(exported.made("parquet"))
    theirs = from_parquet(exported.made("parquet", exported.kinds(tmp_path)))

    for name, rows in exported.shipped().items():
        assert exported.same(ours[name], rows), name
    for row in theirs["kind of"]:
        for name in ("thing", "list"):
            row[name] = row[name] and json.loads(row[name])
        row["zoned"] = row["zoned"] and row["zoned"].astimezone(exported.ZONED.tzinfo)
    for row in theirs["o"]:
        row["odd"] = row["odd"] and Decimal(row["odd"])
    for name, rows in EXPECTED.items():
        assert exported.same(theirs[name], rows), name


def test_decimals_that_few_can_read_are_texts(tmp_path: Path) -> None:
    """More than 38 digits: polars refuses them, DuckDB makes floating-point numbers of them."""
    field = {"name": "v", "type": "number"}
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": [field]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [spec]}))
    for values, kind in (
        (["1e-37", "2.5"], "decimal128(38, 37)"),
        (["1e-37", "25"], "string"),
        (["6.62607015e-34", "299792458"], "string"),
    ):
        (tmp_path / "t.csv").write_text("\n".join(["v", *values]) + "\n")
        table = parquet.read_table(
            BufferReader(exported.made("parquet", tmp_path)["parquet/t.parquet"])
        )

        assert str(table.schema.field("v").type) == kind
        assert [Decimal(v) for v in table["v"].to_pylist()] == [Decimal(v) for v in values]


def from_parquet(files: dict[str, bytes]) -> dict[str, Rows]:
    """The tables of Parquet files, as pyarrow reads them."""
    read = [parquet.read_table(BufferReader(data)) for data in files.values()]
    return {t.schema.metadata[b"name"].decode(): t.to_pylist() for t in read}


def test_parquet_tells_what_the_fields_mean() -> None:
    files = exported.made("parquet")
    told = parquet.read_schema(BufferReader(files["parquet/figures.parquet"]))
    schema = exported.schemas()["figures"]

    for spec in schema["fields"]:
        field = told.field(spec["name"])
        assert field.metadata[b"description"].decode() == spec["description"]
        assert field.nullable != spec.get("constraints", {}).get("required", False)
    assert {str(told.field(n).type) for n in ("unit_mult", "decimals")} == {"int64"}
    assert str(told.field("obs_value").type).startswith("decimal128")
    assert told.metadata[b"version"].decode().removesuffix("+changes") == bru.version
    assert json.loads(told.metadata[b"foreignKeys"]) == schema["foreignKeys"]


def test_polars_and_duckdb_read_parquet(tmp_path: Path) -> None:
    """Listed values come as categories, decimals as decimals."""
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    file = tmp_path / "figures.parquet"
    file.write_bytes(exported.made("parquet")["parquet/figures.parquet"])
    expected = [row["obs_value"] for row in exported.shipped()["figures"]]

    frame = polars.read_parquet(file)
    rows = duckdb.sql(f"SELECT obs_value FROM '{file}'").fetchall()

    assert frame["obs_value"].to_list() == [row[0] for row in rows] == expected
    assert frame.schema["qualifier"] == polars.Categorical


# The workbook


def from_xlsx(files: dict[str, bytes], schemas: dict[str, Any]) -> dict[str, Rows]:
    """The tables of a workbook as openpyxl reads it; what a sheet has no type for is text."""
    (data,) = files.values()
    book = openpyxl.load_workbook(io.BytesIO(data))
    tables = {}
    for name in schemas:
        kinds = {f["name"]: f.get("type", "string") for f in schemas[name]["fields"]}
        kinds |= {"large": "number"} if name == "o" else {}
        header, *rows = book[name].values
        records = (dict(zip(header, row, strict=True)) for row in rows)
        tables[name] = [{n: of_sheet(kinds[n], v) for n, v in r.items()} for r in records]
    return tables


def of_sheet(kind: str, found: Any) -> Any:
    """A value of a sheet by the type of its field."""
    if kind == "number" and found is not None:
        return Decimal(str(found))
    if isinstance(found, datetime) and kind == "date":
        return found.date()
    return value(kind, found) if isinstance(found, str) else found


def test_xlsx_gives_the_tables_back(tmp_path: Path) -> None:
    ours = from_xlsx(exported.made("xlsx"), exported.schemas())
    theirs = from_xlsx(exported.made("xlsx", exported.kinds(tmp_path)), exported.KINDS)

    for name, rows in exported.shipped().items():
        assert exported.same(ours[name], rows), name
    for name, rows in EXPECTED.items():
        assert exported.same(theirs[name], rows), name


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    for path in (ROOT, exported.kinds(tmp_path)):
        (data,) = exported.made("xlsx", path).values()
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
            assert sheets and not [n for n in sheets if re.search(rb"<f[ >]", parts.read(n))]
            assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_workbook_is_made_for_people() -> None:
    """Frozen header, filters, wrapped words, the codes of a field to choose from, digits shown."""
    (data,) = exported.made("xlsx").values()
    book = openpyxl.load_workbook(io.BytesIO(data))
    tables = exported.shipped()

    assert book.sheetnames == ["about", *tables, "lists"]
    for name, rows in tables.items():
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert (
            sheet.auto_filter.ref == f"A1:{sheet.cell(len(rows) + 1, sheet.max_column).coordinate}"
        )
    claims, figures = book["claims"], book["figures"]
    assert claims["C2"].alignment.wrap_text and claims["C2"].data_type == "s"
    choices = {str(c.sqref): c for c in claims.data_validations.dataValidation}
    assert choices.keys() == {"D2:D1048576", "E2:E1048576"}
    choice = choices["D2:D1048576"]
    sheet, cells = choice.formula1.replace("$", "").replace("'", "").split("!")
    fields = {f["name"]: f for f in exported.schemas()["claims"]["fields"]}
    assert [c.value for (c,) in book[sheet][cells]] == fields["kind"]["constraints"]["enum"]
    shown = {c.value: c.number_format for (c,) in figures["J2:J24"]}
    assert (shown[43.4], shown[2]) == ("0.0", "0")
    text = " ".join(str(c.value) for row in book["about"] for c in row if c.value)
    assert all(field["description"] in text for field in fields.values())
    assert f"Version {bru.version}" in text and "CC-BY-4.0" in text


def test_text_that_no_cell_can_hold(tmp_path: Path) -> None:
    files = exported.judges.packed({"t": {"fields": [{"name": "a"}]}}, {"t": f"a\n{'x' * 32768}\n"})
    exported.judges.write(files, tmp_path / "p")

    result = call("export", "xlsx", "--out", tmp_path / "t.xlsx", "--package", tmp_path / "p")

    assert result.exit_code == 2
    assert result.output == "Error: t, row 2: a text of more than 32,767 characters fits no cell\n"
    assert not (tmp_path / "t.xlsx").exists()


def test_names_of_sheets() -> None:
    """At most 31 letters, none that Excel refuses, no two alike."""
    long = "a" * 40

    assert sheet_names([long, long.upper(), "a/b", "A:B", "about", "About", "History", ""]) == [
        *("a" * 31, "A" * 29 + "~2", "a-b", "A-B~2", "about", "About~2", "History~2", "~2")
    ]


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    """LibreOffice shows every cell as the table has it, TRUE for true."""
    tables = exported.texts()
    file = tmp_path / "bru.xlsx"
    file.write_bytes(exported.made("xlsx")["bru.xlsx"])
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]

    subprocess.run(
        [*command, every_sheet, "--outdir", str(tmp_path), str(file)],
        check=True,
        timeout=120,
        capture_output=True,
    )

    for name, expected in tables.items():
        with (tmp_path / f"bru-{name}.csv").open(encoding="utf-8", newline="") as shown:
            found = [r for r in csv.reader(shown) if any(r)]
        assert [[c.lower() if c in ("TRUE", "FALSE") else c for c in r] for r in found] == expected


# Whatever a cell holds

CONTROL = re.compile("_x(00[01][0-9A-F]|FFF[EF])_")  # which openpyxl leaves as a workbook has it
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5))
@example(
    ["=1+1", "_x0041_", " x ", "a\r\nb", "\x1b[0m", "\u2028", "\ufffe", "'", '"', "NULL", "1e5"]
)
def test_any_text_comes_back(words: list[str]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["a"], *([word] for word in words)])
    packed = exported.judges.packed({"t": {"fields": [{"name": "a"}]}}, {"t": stream.getvalue()})
    content = open_content(Memory(packed), "datapackage.json")
    files = {form: dict(FORMATS[form].files(content)) for form in ("sqlite", "jsonl", "parquet")}

    found = {
        "sqlite": from_sqlite(files["sqlite"]),
        "jsonl": from_jsonl(files["jsonl"], {("t", "a"): "string"}),
        "parquet": from_parquet(files["parquet"]),
    }

    expected = [{"a": word} for word in words if word]
    assert found == {form: {"t": expected} for form in found}
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].files(content)["judged.xlsx"]))
    cells = (str(cell) for (cell,) in book["t"].values)
    assert [CONTROL.sub(lambda c: chr(int(c[1], 16)), cell) for cell in cells] == ["a", *words]


# Metadata beside CSV


@pytest.mark.parametrize("form", ["csvw", "croissant"])
def test_csv_beside_metadata_is_the_csv_of_the_tables(form: str) -> None:
    files = exported.made(form)

    for name in bru.tables():
        assert files[f"{form}/{name}.csv"] == (ROOT / f"data/{name}.csv").read_bytes()


def test_csv_has_the_standard_form_of_every_type(tmp_path: Path) -> None:
    text = exported.made("csvw", exported.kinds(tmp_path))["csvw/kind-of.csv"].decode()

    assert text.splitlines()[1] == (
        "7,=SUM(A1),1234.50,true,1999-12-31,2031-05-06T07:08:09,2031-05-06T07:08:09+03:00,"
        '07:08:09,2031,2031-05,"{""a"": 1}","[1, ""б""]",2031-33,30'
    )


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://example.org/l", True),
        ("HTTP://example.org", True),
        ("ftp://example.org/l", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("https://example.org/\u202e\n", False),
        ("file:///etc/passwd", False),
        ("LICENSE", False),
    ],
)
def test_only_some_addresses_become_links(address: str, is_link: bool, tmp_path: Path) -> None:
    spec = {
        "name": "p", "homepage": address, "licenses": [{"name": "x", "path": address}],
        "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}}],
    }  # fmt: skip
    (tmp_path / "datapackage.json").write_text(json.dumps(spec))
    (tmp_path / "t.csv").write_text("a\n1\n")

    for form in ("sqlite", "croissant", "csvw"):
        try:
            made = exported.made(form, tmp_path)
        except ValueError as error:  # the descriptor is not as it should be
            assert not is_link
            assert '"homepage" must be' in str(error) or '"licenses" must be' in str(error)
            continue
        told = "".join(d.decode() for name, d in made.items() if name.endswith(".json"))
        assert (f'"{address}"' in told) == is_link


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        ("aux", "_aux"),
        ("console", "console"),
        ("com10", "com10"),
    ],
)
def test_names_of_files_that_windows_can_hold(name: str, file: str) -> None:
    assert filename(name) == file


# Formats that know claims


@pytest.mark.parametrize("form", ["jsonld", "ftm"])
def test_packages_about_something_else(form: str, tmp_path: Path) -> None:
    with pytest.raises(
        ValueError, match=f"^{form} is for packages with the tables sources, actors"
    ):
        exported.made(form, exported.kinds(tmp_path))


def test_names_of_actors_are_names() -> None:
    """Neither an office nor, in linked data, a capital is another name of somebody."""
    graph = json.loads(exported.made("jsonld")["bru.jsonld"])["@graph"]
    lines = exported.made("ftm")["bru.ftm.json"].splitlines()
    linked = {node["@id"]: set(node.get("alternateName", ())) for node in graph}
    entities = {entity["id"]: entity["properties"] for entity in map(json.loads, lines)}
    tables = exported.shipped()

    for actor in tables["actors"]:
        own = [row for row in tables["actor_names"] if row["actor_id"] == actor["actor_id"]]
        known = {kind: {r["name"] for r in own if r["kind"] == kind} for kind in NAME_KINDS}
        entity = entities[f"bru-actor-{actor['actor_id']}"]
        for kind, name in NAME_KINDS.items():
            assert set(entity.get(name, ())) == known[kind]
        assert linked[f"bru:actors/{actor['actor_id']}"] == known["variant"] | known["abbreviation"]


NAME_KINDS = {"variant": "alias", "abbreviation": "abbreviation", "metonym": "weakAlias"}


# The codebook


def test_codebook_tells_everything() -> None:
    """Every table, field, meaning and listed value, and how often a value is there."""
    files = exported.made("codebook")
    page, words = (files[f"bru-codebook.{end}"].decode() for end in ("html", "md"))
    tables = exported.shipped()

    for name, schema in exported.schemas().items():
        anchor = f'<h2 id="{name}">{name}</h2>'
        assert anchor in page and f"](#{name})" in words
        for field in schema["fields"]:
            there = [row[field["name"]] for row in tables[name]]
            filled = f"{sum(v is not None for v in there):,} of {len(there):,}"
            distinct = f"{len(set(there) - {None}):,}"
            assert escape(field["description"]) in page
            assert f"<td>{filled}</td><td>{distinct}</td>" in page
            for item in field.get("categories", ()):
                row = (item["value"], item["label"], f"{there.count(item['value']):,}")
                assert f"<tr>{''.join(f'<td>{escape(x)}</td>' for x in row)}</tr>" in page


def test_codebook_is_only_text(tmp_path: Path) -> None:
    """What a schema says does nothing on the page."""
    said = {"name": "<b>|*a*", "description": "<script>alert(1)</script> | [x](y)"}
    packed = exported.judges.packed({"t": {"fields": [said]}}, {"t": "<b>|*a*\n1\n"})
    files = exported.made("codebook", exported.judges.write(packed, tmp_path))
    page, words = (files[f"judged-codebook.{end}"].decode() for end in ("html", "md"))

    assert "<script" not in page and "<b>" not in page
    assert "default-src 'none'" in page.partition("</head>")[0]
    assert r"| &lt;b&gt;\|\*a\* | any | &lt;script&gt;" in words
    assert r"\[x\](y)" in words


# The command


def test_main_file_has_the_name_that_is_given(tmp_path: Path) -> None:
    result = call("export", "sqlite", "--out", "deep/my facts.db", "--package", ROOT, cwd=tmp_path)

    assert result.exit_code == 0, result.output
    names = {f.name for f in (tmp_path / "deep").iterdir()}
    assert names == {"my facts.db", "my facts.datasette.json", MANIFEST}
    told = json.loads((tmp_path / "deep/my facts.datasette.json").read_text("utf-8"))
    assert list(told["databases"]) == ["my facts"]
    assert [line.split("  ")[0] for line in result.stdout.splitlines()] == [
        str(Path("deep", n)) for n in ("my facts.db", "my facts.datasette.json")
    ]


@pytest.mark.parametrize("out", ["a\\b.jsonl.db", "taken/bru.db", "taken"])
def test_place_that_cannot_be_written_to(out: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")

    result = call("export", "sqlite", "--out", out, "--package", ROOT, cwd=tmp_path)

    assert result.exit_code == 2
    assert result.output.startswith("Error: ") and result.output.count("\n") == 1
    assert "fault in bru" not in result.output
    assert {f.name: f.read_text() for f in tmp_path.iterdir()} == {"taken": "mine"}


def test_package_with_errors_is_not_exported(package: Path, tmp_path: Path) -> None:
    line = edit(package / "data/figures.csv", ",43.4,", ",43;4,")

    result = call("export", "sqlite", "--out", tmp_path / "out", "--package", package)

    assert result.exit_code == 1
    assert f"the first in data/figures.csv:{line}:" in result.output
    assert not (tmp_path / "out").exists()


def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    result = call("export", "parquet", "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert result.output == (
        "Error: parquet needs pyarrow, which is not installed: pip install 'bru-dataset[parquet]'\n"
    )
    assert not (tmp_path / "out").exists()


def test_package_that_sqlite_cannot_hold(tmp_path: Path) -> None:
    files = exported.judges.packed(
        {"t": {"fields": [{"name": "a"}, {"name": "A"}]}}, {"t": "a,A\n1,2\n"}
    )
    exported.judges.write(files, tmp_path / "p")

    result = call("export", "sqlite", "--out", tmp_path / "out", "--package", tmp_path / "p")

    assert result.exit_code == 2
    assert result.output == ("Error: SQLite cannot hold this package: duplicate column name: A\n")


@pytest.mark.parametrize("form", ["sqlite", "xlsx", "csvw"])
def test_half_a_character_is_told_with_its_text(tmp_path: Path, form: str) -> None:
    write_package(tmp_path, "t.csv", b"id\n1\n")
    file = tmp_path / "datapackage.json"
    described = json.loads(file.read_text("utf-8"))
    half = {"title": "Boats \ud800"}
    described |= {"name": "x", "version": "1.0.0", **half}
    described["resources"][0]["schema"]["fields"][0] |= half
    file.write_text(json.dumps(described), "utf-8")

    result = call("export", form, "--package", tmp_path, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert r"'\ud800' cannot be written: " in result.stderr
    assert "Boats" in result.stderr


def test_help_names_every_format() -> None:
    shown = call("export", "--help").stdout

    assert [n for n in FORMATS if f"\n  {n} " not in shown] == []
