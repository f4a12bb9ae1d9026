"""One table that is no package: `bru validate FILE.csv [--schema S]`."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bru import cli

SCHEMA = {"fields": [{"name": "loaf"}, {"name": "grams", "type": "integer"}], "primaryKey": "loaf"}
TEXT = "loaf,grams\nrye,1000\noat,heavy\nrye,7\n"


def call(*args: object) -> Result:
    """Run `bru validate`; an exception is a failure of the test."""
    words = ["validate", *map(str, args)]
    return CliRunner().invoke(cli.main, words, catch_exceptions=False)


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A file with the schema."""
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(SCHEMA), "utf-8")
    return path


@pytest.mark.parametrize("name", ["loaves.csv", "my loaves.txt", "loaves"])
def test_table_with_a_schema(tmp_path: Path, schema: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, "utf-8")

    result = call(tmp_path / name, "--schema", schema)

    assert result.exit_code == 1
    assert f"{name}:3: BRU111 grams" in result.stdout
    assert f"{name}:4: BRU201 loaf" in result.stdout


def test_table_without_a_schema(tmp_path: Path) -> None:
    (tmp_path / "loaves.csv").write_text(TEXT, "utf-8")
    assert call(tmp_path / "loaves.csv").exit_code == 0

    (tmp_path / "loaves.csv").write_text("loaf,grams\nrye,1,2\n", "utf-8")
    result = call(tmp_path / "loaves.csv")
    assert result.exit_code == 1
    assert "loaves.csv:2: BRU007" in result.stdout


