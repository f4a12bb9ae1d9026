"""Pictures: the same bytes each time, every claim in its place, links where they are asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from bru.check.reader import Answers
from bru.claims import plot
from bru.claims.provenance.facts import Facts
from bru.cli import main
from bru.datapackage import descriptor
from bru.store import open_store

ROOT = Path(__file__).parent.parent
STRICT = ("claims", "network", "timeline", "coverage")  # where an order or a clock could slip in
SVG = "{http://www.w3.org/2000/svg}"
PAGE = "{0}/{1}.html"


@pytest.fixture(scope="module")
def facts() -> Facts:
    where, name = open_store(ROOT)
    answers = Answers(where, descriptor.read(where, name), None)
    return Facts(answers.package, answers.ask)


def words(svg: bytes) -> str:
    return " ".join("".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def links(name: str, facts: Facts) -> set[str]:
    """Where the parts of a picture lead to."""
    svg = plot.image(name, facts, "svg", PAGE.format)
    return {a.get("href", "") for a in ElementTree.fromstring(svg).iter(f"{SVG}a")}


def test_two_processes_draw_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "bru", "plot", *STRICT, "--out", str(tmp_path / seed)]
        there = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=there)
    drawn = sorted(file.name for file in (tmp_path / "1").glob("*.svg"))
    assert drawn == sorted(f"{name}.svg" for name in STRICT)
    for name in drawn:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_png(facts: Facts) -> None:
    drawn = plot.image("intervals", facts, "png")
    assert drawn.startswith(b"\x89PNG")
    assert drawn == plot.image("intervals", facts, "png")


def test_intervals_show_the_contradiction_and_who_says_what(facts: Facts) -> None:
    found = words(plot.image("intervals", facts))
    assert "Trade turnover, Belarus–Russia, 2022 contradicted" in found
    assert "more than 50 billion USD  Raman Halouchanka, in Belarus in Focus 2023" in found
    assert "43.4 billion USD  Russia, in Belarus in Focus 2023" in found
    assert "Number of questions" not in found


def test_ends_say_whether_they_are_open_and_a_contradiction_shows_its_gap(facts: Facts) -> None:
    (chart, *_) = plot.PICTURES["intervals"](facts, PAGE.format)
    more, exact = (row for _, rows in chart.groups for row in rows)
    gap, mark = more.marks
    assert (mark.start, mark.end) == ("hollow", "open")
    assert exact.marks[1].end == "closed" and exact.marks[1].right < gap.left < gap.right
    assert gap.right == pytest.approx(mark.left) and gap.style == "gap"


def test_claims_are_counted(facts: Facts) -> None:
    matrix = plot.PICTURES["claims"](facts, PAGE.format)
    for row, source in enumerate(facts.tables["sources"]):
        said = facts.by("claims", "source_id", source["source_id"])
        assert sum(c.number for (r, _), c in matrix.cells.items() if r == row) == len(said)


def test_who_works_with_whom_is_the_same_from_both_sides(facts: Facts) -> None:
    matrix = plot.PICTURES["network"](facts, PAGE.format)
    numbers = {place: cell.number for place, cell in matrix.cells.items()}
    assert numbers and all(numbers[b, a] == n for (a, b), n in numbers.items())
    names = [name for name, _ in matrix.rows]
    both = matrix.cells[names.index("Belarus"), names.index("Russia")]
    assert both.number > 20 and "Belarus and Russia: " in both.tooltip
    assert both.address == "actors/belarus.html#works-with"


def test_timeline_has_all_that_is_dated(facts: Facts) -> None:
    dated = {
        PAGE.format("claims", c["claim_id"]) for c in facts.tables["claims"] if c["time_period"]
    }
    due = {PAGE.format("projects", p["project_id"]) for p in facts.tables["projects"] if p["due"]}
    assert links("timeline", facts) >= dated | due
    (chart,) = plot.PICTURES["timeline"](facts, PAGE.format)
    since = [row for _, rows in chart.groups for row in rows if row.label == "since 1999"]
    assert {row.marks[0].end for row in since} == {"open"}


def test_coverage_accounts_for_the_whole_document(facts: Facts) -> None:
    (chart,) = plot.PICTURES["coverage"](facts, PAGE.format)
    for row in chart.groups[0][1]:
        widths = sum(mark.right - mark.left for mark in row.marks)
        assert 95 < widths <= 100.001, row.label


@pytest.mark.parametrize("name", plot.PICTURES)
def test_a_package_without_rows_says_so(name: str, facts: Facts) -> None:
    none = Facts(facts.package, lambda question: [])
    assert words(plot.image(name, none)) == "There is nothing to show."


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    result = CliRunner().invoke(main, ["plot", "claims", "--format", "png", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "pip install 'bru-dataset[plot]'" in result.output
    assert not list(tmp_path.iterdir())
