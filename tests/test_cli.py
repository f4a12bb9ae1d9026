"""The commands as a user meets them: output, exit codes, and never a traceback."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import Result

import bru
from bru import cli
from bru.store import Folder
from support import ROOT
from support.commands import call, edit, pinned, records, write_package


def test_shipped_package_is_valid(package: Path) -> None:
    result = call("validate", package)

    assert result.exit_code == 0, result.output
    assert "valid (21 of 21 resources read" in result.stdout
    assert "not run" not in result.stdout


def test_problem_has_place_and_fix(package: Path) -> None:
    line = edit(pinned(package) / "data/figures.csv", ",43.4,", ',"43,4",')

    result = call("validate", package, "--select", "BRU113,BRU8")

    assert result.exit_code == 1
    assert (
        f'data/figures.csv:{line}: BRU113 obs_value: "43,4" is not a number (decimal comma); write 43.4'
        f' [bif23-trade-2022-russia-1]\n    fix: `bru validate --fix {package}` writes "43.4"'
        in result.stdout
    )
    assert "datapackage.json: BRU805 (warning) figures.hash: the hash of figures" in result.stdout
    assert "1 error, 2 warnings" in result.stdout


def test_nearest_package_is_found(package: Path) -> None:
    below = package / "data" / "deep"
    below.mkdir()
    edit(package / "datapackage.json", f'"version": "{bru.version}"', '"version": "7.8.9"')

    assert "bru 7.8.9" in call("validate", cwd=below).stdout


@pytest.mark.parametrize(
    "command",
    ["fmt", "fmt --check", "validate --fix", "new actor --name X", "release check",
     "release prepare 9.0.0", "release build"],
)  # fmt: skip
def test_no_command_that_writes_takes_a_package_that_is_not_here(
    command: str, tmp_path: Path
) -> None:
    result = call(*command.split(), cwd=tmp_path)

    assert result.exit_code == 2
    assert result.stderr == "Error: no datapackage.json here or above: give the path of a package\n"
    assert not [*tmp_path.iterdir()]


def test_installed_data_are_checked_only_when_asked_for(tmp_path: Path) -> None:
    nothing = call("validate", cwd=tmp_path)
    assert nothing.exit_code == 2
    assert "no datapackage.json here or above" in nothing.stderr

    installed = call("validate", "--installed", cwd=tmp_path)
    assert installed.exit_code == 0
    assert re.search(rf"^package bru {bru.version}(\+changes)?: valid \(", installed.stdout, re.M)
    assert call("validate", "--installed", "--fix", cwd=tmp_path).exit_code == 2


def test_select_ignore_limit(package: Path) -> None:
    claims = package / "data/claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",false,", ",nein,"), "utf-8")

    everything = json.loads(call("validate", package, "--format", "json", "--limit", "0").stdout)
    short = json.loads(call("validate", package, "--format", "json", "--limit", "3").stdout)
    without = json.loads(call("validate", package, "--format", "json", "--ignore", "BRU1").stdout)

    assert everything["counts"] == short["counts"]
    assert everything["counts"]["by_code"]["BRU112"] > 200
    assert [p["code"] for p in short["problems"]].count("BRU112") == 3
    assert "BRU112" not in without["counts"]["by_code"]
    assert without["not_run"] == [] and without["rules"] < everything["rules"]
    assert "more problems not listed (--limit 0" in call("validate", package, "--limit", "3").stdout


def test_unknown_code_is_refused() -> None:
    for option in ("--select", "--ignore"):
        result = call("validate", option, "BRU777")

        assert (result.exit_code, result.stderr) == (
            2,
            "Error: no pack and no code begins with BRU777\n",
        )


def test_json_report_fits_its_schema(package: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(
        (Path(bru.__file__).parent / "model" / "report.schema.json").read_text("utf-8")
    )
    edit(package / "data/claims.csv", "bif-2012-11-04", "bif-2012-11-05")

    for arguments in ((), (package,), (package, "--select", "BRU2")):
        report = json.loads(call("validate", *arguments, "--format", "json").stdout)
        jsonschema.validate(report, schema, jsonschema.Draft202012Validator)


def test_zip_is_checked_and_strict(package: Path, tmp_path: Path) -> None:
    archive = tmp_path / "bru.zip"
    edit(pinned(package) / "data/actors.csv", "Integral", "Integrals")
    with zipfile.ZipFile(archive, "w") as z:
        for file in sorted(package.rglob("*")):
            z.write(file, Path("bru") / file.relative_to(package))

    result = call("validate", archive)

    assert result.exit_code == 1
    assert (
        "datapackage.json: BRU805 actors.hash: the hash of actors is not that of its file"
        in result.stdout
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("nothing", None, "nothing: no such file or folder"),
        ("folder/", None, "folder: no datapackage.json in this folder"),
        (
            "notes.txt",
            b"hello",
            "notes.txt: give a folder, a datapackage.json, a .zip or a .whl file",
        ),
        ("a.zip", b"hello", "a.zip: not a zip file that can be read"),
    ],
)
def test_no_package_is_one_line(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if name.endswith("/"):
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_bytes(content)

    result = call("validate", tmp_path / name)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not result.stdout


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "datapackage.json:1: BRU801: not JSON: a value is missing (column 1)"),
        (
            b'{"resources": [',
            "datapackage.json:1: BRU801: not JSON: it ends too early (column 16)",
        ),
        (b"[1]", "datapackage.json:1: BRU801: not a JSON object"),
        (b"\xff\xfe", "datapackage.json:1: BRU801: not UTF-8 text (byte 0)"),
        (b"[" * 100_000, "datapackage.json:1: BRU801: nested too deeply"),
        (b'{"name": "x"}', 'datapackage.json: BRU802 resources: "resources" must be a list with'),
    ],
)
def test_broken_descriptor(tmp_path: Path, content: bytes, line: str) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)

    result = call("validate", tmp_path)

    assert result.exit_code == 1
    assert line in result.stdout


BROKEN = {  # a descriptor, and where it is broken
    '{\n  "name": "x"\n  "resources": []\n}': "datapackage.json:2: not JSON: a comma is missing",
    '{\n  "name": "x,\n  "resources": []\n}': "datapackage.json:2: not JSON: a text has no closing quote",
    '{\n  "name" "x"\n}': "datapackage.json:2: not JSON: a colon is missing",
    '{\n  "resources": [\n': "datapackage.json:3: not JSON: it ends too early",
    '{\n  "version": NaN\n}': "datapackage.json:2: not JSON: NaN is not a number",
    '{\n  "name": "\udce9"\n}': "datapackage.json:2: not UTF-8 text",
    "[\n" * 200: "datapackage.json:101: nested too deeply",
}
COMMANDS = (  # that read a package, without its path
    "validate --fix", "new actor --name x", "find x", "fmt", "retire x --to y", "diff . .", "resolve x",
    "lock", "export sqlite", "totals", "conflicts", "why x", "query contradictions", "site", "plot",
    "evidence --documents .", "todo --documents .", "cite x y --documents .", "release check",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_names_the_line_of_a_broken_descriptor(tmp_path: Path, command: str) -> None:
    for content, told in BROKEN.items():
        (tmp_path / "datapackage.json").write_bytes(content.encode("utf-8", "surrogateescape"))

        result = call(*command.split(), cwd=tmp_path)

        assert result.exit_code in (1, 2)
        assert told in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [*BROKEN, "[]", "{}", "", None])
def test_own_descriptor_that_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    """Whoever works on a checkout that bru runs from can break it, and mends it with bru."""
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.mkdir()
    if content is not None:
        (own / "datapackage.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    (other / "t.csv").write_text("a\n1\n", "utf-8")
    monkeypatch.setattr("bru.store.installed", lambda: Folder(own, editable=False))

    assert call("validate", "t.csv", cwd=other).exit_code == 0
    assert call("--version", cwd=other).stdout.startswith("bru unknown (data unknown")
    result = call("validate", "--installed", cwd=other)
    assert "BRU80" in result.stdout
    if told := BROKEN.get(content or ""):
        place, _, what = told.partition(": ")
        assert f"{place}: BRU801: {what}" in result.stdout


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "a/../../b.csv", "file://x/y.csv", "C:\\x"]
)
def test_path_outside_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.csv").write_text("id\n1\n", "utf-8")
    (tmp_path / "p").mkdir()
    write_package(tmp_path / "p", path, b"")

    result = call("validate", tmp_path / "p")

    assert result.exit_code == 1
    assert "datapackage.json:1: BRU804" in result.stdout


def test_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id\n1\n", "utf-8")
    (tmp_path / "p").mkdir()
    write_package(tmp_path / "p", "t.csv", b"")
    (tmp_path / "p/t.csv").unlink()
    (tmp_path / "p/t.csv").symlink_to(tmp_path / "secret.csv")

    assert "is a link that leads out of the package" in call("validate", tmp_path / "p").stdout


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "t.csv: BRU014: the file has no bytes"),
        (b"\n\n", "t.csv: BRU014: the file has no header"),
        (b"PK\x03\x04\x00\x00", "t.csv:1: BRU015: this is a zip file, not delimited text"),
        (b"id\n\xd0\n", "t.csv:2: BRU002: byte 0xD0 at offset 3 is not UTF-8"),
    ],
)
def test_file_that_is_no_table(tmp_path: Path, data: bytes, line: str) -> None:
    write_package(tmp_path, "t.csv", data)

    result = call("validate", tmp_path)

    assert result.exit_code == 1
    assert line in result.stdout
    assert "not run: t.csv could not be read as a table" in result.stdout


def test_terminal_escapes_are_written_out(tmp_path: Path) -> None:
    write_package(tmp_path, "t.csv", b"id,\x1b[31mred\nx,1\n")

    assert "\x1b" not in call("validate", tmp_path).stdout


def test_explain() -> None:
    everything, one, unknown = call("explain"), call("explain", "bru205"), call("explain", "X")

    assert "\n  BRU101  Required value is missing\n" in everything.stdout
    assert one.stdout.startswith("BRU205 (error) Reference has no target\n\n  Why: ")
    assert "\n  Fix: " in one.stdout
    assert (unknown.exit_code, unknown.stdout) == (2, "")


def test_version() -> None:
    told = call("--version").stdout
    assert told.replace("+changes", "") == f"bru {bru.version} (data {bru.version})\n"


def test_cite() -> None:
    passage = "crossed the lake 1,250 times in 2031, more than ever before"

    result = call("cite", "article.txt", passage, "--documents", "docs/example")

    assert result.stdout.startswith(
        "span_start,span_end,span_words,span_sha256,span_exact_sha256\n44,103,11,4d83"
    )


def test_cite_tells_why_a_copy_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = call("cite", "article.txt", "a passage", "--documents", "docs/example")

    said = "docs/example: article.txt cannot be read: permission denied"
    assert (result.exit_code, result.stderr) == (2, f"Error: {said}\n")


@pytest.mark.parametrize(
    ("passage", "message"),
    [
        ("the ferry sank in the lake", "the document does not have this passage"),
        (
            "crossed the pond 1,250 times in 2031",
            'the nearest is "crossed the lake 1,250 times in 2031": it has "lake" for "pond"',
        ),
        (
            "the ferry crossed the lake 1,250 times",
            'the nearest is "The ferry “Nadzeya” crossed the lake 1,250 times": '
            'it has "Nadzeya" for nothing',
        ),
        ("cost about EUR 3.2 million and nobody ever regrets it", 'it has nothing for "ever"'),
        ("they say", "the passage has 2 words and is no whole sentence"),
        ("pier", "the passage occurs 2 times (at 153, 254): choose with --nth"),
        ("…", "the document does not have this passage"),
    ],
)
def test_cite_refuses(passage: str, message: str) -> None:
    result = call("cite", "article.txt", passage, "--documents", "docs/example")

    assert result.exit_code == 2  # as `bru new claim --passage`
    assert message in result.stderr


def test_sources_by_name_and_those_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("It rains.\n", "utf-8")
    for command in (("cite", "{}", "words"), ("todo", "{}")):
        for source, said in (
            ("nosuch", 'no file nosuch among the documents, and there is no "nosuch" in sources'),
            ("Jamestown", "did you mean edm-2023-05-04 (Jamestown 2023)?"),
            ("Jamestown 2023", "no document of source edm-2023-05-04 (found: none)"),
        ):
            words = [word.format(source) for word in command]
            done = call(*words, "--documents", tmp_path)
            there = command[0] == "todo" and source == "Jamestown 2023"
            said = "no copy of any document" if there else said
            assert (done.exit_code, said in done.stderr) == (2, True), done.output


def test_data_that_came_with_bru_are_told_from_those_of_a_package(tmp_path: Path) -> None:
    """In a folder without a package, on standard error; -q leaves it out."""
    note = "no data package in this folder or above: using the data that came with bru\n"
    for words in (("find", "Минск"), ("why", "minsk"), ("query", "due"), ("conflicts",)):
        assert call(*words, cwd=tmp_path).stderr == note
        assert call(*words, "-q", cwd=tmp_path).stderr == call(*words).stderr == ""
    done = call("find", "Nobody At All", cwd=tmp_path)
    assert (done.exit_code, done.stderr) == (1, f"{note}nothing has such a name\n")


def test_a_query_of_a_package_with_errors_says_which(package: Path) -> None:
    edit(package / "data/claim_actors.csv", ",minsk,", ",mensk,")

    done = call("query", "contradictions", "--package", package)

    assert done.stderr == "Error: there is no 'mensk': run `bru validate` first\n"


def test_cite_accepts_a_whole_sentence_and_nth(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text(
        "It rains. Bread is cheap.\n\nIt rains.\n" + "word " * 61, "utf-8"
    )

    def cite(*args: str) -> Result:
        return call("cite", "d.txt", *args, "--documents", tmp_path)

    assert cite("it rains", "--nth", "2").stdout.splitlines()[1].startswith("27,35,2,")
    assert cite("Bread is cheap.").stdout.splitlines()[1].startswith("10,24,3,")
    assert cite("it rains", "--nth", "3").exit_code == 2
    assert "at most 60 are allowed" in cite("word " * 61).stderr


@pytest.mark.needs("documents")
def test_cite_reproduces_the_shipped_spans(documents: Path) -> None:
    from bru.claims.documents import cite, evidence

    rows, sources = (records(ROOT / f"data/{t}.csv") for t in ("claims", "sources"))
    texts = {
        s["source_id"]: evidence.decode(f.read_bytes())
        for f in documents.glob("*.txt")
        for s in sources
        if s["document_sha256"] == hashlib.sha256(f.read_bytes()).hexdigest()
    }
    for row in rows:
        text, start = texts[row["source_id"]], int(row["span_start"])
        passage = text[start : int(row["span_end"])]
        places = [low for low, _ in cite.occurrences(text, passage)]

        values = cite.cite(text, passage, places.index(start) + 1)

        assert [str(v) for v in values] == [
            row[k]
            for k in ("span_start", "span_end", "span_words", "span_sha256", "span_exact_sha256")
        ]


def test_fault_of_the_tool_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(bru, "validate", lambda *a, **k: 1 / 0)
    monkeypatch.setattr(sys, "argv", ["bru", "validate"])

    with pytest.raises(SystemExit) as stop:
        cli.run()

    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith(
        "Error: a fault in bru, please report it: ZeroDivision"
    )


def test_closed_pipe_is_silent(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m bru explain | head -c 10",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    ("output", "why"),
    [(">&-", "standard output is closed"), (">/dev/full", "No space left on device")],
)
@pytest.mark.parametrize("command", ["validate --installed", "explain", "--help", "diff --help"])
def test_output_that_cannot_be_written_to(
    tmp_path: Path, command: str, output: str, why: str
) -> None:
    done = subprocess.run(
        f"{sys.executable} -m bru {command} {output}",
        shell=True, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (2, f"Error: cannot write: {why}\n")


def test_no_file_gets_the_number_of_a_closed_output(tmp_path: Path, package: Path) -> None:
    """What would be printed is in no file of the package, and no message either."""
    before = {f: f.read_bytes() for f in package.rglob("*") if f.is_file()}
    for closed in ("0<&-", ">&- 2>&-", "0<&- >&- 2>&-"):
        subprocess.run(
            f"{sys.executable} -m bru validate {package} --fix {closed}", shell=True, check=False
        )

    assert {f: f.read_bytes() for f in package.rglob("*") if f.is_file()} == before


def test_faults_of_a_call_do_nothing_to_a_terminal(tmp_path: Path) -> None:
    for arguments in (["validate", "\x1b]0;x\a"], ["--\u202eno"], ["\x1b[2J"], ["find", "--\x9b1"]):
        done = call(*arguments, cwd=tmp_path)

        assert done.exit_code == 2
        assert set(filter(str.isprintable, done.stderr)) | {"\n"} >= set(done.stderr)
