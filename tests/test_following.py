"""What an ID stands for, and problems that follow from others: shown as one, counted as they are."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jsonschema
import pytest

from bru.check.causes import Known, rank
from bru.check.labels import LENGTH, Labels, shortened
from bru.check.listing import Faults, Found, Item, Reads
from bru.check.rulebook import load_rules
from bru.model.folded import Folding
from bru.model.many import Sorted
from bru.model.package import Package
from bru.model.problem import Finding, Problem
from bru.model.report import Report
from support import ROOT, cases
from support.commands import call, edit
from support.printed import harmless, in_form
from support.small import checked, described

PEOPLE = {
    "primaryKey": "person_id",
    "fields": [
        {"name": "person_id", "constraints": {"pattern": "[a-z-]+"}},
        {"name": "kind", "constraints": {"enum": ["person", "state"]}},
        {"name": "note", "type": "string"},
        {"name": "name", "constraints": {"required": True}},
    ],
}
SONGS = {
    "primaryKey": ["song_id", "by"],
    "fields": [{"name": "song_id"}, {"name": "by"}, {"name": "size", "type": "integer"}],
    "foreignKeys": [{"fields": "by", "reference": {"resource": "people", "fields": "person_id"}}],
}
GOOD = "person_id,kind,note,name\nlake-vera,person,a note,Vera Lake\nnord,state,,Nord\n"


def report(people: str, songs: str) -> Report:
    """The report on two tables, of which the second refers to the first."""
    return checked(
        described(
            {"name": "people", "path": "people.csv", "schema": PEOPLE},
            {"name": "songs", "path": "songs.csv", "schema": SONGS},
            people=people.encode(),
            songs=songs.encode(),
        )
    )


def printed(found: Report) -> list[str]:
    """The lines about problems."""
    return in_form("text", found).partition("\n\n")[0].split("\n")


def test_a_key_is_shown_with_what_it_stands_for() -> None:
    found = report(GOOD.replace("a note", "CafÃ© note"), "song_id,by,size\nc1,lake-vera,x\n")

    keys = [(p.key, p.named) for p in found.problems]
    assert keys == [
        ("c1 / lake-vera", "c1 / lake-vera (Vera Lake)"),
        ("lake-vera", "lake-vera (Vera Lake)"),
    ]
    assert "[c1 / lake-vera (Vera Lake)]" in printed(found)[0]
    for form in ("github", "sarif", "junit", "html", "json"):
        assert "lake-vera (Vera Lake)" in in_form(form, found)


def test_suggested_id_is_shown_with_its_label() -> None:
    found = report(GOOD, "song_id,by,size\nc1,lake-wera,1\n")

    line = '"lake-wera" is not in people; did you mean "lake-vera" (Vera Lake)?'
    assert [p.message for p in found.problems] == [line]


@pytest.mark.parametrize(
    "people",
    [
        GOOD.replace("Vera Lake", ""),
        GOOD.replace(",name\n", ",title\n"),
        '"',
        "kind\nperson\n",
    ],
)
def test_without_a_label_there_is_none(people: str) -> None:
    found = report(people, "song_id,by,size\nc1,lake-vera,x\n")

    named = {p.named for p in found.problems if p.resource == "songs"}
    assert named == {""}


def test_long_labels_are_cut_at_a_word() -> None:
    long = shortened("several words, " * 20)

    assert len(long) <= LENGTH + 2
    assert long.endswith("words …")
    assert shortened(" two \n lines ") == "two lines"


def test_references_to_one_missing_id_are_one_fault() -> None:
    rows = "".join(f"c{n},gone,{n}\n" for n in range(9))
    found = report(GOOD, f"song_id,by,size\n{rows}c9,other,9\n")

    assert found.by_code == {"BRU205": 10}
    assert found.follows == dict.fromkeys(range(2, 10), 0)
    lines = printed(found)
    assert lines[0] == (
        'people.csv: BRU205 person_id: row "gone" is missing, but others refer to it'
    )
    assert lines[2] == "    … and 9 that follow from it (songs.csv:2, 3, 4, 5, 6, 7, …)"
    assert lines[3].startswith('songs.csv:11: BRU205 by: "other" is not in people')
    assert len(lines) == 5
    assert "10 errors" in in_form("text", found)


def test_what_is_wrong_in_a_shifted_row_follows_from_that() -> None:
    found = report(GOOD.replace("person,", ""), "song_id,by,size\nc1,nord,\n")

    assert [p.code for p in found.problems] == ["BRU007", "BRU101", "BRU102"]
    assert found.follows == {1: 0, 2: 0}
    assert printed(found)[2:] == ["    … and 2 that follow from it (people.csv:2)"]


def test_a_malformed_reference_is_one_fault() -> None:
    spec = json.loads(json.dumps(SONGS))
    spec["fields"][1]["constraints"] = {"pattern": "[a-z-]+"}
    files = described(
        {"name": "people", "path": "people.csv", "schema": PEOPLE},
        {"name": "songs", "path": "songs.csv", "schema": spec},
        people=GOOD.encode(), songs=b"song_id,by,size\nc1,NORD,x\nc2,NORD,1\n",
    )  # fmt: skip
    found = checked(files)

    codes = [p.code for p in found.problems]
    assert codes == ["BRU103", "BRU111", "BRU103", "BRU205", "BRU205"]
    assert found.follows == {2: 0, 3: 0, 4: 0}


def folded(found: Report) -> list[tuple[str, list[str]]]:
    """Each place that is told, and the places that are folded under it."""

    def place(p: Problem) -> str:
        return f"{p.path}:{p.line} {p.code}"

    return [(place(group.head), [*map(place, group.problems)]) for group in found.groups]


TWO_FAULTS = {  # faults that have nothing to do with each other: both are told
    "a key that is there twice": (
        GOOD + "nord,state,,Nord\n",
        "c1,gone,1\n",
        "people.csv:4 BRU201",
    ),
    "another key that is mistyped": (
        GOOD.replace("nord", "NORD"),
        "c1,gone,1\n",
        "people.csv:3 BRU103",
    ),
    "a record that has its key": (
        GOOD + "sud,state,,Sud,x\n",
        "c1,gone,1\n",
        "people.csv:4 BRU007",
    ),
    "another ID that is missing": (GOOD, "c1,lost-one,1\nc2,gone,1\n", "songs.csv:2 BRU205"),
}


@pytest.mark.parametrize("name", TWO_FAULTS)
def test_a_fault_hides_no_other(name: str) -> None:
    people, songs, first = TWO_FAULTS[name]
    line = 1 + songs.count("\n")
    found = report(people, f"song_id,by,size\n{songs}")
    assert folded(found) == [(first, []), (f"songs.csv:{line} BRU205", [])]


def test_a_reference_follows_from_the_key_that_it_means() -> None:
    people = GOOD.replace("lake-vera", "Lake-Vera")
    assert folded(report(people, "song_id,by,size\nc1,lake-vera,1\nc2,gone,1\n")) == [
        ("people.csv:2 BRU103", ["songs.csv:2 BRU205"]), ("songs.csv:3 BRU205", []),
    ]  # fmt: skip


def test_a_row_that_is_there_twice_hides_no_fault_of_its_own() -> None:
    found = report(GOOD, "song_id,by,size\nc1,nord,1\nc1,nord,x\nc2,gone,1\nc2,gone,1\n")
    assert ("songs.csv:3 BRU201", []) in folded(found)
    assert ("songs.csv:3 BRU111", []) in folded(found)
    assert ("people.csv:0 BRU205", ["songs.csv:4 BRU205", "songs.csv:5 BRU205"]) in folded(found)


def test_a_header_hides_no_fault_of_the_columns_that_are_there() -> None:
    people = GOOD.replace("note", "Note").replace("state", "sate")
    assert folded(report(people, "song_id,by,size\n")) == [
        ("people.csv:1 BRU006", ["people.csv:1 BRU006"]), ("people.csv:3 BRU102", [])
    ]  # fmt: skip


def test_values_of_a_column_follow_from_no_other() -> None:
    """Each has a fault of another kind, in a row of its own."""
    people = GOOD.replace("a note", "a note ") + "alp,person,Lаke,Alp\n"  # а is Cyrillic
    found = report(people, "song_id,by,size\n")

    assert found.by_code == {"BRU305": 1, "BRU306": 1}
    assert found.follows == {}


def test_values_are_like_each_other_if_the_same_mends_them() -> None:
    days = "03.05.2024 31.02.2024 04.05.2024 2024 05.05.2024 Monday 2024-05-06".split()
    shares = "12% 13% n/a x 14% 15% 1".split()
    rows = "".join(
        f"{n},{day},{share}\n" for n, (day, share) in enumerate(zip(days, shares, strict=True))
    )
    fields = [{"name": "id"}, {"name": "day", "type": "date"}, {"name": "share", "type": "number"}]
    table = {"name": "t", "path": "t.csv", "schema": {"primaryKey": "id", "fields": fields}}
    found = checked(described(table, t=f"id,day,share\n{rows}".encode()))

    told = [(g.head.value, [p.value for p in g.problems]) for g in found.groups]
    assert told == [
        ("12%", ["13%", "14%", "15%"]), ("03.05.2024", ["04.05.2024", "05.05.2024"]),
        ("31.02.2024", []), ("n/a", []), ("x", []), ("2024", []), ("Monday", []),
    ]  # fmt: skip
    assert "    … and 3 more like it (t.csv:3, 6, 7)" in printed(found)


def test_each_value_is_told_with_its_own_suggestion() -> None:
    kinds = {"name": "kind", "constraints": {"enum": ["person", "state", "city"]}}
    table = {"name": "t", "path": "t.csv", "schema": {"fields": [kinds]}}
    found = checked(described(table, t=b"kind\npersn\nstat\npersn\nx\ny\n"))

    told = [(g.head.value, [p.value for p in g.problems]) for g in found.groups]
    assert told == [("persn", ["persn"]), ("stat", []), ("x", ["y"])]
    city = {"name": "city", "constraints": {"enum": ["Zürich", "Köln"]}}
    table = {"name": "t", "path": "t.csv", "schema": {"fields": [city]}}
    found = checked(described(table, t=b"city\nZurich\nKoln\n"))
    meant = [p.message.rpartition("did you mean ")[2] for p in found.problems]
    assert meant == ['"Zürich"?', '"Köln"?']


def test_a_fault_of_the_schema_is_told_before_what_it_may_have_caused() -> None:
    kinds = {"name": "kind", "type": "integer", "constraints": {"enum": ["a", 2]}}
    table = {"name": "t", "path": "t.csv", "schema": {"fields": [kinds]}}
    assert [p.code for p in checked(described(table, t=b"kind\n3\n")).problems] == [
        "BRU803",
        "BRU102",
    ]


def test_repairs_of_each_column_are_told(tmp_path: Path) -> None:
    """One call writes them all and they are one, yet whoever mends by hand has to find each."""
    fields = [{"name": "id"}, *({"name": name, "type": "number"} for name in ("depth", "width"))]
    table = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    cells = 'id,depth,width\na,"1,5","2,5"\nb,"1,5","2,5"\n'
    for name, data in described(table, t=cells.encode()).items():
        (tmp_path / name).write_bytes(data)

    made = json.loads(call("validate", "--format", "json", cwd=tmp_path).stdout)["problems"]

    told = [(p["line"], p["field"], p.get("like")) for p in made]
    assert told == [(2, "depth", None), (2, "width", 0), (3, "depth", 0), (3, "width", 0)]
    assert all("--fix" in p["hint"] and "follows" not in p for p in made)
    lines = call("validate", cwd=tmp_path).stdout.split("\n")
    assert lines[2] == "    … and 3 more like it, also in width (t.csv:2, 3)"


MEANT = re.compile(r'; (?:write |did you mean ")([^"]*?)(?:"[^"]*)?\??$')
WHOLE = "BRU005", "BRU006", "BRU014"  # of a file or its header: mended by writing it anew
SPANS = "BRU6"  # a passage in the wrong place: mended by finding it


def mended(case: cases.Case, head: Problem) -> Iterator[cases.Case]:
    """A case with what a problem says instead of the value, and without its record."""
    lines = case.files.get(head.path, b"").split(b"\n")
    own, end = lines[head.line - 1], head.line
    while b"\n".join(lines[head.line - 1 : end]).count(b'"') % 2:  # the record has line breaks
        end += 1
    if meant := MEANT.search(head.message):
        new = own.replace(head.value.encode(), meant[1].encode())
        yield changed(case, head.path, [*lines[: head.line - 1], new, *lines[head.line :]])
    yield changed(case, head.path, [*lines[: head.line - 1], *lines[end:]])


def changed(case: cases.Case, path: str, lines: Sequence[bytes]) -> cases.Case:
    """A case with other lines of a file."""
    return case._replace(files={**case.files, path: b"\n".join(lines)})


def test_what_follows_goes_with_what_it_follows_from() -> None:
    """In every case file; what is only like it stays, is told so, and may have followers too."""
    followers = 0
    for case in cases.load():
        for group in cases.run(case).groups:
            heads = [group.head, *filter(group.is_like, group.problems)]
            is_elsewhere = group.is_instead or group.head.code.startswith((SPANS, *WHOLE))
            for p in () if is_elsewhere else group.problems:
                left = (
                    {q[:4] + q[5:9] for q in cases.run(better).problems}
                    for head in heads
                    for better in mended(case, head)
                )
                if not group.is_like(p):
                    assert any(p[:4] + p[5:9] not in those for those in left), (case.title, p)
                    followers += 1
    assert followers > 10


def test_nothing_follows_from_what_follows() -> None:
    some = [("BRU007", ""), ("BRU103", ""), ("BRU205", "a: b"), ("BRU205", "a: c"), ("BRU402", "")]
    items = [
        Item(rule, Found("t.csv", line, Finding("t", "m", rows=[line], field=field, cause=cause),
                         line, "error", Reads()))
        for code, cause in some for rule in load_rules([code])
        for line in (0, 2, 3) for field in ("", "id")
    ]  # fmt: skip
    none, package = Faults({}, ()), Package("", "", "", frozenset(), True, (), {}, (), (), {}, 0)
    labels = Labels(package, lambda question: [], {})

    def told(items: list[Item]) -> tuple[list[Item], Sequence[Problem], Mapping[int, int]]:
        listed, known, folding = Sorted[Item](), Known(none, package, labels), Folding()
        for item in items:
            listed.add(rank(item.rule, item.found), item)
        ranked = [item for _, item in listed]
        for number, item in enumerate(ranked):
            problem = Problem(item.rule.code, "", "", "", number, "", "", "", "", "")
            folding.add(problem, known.root(item))
        return ranked, *folding.told()

    ranked, problems, follows = expected = told(items)
    assert follows
    for turn in range(len(items)):
        assert told([*items[turn:], *items[:turn]]) == expected
    assert not {*follows} & {*follows.values()}
    assert all(problems[at].line > problems[root].line for at, root in follows.items())
    assert [p.line for p in problems[: -len(follows)]] == sorted(
        {*range(len(ranked))} - {problems[at].line for at in follows}
    )


@pytest.mark.parametrize(
    ("code", "title"), [("BRU625", "the claim whose statement"), ("BRU630", "a passage in the wro")]
)
def test_a_fault_of_a_passage_is_told_once(code: str, title: str) -> None:
    """The other rules that see a lost hedge, or a passage in the wrong place, follow from one."""
    (case,) = (c for c in cases.load() if c.code == code and c.title.startswith(title))
    found = cases.run(case)
    assert len(found.problems) > 1
    assert {*found.follows.items()} == {(n, 0) for n in range(1, len(found.problems))}


def test_json_keeps_all_and_tells_what_follows() -> None:
    found = report(GOOD, "song_id,by,size\nc1,gone,1\nc2,gone,x\n")
    schema = json.loads((ROOT / "src/bru/model/report.schema.json").read_text("utf-8"))

    made = json.loads(in_form("json", found))

    jsonschema.validate(made, schema)
    assert [p.get("follows") for p in made["problems"]] == [None, None, 1]
    head = made["problems"][1]["cause"]
    assert head["path"] == "people.csv" and head["message"].startswith('row "gone" is missing')
    assert not any("cause" in p for p in (made["problems"][0], made["problems"][2]))


def test_mistyped_id_in_the_shipped_package(tmp_path: Path) -> None:
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    edit(tmp_path / "data/actors.csv", "lukashenka-alyaksandr,", "lukashenka-aliaksandr,")
    others = [f for f in (ROOT / "data").iterdir() if f.name != "actors.csv"]
    uses = sum(f.read_text("utf-8").count("lukashenka-alyaksandr") for f in others)

    result = call("validate", "--select", "BRU205", "--limit", "0", cwd=tmp_path)

    assert f"… and {uses} that follow from it (data/actor_names.csv:" in result.stdout
    assert result.stdout.startswith('data/actors.csv: BRU205 actor_id: row "lukashenka-alyaksandr"')
    assert result.stdout.count(": BRU205 ") == 1
    assert 'did you mean "lukashenka-aliaksandr" (Alyaksandr Lukashenka)?' in result.stdout
    assert f"{uses} errors" in result.stdout
    harmless(result.stdout, "text")
