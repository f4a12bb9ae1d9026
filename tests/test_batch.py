"""Many rows at once from a sheet: all or nothing, with the problems at the lines of the sheet."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import time
from pathlib import Path

import pytest
from click.testing import Result

import bru
from bru.editing import lines
from support import ROOT
from support.commands import call, copied, records

EXAMPLE = ROOT / "docs/example"
SOURCE = (
    "source", EXAMPLE / "ledger.txt", "--published", "2025-09-14",
    "--language", "en", "--kind", "news", "--documents", EXAMPLE,
)  # fmt: skip
PASSAGE = "Money remains short."
ROW = {
    "source": "ledger.txt", "passage": "About 60 companies supply parts for the drills.",
    "statement": "Parts for the drills come from about 60 companies.", "kind": "statistic",
    "hedged": "false", "actors": "Belarus: mentioned",
    "figures": "Number of companies: about 60",
    "note": "Belarus stands for the land of the plant.",
}  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped package with a source that nobody has read yet, and a release before it."""
    root = copied(tmp_path_factory.mktemp("begun") / "p")
    shutil.copytree(ROOT / "releases", root / "releases")
    result = call("new", *SOURCE, cwd=root)
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def package(begun: Path, tmp_path: Path) -> Path:
    """A copy of that."""
    return Path(shutil.copytree(begun, tmp_path / "p"))


def add(package: Path, *rows: dict[str, str], more: tuple[str, ...] = ()) -> Result:
    """`bru new --from` with a sheet of these rows."""
    columns = dict.fromkeys(name for row in rows for name in row)
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return from_text(package, out.getvalue(), *more)


def from_text(package: Path, text: str, *more: str) -> Result:
    """`bru new --from` with a sheet that is this text."""
    sheet = package.parent / "sheet.csv"
    sheet.write_text(text, "utf-8")
    return call("new", "--from", "../sheet.csv", "--documents", EXAMPLE, *more, cwd=package)


def files(package: Path) -> dict[str, bytes]:
    """Every file of a package."""
    return {str(f.relative_to(package)): f.read_bytes() for f in package.rglob("*") if f.is_file()}


def claims(package: Path) -> list[dict[str, str]]:
    """The claims of the new source."""
    return [r for r in records(package / "data/claims.csv") if r["source_id"].startswith("fptp")]


def test_a_source_is_a_draft_until_its_document_is_accounted_for(package: Path) -> None:
    row = next(r for r in records(package / "data/sources.csv") if r["title"].startswith("Fewer"))
    report = bru.validate(package, documents=EXAMPLE)

    assert row["source_id"] == "fptp-2025-09-14"
    assert row["title"] == "Fewer partners than promised"
    assert row["short_name"] == "Fewer partners than promised 2025"
    assert row["from_elsewhere"] == ""
    assert [(p.code, p.level) for p in report.problems] == [("BRU634", "warning")]
    assert report.problems[0].hint == "`bru todo fptp-2025-09-14 --documents DIR` lists it"


def test_a_row_is_a_claim_with_what_belongs_to_it(package: Path) -> None:
    result = add(package, ROW, {"source": "ledger.txt", "passage": PASSAGE})

    assert result.exit_code == 0, result.output
    assert "3 rows added: 1 claim, 1 claim-actor, 1 figure; 1 row not filled in\n" in result.stdout
    (claim,) = claims(package)
    assert claim["claim_id"] == "fptp25-parts-drills-come-companies"
    cited = call("cite", "ledger.txt", ROW["passage"], "--documents", EXAMPLE).stdout.split("\n")[1]
    assert cited == ",".join(claim[f] for f in claim if f.startswith("span_"))
    figure = next(
        r for r in records(package / "data/figures.csv") if r["claim_id"] == claim["claim_id"]
    )
    assert (figure["measure"], figure["obs_value"], figure["qualifier"]) == (
        "company-count",
        "60",
        "about",
    )


