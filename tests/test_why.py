"""Where every row of the package comes from."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bru import cli, store
from bru.check.reader import Answers
from bru.claims.commands.look import told
from bru.claims.provenance.facts import KEYS, Facts
from bru.claims.provenance.history import history
from bru.claims.provenance.why import UnknownError, why
from bru.claims.render import why as render
from bru.datapackage import descriptor
from support import ROOT
from support.commands import copied
from support.document import write

LIMIT = 0.3  # seconds an answer may take


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The shipped package."""
    where = store.installed()
    answers = Answers(where, descriptor.read(where, store.DESCRIPTOR), None)
    return Facts(answers.package, answers.ask)


def call(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["why", *args], catch_exceptions=False)


def test_every_id_has_an_answer_in_time(facts: Facts) -> None:
    """Every ID of the package, in every format, well below the limit of processor time."""
    times = []
    for identifier in facts.ids():
        began = time.process_time()
        answer = why(facts, identifier)
        texts = [form(answer, "0") for form in render.FORMATS.values()]
        times.append(time.process_time() - began)
        titles = [s.title for s in answer.sections]

        assert titles[0] == "What it is" and titles[-1] == "How to cite"
        assert f"{answer.table}/{identifier}" in answer.sections[-1].items[0].text
        assert all(identifier in text for text in texts)
        assert json.loads(texts[1])["id"] == identifier
        assert "no interval" not in texts[0]
    assert len(times) == sum(len(facts.tables[t]) for t in KEYS)
    assert statistics.median(times) < LIMIT / 10
    assert sorted(times)[-len(times) // 100] < LIMIT  # a single one may meet the garbage collector


def test_only_what_is_needed_is_loaded() -> None:
    """The answer needs no rule, no document and no library but click; so it is quick to start."""
    code = (
        "import sys; before = set(sys.modules);"
        "from bru import cli; cli.main(['why', 'maz'], standalone_mode=False);"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())

    assert "bru.claims.provenance.why" in loaded and "maz" in done.stdout
    assert not loaded & {
        "bru.check.rulebook",
        "bru.claims.documents.evidence",
        "bru.check.run",
    }
    foreign = {m.partition(".")[0] for m in loaded} - sys.stdlib_module_names
    assert foreign == {"bru", "click"}


def test_claims_and_figures_have_their_whole_way(facts: Facts) -> None:
    """From the statement to the source and the place, for each claim and each figure."""
    for table in ("claims", "figures"):
        for cells in facts.tables[table]:
            answer = why(facts, cells[KEYS[table][0]])
            by_title = {s.title: s.items for s in answer.sections}
            claim = facts.row("claims", cells["claim_id"])

            assert by_title["Statement"][0].text == claim["statement"]
            assert by_title["Source"][0].id == claim["source_id"]
            assert (
                f"characters {claim['span_start']} to {claim['span_end']}"
                in by_title["Place"][0].text
            )
            assert by_title["Speaker"][0].id == claim["asserted_by"]


def test_every_use_of_a_figure_is_named(facts: Facts) -> None:
    """A check that uses a figure is in the figure's answer, and the figure in the check's."""
    for term in facts.tables["check_terms"]:
        if term["figure_id"]:
            assert term["check_id"] in render.as_text(why(facts, term["figure_id"]), "0")
            assert term["figure_id"] in render.as_text(why(facts, term["check_id"]), "0")
    for link in facts.tables["claim_links"]:
        assert link["other_claim_id"] in render.as_text(why(facts, link["claim_id"]), "0")
        assert link["claim_id"] in render.as_text(why(facts, link["other_claim_id"]), "0")


def test_unknown_id(facts: Facts) -> None:
    some = facts.ids()[0]
    result = call(some + "x")

    assert result.exit_code == 1
    assert f"did you mean {some}" in result.output
    with pytest.raises(UnknownError):
        why(facts, "")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package, with IDs that were retired."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / "p" / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path / "p")
    with (tmp_path / "p/data/retired_ids.csv").open("a", encoding="utf-8") as file:
        file.write("actors,first-name,,second-name,1.1.0,merged\nactors,gone,,,1.2.0,retracted\n")
        file.write("actors,second-name,,integral,1.2.0,moved\n")
    return tmp_path / "p"


def test_retired_id_leads_to_its_successor(package: Path) -> None:
    """Also over several steps; one without a successor says so."""
    moved, gone = (
        call("first-name", "--package", str(package)),
        call("gone", "--package", str(package)),
    )

    assert moved.exit_code == gone.exit_code == 0
    assert moved.output.startswith(
        "first-name was retired in version 1.1.0 (merged): see integral\nactor integral\n"
    )
    assert "gone was retired in version 1.2.0 (retracted): nothing took its place" in gone.output
    found = json.loads(call("first-name", "--package", str(package), "--format", "json").output)
    assert (found["id"], found["retired"]["new_id"]) == ("integral", "second-name")


def test_term_whose_figure_is_not_there(package: Path) -> None:
    file = package / "data/figures.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(x for x in lines if "bif23-trade-2022-russia-1" not in x), "utf-8")

    found = call("trade-2022-two-values", "--package", str(package))

    assert found.exit_code == 0
    assert "bif23-trade-2022-russia-1 is not in figures" in found.output


def test_history_from_the_changelog(package: Path) -> None:
    """Without git: the releases that name the ID, or unknown."""
    where = store.Folder(package)
    assert history(where, "data/actors.csv", "integral").text.startswith("unknown")

    (package / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [1.1.0] - 2031-02-03\n\n- integral renamed\n\n"
        "## [1.0.1] - 2031-01-05\n\n- integral-maz\n\n## [1.0.0] - 2031-01-02\n\n- integral\n",
        encoding="utf-8",
    )
    found = history(where, "data/actors.csv", "integral")
    assert (found.entered, found.changed) == ("1.0.0 2031-01-02", "1.1.0 2031-02-03")
    assert history(where, "data/actors.csv", "maz").known_from == ""


def test_history_from_the_releases(package: Path) -> None:
    """The list of IDs tells when one entered; the changelog which cells changed."""
    (package / "releases").mkdir()
    (package / "releases/releases.csv").write_text(
        f"version,date,descriptor_sha256\n1.0.0,2031-01-02,{0:064}\n1.1.0,2031-02-03,{1:064}\n"
    )
    (package / "releases/ids.csv").write_text(
        "table,id,entered,left\nactors,integral,1.0.0,\nactors,maz,1.0.0,\n"
    )
    (package / "CHANGELOG.md").write_text(
        "## [1.1.0] - 2031-02-03\n\n- `actors` `kraz` → `maz`\n"
        "- `actors` `integral`, name: `A` → `B`\n",
        encoding="utf-8",
    )
    texts = [history(store.Folder(package), "data/actors.csv", i).text for i in ("integral", "maz")]
    assert texts == [
        "entered 1.0.0 2031-01-02, last changed 1.1.0 2031-02-03 (from releases)",
        "entered 1.0.0 2031-01-02, unchanged since (from releases)",
    ]


def test_history_from_git(package: Path) -> None:
    """First and last commit of the row, whatever happened to other rows."""
    if not shutil.which("git"):
        pytest.skip("git is not on this machine")

    def git(*arguments: str, day: str = "2031-01-01") -> None:
        who = {
            f"GIT_{r}_{w}": "x@example.org"
            for r in ("AUTHOR", "COMMITTER")
            for w in ("NAME", "EMAIL")
        }
        dates = {f"GIT_{r}_DATE": f"{day}T00:00:00Z" for r in ("AUTHOR", "COMMITTER")}
        environment = {"PATH": __import__("os").environ["PATH"], **who, **dates}
        subprocess.run(
            ["git", "-C", package, *arguments], check=True, capture_output=True, env=environment
        )

    where, file = store.Folder(package), package / "data/actors.csv"
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    file.write_text(file.read_text("utf-8").replace("maz,MAZ", "maz,M.A.Z."), "utf-8")
    git("commit", "-q", "-a", "-m", "two", day="2031-02-02")
    maz, kamaz = (history(where, "data/actors.csv", i) for i in ("maz", "kamaz"))

    assert maz.known_from == kamaz.known_from == "git"
    assert (maz.entered[:10], maz.changed[:10]) == ("2031-01-01", "2031-02-02")
    assert kamaz.entered == kamaz.changed
    file.write_text(file.read_text("utf-8").replace("kamaz,KAMAZ", "kamaz,K"), "utf-8")
    assert history(where, "data/actors.csv", "kamaz").uncommitted


def test_answer_with_history(facts: Facts) -> None:
    """The history stands before the citation, for a row of each table."""
    for table, (key, _) in KEYS.items():
        answer = told(store.installed(), facts, why(facts, facts.tables[table][0][key]))

        assert answer.sections[-2].title == "History"


def test_passage_is_shown_with_the_document(tmp_path: Path) -> None:
    """Its words, what is around them and the paragraph; on the page it is text and no markup."""
    write(tmp_path)
    where = ["--package", str(tmp_path), "--documents", str(tmp_path / "documents")]
    text = call("c-one", *where).output
    file = tmp_path / "why.html"
    call("c-one", *where, "--format", "html", "--output", str(file))
    page = file.read_text(encoding="utf-8")

    assert "paragraph 2, characters 29 to" in text and "verified" in text
    assert "»shipped 43.4 tonnes <of> granite" in " ".join(text.split())
    assert "<mark>shipped 43.4 tonnes &lt;of&gt; granite &amp; “slate”" in page
    assert "A &lt;b&gt;statement&lt;/b&gt; &amp; more" in page
    assert "For the holder of the document only" in page
    assert "shipped" not in call("c-one", *where[:2]).output


def test_git_that_refuses_is_told_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository of somebody else: the history comes from the releases, and why is said."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    found = history(store.Folder(tmp_path), "data/actors.csv", "somebody")

    assert found.text.startswith("git refuses: detected dubious ownership in repository at")
    assert "git config --global --add safe.directory" in found.text


def test_no_answer_from_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    root = copied(tmp_path / "p")
    with (root / "data/actors.csv").open("a") as stream:
        stream.write("<<<<<<< ours\n=======\n>>>>>>> theirs\n")

    result = call("belarus", "--package", str(root))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: data/actors.csv cannot be used: lines ")
