"""Mistakes that people make in the tables of the shipped package, and how each is mended.

A mistake is a function of the folder of a package: it makes the mistake and gives what the first
line of a check must begin with, and what undoes the mistake, given what was printed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from support.commands import call, edit

REPAIRS = 9  # lines that tell what was repaired: many of a kind are few lines
Rows = list[dict[str, str]]


class Made(NamedTuple):
    """A mistake that was made: what the first line begins with, and what mends it."""

    first: str
    mend: Callable[[str], object]


def rows(file: Path) -> Rows:
    """The records of a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def save(file: Path, records: Rows) -> None:
    """Write records in their order, with the columns of the first."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    file.write_text(stream.getvalue(), "utf-8")


def at(file: Path, fits: Callable[[dict[str, str]], object]) -> int:
    """The place of the first record that fits."""
    return next(n for n, row in enumerate(rows(file)) if fits(row))


def line(file: Path, number: int) -> int:
    """The line in which a record begins."""
    text = file.read_text("utf-8")
    reader = csv.reader(io.StringIO(text, newline=""))
    for _ in range(number + 1):
        next(reader)
    return reader.line_num + 1


def put(file: Path, number: int, field: str, value: str) -> int:
    """Write a cell and give its line."""
    records = rows(file)
    assert records[number][field] != value
    records[number][field] = value
    save(file, records)
    return line(file, number)


def fixed(package: Path) -> Callable[[str], object]:
    """The hint is --fix."""

    def mend(printed: str) -> None:
        assert f"fix: `bru validate --fix {package}`" in printed
        done = call("validate", "--fix", package)
        assert done.exit_code == 0
        assert done.stderr.count("\n") <= REPAIRS

    return mend


def restored(file: Path, hint: str) -> Callable[[str], object]:
    """The hint is to undo what was done."""
    before = file.read_bytes()

    def mend(printed: str) -> None:
        assert hint in printed
        file.write_bytes(before)

    return mend


def suggested(file: Path, number: int, field: str) -> Callable[[str], object]:
    """The first line suggests the value."""

    def mend(printed: str) -> None:
        found = re.search(r'did you mean "([^"]+)"', printed.partition("\n")[0])
        assert found
        put(file, number, field, found[1])

    return mend


def wrong_id(package: Path) -> Made:
    """Two letters of an ID changed places."""
    file = package / "data/claim_actors.csv"
    number = at(file, lambda row: len(row["actor_id"]) > 8)
    value = rows(file)[number]["actor_id"]
    where = put(file, number, "actor_id", value[:-2] + value[:-3:-1])
    return Made(
        f"data/claim_actors.csv:{where}: BRU205 actor_id: ", suggested(file, number, "actor_id")
    )


def listed_value(package: Path) -> Made:
    """A letter of a listed value is missing."""
    file = package / "data/claims.csv"
    where = put(file, 0, "kind", rows(file)[0]["kind"].replace("a", "", 1).replace("e", "", 1))
    return Made(f"data/claims.csv:{where}: BRU102 kind: ", suggested(file, 0, "kind"))


def span_moved(package: Path) -> Made:
    """A passage is two characters off."""
    file = package / "data/claims.csv"
    where = put(file, 0, "span_start", str(int(rows(file)[0]["span_start"]) + 2))

    def mend(printed: str) -> None:
        found = re.search(r"fix: write span_start (\d+) and span_end (\d+)", printed)
        assert found
        put(file, 0, "span_start", found[1])

    return Made(f"data/claims.csv:{where}: BRU603 span_start: ", mend)


def row_twice(package: Path) -> Made:
    """A row was pasted twice."""
    file = package / "data/claims.csv"
    mend = restored(file, "delete it if it says the same")
    records = rows(file)
    save(file, [*records[:6], *records[5:]])
    return Made(f"data/claims.csv:{line(file, 6)}: BRU201 claim_id: ", mend)


def day_first(package: Path) -> Made:
    """A date as people write it."""
    file = package / "data/claims.csv"
    number = at(file, lambda row: re.fullmatch(r"\d{4}-\d\d-\d\d", row["time_period"]))
    year, month, day = rows(file)[number]["time_period"].split("-")
    where = put(file, number, "time_period", f"{day}.{month}.{year}")
    return Made(f"data/claims.csv:{where}: BRU301 time_period: ", fixed(package))


def moved_column(package: Path) -> Made:
    """A column stands before another."""
    file = package / "data/actors.csv"
    names = list(rows(file)[0])
    mend = restored(file, f"the columns are, in this order: {', '.join(names)}")
    names[1], names[2] = names[2], names[1]
    save(file, [{name: row[name] for name in names} for row in rows(file)])
    return Made("data/actors.csv:1: BRU006 ", mend)


def decimal_comma(package: Path) -> Made:
    """A decimal comma without quotes makes two cells of one."""
    where = edit(package / "data/figures.csv", ",43.4,", ",43,4,")
    return Made(f"data/figures.csv:{where}: BRU007: ", fixed(package))


def quoted_decimal_comma(package: Path) -> Made:
    """A decimal comma as a spreadsheet writes it."""
    where = edit(package / "data/figures.csv", ",43.4,", ',"43,4",')
    return Made(f"data/figures.csv:{where}: BRU113 obs_value: ", fixed(package))


def semicolons(package: Path) -> Made:
    """A table saved by a spreadsheet with European settings."""
    file = package / "data/actors.csv"
    records = rows(file)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(records[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(records)
    file.write_bytes(stream.getvalue().encode("cp1251"))
    return Made("data/actors.csv:", fixed(package))


def wrong_year(package: Path) -> Made:
    """A year with one digit wrong."""
    file = package / "data/claims.csv"
    wanted = ("2022", "2023")
    number = at(
        file,
        lambda row: row["time_period"].startswith(wanted) and row["time_inferred"] == "false"
        and "/" not in row["time_period"],
    )  # fmt: skip
    period = rows(file)[number]["time_period"]
    mend = restored(file, f"write {period[:4]}")
    where = put(file, number, "time_period", "2032" + period[4:])
    return Made(f"data/claims.csv:{where}: BRU", mend)


def no_hashes(package: Path, documents: Path) -> Made:
    """A claim whose passage was not cited."""
    file = package / "data/claims.csv"
    row = rows(file)[0]
    for field in ("span_words", "span_sha256", "span_exact_sha256"):
        where = put(file, 0, field, "")

    def mend(printed: str) -> None:
        assert f"fix: `bru cite {row['source_id']} " in printed
        from bru.claims.commands.passages import document

        text = document(row["source_id"], str(documents), str(package))
        words = text[int(row["span_start"]) : int(row["span_end"])]
        done = call("cite", row["source_id"], words, "--documents", documents, "--package", package)
        names, values = (one.split(",") for one in done.stdout.split())
        for field, value in zip(names, values, strict=True):
            if rows(file)[0][field] != value:
                put(file, 0, field, value)

    return Made(f"data/claims.csv:{where}: BRU101 span_", mend)


def merge_conflict(package: Path) -> Made:
    """A merge that was not finished."""
    file = package / "data/claims.csv"
    mend = restored(file, "conflict")
    lines = file.read_text("utf-8").split("\n")
    ours, theirs = lines[10], lines[10].replace("false", "true", 1)
    lines[10:11] = ["<<<<<<< HEAD", ours, "=======", theirs, ">>>>>>> other"]
    file.write_text("\n".join(lines), "utf-8")
    return Made("data/claims.csv", mend)


def row_deleted(package: Path) -> Made:
    """A claim that others refer to is gone."""
    file, figures = package / "data/claims.csv", package / "data/figures.csv"
    mend = restored(file, "put the row back")
    gone = rows(figures)[0]["claim_id"]
    save(file, [row for row in rows(file) if row["claim_id"] != gone])
    return Made(f'data/claims.csv: BRU205 claim_id: row "{gone}"', mend)


def row_deleted_beside_its_like(package: Path) -> Made:
    """A claim that several tables refer to is gone; another that is used is called nearly so."""
    file, gone = package / "data/claims.csv", "bif23-trade-2022-belarus"
    mend = restored(file, "put the row back")
    save(file, [row for row in rows(file) if row["claim_id"] != gone])
    return Made(f'data/claims.csv: BRU205 claim_id: row "{gone}"', mend)


def record_cut(package: Path) -> Made:
    """A line break came into a statement."""
    file = package / "data/claims.csv"
    mend = restored(file, "fix: join the two lines")
    lines = file.read_text("utf-8").split("\n")
    at = lines[7].index(" ", len(lines[7]) // 4)
    lines[7:8] = [lines[7][:at], lines[7][at + 1 :]]
    file.write_text("\n".join(lines), "utf-8")
    return Made(
        "data/claims.csv:8: BRU007: 3 cells where the header has 17: lines 8 and 9 look like one record",
        mend,
    )


def record_cut_at_its_end(package: Path) -> Made:
    """The last cell of a record is gone, with its comma."""
    file = package / "data/claim_actors.csv"
    mend = restored(file, "put back its last cell (role)")
    lines = file.read_text("utf-8").split("\n")
    lines[7] = lines[7].rpartition(",")[0]
    file.write_text("\n".join(lines), "utf-8")
    return Made("data/claim_actors.csv:8: BRU007: 2 cells where the header has 3\n", mend)


def column_renamed(package: Path) -> Made:
    """A column has another name, which is nothing like its own."""
    file = package / "data/actors.csv"
    mend = restored(file, f"the columns are, in this order: {', '.join(rows(file)[0])}")
    file.write_text(file.read_text("utf-8").replace("description", "about", 1), "utf-8")
    first = 'column "about" is not in the schema; the schema has "description" instead'
    return Made(f"data/actors.csv:1: BRU006 about: {first}", mend)


def span_reversed(package: Path) -> Made:
    """The ends of a passage changed places."""
    file = package / "data/claims.csv"
    row = rows(file)[3]
    mend = restored(file, "fix: swap the two")
    put(file, 3, "span_start", row["span_end"])
    where = put(file, 3, "span_end", row["span_start"])
    return Made(f"data/claims.csv:{where}: BRU401 span_start, span_end: the span ends", mend)


def few_letters_of_a_code_page(package: Path) -> Made:
    """A table with one Cyrillic name, saved in CP1251 after its rows were spoilt by hand."""
    file = package / "data/actor_names.csv"
    mend = restored(file, "(in a spreadsheet: CSV UTF-8); it reads as CP1251 (Cyrillic)")
    lines = file.read_text("utf-8").split("\n")
    lines[1:1] = ["belarus,Минск,metonym,bif-2012-11-04", "belarus"]
    file.write_bytes("\n".join(lines).encode("cp1251", "replace"))
    return Made("data/actor_names.csv:2: BRU002: byte 0xCC at offset ", mend)


def figure_deleted(package: Path) -> Made:
    """A published figure is gone to which one table refers; another is called nearly so."""
    file, gone = package / "data/figures.csv", "bif23-trade-2022-belarus-1"
    mend = restored(file, "put the row back")
    save(file, [row for row in rows(file) if row["figure_id"] != gone])
    return Made(f'data/figures.csv: BRU205 figure_id: row "{gone}", published in ', mend)


def swapped_cells(package: Path) -> Made:
    """The name and the kind of an actor changed places."""
    file = package / "data/actors.csv"
    row = rows(file)[3]
    mend = restored(file, "fix: swap kind and name")
    put(file, 3, "kind", row["name"])
    where = put(file, 3, "name", row["kind"])
    return Made(f'data/actors.csv:{where}: BRU102 kind: "{row["name"]}" is not one of', mend)


def qualifier_lost(package: Path) -> Made:
    """A figure lost its "more than"."""
    file = package / "data/figures.csv"
    number = at(file, lambda row: row["obs_value"] == "50" and row["qualifier"].endswith("minimum"))
    mend = restored(file, "passage")
    where = put(file, number, "qualifier", "exact")
    return Made(f"data/figures.csv:{where}: BRU", mend)


def shouted_booleans(package: Path) -> Made:
    """TRUE and FALSE, as spreadsheets write them."""
    file = package / "data/claims.csv"
    words = {"true": "TRUE", "false": "FALSE"}
    save(file, [{k: words.get(v, v) for k, v in row.items()} for row in rows(file)])
    return Made("data/claims.csv:2: BRU112 ", fixed(package))


def schema_gone(package: Path) -> Made:
    """A schema was moved away."""
    file = package / "schemas/claims.schema.json"
    mend = restored(file, "put the file there")
    file.unlink()
    return Made("schemas/claims.schema.json: BRU803: there is no such file", mend)


def type_mistyped(package: Path) -> Made:
    """A letter of the type of a field is missing."""
    file = package / "schemas/claims.schema.json"
    before = file.read_text("utf-8")
    edit(file, '"string"', '"sting"')

    def mend(printed: str) -> None:
        assert 'did you mean "string"?' in printed.partition("\n")[0]
        file.write_text(before, "utf-8")

    line = before.partition('"string"')[0].count("\n") + 1
    told = f'schemas/claims.schema.json:{line}: BRU803 claims.claim_id: no such type: "sting"'
    return Made(told, mend)


def header_deleted(package: Path) -> Made:
    """The first line of a table is gone."""
    file = package / "data/sectors.csv"
    mend = restored(file, f"put the header back above line 1: {','.join(rows(file)[0])}")
    file.write_text(file.read_text("utf-8").partition("\n")[2], "utf-8")
    return Made("data/sectors.csv:1: BRU006: no column of the schema is there", mend)


MISTAKES = (
    wrong_id,
    listed_value,
    row_twice,
    day_first,
    moved_column,
    decimal_comma,
    quoted_decimal_comma,
    semicolons,
    merge_conflict,
    row_deleted,
    row_deleted_beside_its_like,
    record_cut,
    record_cut_at_its_end,
    column_renamed,
    span_reversed,
    few_letters_of_a_code_page,
    figure_deleted,
    swapped_cells,
    shouted_booleans,
    schema_gone,
    type_mistyped,
    header_deleted,
)
IN_DOCUMENTS = (span_moved, wrong_year, qualifier_lost)  # found only where the documents are given
