"""What the formats promise their readers: valid, in the right place, and harmless."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

import bru
from bru.check.rulebook import load_rules
from bru.model.problem import NotRun, Problem
from bru.model.report import Report, Table
from bru.render import FORMATS
from bru.render.printable import coloured
from bru.render.text import statistics, text
from support import ROOT, right
from support.commands import call, copied, edit
from support.printed import HOSTILE, commands, in_form

DATA = Path(__file__).parent / "data"


def problem(value: str = "v", line: int = 2, **more: str) -> Problem:
    """A problem that says the same in all its texts."""
    texts = dict.fromkeys(("resource", "path", "field", "key", "value", "message", "hint"), value)
    return Problem(**({"code": "BRU113", "level": "error", "line": line} | texts | more))


def report(*problems: Problem, not_run: tuple[NotRun, ...] = (), value: str = "p") -> Report:
    """A report of these problems."""
    errors = sum(p.level == "error" for p in problems)
    codes = [p.code for p in problems]
    return Report(
        value, value, "python", (Table(value, value, 3, 40),), errors, len(problems) - errors,
        {c: codes.count(c) for c in codes}, problems, not_run, tuple(r.code for r in load_rules()), ("standard",), 1.5, f"/r/{value}", "/r",
    )  # fmt: skip


def hostile() -> Report:
    """Every hostile value in every place."""
    levels = ("error", "warning")
    problems = [problem(v, n, level=level) for v in HOSTILE for n, level in enumerate(levels)]
    not_run = [NotRun(code, value) for value in HOSTILE for code in ("", "BRU601")]
    return report(*problems, not_run=tuple(not_run), value="".join(HOSTILE))


def test_files_that_lack_alike_are_one_line() -> None:
    tables = tuple(Table(f"t{n}", f"data/t{n}.csv", 0, 0, False) for n in range(3))
    reasons = [f"{t.path} was not found" for t in tables] + ["data/t1.csv is no table"]
    lack = [NotRun(code, why) for why in reasons for code in ("BRU101", f"BRU2{why[6]}1")]
    told = text(report(not_run=tuple(lack))._replace(resources=tables), "1")
    assert [line.strip() for line in told if "not run" in line] == [
        "not run: data/t0.csv was not found (2 rules: BRU101, BRU201) (and 2 more like it)",
        "not run: data/t1.csv is no table (2 rules: BRU101, BRU211)",
    ]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package with an error, a warning and more problems than are listed."""
    package = copied(tmp_path / "repository" / "sub" / "p")
    edit(package / "data/figures.csv", ",43.4,", ',"43,4",')
    claims = package / "data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace(",false,", ",nein,"), "utf-8")
    return package


def rendered(form: str, package: Path, *options: str, cwd: Path | None = None) -> str:
    """What a format prints."""
    result = call("validate", package, "--format", form, *options, cwd=cwd)
    assert result.exit_code == 1
    assert not result.stderr
    return result.stdout


# every format


@pytest.mark.parametrize("form", FORMATS)
def test_no_value_reaches_a_terminal_or_a_build_machine(form: str) -> None:
    printed = in_form(form, hostile())

    printed.encode("utf-8")
    assert not {c for c in printed if not c.isprintable()} - {"\n"}
    assert not re.search(r"##[A-Za-z]*\[", printed)
    if form != "github":
        assert not [line for line in printed.split("\n") if line.lstrip().startswith("::")]


@pytest.mark.parametrize("form", FORMATS)
def test_empty_report_has_a_form_too(form: str) -> None:
    assert in_form(form, report()).strip() or form == "github"


def test_text_loads_no_other_format() -> None:
    code = "import sys; from bru import cli; cli.main(['validate'], standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules, sep='\\n', file=sys.stderr)"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip

    loaded = set(done.stderr.split())
    assert "bru.render.text" in loaded
    assert not loaded & {
        "xml", "html", "tempfile", "bru.render.html", "bru.render.junit", "bru.render.sarif",
    }  # fmt: skip


