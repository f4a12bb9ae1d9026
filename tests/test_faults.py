"""Fault injection in short: a sample of every kind, and the page that lists them all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bru import store
from bru.check import run
from bru.model.problem import Problem
from tools import bench
from tools.faults import engines as fault_engines
from tools.faults import judges as fault_judges
from tools.faults import kinds as fault_kinds
from tools.faults import run as fault_run
from tools.memory import Memory

KINDS = fault_kinds.load()
DOCUMENTARY = pytest.mark.needs("documents")
SAMPLE, SEED = 2, 7  # mutants of a kind; not the seed of the page
MEASURED = re.compile(r"([\w-]+) (?:(\d+) of )?(\d+)(?:, |$)")
# Mutants that rules of prose leave since they speak on evidence: what is wrong may be a name that
# no word shows to be in the document, "single" as a number, a description, a power of ten in which
# the document speaks elsewhere.
LEFT: dict[str, int] = {}
PAGE = Path(__file__).parents[1] / "docs" / "dev" / "faults.md"


@pytest.fixture(scope="module")
def judge() -> Iterator[fault_run.Judge]:
    """Judges a few mutants of a kind, with the documents where they are at hand."""
    folder = os.environ.get("BRU_DOCUMENTS")
    with bench.Remembering():
        yield fault_run.Judge(store.documents(folder) if folder else None, SEED, SAMPLE)


NAMES = [pytest.param(n, marks=[DOCUMENTARY] if k.documents else []) for n, k in KINDS.items()]


@pytest.mark.parametrize("name", NAMES)
def test_kind(name: str, judge: fault_run.Judge) -> None:
    """Each mutant is reported at its place; a harmless change is not."""
    result = judge.judge(KINDS[name])

    assert result.mutants
    assert result.missed == ()


def told(problems: Iterable[Problem]) -> set[Problem]:
    """Problems but for the sizes and hashes, which the bench takes as renewed."""
    return {p for p in problems if p.code not in ("BRU805", "BRU806")}


@pytest.mark.parametrize("name", NAMES[::6])
def test_bench_finds_what_validate_finds(name: str, judge: fault_run.Judge) -> None:
    """The short cut of the bench is none: on a mutant all problems are those of `bru validate`."""
    for mutant in fault_kinds.chosen(KINDS[name], judge.shipped, SEED, 1):
        files = mutant.files()
        where = Memory({**judge.shipped.files, **files})
        report = run.validate(where, store.DESCRIPTOR, limit=0, today=bench.TODAY, also=["release"])

        assert told(judge.plain.problems(files)) == told(report.problems)


JUDGED = [n for n, k in KINDS.items() if k.codes and k.codes[0] < "BRU3" and not k.documents]


@pytest.mark.parametrize("name", JUDGED[::8])
def test_other_judges_differ_as_listed(name: str, judge: fault_run.Judge) -> None:
    """On a mutant pandera and frictionless agree, but for the known differences."""
    for mutant in fault_kinds.chosen(KINDS[name], judge.shipped, SEED, 1):
        files = mutant.files()
        found = fault_judges.verdict(judge.shipped, files, judge.plain.problems(files))

        assert found.tables
        assert found.unlisted == ()


ENGINES = ("polars",)
CHECKED = [n for n, k in KINDS.items() if k.codes and not k.documents][::12]


@pytest.fixture(scope="module")
def benches(judge: fault_run.Judge) -> dict[str, bench.Bench]:
    """A bench for each of the other engines."""
    return {name: bench.Bench(judge.shipped, None, (), name) for name in ENGINES}


@pytest.mark.parametrize("name", CHECKED)
def test_other_engines_find_the_same(
    name: str, judge: fault_run.Judge, benches: dict[str, bench.Bench]
) -> None:
    """On a mutant every engine finds what python finds; its bench finds what `validate` finds."""
    for mutant in fault_kinds.chosen(KINDS[name], judge.shipped, SEED, 1):
        files = mutant.files()
        ours = judge.plain.problems(files)
        for engine, own in benches.items():
            theirs = own.problems(files)
            where = Memory({**judge.shipped.files, **files})
            whole = run.validate(
                where, store.DESCRIPTOR, limit=0, today=bench.TODAY, also=["release"], engine=engine
            )

            assert [*fault_engines.differences(mutant.what, engine, ours, theirs)] == []
            assert told(theirs) == told(whole.problems)


def test_difference_of_an_engine_is_seen() -> None:
    """A problem that only one engine finds, or finds elsewhere; a missing line is no difference."""
    one = Problem("BRU102", "error", "actors", "data/actors.csv", 4, "kind", "asia", "x", "", "")

    def apart(*theirs: Problem) -> list[str]:
        return [*fault_engines.differences("", "polars", [one], theirs)]

    assert apart(one) == apart(one._replace(line=0)) == []
    for other in ({"line": 5}, {"key": "africa"}, {"field": "name"}, {"value": "y"}):
        assert apart(one._replace(**other))
    assert apart() and apart(one, one)


def section(title: str) -> list[list[str]]:
    """The rows of the table below a heading of the page, without its head."""
    text = PAGE.read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return rows[1:]


def test_page_lists_every_kind_as_found() -> None:
    """What was measured last: all mutants found, but for `LEFT`; later kinds are named apart."""
    kinds = ", ".join(kinds for _, kinds in section("Faults"))
    measured = {n: (int(f or m), int(m)) for n, f, m in MEASURED.findall(kinds)}
    since = [kind for _, kinds in section("Not measured yet") for kind in kinds.split(", ")]

    assert sorted([*measured, *since]) == sorted(n for n, k in KINDS.items() if k.codes)
    assert len(since) < len(measured) / 8
    assert all(found > 0 for found, _ in measured.values())
    assert {n: m - f for n, (f, m) in measured.items() if m > f} == LEFT
    assert sum(found for found, _ in measured.values()) >= 5000


def test_page_lists_every_harmless_change_without_alarm() -> None:
    """What was measured last: no alarm, in all kinds of harmless change there are today."""
    rows = section("Harmless changes")

    assert [row[0] for row in rows] == [n for n, k in KINDS.items() if not k.codes]
    assert {row[2] for row in rows} == {"0"}
    assert sum(int(row[1].replace(",", "")) for row in rows) >= 500