def test_table_that_is_packed_or_has_tabs(tmp_path: Path, schema: Path) -> None:
    (tmp_path / "loaves.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "loaves.tsv").write_text(TEXT.replace(",", "\t"), "utf-8")
    for name in ("loaves.csv.gz", "loaves.tsv"):
        result = call(tmp_path / name, "--schema", schema)

        assert f"{name}:3: BRU111 grams" in result.stdout


def test_schema_that_is_wrong_or_not_there(tmp_path: Path, schema: Path) -> None:
    (tmp_path / "loaves.csv").write_text(TEXT, "utf-8")
    schema.write_text('{"fields": [{"name": "loaf", "type": "bread"}, {"name": "grams"}]}', "utf-8")

    result = call(tmp_path / "loaves.csv", "--schema", schema)
    assert result.exit_code == 1
    assert "schema.json:1: BRU803 loaves.loaf: no such type" in result.stdout

    result = call(tmp_path / "loaves.csv", "--schema", tmp_path / "gone.json")
    assert result.exit_code == 2
    assert "gone.json: no such schema" in result.stderr


def test_schema_is_for_a_table(tmp_path: Path, schema: Path) -> None:
    for given in ((), (tmp_path,)):
        result = call(*given, "--schema", schema)

        assert result.exit_code == 2
        assert "a schema is for a table: give its file" in result.stderr


def test_table_that_is_not_there(tmp_path: Path) -> None:
    result = call(tmp_path / "gone.csv")

    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr


def test_profile(tmp_path: Path) -> None:
    descriptor = {"name": "p", "resources": [{"name": "t", "path": "t.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    (tmp_path / "t.csv").write_text("a\n1\n", "utf-8")
    profile = tmp_path / "profile.json"
    profile.write_text('{"required": ["bakery"]}', "utf-8")

    result = call(tmp_path, "--profile", profile)
    assert result.exit_code == 1
    assert "BRU813" in result.stdout and "bakery" in result.stdout

    profile.write_text("[]", "utf-8")
    result = call(tmp_path, "--profile", profile)
    assert result.exit_code == 2
    assert "not a JSON object" in result.stderr


def test_table_with_semicolons_and_without_a_schema(tmp_path: Path, schema: Path) -> None:
    """As a spreadsheet saves it where a comma is decimal; what is not checked is told."""
    file = tmp_path / "loaves.csv"
    file.write_text("loaf;grams\nrye;1,5\n", "utf-8")

    result = call(file)
    assert result.exit_code == 0
    assert result.stdout.startswith("package loaves: valid")
    assert "no schema: types, keys and values were not checked" in result.stderr

    result = call(file, "--schema", schema)
    assert 'loaves.csv:2: BRU111 grams: "1,5"' in result.stdout
    assert "no schema" not in result.stderr


def test_a_wrong_value_does_not_follow_from_a_repeated_key(tmp_path: Path, schema: Path) -> None:
    (tmp_path / "loaves.csv").write_text("loaf,grams\nrye,1\nrye,much\n", "utf-8")

    told = call(tmp_path / "loaves.csv", "--schema", schema).stdout

    assert "loaves.csv:3: BRU201 loaf" in told
    assert "loaves.csv:3: BRU111 grams" in told


def test_a_title_above_the_table_may_be_the_cause(tmp_path: Path) -> None:
    for name, top in (("titled", "Loaves of May"), ("plain", "loaf")):
        (tmp_path / f"{name}.csv").write_text(f"{top}\nrye,1\n", "utf-8")
    titled, plain = (call(tmp_path / f"{name}.csv").stdout for name in ("titled", "plain"))

    assert "too many; where line 1 is a title, delete the lines above the header\n" in titled
    assert "too many\n" in plain


def test_several_tables_are_checked_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loaves.csv").write_text("loaf,price\nrye,3\n")
    (tmp_path / "ovens.csv").write_text("oven;size\nbig\n")

    for how in (("loaves.csv", "ovens.csv"), (tmp_path / "loaves.csv", tmp_path / "ovens.csv")):
        result = call(*how)
        assert result.exit_code == 1
        assert result.stdout.startswith("ovens.csv:2: BRU007: 1 cell where the header has 2")
        assert "package tables: invalid, 1 error (2 of 2 resources read, 2 rows" in result.stdout
    assert "2 tables have no schema: " in result.stderr
    one = call("loaves.csv", "none.csv")
    assert (one.exit_code, one.stderr.count("none.csv: no such file")) == (2, 1)
    for option in ("--fix", "--watch"):
        assert call(option, "loaves.csv", "ovens.csv").exit_code == 2


def test_a_table_of_a_package_is_told_where_its_schema_is(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "data/other.csv").write_text("a\n1\n")
    told = "was checked with no schema: types, keys and values were not checked (datapackage.json"
    for folder, place, file in (("data", "..", "claims.csv"), ("", ".", "data/actors.csv")):
        monkeypatch.chdir(package / folder)
        assert f"{told} describes it: `bru validate {place}`)" in call(file).stderr
    assert "other.csv has no schema" in call("data/other.csv").stderr


LOAVES = '{"loaf":"rye","grams":1000}\n{"loaf":"oat","note":"new"}\n'


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("loaves.jsonl", LOAVES, 2),
        ("loaves.ndjson", LOAVES, 2),
        ("loaves.json", '[{"loaf":"rye","grams":1000},\n{"loaf":"oat"}]', 2),
        ("loaves.txt", "loaf\tgrams\nrye\t1000\n", 1),
        ("loaves.tab", "loaf\tgrams\nrye\t1000\n", 1),
        ("loaves.psv", "loaf|grams\nrye|1000\n", 1),
        ("loaves.tsv", "loaf, kind\tgrams\trye\nrye\t1\t2\n", 1),
        ("loaves.csv", 'loaf, grams\nrye, 1000\n"oat, whole", 500\n', 2),
        ("loaves.csv", 'loaf, grams\nrye, "1,5"\n', 1),
    ],
)
def test_table_of_another_kind_or_with_other_marks(
    tmp_path: Path, name: str, text: str, rows: int
) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    result = call(tmp_path / name)

    assert result.exit_code == 0
    assert f"package loaves: valid (1 of 1 resource read, {rows} row" in result.stdout


def test_text_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, this is a letter.\nNo table, that is.\n")

    result = call(tmp_path / "letter.txt")

    assert result.exit_code == 2
    assert "or a table (.csv, .tsv" in result.stderr and "--schema FILE" in result.stderr


def test_zip_file_of_one_table(tmp_path: Path) -> None:
    """It is read; where there are more, the way out is told."""
    for name, members in (("one", ["in/loaves.csv"]), ("two", ["a.csv", "b.csv"])):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for member in members:
                archive.writestr(member, "loaf;note\nrye;good \n")

    result = call(tmp_path / "one.zip")
    assert result.exit_code == 0
    assert "one.zip:2: BRU306 (warning) note: space at the end" in result.stdout

    result = call(tmp_path / "two.zip")
    assert result.exit_code == 2
    assert "no datapackage.json in this zip file; unpack it: bru validate FOLDER" in result.stderr


def test_folder_of_tables_without_a_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loaves.csv").write_text("loaf,price\nrye,3\n")

    for how in ((), (tmp_path,)):
        result = call(*how)
        assert result.exit_code == 2
        assert "to check tables without one: `bru validate *.csv`" in result.stderr
    result = call("--fix", "loaves.csv")
    assert (result.exit_code, "--fix repairs tables of a package" in result.stderr) == (2, True)


def test_texts_of_a_table_without_a_schema_are_looked_at_for_damage(tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_text("town;note\nGrodno ;#REF!\nMоgilev;4.93412E+11\n", "utf-8")

    result = call(tmp_path / "towns.csv")

    assert result.exit_code == 0
    assert [result.stdout.count(code) for code in ("BRU305 (w", "BRU306 (w", "BRU307 (w")] == [
        1,
        1,
        2,
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"a,a\n1,2 \n",
        b"a title,,\n1,2 ,3\n",
        b"\xff,b\n1,2 \n",
        b'a,"\n',
        b"",
    ],
)
def test_header_that_cannot_be_taken_as_columns_is_left_to_the_rules(
    data: bytes, tmp_path: Path
) -> None:
    (tmp_path / "towns.csv").write_bytes(data)

    result = call(tmp_path / "towns.csv")

    assert result.exit_code in (0, 1)
    assert "BRU306" not in result.stdout  # the space behind the 2 is looked at in columns only


@pytest.mark.parametrize("data", [b",a\n1,2 \n", b'"a\nb",c\n1,2 \n', b"a,b\r1,2 \r"])
def test_columns_of_any_header_are_looked_at(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_bytes(data)

    assert "BRU306" in call(tmp_path / "towns.csv", "--statistics").stdout


def test_so_are_workbooks_json_lines_and_tables_of_packages(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["town", "note"], ["Grodno ", 7]):
        book.active.append(row)
    book.save(tmp_path / "towns.xlsx")
    (tmp_path / "towns.jsonl").write_text('{"town": "Grodno ", "note": 7}\n')
    (tmp_path / "towns.csv").write_text("town,note\nGrodno ,7\n")
    resources = [{"name": "towns", "path": "towns.csv"}]
    for more in ({}, {"schema": {"fields": [{"name": "town"}, {"name": "note"}]}}):
        spec = {"name": "towns", "resources": [resources[0] | more]}
        (tmp_path / "datapackage.json").write_text(json.dumps(spec))
        for path in ("towns.xlsx", "towns.jsonl", ""):
            result = call(tmp_path / path)
            assert (result.exit_code, result.stdout.count("BRU306 (warning) town")) == (0, 1)


@pytest.mark.parametrize("columns", [2, 90, 20_000])
@pytest.mark.parametrize("length", [1, 600, 1_100])
def test_long_header_is_no_fault(columns: int, length: int, tmp_path: Path) -> None:
    names = [f"{'c' * length}{n}" for n in range(columns if length == 1 else min(columns, 900))]
    rows = [names, ["x"] * len(names)]
    (tmp_path / "wide.csv").write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")

    result = call(tmp_path / "wide.csv")

    assert (result.exit_code, result.stdout.count(": valid (")) == (0, 1)