def test_report_as_dict_does_not_say_where_it_was_made() -> None:
    assert "root" not in report().to_dict("1.0")


# text


def test_json_loses_nothing_but_lone_surrogates() -> None:
    again = json.loads(in_form("json", hostile()))

    for value, found in zip(HOSTILE, again["problems"][::2], strict=True):
        expected = value.replace("\ud800", "\\ud800").replace("\udfff", "\\udfff")
        assert found["message"] == found["value"] == expected


def test_colours_are_only_added() -> None:
    made = report(problem(level="error"), problem(level="warning"), not_run=(NotRun("A", "b"),))

    for render in (text, statistics):
        painted = "".join(render(made, "1.0", coloured))
        assert "\x1b[31m\x1b[1mBRU113\x1b[0m" in painted
        assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == "".join(render(made, "1.0"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_on_a_terminal(package: Path, environment: dict[str, str], expected: bool) -> None:
    import pty

    us, them = pty.openpty()
    with subprocess.Popen(
        command(package, "--select", "BRU113"), stdout=them, env=clean() | environment
    ) as process:
        os.close(them)
        printed = b""
        while chunk := read(us):
            printed += chunk
    os.close(us)

    assert process.returncode == 1
    assert (b"\x1b[" in printed) is expected
    assert b"BRU113" in printed


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing when its program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize(("force", "expected"), [({}, False), ({"FORCE_COLOR": "1"}, True)])
def test_no_colour_in_a_pipe_or_a_file(
    package: Path, tmp_path: Path, force: dict[str, str], expected: bool
) -> None:
    file = tmp_path / "report.txt"

    piped = subprocess.run(command(package), capture_output=True, env=clean() | force, check=False)
    subprocess.run(command(package, "--output", file), env=clean() | force, check=False)

    assert (b"\x1b[" in piped.stdout) is expected
    assert b"\x1b" not in file.read_bytes()


def command(package: Path, *options: str | Path) -> list[str]:
    """`bru validate` as a process of its own."""
    return [sys.executable, "-m", "bru", "validate", *map(str, (package, *options))]


def clean() -> dict[str, str]:
    """The environment without what decides on colours."""
    names = ("NO_COLOR", "FORCE_COLOR", "TERM")
    return {k: v for k, v in os.environ.items() if k not in names} | {"TERM": "xterm"}


def test_statistics(package: Path) -> None:
    result = call("validate", package, "--statistics", "--select", "BRU112,BRU113,BRU805")

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert re.fullmatch(r"[0-9]{3}  BRU112  Value is not a boolean", lines[0])
    assert lines[1] == "  2  BRU805  Hash is not that of the file (warning)"
    assert lines[2] == "  1  BRU113  Value is not a number"
    assert "errors, 2 warnings" in result.stdout
    assert "fix:" not in result.stdout


def test_waived_problems_are_counted() -> None:
    waived = report()._replace(waived=2)

    assert "p p: valid, 2 waived (1 of 1 resource read" in in_form("text", waived)
    assert "invalid, 1 error, 2 waived" in in_form("text", report(problem())._replace(waived=2))
    assert "valid, 2 waived" in in_form("github", waived)


def test_statistics_is_text() -> None:
    result = call("validate", "--statistics", "--format", "json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--statistics is text" in result.stderr


def test_characters_a_terminal_cannot_show_are_written_out(package: Path) -> None:
    edit(package / "data/figures.csv", '"43,4"', "сорок")

    done = subprocess.run(
        command(package), capture_output=True, check=False, env=clean() | {"PYTHONIOENCODING": "ascii"}
    )  # fmt: skip

    assert done.returncode == 1
    assert b'"\\u0441\\u043e\\u0440\\u043e\\u043a" is not a number' in done.stdout


# github


def test_github_annotations(package: Path) -> None:
    (package.parents[1] / ".git").mkdir()
    line = edit(package / "data/figures.csv", '"43,4"', '"4,34"')

    found = list(commands(rendered("github", package, "--select", "BRU112,BRU113,BRU805")))

    figures = {"file": "sub/p/data/figures.csv", "line": str(line), "title": "BRU113"}
    message = (
        f"sub/p/data/figures.csv:{line}: BRU113 "
        'obs_value: "4,34" is not a number (decimal comma); write 4.34 [bif23-trade-2022-russia-1]\n'
        f'fix: `bru validate --fix {package}` writes "4.34"'
    )
    assert ("error", figures, message) in found
    assert ("warning", {"file": "sub/p/datapackage.json", "title": "BRU805"}) in [
        f[:2] for f in found
    ]
    assert found[-1][0] == "notice"
    assert "BRU112: " in found[-1][2]
    assert "invalid, " in found[-1][2]


@pytest.mark.parametrize("value", HOSTILE)
def test_github_reads_one_command_a_problem(value: str) -> None:
    first, second, notice = commands(in_form("github", report(problem(value), problem(value, 0))))

    assert (first[0], second[0], notice[0]) == ("error", "error", "notice")
    assert list(first[1]) == ["file", "line", "title"]
    assert list(second[1]) == ["file", "title"]
    if value.isprintable() and "##" not in value:
        assert first[1] == {"file": f"p/{value}", "line": "2", "title": "BRU113"}
        assert first[2] == f"p/{value}:2: BRU113 {value}: {value} [{value}]\nfix: {value}"


def test_github_shows_every_rule_before_it_ends() -> None:
    """Ten annotations of a step are shown: they are of different rules, as far as there are any."""
    problems = [problem(code=f"BRU{n % 12:03}") for n in range(1200)]

    found = list(commands(in_form("github", report(*problems))))

    assert [title["title"] for _, title, _ in found[:12]] == [f"BRU{n:03}" for n in range(12)]
    assert len(found) == 1200 + 1


# where a package lies


@pytest.mark.parametrize(
    ("base", "root", "path", "told"),
    [
        ("/a", "/a", "d/t.csv", "d/t.csv"),
        ("/a", "/a/p", "t.csv", "p/t.csv"),
        ("/", "/a/p", "t.csv", "a/p/t.csv"),
        ("/a/d", "/a", "d/t.csv", "t.csv"),
        ("/a/d", "/a", "datapackage.json", "../datapackage.json"),
        ("/b", "/a/p", "t.csv", "/a/p/t.csv"),
        ("/a/pp", "/a/p", "t.csv", "/a/p/t.csv"),
        ("/a", "/a/p", "https://example.org/t.csv", "https://example.org/t.csv"),
    ],
)
def test_path_from_a_folder(base: str, root: str, path: str, told: str) -> None:
    assert report()._replace(base=base, root=root).located(path) == told


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_paths_start_at_the_current_folder(form: str, package: Path) -> None:
    seen = {package.parent: "p/data/figures.csv", package / "data": "figures.csv"}
    for folder, path in seen.items():
        said = rendered(form, package, "--select", "BRU113", cwd=folder)
        assert {"text": f"\n{path}:", "json": f'"path": "{path}"', "html": f">{path}<"}[
            form
        ] in f"\n{said}"
        (package.parents[1] / ".git").touch()  # the repository is nothing to who sits here


def test_place_from_repository_folder_or_root(package: Path, tmp_path: Path) -> None:
    def uri(cwd: Path) -> str:
        log = json.loads(rendered("sarif", package, "--select", "BRU113", cwd=cwd))
        location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        base = location["artifactLocation"].get("uriBaseId", "")
        return f"{base}:{location['artifactLocation']['uri']}"

    assert uri(tmp_path) == "%SRCROOT%:repository/sub/p/data/figures.csv"
    assert uri(package) == "%SRCROOT%:data/figures.csv"
    assert uri(ROOT) == f":{(package / 'data/figures.csv').as_uri()}"
    (package.parents[1] / ".git").write_text("gitdir: elsewhere")
    assert uri(package) == uri(ROOT) == "%SRCROOT%:sub/p/data/figures.csv"


def test_place_in_a_zip(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for file in package.rglob("*"):
            archive.write(file, file.relative_to(package))

    _, properties, _ = next(commands(rendered("github", tmp_path / "p.zip", cwd=tmp_path)))

    assert properties["file"] == "p.zip/data/claims.csv"


# sarif


def valid_sarif(printed: str) -> dict[str, object]:
    """The only run of a log that fits the schema."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((DATA / "sarif-2.1.0.schema.json").read_text("utf-8"))
    log = json.loads(printed)
    jsonschema.validate(log, schema, jsonschema.Draft7Validator)
    return log["runs"][0]


@pytest.mark.needs("jsonschema")
def test_sarif_of_a_package(package: Path) -> None:
    line = edit(package / "data/figures.csv", '"43,4"', '"4,34"')

    run = valid_sarif(rendered("sarif", package))

    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [r.code for r in load_rules()]
    for rule in rules:
        assert rule["help"]["text"].startswith("Why: ")
        assert "**Fix.** " in rule["help"]["markdown"]
    assert {rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"]} == {True}
    result = next(r for r in run["results"] if r["ruleId"] == "BRU113")
    assert result["level"] == "error"
    assert result["message"]["text"].startswith('obs_value: "4,34" is not a number')
    location = result["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": line}
    assert [(x["kind"], x["name"]) for x in location["logicalLocations"]] == [
        ("resource", "figures"), ("field", "obs_value"), ("row", "bif23-trade-2022-russia-1"),
    ]  # fmt: skip
    invocation = run["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    assert invocation["toolConfigurationNotifications"]
    for told in invocation["toolConfigurationNotifications"]:
        assert told["level"] == "warning" and told["message"]["text"].startswith("not run: ")
    more = [n["message"]["text"] for n in invocation["toolExecutionNotifications"]]
    assert [m for m in more if re.match("BRU112: [0-9]+ more problems not listed", m)]


@pytest.mark.needs("jsonschema")
def test_sarif_has_no_more_than_is_accepted() -> None:
    many = [problem(code="BRU111", key=str(n)) for n in range(30_000)]
    few = [problem(code="BRU205", key=str(n)) for n in range(10)]

    run = valid_sarif(in_form("sarif", report(*many, *few)))

    codes = [result["ruleId"] for result in run["results"]]
    assert len(codes) <= 5_000 and codes.count("BRU205") == 10
    told = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert told == [f"BRU111: {30_010 - len(codes):,} more problems not listed"]


@pytest.mark.needs("jsonschema")
def test_sarif_of_hostile_values() -> None:
    run = valid_sarif(in_form("sarif", hostile()))

    assert len(run["results"]) == 2 * len(HOSTILE)
    messages = [n["message"] for n in run["invocations"][0]["toolConfigurationNotifications"]]
    for result in run["results"]:
        messages.append(result["message"])
        location = result["locations"][0]["physicalLocation"]
        address = urlsplit(location["artifactLocation"]["uri"])
        assert not address.scheme
        assert not address.netloc
        assert location["region"]["startLine"] >= 1
    for message in messages:
        text = message["text"]
        assert not re.search(r"\]\(", text), "a link"
        assert not re.search(r"[{}]", text.replace("{{", "").replace("}}", "")), "a placeholder"


@pytest.mark.parametrize("path", ["a b/ü.csv", "a:b.csv", "50%.csv", "a#b?c.csv", "\u00a0.csv"])
def test_sarif_address_leads_to_the_file(path: str) -> None:
    log = json.loads(in_form("sarif", report(problem(path=path), value="")))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]

    assert unquote(location["artifactLocation"]["uri"]) == path


def test_sarif_fingerprints_stay_while_rows_move() -> None:
    def prints(*problems: Problem) -> list[str]:
        log = json.loads(in_form("sarif", report(*problems)))
        return [r["partialFingerprints"]["bruProblem/v1"] for r in log["runs"][0]["results"]]

    one, moved = problem(line=2), problem(line=9)
    assert prints(one) == prints(moved) == ["37faea59289122db5bf18619b15d26cd:1"]
    assert len(set(prints(one, moved))) == 2
    for name in ("code", "resource", "path", "field", "key", "value"):
        assert prints(one) != prints(one._replace(**{name: "w"}))


# junit


def valid_junit(printed: str) -> ET.Element:
    """The root of a report that fits the schema of Jenkins, its counts being right."""
    xmlschema = pytest.importorskip("xmlschema")
    xmlschema.XMLSchema(str(DATA / "junit-10.xsd")).validate(printed)
    root = ET.fromstring(printed)
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        assert int(element.attrib["tests"]) == len(cases)
        assert int(element.attrib["failures"]) == sum(c.find("failure") is not None for c in cases)
    return root


@pytest.mark.needs("xmlschema")
def test_junit_of_a_package(package: Path) -> None:
    line = edit(package / "data/figures.csv", '"43,4"', '"4,34"')

    root = valid_junit(rendered("junit", package, cwd=package.parent))

    place = f'p/data/figures.csv:{line}: BRU113 obs_value: "4,34" is not a number'
    figures = root.find("testsuite[@file='p/data/figures.csv']")
    case = figures.find("testcase[@name='BRU113 Value is not a number']")
    assert case.attrib["classname"] == "bru.figures"
    assert case.find("failure").attrib["message"].startswith(place)
    assert "\n    fix: `bru validate --fix " in case.find("failure").text
    hashes = root.find("testsuite[@file='p/datapackage.json']/testcase")
    assert hashes.find("failure") is None
    assert "BRU805 (warning)" in hashes.find("system-out").text
    rules = root.find("testsuite[@name='rules']")
    skipped = {c.attrib["name"][:6]: c.find("skipped") for c in rules.iter("testcase")}
    assert skipped["BRU001"] is None
    assert not skipped.keys() & {"BRU113", "BRU601", "BRU901"}  # it found some; not asked
    assert "more problems not listed" in rules.find("system-out").text


@pytest.mark.needs("xmlschema")
def test_junit_has_each_rule_once_or_by_file() -> None:
    root = valid_junit(in_form("junit", report(not_run=(NotRun("BRU205", "why"),))))

    names = [c.attrib["name"] for c in root.iter("testcase")]
    assert names == [f"{r.code} {r.title}" for r in load_rules()]
    assert [s.attrib["message"] for s in root.iter("skipped")] == ["why"]


@pytest.mark.needs("xmlschema")
def test_junit_of_hostile_values() -> None:
    root = valid_junit(in_form("junit", hostile()))

    failures = "\n".join(f.text for f in root.iter("failure"))
    for value in ("<script>alert(1)</script>", "]]>", "&lt;&#60;", "nul\\x00nul", "\\ufffe\\uffff"):
        assert value in failures


# html


class Page(HTMLParser):
    """What a browser makes of a page: its elements, attributes and text."""

    EMPTY = frozenset(("meta", "!doctype"))
    IMPLIED = frozenset(("th", "td"))  # end where the next begins

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.EMPTY | self.IMPLIED:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        tag = self.open[-1] if self.open else ""
        self.texts[tag] = self.texts.get(tag, "") + data


TAGS = frozenset(
    "html head meta title style body header main section footer h1 h2 h3 p a b bdi span div details"
    " summary ul ol li table tr th td".split()
)
ATTRIBUTES = frozenset("lang charset name content http-equiv class id href dir".split())


@pytest.mark.parametrize("make", [hostile, report, lambda: report(problem(), problem(line=0))])
def test_html_is_a_page_of_its_own(make: object) -> None:
    printed = in_form("html", make())
    page = Page(printed)

    assert not page.open
    assert {tag for tag, _ in page.seen} <= TAGS
    assert {name for _, attributes in page.seen for name in attributes} <= ATTRIBUTES
    ids = {a["id"] for _, a in page.seen if "id" in a}
    assert {a["href"][1:] for _, a in page.seen if "href" in a} <= ids
    assert not re.search(r"url\(|@import|expression", page.texts["style"])
    assert "default-src 'none'" in printed
    style = re.search("<style>(.*?)</style>", printed, re.DOTALL)
    assert not re.search("https?:", style[1])


def test_html_shows_hostile_values_as_text() -> None:
    shown = Page(in_form("html", hostile())).texts["bdi"]

    for value in HOSTILE:
        if value.isprintable() and "##" not in value:
            assert value in shown


def test_html_of_a_package(package: Path) -> None:
    line = edit(package / "data/figures.csv", '"43,4"', '"4,34"')

    printed = rendered("html", package, cwd=package)

    words = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", printed))
    rule = next(r for r in load_rules() if r.code == "BRU113")
    not_run = json.loads(rendered("json", package, cwd=package))["not_run"]
    for part in (
        f"bru {bru.version}", f"data/figures.csv , line {line}",
        "obs_value : &quot;4,34&quot; is not a number", "obs_value 4,34 ", "unit_measure USD ",
        "Fix: `bru validate --fix ", "` writes &quot;4.34&quot;", f"Why {rule.why} {rule.fix}",
        *{n["reason"].replace("'", "&#x27;") for n in not_run}, "that follow from it",
        "could not be made because of it",
    ):  # fmt: skip
        assert part in words


# --output


@pytest.mark.parametrize("form", FORMATS)
def test_output_is_the_report_and_nothing_else(package: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "new" / "report"
    file.parent.mkdir()

    for _ in range(2):  # an earlier report is replaced
        result = call("validate", package, "--format", form, "--output", file)

        assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    seconds = re.compile(r'[0-9]+\.[0-9]+ s;|"seconds": [0-9.]+|time="[0-9.]+"')
    written, printed = file.read_bytes().decode("utf-8"), rendered(form, package)
    assert seconds.sub("", written) == seconds.sub("", printed)
    assert [f.name for f in file.parent.iterdir()] == ["report"]


def test_output_stays_when_there_is_no_report(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("the last report")

    assert call("validate", tmp_path / "nothing", "--output", file).exit_code == 2
    assert file.read_text() == "the last report"


OUTPUTS = (
    "validate {p} --output {f}", "validate {p} -q --output {f}",
    "validate {p} --statistics --output {f}", "validate {p} --statistics -q --output {f}",
    "diff {p} {p} --output {f}", "diff {p} {p} --format json --output {f}",
    "diff {p} {p} --format markdown --output {f}", "diff {p} {p} --format html --output {f}",
    "why alas-andinas --package {p} --output {f}",
    "why alas-andinas --package {p} --format json --output {f}",
    "why alas-andinas --package {p} --format html --output {f}",
    "lock {p} --file {f}",
)  # fmt: skip
STRANGERS = (
    "# Notes\n\nRun `bru validate`; BRU113 comes from it. Written by Ann, checked by bru 2.0.0.\n",
    '{"bru": "a river"}\n', "id,n\na,1\n", "<!doctype html>\n<p>Mine</p>\n", "\n",
)  # fmt: skip


@pytest.mark.parametrize("command", OUTPUTS)
def test_output_replaces_only_what_bru_wrote(tmp_path: Path, command: str) -> None:
    """An empty file and an earlier answer, no other text, and no folder is made.

    On a package of one short text, with an error: each command is run eight times.
    """
    file, package = tmp_path / "answer", tmp_path / "p"
    right.write(package, ["airline"])
    edit(package / "data/actors.csv", ",company,", ",firm,")
    words = [word.format(p=package, f=file) for word in command.split()]
    for strange in STRANGERS:
        file.write_text(strange)
        done = call(*words)
        assert (done.exit_code, done.stderr, file.read_text()) == (
            2,
            f"Error: {file}: bru did not write it: choose another name, or delete it\n",
            strange,
        )
    file.write_text("")
    for _ in range(2):
        assert call(*words).exit_code < 2
    assert file.read_text()
    far = tmp_path / "no" / "answer"
    done = call(*(str(far) if word == str(file) else word for word in words))
    assert done.stderr == f"Error: {far}: there is no folder {far.parent}: make it first\n"
    assert not far.parent.exists()


def test_output_that_cannot_be_written_is_one_line(package: Path, tmp_path: Path) -> None:
    result = call("validate", package, "--output", tmp_path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {tmp_path}: Is a directory\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no links and pipes")
def test_output_to_a_link_or_a_pipe(package: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(tmp_path / "report")
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text("utf-8")))
    reader.start()

    for file in (link, pipe):
        assert call("validate", package, "--output", file).exit_code == 1
    reader.join(10)

    assert link.is_symlink()
    assert "BRU113" in (tmp_path / "report").read_text("utf-8")
    assert pipe.is_fifo()
    assert "BRU113" in received[0]


# --watch

SOON = 0.5  # seconds in which a saved file is checked again
SLOW = 20  # seconds after which a busy machine has surely done it


class Watch:
    """`bru validate --watch` as a process, and what it has printed."""

    def __init__(self, *options: str | Path) -> None:
        self.process = subprocess.Popen(
            command(*options, "--watch"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", env=clean() | {"NO_COLOR": "1"},
        )  # fmt: skip
        self.printed, self.errors = "", ""
        self.readers = [
            threading.Thread(target=self.read, args=(name,)) for name in ("stdout", "stderr")
        ]
        for reader in self.readers:
            reader.start()

    def read(self, name: str) -> None:
        """Collect one stream."""
        attribute = {"stdout": "printed", "stderr": "errors"}[name]
        for line in getattr(self.process, name):
            setattr(self, attribute, getattr(self, attribute) + line)

    def after(self, change: object, expected: str) -> float:
        """Make a change and say after how many seconds what is expected was printed."""
        start, began = len(self.printed + self.errors), time.perf_counter()
        before = len(self.printed), len(self.errors)
        change()
        while expected not in self.printed[before[0] :] + self.errors[before[1] :]:
            took = time.perf_counter() - began
            assert took < SLOW, (self.printed + self.errors)[start:]
            time.sleep(0.01)
        return time.perf_counter() - began

    def stop(self) -> int:
        """Press Ctrl-C and say the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(SLOW)
        for reader in self.readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.fixture
def watch() -> Iterator[type[Watch]]:
    """A watch that ends with the test."""
    if sys.platform == "win32":
        pytest.skip("Ctrl-C cannot be sent to a process")
    started: list[Watch] = []

    def start(*options: str | Path) -> Watch:
        started.append(Watch(*options))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.stop()


def nothing() -> None:
    """No change."""


def test_watch_checks_again_soon_after_a_save(package: Path, watch: type[Watch]) -> None:
    file = package / "data/figures.csv"
    bad = file.read_text("utf-8")
    good = bad.replace('"43,4"', "43.4")
    bru = watch(package, "--select", "BRU113")
    bru.after(nothing, "watching ")

    times = []
    for _ in range(4):
        times.append(bru.after(lambda: file.write_text(good, "utf-8"), ": valid"))
        times.append(bru.after(lambda: file.write_text(bad, "utf-8"), "1 error"))

    assert min(times) < SOON, times
    assert sorted(times)[len(times) // 2] < 2 * SOON, times  # the machine may be busy with others
    assert re.search(
        r"\n--- [0-2][0-9]:[0-5][0-9]:[0-6][0-9] figures\.csv changed ---\n", bru.printed
    )
    assert bru.stop() == 1
    assert "Traceback" not in bru.errors


def test_watch_survives_what_an_editor_does(package: Path, watch: type[Watch]) -> None:
    table, descriptor = package / "data/figures.csv", package / "datapackage.json"
    schema = package / "schemas/figures.schema.json"
    whole = {file: file.read_bytes() for file in (table, descriptor, schema)}
    bru = watch(package, "--ignore", "BRU112,BRU8")
    bru.after(nothing, "watching ")

    def half(file: Path, size: int, tail: bytes = b"") -> None:
        file.write_bytes(whole[file][:size] + tail)

    bru.after(lambda: half(table, 700, b"\xd0"), "resources")
    bru.after(lambda: half(table, 0), "BRU014")
    bru.after(lambda: half(table, 10**6), "BRU113")
    bru.after(lambda: half(schema, 50), "resources")
    bru.after(lambda: half(schema, 10**6), "BRU113")
    bru.after(lambda: half(descriptor, 500), "0 resources")
    bru.after(descriptor.unlink, "no datapackage.json in this folder")
    bru.after(lambda: half(descriptor, 10**6), "BRU113")
    bru.after(lambda: table.rename(table.with_suffix(".bak")), "BRU001")
    bru.after(lambda: table.with_suffix(".bak").replace(table), "BRU113")

    assert bru.stop() == 1
    assert "Traceback" not in bru.printed + bru.errors
    assert bru.errors.count("Error: ") == 1


def test_watch_sees_documents_and_new_ones(
    package: Path, tmp_path: Path, watch: type[Watch]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    bru = watch(package, "--documents", folder, "--select", "BRU601")
    bru.after(nothing, "watching ")

    bru.after(lambda: (folder / "a.txt").write_text("one"), ": incomplete (")  # the check is over
    bru.after(lambda: (folder / "a.txt").write_text("two, longer"), "a.txt changed")
    assert "documents changed" in bru.printed + bru.errors

    assert bru.stop() == 2  # incomplete: no copy of a source is there


@pytest.mark.needs("documents")
def test_watch_with_all_rules_and_documents_is_as_soon(
    package: Path, documents: Path, watch: type[Watch]
) -> None:
    file = package / "data/figures.csv"
    bad = file.read_text("utf-8")
    good = bad.replace('"43,4"', "43.4")
    bru = watch(package, "--documents", documents)
    bru.after(nothing, "watching ")

    times = []
    for _ in range(4):
        times.append(bru.after(lambda: file.write_text(good, "utf-8"), "explain BRU"))
        times.append(bru.after(lambda: file.write_text(bad, "utf-8"), "explain BRU"))

    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others get their share of time
    assert min(times) < SOON * busy, times
    bru.stop()


def test_watch_keeps_output_and_other_formats_clean(
    package: Path, tmp_path: Path, watch: type[Watch]
) -> None:
    file = tmp_path / "report.json"
    bru = watch(package, "--select", "BRU113", "--format", "json", "--output", file)
    bru.after(nothing, "watching ")

    bru.after(lambda: edit(package / "data/figures.csv", '"43,4"', "43.4"), "figures.csv changed")
    deadline = time.perf_counter() + SLOW
    while not json.loads(file.read_text("utf-8"))["valid"] and time.perf_counter() < deadline:
        time.sleep(0.05)

    assert json.loads(file.read_text("utf-8"))["valid"]
    assert bru.stop() == 0
    assert bru.printed == ""


def test_watch_of_a_zip(package: Path, tmp_path: Path, watch: type[Watch]) -> None:
    file = tmp_path / "p.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for member in package.rglob("*"):
            archive.write(member, member.relative_to(package))
    whole = file.read_bytes()
    bru = watch(file, "--select", "BRU113")
    bru.after(nothing, "watching ")

    bru.after(lambda: file.write_bytes(whole[:9000]), "not a zip file that can be read")
    bru.after(lambda: file.write_bytes(whole), "1 error")

    assert bru.stop() == 1


def test_watch_needs_a_first_report(tmp_path: Path) -> None:
    result = call("validate", tmp_path, "--watch")

    assert result.exit_code == 2
    assert "no datapackage.json in this folder" in result.stderr