def test_json_and_what_spreadsheets_write(package: Path) -> None:
    row = {**ROW, "hedged": False, "actors": ["Belarus", "Минск: place"]}
    (package.parent / "sheet.json").write_text(json.dumps([row, {}], indent=1), "utf-8")
    done = call("new", "--from", "../sheet.json", "--documents", EXAMPLE, "--dry-run", cwd=package)
    assert done.exit_code == 0 and "4 rows would be added" in done.stdout, done.output

    text = (
        "\ufeff" + ";".join(ROW) + "\r\n" + ";".join({**ROW, "hedged": "FALSE"}.values()) + "\r\n"
    )
    assert from_text(package, text).exit_code == 0
    assert len(claims(package)) == 1


def test_tabs_and_a_line_that_names_the_separator(package: Path) -> None:
    before = files(package)
    odd = {"Passage" if n == "passage" else n: v for n, v in ROW.items()}
    lines = (chr(9).join(odd), chr(9).join(odd.values()))
    done = from_text(package, "\n".join(lines))
    assert done.exit_code == 1 and files(package) == before
    assert "sheet.csv:2: Passage: claims have no column Passage; did you mean" in done.output

    done = from_text(package, "\n".join(["sep=\t", *lines]))
    assert "sheet.csv:3: Passage: claims have no column" in done.output

    assert from_text(package, "\n".join(["sep=\t", chr(9).join(ROW), lines[1]])).exit_code == 0
    assert len(claims(package)) == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"passage": "About 70 companies supply parts"}, 'passage: the document does not have this passage; the nearest is "About 60 companies supply parts": it has "60" for "70"'),
        ({"passage": "the plant", "nth": ""}, "passage: the passage occurs"),
        ({"source": "none"}, "passage: no document of none was given"),
        ({"actors": "Belarus: pirate"}, 'actors: "pirate" is no role; one of subject, object'),
        ({"actors": "Lukashenk: subject"}, 'actors: there is no "Lukashenk" in actors; did you mean lukashenka-alyaksandr (Alyaksandr Lukashenka)'),
        ({"figures": "?: about 60"}, 'figures: "?: about 60" names no measure'),
        ({"figures": "Number of companies: many"}, "is no number"),
        ({"captain": "x"}, "captain: claims have no column captain"),
        ({"claim_id": "bif12-rogozin-remit"}, "claim_id: bif12-rogozin-remit is already in data/claims.csv"),
        ({"table": "ships"}, "table: there is no table ships: there are sources, actors"),
        ({"hedged": ""}, "BRU101"),
        ({"kind": "rumour"}, "BRU102"),
    ],
)  # fmt: skip
def test_problems_stand_at_the_lines_of_the_sheet(
    package: Path, cells: dict[str, str], said: str
) -> None:
    before = files(package)
    good = {"source": "ledger.txt", "passage": PASSAGE, "exclude": "rhetoric"}

    result = add(package, good, {**ROW, **cells})

    assert result.exit_code == 1
    assert [
        line
        for line in result.stdout.splitlines()
        if line.startswith("../sheet.csv:3: ") and said in line
    ], result.stdout
    assert result.stderr == "nothing was written\n"
    assert files(package) == before


def test_what_is_wrong_with_many_rows_is_told_once(package: Path) -> None:
    (package.parent / "sheet.csv").write_text(
        "source,passage,statement\n" + 'ledger.txt,"About 60 companies",They are 60.\n' * 9, "utf-8"
    )
    result = call("new", "--from", "../sheet.csv", cwd=package)

    assert result.stdout.splitlines()[0] == (
        "../sheet.csv:2: passage: no documents were given: add --documents DIR "
        "(and lines 3, 4, 5, 6, 7, 8, …)"
    )
    assert result.stdout.splitlines()[-1].startswith("9 rows not added: 9 claims")
    assert from_text(package, "a,b\n1,2\n").stdout.splitlines()[-1] == "0 rows not added"


