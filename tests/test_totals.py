"""The cross-checks written out, and that a figure cannot change without one of them noticing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

import pytest

from bru import store
from bru.check.reader import Answers
from bru.claims.numbers import terms, totals
from bru.datapackage import descriptor
from bru.model.question import Ask, Question, Row
from support import ROOT
from support.cases import descriptor as made
from support.commands import call
from tools.memory import Memory

ANSWERS = Answers(*(lambda w: (w, descriptor.read(w, store.DESCRIPTOR)))(store.Folder(ROOT)), None)
UP, DOWN = Decimal("1.05"), Decimal("0.95")
# Figures that stand in a check, but in none with another figure, and why no figure tests them.
ALONE = {
    "bisr23-twelve-large-projects-planned-1": "no document names a member of the 12, or counts them again",
}


NONE = -1  # a row that is in no table
# Thresholds that tell a reader nothing, but would notice a changed number: label, relation, terms.
THRESHOLDS = {
    "over-15-percent-apart": ("gt", (1, "bif23-trade-2022-belarus-1"), ("1.15", "bif23-trade-2022-russia-1")),
    "over-20-percent-apart": ("gt", (1, "bif23-trade-2022-belarus-1"), ("1.2", "bif23-trade-2022-russia-1")),
    "one-in-three-answered": ("eq", (3, "bif23-officials-will-manage-1"), (1, "bif23-three-basic-questions-1")),
    "gap-twice-back": ("eq", (1, "bif23-trade-gap-1"), (1, "bif23-trade-gap-lead-1")),
}  # fmt: skip


def more(question: Question) -> list[Row]:
    """The rows of the thresholds, as the tables of checks would have them."""
    rows: list[Row] = []
    for check, (relation, *sides) in THRESHOLDS.items():
        if question == totals.CHECKS:
            rows.append(Row(NONE, (check, check, relation, "")))
        for side, (factor, figure) in zip(("left", "right"), sides, strict=True):
            if question == terms.TERMS:
                rows.append(Row(NONE, (check, side, str(factor), figure, "")))
    return rows


def with_number(figure: str, number: Decimal) -> Ask:
    """The answers about the shipped package, one figure having another number."""

    def ask(question: Question) -> Sequence[Any]:
        rows = [*ANSWERS.ask(question), *more(question)]
        if question != terms.FIGURES:
            return rows
        digits = str(max(0, -int(number.as_tuple().exponent)))
        cells = (f"{number:f}", digits)
        return [
            Row(r.row, (figure, cells[0], r.cells[2], cells[1], *r.cells[4:]))
            if r.cells[0] == figure
            else r
            for r in rows
        ]

    return ask


def verdicts(ask: Ask) -> dict[str, str]:
    """The verdict of each check, "" if there is none."""
    return {o.check_id: o.verdict.verdict if o.verdict else "" for o in totals.outcomes(ask)}


def numbers(cells: Sequence[str], factor: Decimal) -> Iterator[Decimal]:
    """A number changed by 5 %: with all its digits, and with the digits it is stated with."""
    _, value, _, decimals, _, unit = cells
    changed = Decimal(value) * factor
    step = Decimal(1).scaleb(-int(decimals or 0))
    away = ROUND_CEILING if factor > 1 else ROUND_FLOOR
    yield changed.quantize(step, away)
    if unit != "count":  # which is whole
        yield changed.normalize() if changed.normalize().as_tuple().exponent < 0 else changed


def checked() -> dict[str, bool]:
    """The figures of the checks, and whether another figure or a count of names tests them."""
    found: dict[str, bool] = {}
    for outcome in totals.outcomes(ANSWERS.ask):
        terms = [t for side in outcome.terms for t in side]
        figures = {t.figure for t in terms if t.figure}
        named = any(t.interval.lower > 0 for t in terms if not t.figure)
        for figure in figures:
            found[figure] = found.get(figure, False) or len(figures) > 1 or named
    return found


def test_every_check_comes_out_as_expected() -> None:
    assert all(entry.outcome.as_expected for entry in totals.entries(ANSWERS.ask))


def test_a_figure_does_not_change_unnoticed() -> None:
    """Of the figures that another figure tests, each changed by 5 % up and down."""
    before, rows = (
        verdicts(with_number("", UP)),
        {r.cells[0]: r.cells for r in ANSWERS.ask(terms.FIGURES)},
    )
    cases = [
        (figure, number)
        for figure, tested in checked().items()
        if tested
        for factor in (UP, DOWN)
        for number in numbers(rows[figure], factor)
    ]
    unnoticed = [case for case in cases if verdicts(with_number(*case)) == before]
    assert len(cases) >= 30
    assert len(unnoticed) <= 0.05 * len(cases), unnoticed


def test_what_no_other_figure_tests() -> None:
    assert {figure for figure, tested in checked().items() if not tested} == set(ALONE)


WRITTEN = {
    "trade-gap-2022-body": "more than 50 billion USD − 43.4 billion USD = more than 6.55 billion USD; "
    "stated: more than 6 billion USD → entailed",
    "trade-growth-2023-q1": "22 percent (21.5 to 22.5 percent); "
    "stated: 22 percent (21.5 to 22.5 percent) → entailed",
    "joint-projects-questions-answered": "1 < 3 → entailed",
    "acquisition-companies-all-named": "2 named as participants of "
    "russian-acquisition-of-belarusian-assets in the role target; stated: 2 → entailed",
    "celebration-before-talks-2023": "2023-05-09 < 2023-05-12 → entailed",
    "union-programmes-all-named": "0 named as parts of union-programmes; stated: 28 → inconsistent",
}


def test_both_sides_are_written_out() -> None:
    found = {e.outcome.check_id: e for e in totals.entries(ANSWERS.ask)}

    assert {check: found[check].outcome.written for check in WRITTEN} == WRITTEN
    entry = found["trade-gap-2022-body"]
    assert [c.words for c in entry.claims] == [
        "Raman Halouchanka, in bif-2023-05-14",
        "Russia, in bif-2023-05-14",
        "bif-2023-05-14 in its own voice",
    ]
    assert entry.note.startswith("More than 50 less 43.4")


HEADS = {
    "figures.csv": "figure_id,claim_id,obs_value,unit_mult,decimals,qualifier,unit_measure",
    "checks.csv": "check_id,label,relation,expected,note",
    "check_terms.csv": "check_id,side,position,coefficient,figure_id,count_parts_of,count_role,date_of",
    "projects.csv": "project_id,part_of",
    "project_participants.csv": "project_id,actor_id,role,claim_id",
    "claims.csv": "claim_id,source_id,statement,asserted_by,time_period",
    "sources.csv": "source_id,publisher",
    "actors.csv": "actor_id,name",
}


def entries(**tables: str) -> list[totals.Entry]:
    """The checks of a small package; each table without its header."""
    files = {name: f"{head}\n{tables.get(name[:-4], '')}".encode() for name, head in HEADS.items()}
    files["datapackage.json"] = json.dumps(made(files)).encode()
    where = Memory(files)
    return totals.entries(Answers(where, descriptor.read(where, "datapackage.json"), None).ask)


@pytest.mark.parametrize(
    ("figures", "written"),
    [
        ("a,c,5,0,0,exact,USD\nb,c,5,0,0,exact,RUB\n", "no verdict: RUB and USD cannot be compared"),
        ("a,c,5,0,0,exact,USD\nb,c,5,x,0,exact,USD\n", 'no verdict: b: unit_mult "x" is not a whole number'),
        ("a,c,5,3,0,exact,USD\nb,c,5,0,0,minimum,USD\n", "2 × 5000 USD = 9000 to 11,000 USD; stated: at least 5 USD → entailed"),
        ("a,c,5.00,0,2,about,year\nb,c,9,0,0,exact,year\n", "2 × about 5.00 years = 9.99 to 10.01 years; stated: 9 years (8.5 to 9.5 years) → inconsistent"),
    ],
)  # fmt: skip
def test_units_and_scales(figures: str, written: str) -> None:
    terms = "k,left,1,2,a,,,\nk,right,1,1,b,,,\n"
    (entry,) = entries(figures=figures, checks="k,Label.,eq,entailed,\n", check_terms=terms)

    assert entry.outcome.written == written


@pytest.mark.parametrize(
    ("relation", "one", "other", "written"),
    [
        ("lt", "2031-03", "2031-04-01", "2031-03 < 2031-04-01 → entailed"),
        ("lt", "2031-03", "2031-03-31", "2031-03 < 2031-03-31 → consistent"),
        ("lt", "2032", "2031/..", "2032 < 2031/.. → consistent"),
        ("gt", "../2031", "2032~", "../2031 > 2032~ → inconsistent"),
        ("eq", "2031-33", "2031", "2031-33 in 2031 → entailed"),
        ("eq", "2031", "2031-33", "2031 in 2031-33 → consistent"),
        ("eq", "2030", "2031-33", "2030 in 2031-33 → inconsistent"),
        ("eq", "2030", "", "no verdict: a claim whose date is compared has no time"),
        ("eq", "2030", "Y20300", "no verdict: Y20300 is out of the calendar"),
    ],
)
def test_dates_in_order(relation: str, one: str, other: str, written: str) -> None:
    (entry,) = entries(
        claims=f"a,s,One.,,{one}\nb,s,Other.,,{other}\n",
        checks=f"k,Label.,{relation},entailed,\n",
        check_terms="k,left,1,1,,,,a\nk,right,1,1,,,,b\n",
    )

    assert entry.outcome.written == written
    assert [claim.claim_id for claim in entry.claims] == ([] if "no " in written else ["a", "b"])


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ("k,left,1,1,,,,a\nk,right,1,1,f,,,\n", "USD and date cannot be compared"),
        ("k,left,1,2,,,,a\nk,right,1,1,,,,a\n", "the coefficient of a date is 1"),
        ("k,left,1,1,,,,a\nk,left,2,1,,,,a\nk,right,1,1,,,,a\n", "dates are compared one with one"),
        ("k,left,1,1,,,,a\nk,right,1,1,,,,a\n", "a date is compared with itself"),
        ("k,left,1,1,f,,,a\nk,right,1,1,f,,,\n", "a term needs one of a figure, a project to count in, "
         "a claim with a time"),
    ],
)  # fmt: skip
def test_dates_are_not_added(terms: str, why: str) -> None:
    (entry,) = entries(
        claims="a,s,One.,,2031\n",
        figures="f,a,5,0,0,exact,USD\n",
        checks="k,Label.,eq,entailed,\n",
        check_terms=terms,
    )

    assert entry.outcome.written == f"no verdict: {why}"


def test_participants_in_a_role_are_counted() -> None:
    found = entries(
        figures="f,a,2,0,0,exact,count\n",
        projects="p,\nq,p\n",
        project_participants="p,x,target,a\np,x,target,b\np,y,target,a\np,z,host,a\n",
        checks="k,Label.,eq,entailed,\nl,Label.,eq,entailed,\n",
        check_terms="k,left,1,1,,p,target,\nk,right,1,1,f,,,\nl,left,1,1,,p,,\nl,right,1,1,f,,,\n",
    )

    assert [entry.outcome.written for entry in found] == [
        "2 named as participants of p in the role target; stated: 2 → entailed",
        "1 named as parts of p; stated: 2 → inconsistent",
    ]


def test_a_figure_on_both_sides_is_shown_on_both() -> None:
    (entry,) = entries(
        figures="a,c,5,0,0,about,USD\nb,c,0,0,0,minimum,USD\n",
        checks="k,Label.,ge,entailed,\n",
        check_terms="k,left,1,1,a,,,\nk,left,2,1,b,,,\nk,right,1,1,a,,,\n",
    )

    assert entry.outcome.written == (
        "about 5 USD + at least 0 USD = at least 4.5 USD ≥ about 5 USD (4.5 to 5.5 USD) → entailed"
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package that a test may spoil."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    return tmp_path


def test_command(package: Path) -> None:
    good = call("totals", package)
    assert (good.exit_code, good.stdout.splitlines()[-1].endswith("all as expected")) == (0, True)
    assert "bif12-two-companies-named: Belarus in Focus 2012 in its own voice" in good.stdout

    file = package / "data/figures.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",43.4,", ",45.6,"), encoding="utf-8")
    bad = call("totals", package)
    assert bad.exit_code == 1
    assert (
        "= more than 4.35 billion USD; stated: more than 6 billion USD → consistent (EXPECTED: entailed)"
        in bad.stdout
    )

    checks = {
        c["check_id"]: c
        for c in json.loads(call("totals", package, "--format", "json").stdout)["checks"]
    }
    body = checks["trade-gap-2022-body"]
    assert (body["verdict"], body["expected"], body["as_expected"]) == (
        "consistent",
        "entailed",
        False,
    )
    assert body["left"] == {
        "lower": "4350000000",
        "upper": None,
        "lower_open": True,
        "upper_open": True,
    }
    assert body["claims"][1]["asserted_by"] == "russia"
    page = call("totals", package, "--format", "markdown").stdout
    assert "\n> more than 50 billion USD − 45.6 billion USD = more than 4.35 billion USD;" in page
    assert "\n> 1 &lt; 3 → entailed\n" in page


def test_command_without_checks(package: Path) -> None:
    (package / "data/checks.csv").unlink()
    result = call("totals", package)

    assert result.exit_code == 2
    assert result.stderr.endswith("data/checks.csv was not found\n")
