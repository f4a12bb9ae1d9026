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
STRICT = ("claims", "network", "timeline")  # where an order or a clock could slip in
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def facts() -> Facts:
    where, name = open_store(ROOT)
    answers = Answers(where, descriptor.read(where, name), None)
    return Facts(answers.package, answers.ask)


def words(svg: bytes) -> str:
    return " ".join(t.text or "" for t in ElementTree.fromstring(svg).iter(f"{SVG}text"))


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
    found = words(plot.image("intervals", facts, "svg"))
    assert "Trade turnover, BY–RU, 2022: contradicted" in found
    assert "more than 50 billion USD" in found and "43.4 billion USD" in found
    assert "bif-2023-05-14: Raman Halouchanka" in found
    assert "different in scope" not in found


def test_claims_are_counted(facts: Facts) -> None:
    found = words(plot.image("claims", facts, "svg")).split()
    for source in facts.tables["sources"]:
        said = facts.by("claims", "source_id", source["source_id"])
        assert str(len(said)) in found


def test_links_lead_to_every_node(facts: Facts) -> None:
    svg = plot.image("network", facts, "svg", lambda table, key: f"{table}/{key}.html")
    links = {a.get(HREF) for a in ElementTree.fromstring(svg).iter(f"{SVG}a")}
    ties = facts.tables["project_participants"]
    assert links >= {f"projects/{r['project_id']}.html" for r in ties}
    assert links >= {f"actors/{r['actor_id']}.html" for r in ties}


def test_timeline_has_every_dated_claim(facts: Facts) -> None:
    svg = plot.image("timeline", facts, "svg", lambda table, key: f"{table}/{key}.html")
    links = {a.get(HREF) for a in ElementTree.fromstring(svg).iter(f"{SVG}a")}
    dated = {c["claim_id"] for c in facts.tables["claims"] if c["time_period"]}
    assert links >= {f"claims/{claim}.html" for claim in dated}


@pytest.mark.parametrize("name", plot.PICTURES)
def test_a_package_without_rows_says_so(name: str, facts: Facts) -> None:
    none = Facts(facts.package, lambda question: [])
    assert b"<svg" in plot.image(name, none, "svg")
    assert words(plot.image(name, none, "svg")).split()[0] in ("No", "There", "Nothing")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = CliRunner().invoke(main, ["plot", "claims", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "pip install 'bru-dataset[plot]'" in result.output
    assert not list(tmp_path.iterdir())