def test_names_of_new_rows_and_ids_before_they_are_frozen(package: Path) -> None:
    """Rows may stand in any order."""
    person = {"table": "actor", "name": "Ines Brandão", "kind": "person", "description": "Captain."}
    row = {**ROW, "actors": "Ines Brandão: mentioned", "note": "Ines Brandão is a captain."}
    before = files(package)

    shown = add(package, row, person, more=("--dry-run",))

    assert shown.exit_code == 0, shown.output
    assert "../sheet.csv:3: actors brandao-ines  Ines Brandão\n" in shown.stdout
    assert "../sheet.csv:2: claims fptp25-parts-drills-come-companies  Parts for" in shown.stdout
    assert files(package) == before
    assert add(package, row, person).exit_code == 0
    again = add(package, {**row, "statement": row["statement"][:-1] + ", so it says."}, person)
    assert "../sheet.csv:3: actor_id: brandao-ines is already in data/actors.csv" in again.stdout


def test_units_that_the_package_names_in_its_own_way(package: Path) -> None:
    """Hundredweights are "quintal" to bru, and here they are the "centner" of the sheet."""
    rows = [
        {**ROW, "figures": "Load: 60 centners"},
        {"table": "measures", "name": "Load", "definition": "What is carried.",
         "unit_kind": "mass", "mutual": "false"},
        {"table": "units", "unit_id": "centner", "name": "centner", "kind": "mass",
         "system": "unece20", "code": "DTN"},
    ]  # fmt: skip
    result = add(package, *rows)
    assert result.exit_code == 0, result.output
    figures = records(package / "data/figures.csv")
    assert [f["unit_measure"] for f in figures if f["measure"] == "load"] == ["centner"]


def test_long_statements_are_cut_between_words(package: Path) -> None:
    row = {**ROW, "statement": ROW["statement"][:-1] + ", which the document does not number."}
    shown = add(package, row, more=("--dry-run",)).stdout

    (cut,) = re.findall(r"sheet.csv:2: claims \S+  (.*) …\n", shown)
    assert row["statement"].startswith(f"{cut} ")


def test_other_packages_have_sheets_too(tmp_path: Path) -> None:
    def table(name: str, *more: str, **extra: object) -> dict[str, object]:
        fields = [
            {"name": n, "type": "string", "constraints": {"required": True}}
            for n in ("id", "name", *more)
        ]
        schema = {"fields": fields, "primaryKey": "id", **extra}
        (tmp_path / f"{name}.csv").write_text(",".join(["id", "name", *more]) + "\n")
        return {"name": name, "path": f"{name}.csv", "schema": schema}

    to = {"fields": "lake", "reference": {"resource": "lakes", "fields": "id"}}
    tables = [table("lakes"), table("ferries", "lake", foreignKeys=[to])]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": tables}), "utf-8")
    sheet = "table,name,lake\nferries,Mir,Oria\nlakes,Oria,\nferries,Alba,Oria\n"
    (tmp_path / "sheet").write_text(sheet)

    result = call("new", "--from", "sheet", cwd=tmp_path)

    assert result.exit_code == 0, result.output
    assert (
        tmp_path / "ferries.csv"
    ).read_text() == "id,name,lake\noria-mir,Mir,oria\noria-alba,Alba,oria\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2,3\n", "line 2: 3 cells"),
        ("a,a\n1,2\n", "column a is there twice"),
        ("[1]", "line 1: expected an object"),
        ('{"a": 1}', "line 1: expected a list of objects"),
        ('[{"a": {"b": 1}}]', "a cell is an object"),
        ('[{"a": NaN}]', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"a": 1}]\n[{"a": 2}]', "line 2: not JSON: something follows the end"),
        ("a,b\n", "has no rows"),
        ('a,b\n1,"2\n3,4\n', "line 2: unexpected end of data"),
        ("a,b\n1,2\n3,Олень\n", "line 3 is not UTF-8"),
    ],
)
def test_what_is_no_sheet(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        lines.read(text.encode("cp1251"))


def test_a_table_that_the_rows_need_is_not_there(package: Path) -> None:
    (package / "data/sources.csv").unlink()

    result = add(package, ROW)

    assert result.exit_code == 2 and result.stderr == "Error: data/sources.csv was not found\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"exclude": "heading"}, "exclude: the row has a statement, too"),
        ({"statement": "", "question": "Who pays for the drills?"}, "statement: is missing"),
        ({"nth": "0"}, "passage: nth is a number from 1"),
        ({"passage": "the"}, "choose with nth"),
    ],
)
def test_nothing_that_was_filled_in_is_left_out(
    package: Path, more: dict[str, str], said: str
) -> None:
    result = add(package, ROW | more)

    assert result.exit_code == 1 and said in result.stdout


