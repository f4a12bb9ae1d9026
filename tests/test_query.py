"""Saved questions: each is short, and its answer is the one that the tables give."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bru.claims.queries import Answer, questions
from bru.claims.render.query import FORMATS
from support import ROOT, exported
from support.commands import call

LINES = 12  # of SQL that a question takes at most
TABLES = exported.shipped()
SHORT = {s["source_id"]: s["short_name"] for s in TABLES["sources"]}
NAMES = {a["actor_id"]: a["name"] for a in TABLES["actors"]}
CLAIMS = {c["claim_id"]: c for c in TABLES["claims"]}


@cache
def rows(name: str, *given: str) -> list[dict[str, Any]]:
    """The rows of an answer."""
    result = call("query", name, *given, "--format", "json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return found


def column(name: str, field: str, *given: str) -> list[Any]:
    """One column of an answer."""
    return [row[field] for row in rows(name, *given)]


def statements(ids: set[str]) -> list[str]:
    """The statements of claims."""
    return sorted(CLAIMS[i]["statement"] for i in ids)


def parts(table: str, field: str, whole: str) -> set[str]:
    """An ID and those of all that is part of it."""
    found = {whole}
    while more := {r[field] for r in TABLES[table] if r["part_of"] in found} - found:
        found |= more
    return found


@pytest.mark.parametrize("name", questions())
def test_question_is_short_and_answered(name: str) -> None:
    question = questions()[name]

    assert 1 <= len(question.sql.splitlines()) <= LINES
    assert question.title and question.about.endswith(".")
    assert len(question.title.split()) <= 8
    assert rows(name)


def test_turnover() -> None:
    assert [(r["value"], r["said_by"], r["time_period"]) for r in rows("turnover")] == [
        ("more than 50 billion USD", "Raman Halouchanka", "2022"),
        ("43.4 billion USD", "Russia", "2022"),
    ]
    assert [Decimal(x or 0) for x in column("turnover", "upper")] == [0, Decimal("43450000000")]


def test_growth_and_the_same_number() -> None:
    """Two documents have 22 percent; only one says what it is compared with, neither who says it."""
    assert [(r["value"], r["base_period"], r["said_by"]) for r in rows("growth")] == [
        ("22 percent", None, "the document"),
        ("22 percent", "2022-33", "the document"),
    ]
    same = {r["measure"]: r for r in rows("same-number")}
    assert same["Trade turnover"]["claims"] == 2
    assert same["Growth of trade turnover"]["stated"].count("nobody named") == 2
    assert same["Number of programmes"]["claims"] == 4
    assert "Number of questions" in same and "Elapsed time" not in same


def test_figures() -> None:
    assert len(rows("figures")) == len(TABLES["figures"])
    assert "more than 10,000" in column("figures", "value")


def test_loans() -> None:
    (loan,) = rows("loans")
    assert (loan["amount"], loan["lender"], loan["borrower"]) == (
        "105 billion RUB", "Russia", "Belarus",
    )  # fmt: skip
    assert "When did Russia allocate the loan" in loan["not_stated"]
    assert "On what terms" in loan["not_stated"]


def test_acquisition_targets() -> None:
    found = {(r["role"], r["actor"]) for r in rows("acquisition-targets")}
    assert found == {("initiator", "Russia"), ("target", "Integral"), ("target", "MAZ")}


def test_open_questions() -> None:
    found = column("open-questions", "question")
    assert sorted(found) == sorted(q["question"] for q in TABLES["open_questions"])
    assert sum(column("open-questions", "searches")) == len(TABLES["searches"])


def test_due() -> None:
    """By when the programme for aircraft is due: two months after 12 May 2023."""
    found = {r["project"]: r["due"] for r in rows("due")}
    (aircraft,) = (name for name in found if "aircraft" in name)
    assert found[aircraft] == "2023-07-12~"
    assert sorted(found.values()) == sorted(p["due"] for p in TABLES["projects"] if p["due"])


def test_cited_outlets() -> None:
    cited = {
        (SHORT[CLAIMS[c["claim_id"]]["source_id"]], NAMES[c["outlet"]]) for c in TABLES["citations"]
    }
    assert {(r["source"], r["outlet"]) for r in rows("cited-outlets")} == cited
    assert ("Jamestown 2023", "Sputnik.by") in cited


@pytest.mark.parametrize("sector", ["microelectronics", "energy"])
def test_sector(sector: str) -> None:
    projects = {p["project_id"] for p in TABLES["projects"] if p["sector"] == sector}
    own = {c["claim_id"] for c in TABLES["claims"] if c["sector"] == sector}
    own |= {t["claim_id"] for t in TABLES["claim_projects"] if t["project_id"] in projects}
    assert sorted(column("sector", "statement", f"sector={sector}")) == statements(own)
    assert len(own) >= {"microelectronics": 15, "energy": 5}[sector]


def test_meetings() -> None:
    found = Counter(column("meetings", "event_type"))
    kinds = ("visit", "meeting", "negotiation", "signing", "departure")
    events = [c["event_type"] for c in TABLES["claims"] if c["kind"] == "event"]
    assert found == {kind: events.count(kind) for kind in kinds}
    signing = next(r for r in rows("meetings") if r["event_type"] == "signing")
    assert signing["places"] == "Minsk" and "Vladimir Semashko (signatory)" in signing["actors"]


def test_places() -> None:
    tied = [NAMES[t["actor_id"]] for t in TABLES["claim_actors"] if t["role"] == "place"]
    assert Counter(column("places", "place")) == Counter(tied)
    assert {"Minsk", "Moscow", "Kremlin", "Novosibirsk", "Yekaterinburg"} <= set(tied)


def test_agreements() -> None:
    found = {r["project"]: (r["dated"], r["at_the_latest"]) for r in rows("agreements")}
    plan = next(name for name in found if name.startswith("Action plan"))
    assert found[plan] == ("2012-10-23", "2012-10-29/2012-11-04")
    contracts = next(name for name in found if "oil and gas" in name)
    assert found[contracts][0] == "2022-12"
    times = [dated or at for dated, at in found.values()]
    assert times == sorted(times) and len(times) >= 7


@pytest.mark.parametrize("actor", ["government-of-belarus", "kremlin"])
def test_actor(actor: str) -> None:
    body = parts("actors", "actor_id", actor)
    about = {t["claim_id"] for t in TABLES["claim_actors"] if t["actor_id"] in body}
    about |= {c["claim_id"] for c in TABLES["claims"] if c["asserted_by"] in body}
    assert sorted(column("actor", "statement", f"actor={actor}")) == statements(about)
    assert about


def test_status() -> None:
    found = rows("status")
    assert len(found) == len(TABLES["projects"])
    assert all(bool(r["status_as_of"]) == (r["status"] != "unknown") for r in found)


@pytest.mark.parametrize(
    ("name", "relations"),
    [("contradictions", ("contradicts", "disputes")), ("over-time", ("updates",))],
)
def test_links(name: str, relations: tuple[str, ...]) -> None:
    links = [x for x in TABLES["claim_links"] if x["relation"] in relations]
    later = column(name, "statement" if name == "contradictions" else "afterwards")
    assert sorted(later) == sorted(CLAIMS[x["claim_id"]]["statement"] for x in links)


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("forecasts", "kind", ("forecast", "commitment")),
        ("positions", "kind", ("position",)),
        ("hedged", "hedged", (True,)),
        ("inferred-dates", "time_inferred", (True,)),
    ],
)
def test_claims_by_a_field(name: str, field: str, values: tuple[object, ...]) -> None:
    own = {c["claim_id"] for c in TABLES["claims"] if c[field] in values}
    assert sorted(column(name, "statement")) == statements(own)


def test_offices() -> None:
    assert sorted((r["name"], r["title"]) for r in rows("offices")) == sorted(
        (NAMES[p["actor_id"]], p["title"]) for p in TABLES["positions"]
    )


def test_participants() -> None:
    assert Counter(column("participants", "role")) == Counter(
        p["role"] for p in TABLES["project_participants"]
    )


def test_most_projects() -> None:
    found = {r["actor_id"]: (r["projects"], r["claims"]) for r in rows("most-projects")}
    taking = {(p["actor_id"], p["project_id"]) for p in TABLES["project_participants"]}
    about = Counter(c["actor_id"] for c in TABLES["claim_actors"])
    projects = Counter(actor for actor, _ in taking)

    assert found == {a: (projects[a], about[a]) for a in NAMES if projects[a] or about[a]}
    belarusian = column("most-projects", "actor_id", "country=BY")
    assert belarusian == [r["actor_id"] for r in rows("most-projects") if r["country"] == "BY"]


def test_ids_of_what_is_named() -> None:
    for row in rows("contradictions"):
        assert row["statement"] == CLAIMS[row["claim_id"]]["statement"]
        assert row["other"] == CLAIMS[row["other_claim_id"]]["statement"]
    assert "Russia [russia]" in call("query", "most-projects").output


def test_parts_and_project() -> None:
    assert len(rows("parts")) == len(TABLES["projects"])
    assert any(" > " in path for path in column("parts", "path"))
    body = parts("projects", "project_id", "joint-projects-2023")
    about = {t["claim_id"] for t in TABLES["claim_projects"] if t["project_id"] in body}
    found = column("project", "statement", "project=joint-projects-2023")
    assert sorted(found) == statements(about)


def test_speakers() -> None:
    said = Counter(NAMES.get(c["asserted_by"], "the document") for c in TABLES["claims"])
    found = Counter[str]()
    for row in rows("speakers"):
        found[row["said_by"]] += row["claims"]
    assert found == said
    assert sum(column("speakers", "hedged")) == sum(c["hedged"] for c in TABLES["claims"])


def test_forms_of_an_answer() -> None:
    """Text has a table and the number of rows, CSV all cells, JSON the SQL."""
    text = call("query", "loans").stdout
    table = [*csv.DictReader(io.StringIO(call("query", "loans", "--format", "csv").stdout))]
    value = json.loads(call("query", "loans", "--format", "json").stdout)

    assert text.startswith("Loans and their terms\n\nloan") and text.endswith("\n1 row\n")
    assert max(map(len, text.splitlines())) <= 120
    assert table == [{k: str(v or "") for k, v in row.items()} for row in value["rows"]]
    assert value["sql"] == questions()["loans"].sql
    claims = call("query", "actor", "actor=maz").stdout
    assert "[bif12-maz-kamaz-merger-talks]" in claims and "claim_id" not in claims
    assert "Halouchanka" in call("query", "turnover").stdout
    odd = Answer(questions()["loans"], ["loan"], [["\x1b[31ma, b\u202e"]])
    assert FORMATS["csv"](odd) == 'loan\n"\\x1b[31ma, b\\u202e"\n'


def test_list_names_every_question() -> None:
    output = call("query").stdout
    for name, question in questions().items():
        assert any(line.split("  ")[0] == name for line in output.splitlines())
        assert question.title in output


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("turnovr",), 'there is no question "turnovr"; did you mean "turnover"?'),
        (("xyzzy",), "`bru query` lists them"),
        (("sector", "branch=energy"), "sector has no parameter branch; there are: sector"),
        (("turnover", "x=1"), "turnover has no parameter x; there are: none"),
        (("turnover", "2022"), "turnover has no parameters"),
        (("actor", "actor=MAZZ"), 'there is no "MAZZ" in actors; did you mean maz (MAZ)?'),
        (("sector", "energy"), "write sector=energy"),
    ],
)
def test_mistakes_are_told(args: tuple[str, ...], told: str) -> None:
    result = call("query", *args)

    assert result.exit_code == 2
    assert told in result.stderr


def test_value_is_no_sql() -> None:
    """A parameter is a value, whatever is in it."""
    told = call("query", "sector", "sector=x' OR '1'='1").stderr
    assert told.startswith("Error: there is no \"x' OR '1'='1\" in sectors")


def test_a_name_is_a_value_too() -> None:
    assert rows("actor", "actor=МАЗ") == rows("actor", "actor=maz") != []


def test_package_of_your_own(tmp_path: Path) -> None:
    """A question is asked of the nearest package; one that is no package of claims is told."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / "p" / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path / "p")
    file = tmp_path / "p/data/projects.csv"
    text = file.read_text("utf-8").replace("2023-07-12~", "2024")
    file.write_text(text, "utf-8", newline="")
    assert "2024" in call("query", "due", cwd=tmp_path / "p").stdout

    (tmp_path / "q").mkdir()
    resource = '{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}}'
    text = f'{{"name": "q", "resources": [{resource}]}}'
    (tmp_path / "q/datapackage.json").write_text(text, "utf-8")
    (tmp_path / "q/t.csv").write_text("a\n1\n", "utf-8")
    result = call("query", "due", "--package", tmp_path / "q")
    assert result.exit_code == 2
    assert "a saved question is for packages with the tables" in result.stderr