def test_a_sheet_with_other_columns_is_not_taken_for_one_that_nobody_filled_in(
    package: Path,
) -> None:
    row = {("statment" if name == "statement" else name): value for name, value in ROW.items()}
    before = files(package)

    result = add(package, ROW, row)

    assert result.exit_code == 1 and "sheet.csv:3: statment: claims have no" in result.stdout
    assert files(package) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no words"),
        (b" \n ... \n", "has no words"),
        (b"<html><body><p> </p></body></html>", "has no words"),
        ("Oria\n".encode("utf-16"), "is not text in UTF-8"),
        ("Озеро\n".encode("cp1251"), "is not text in UTF-8"),
        (b"%PDF-1.7 \xe2\xe3", "is not text in UTF-8"),
        (b"Oria\0", "is not text in UTF-8"),
    ],
)
def test_what_is_no_document(package: Path, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "text").write_bytes(data)
    how = ("--kind", "news", "--language", "en", "--title", "Oria", "--documents", tmp_path)

    result = call("new", "source", tmp_path / "text", *how, cwd=package)

    assert result.exit_code == 2 and f"text: {said}" in result.stderr


def test_no_file_in_the_folder_of_documents_is_replaced(package: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "lake.txt").write_text("Another text.\n", "utf-8")
    before = files(package)
    how = ("--kind", "news", "--source-id", "lake", "--documents", folder)

    result = call("new", "source", tmp_path / "page.html", *how, cwd=package)

    assert result.exit_code == 2 and "lake.txt: is there already" in result.stderr
    assert (folder / "lake.txt").read_text("utf-8") == "Another text.\n"
    assert files(package) == before


@pytest.mark.parametrize(
    ("language", "outside"), [("ru", "publisher"), ("en", "publisher published")]
)
def test_a_day_is_read_in_the_language_of_the_text(
    package: Path, tmp_path: Path, language: str, outside: str
) -> None:
    text = "Паром на озере\n\nПаром ходит с 5 июня 2031 года.\n"
    (tmp_path / "ferry.txt").write_text(text, "utf-8")
    how = ("--kind", "news", "--publisher", "jamestown-foundation", "--published", "2031-06-05")

    call("new", "source", tmp_path / "ferry.txt", *how, "--language", language, cwd=package)

    row = next(r for r in records(package / "data/sources.csv") if r["title"] == "Паром на озере")
    assert row["from_elsewhere"] == outside


@pytest.mark.parametrize("field", ["document-sha256", "document-chars"])
def test_what_is_told_of_a_document_has_to_be_so(package: Path, tmp_path: Path, field: str) -> None:
    (tmp_path / "ferry.txt").write_text("Oria\n\nA ferry.\n", "utf-8")
    before = files(package)
    how = ("--kind", "news", "--language", "en", f"--{field}", "17" * 32)

    result = call("new", "source", tmp_path / "ferry.txt", *how, cwd=package)

    assert result.exit_code == 2
    assert f"ferry.txt: {field.replace('-', '_')} is " in result.stderr
    assert files(package) == before


PAGE = """<!doctype html><html lang="en"><head><title>Oria</title>
<meta property="og:title" content="The ferry of Lake Oria">
<meta property="article:published_time" content="2031-06-01T08:00:00Z">
<meta name="author" content="Rui Costa"><link rel="canonical" href="https://example.org/oria">
<script>var x = "no text";</script></head>
<body><h1>The ferry of Lake Oria</h1><p>By Rui Costa. It crossed the   lake.</p></body></html>"""


def test_a_saved_page_is_kept_as_text(package: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    folder = tmp_path / "documents"
    folder.mkdir()
    refused = call("new", "source", tmp_path / "page.html", "--kind", "news", cwd=package)
    assert refused.exit_code == 2 and "give --documents DIR" in refused.stderr

    how = ("--kind", "news", "--documents", folder)
    result = call("new", "source", tmp_path / "page.html", *how, cwd=package)

    assert result.exit_code == 0, result.output
    row = next(r for r in records(package / "data/sources.csv") if r["author"] == "Rui Costa")
    assert row["source_id"] == "tfolo-2031-06-01"
    assert (row["language"], row["url"]) == ("en", "https://example.org/oria")
    assert row["from_elsewhere"] == "published url"
    text = (folder / "tfolo-2031-06-01.txt").read_bytes().decode()
    assert text.split("\n")[-2] == "By Rui Costa. It crossed the lake." and "no text" not in text
    assert int(row["document_chars"]) == len(text)
    found = call(
        "cite",
        row["source_id"],
        "By Rui Costa. It crossed the lake",
        "--documents",
        folder,
        cwd=package,
    )
    assert found.exit_code == 0, found.output


def test_text_from_standard_input(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from bru import cli

    monkeypatch.chdir(package)
    how = ["--kind", "news", "--language", "en", "--documents", str(tmp_path), "--dry-run"]
    done = CliRunner().invoke(cli.main, ["new", "source", "-", *how], input="Oria\n\nIt rains.\n")

    assert done.exit_code == 0, done.output
    assert "would be added: oria,Oria,Oria,,,,en,news,," in done.stdout
    assert not (tmp_path / "oria.txt").exists()


def test_a_large_sheet_takes_no_more_than_three_checks(package: Path, tmp_path: Path) -> None:
    """Time of the processor; of 5,000 rows it is measured by hand."""
    syllables = ["ba", "de", "gi", "ko", "lu", "ma", "ne", "pi", "ro", "tu"]
    works = [
        f"{a}{b}{c} Works".capitalize()
        for a in syllables
        for b in syllables[:5]
        for c in syllables[5:9]
    ]
    sold = [f"In 2031, the {one} sold {n + 100} tonnes of rye to the {two}."
            for n, (one, two) in enumerate(zip(works, works[7:] + works[:7], strict=True))]  # fmt: skip
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "rye.txt").write_text("\n".join(sold), "utf-8")
    how = ("--published", "2031-06-01", "--language", "en", "--kind", "news")
    done = call(
        "new",
        "source",
        folder / "rye.txt",
        *how,
        "--title",
        "Rye",
        "--documents",
        folder,
        cwd=package,
    )
    assert done.exit_code == 0, done.output
    rows = [
        {
            "source": "rye.txt", "passage": text, "kind": "event", "event_type": "other",
            "statement": f"The {one} delivered {n + 100} tonnes of rye to the {two} in 2031.",
            "hedged": "false", "time_period": "2031", "actors": f"{one}: subject; {two}: object",
        }
        for n, (text, one, two) in enumerate(zip(sold, works, works[7:] + works[:7], strict=True))
    ]  # fmt: skip
    rows += [
        {"table": "actors", "name": name, "kind": "company", "description": "Works that trade."}
        for name in works
    ]
    columns = dict.fromkeys(name for row in rows for name in row)
    with (tmp_path / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*columns], restval="")
        writer.writeheader()
        writer.writerows(rows)

    start = time.process_time()
    result = call("new", "--from", tmp_path / "sheet.csv", "--documents", folder, cwd=package)
    middle = time.process_time()
    call("validate", package, "--documents", folder)

    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("800 rows added: 200 actors, 200 claims, 400 claim-actors\n")
    assert middle - start <= 3 * (time.process_time() - middle)


def test_a_value_that_is_there_before_is_told_with_its_file(package: Path) -> None:
    """Another line of the sheet, or one of the table: never a line that was not written."""
    number, old = 3, records(package / "data/claims.csv")[1]

    twice = add(package, ROW, {**ROW, "claim_id": "another"})
    known = add(package, {**ROW, "statement": old["statement"]})

    assert "sheet.csv:3: BRU203 statement: " in twice.stdout, twice.output
    assert "occurs more than once (first in line 2 of the sheet)" in twice.stdout
    assert "../sheet.csv:2: BRU203 statement: " in known.stdout, known.output
    assert f"occurs more than once (first in data/claims.csv:{number})" in known.stdout
    assert (twice.exit_code, known.exit_code) == (1, 1)
