"""What the documents leave open: searched for again, and found as soon as one answers it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bru import cli, store
from bru.check.reader import Answers
from bru.claims.documents import Documents, silence
from bru.claims.documents.silence import NEAR, Search
from bru.datapackage import descriptor
from support import ROOT, cases

PACKAGE = """\
--- sources.csv
source_id,document_sha256
mill,{sha256 documents/mill.txt}
quarry,{sha256 documents/quarry.txt}
--- claims.csv
claim_id,source_id,statement,kind,asserted_by,span_start,span_end,span_words,span_sha256,span_exact_sha256
ferry-runs,mill,The ferry runs hourly in summer.,background,,{cite documents/mill.txt: A ferry crosses at the mill every hour in summer}
--- open_questions.csv
question_id,source_id,claim_id,question,note,span_start,span_end,span_words,span_sha256,span_exact_sha256
ferry-fare,mill,ferry-runs,What does the ferry cost?,,{cite documents/mill.txt: A ferry crosses at the mill every hour in summer}
winter-boats,mill,ferry-runs,Which boats cross in winter?,,{cite documents/mill.txt: In winter other boats cross instead of it}
--- exclusions.csv
source_id,span_start,span_end,reason
quarry,0,36,unrelated
--- searches.csv
question_id,subject,answer,scope
ferry-fare,ferry,fare*|crown*,all
winter-boats,boats winter,named|called,source
--- documents/mill.txt
A ferry crosses at the mill every hour in summer.

In winter other boats cross instead of it.
--- documents/quarry.txt
The quarry has no boat and no ferry.
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two documents of our own, as files."""
    file = tmp_path / "BRU999.txt"
    file.write_text(f"\n=== case\n{PACKAGE}--- problems\n", encoding="utf-8")
    (case,) = cases.read(file)
    documents = {f"documents/{name}": data for name, data in case.documents.items()}
    for name, data in {**case.files, **documents}.items():
        (tmp_path / "p" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "p" / name).write_bytes(data)
    return tmp_path / "p"


def call(package: Path, *options: str) -> Result:
    arguments = ["evidence", str(package), "--documents", str(package / "documents"), *options]
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


def test_nothing_found(package: Path) -> None:
    """Each question; the summary says how many searches were run."""
    output = call(package).output

    assert "  ferry-fare: What does the ferry cost?\n" in output
    assert "2 searches run again: 2 questions open, 0 perhaps answered\n" in output


def test_open_question_accounts_for_nothing(package: Path) -> None:
    """A sentence cited only for what it leaves open still wants a claim for what it says."""
    result = call(package, "--format", "json")
    mill, quarry = json.loads(result.output)["documents"]

    assert mill["passages"] == {"all": 3, "verified": 3, "moved": 0, "altered": 0, "missing": 0}
    assert mill["coverage"]["unaccounted"] == len("Inwinterotherboatscrossinsteadofit")
    assert not mill["coverage"]["in_several_claims"]
    assert not quarry["coverage"]["unaccounted"]


def test_another_document_answers_it(package: Path) -> None:
    """Text, JSON, page and `bru why` name the question and the place; the exit code is 1."""
    text = "The quarry has no boat and no ferry.\nIts fare would be two crowns, boats aside.\n"
    (package / "documents/quarry.txt").write_text(text, encoding="utf-8")
    (package / "documents/quarry.txt").rename(package / "documents/quarry.htm")
    page = package / "page.html"
    result = call(package, "--html", str(page))
    assert result.exit_code == 1
    place = '"fare" in paragraph 2, character 41 of quarry.htm'
    assert f"ferry-fare: a document may now answer it: {place}\n" in result.output
    assert "2 searches run again: 1 question open, 1 perhaps answered\n" in result.output
    assert "perhaps answered: &quot;fare&quot; in paragraph 2" in page.read_text(encoding="utf-8")

    found, silent = json.loads(call(package, "--format", "json").output)["open_questions"]
    assert [(f["source_id"], f["word"], f["start"]) for f in found["found"]] == [
        ("quarry", "fare", 41),
        ("quarry", "crowns", 59),
    ]
    assert silent["found"] == [] and silent["searched"] == ["mill"]

    options = ["--package", str(package), "--documents", str(package / "documents")]
    told = CliRunner().invoke(cli.main, ["why", "ferry-fare", *options]).output
    assert f"(documents searched: 2): {place}" in " ".join(told.split())
    assert "Which boats" not in told and "Raised by: The ferry runs hourly" in " ".join(
        told.split()
    )


def test_absent_document_is_named(package: Path) -> None:
    """A document without a copy was not searched, and nothing reads as if it had been."""
    (package / "documents/quarry.txt").unlink()
    output = call(package).output
    found, silent = json.loads(call(package, "--format", "json").output)["open_questions"]

    assert "ferry-fare: What" not in output and "  winter-boats: Which" in output
    assert (
        "2 searches run again: 1 question open, 0 perhaps answered, "
        "1 not searched for in all documents (1 of 2)\n"
    ) in output
    assert (found["searched"], found["not_searched"]) == (["mill"], ["quarry"])
    assert silent["not_searched"] == []


def test_no_copy_shows_nothing(package: Path) -> None:
    for file in (package / "documents").iterdir():
        file.unlink()
    result = call(package)

    assert result.exit_code == 2
    assert "2 searches: none could be run again (0 of 2 documents)\n" in result.output
    assert "nothing found" not in result.output


def test_marks_on_the_page(package: Path) -> None:
    """A question mark stands where the question arises; the letters are claimed once, not twice."""
    call(package, "--html", str(package / "page.html"))
    page = (package / "page.html").read_text(encoding="utf-8")

    assert '<a id="at-ferry-fare" href="#ferry-fare">2?</a>' in page
    assert '<a id="at-ferry-runs" href="#ferry-runs">1</a>' in page
    assert 'class="c1" href="#ferry-runs"' in page and 'class="c2"' not in page
    assert 'class="u" title="neither claimed nor excluded">In winter' in page
    assert page.count("searched for: nothing found") == 2


@given(
    before=st.integers(0, 3 * NEAR),
    gaps=st.tuples(st.integers(0, NEAR), st.integers(0, NEAR)),
    order=st.permutations(["ferry", "mill", "fares"]),
)
def test_found_when_all_words_are_near(
    before: int, gaps: tuple[int, int], order: list[str]
) -> None:
    """The answer is found if and only if it and the subject are among NEAR words in a row."""
    first, second = gaps
    parts = ["so"] * before + [order[0]] + ["on"] * first + [order[1]] + ["by"] * second
    text = " ".join([*parts, order[2], "end"])
    search = Search(0, "q", "mill ferry|boat", "toll|fare*", "all", "s")
    found = [word.text for word in silence.found(search, text)]

    assert found == ["fares"] * (first + second + 3 <= NEAR)


def shipped(documents: Path | None = None) -> Answers:
    """The answers of the shipped package."""
    package = descriptor.read(store.installed(), store.DESCRIPTOR)
    files = store.documents(documents) if documents else None
    return Answers(store.installed(), package, files)


def asked(answers: Answers) -> list[Search]:
    """The searches of the shipped package."""
    return silence.searches(answers.ask(silence.SEARCHES), answers.ask(silence.QUESTIONS))


def test_shipped_searches_find_answers() -> None:
    """Each search finds an answer in other words than its own, if it stands near the subject."""
    lines = (ROOT / "tests/answers.txt").read_text("utf-8").splitlines()
    phrases = dict(line.split(": ", 1) for line in lines if not line.startswith("#"))
    searches = asked(shipped())
    assert {s.question_id for s in searches} == phrases.keys()

    for search in searches:
        subject = [any_of.split("|")[0].rstrip("*") for any_of in search.subject.split()]
        text = f"{' '.join(subject)}: {phrases[search.question_id]}"
        assert silence.found(search, text), (search, text)


@pytest.mark.needs("documents")
def test_shipped_searches_find_nothing(documents: Path) -> None:
    """No document answers an open question, and every search is run on all of them."""
    answers = shipped(documents)
    copies = answers.ask(Documents())

    for search in asked(answers):
        found = silence.run(search, copies)
        assert not found.hits and len(found.searched) == len(copies)


def test_every_page_has_its_policy_and_the_mode_that_is_asked_for(package: Path) -> None:
    out = package.parent / "out"
    out.mkdir()
    documents, where = ("--documents", str(package / "documents")), str(package)
    before = os.umask(0o027)
    try:
        for arguments in (
            ("evidence", where, *documents, "--html", str(out / "e.html")),
            ("evidence", where, *documents, "--strip", str(out / "s.html")),
            ("validate", where, "--format", "html", "--output", str(out / "v.html")),
            ("diff", where, where, "--format", "html", "--output", str(out / "d.html")),
        ):
            done = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
            assert done.exit_code < 2, done.output
        told = CliRunner().invoke(
            cli.main, ("why", "ferry-fare", "--package", where, "--format", "html")
        )
        (out / "w.html").write_text(told.output)
    finally:
        os.umask(before)

    pages = [*out.rglob("*.html")]
    assert len(pages) == 5
    for page in pages:
        head = page.read_text().partition("</head>")[0]
        policy, _, after = head.partition('http-equiv="Content-Security-Policy" content="')
        assert after.startswith("default-src 'none'") and "<s" not in policy, page
        assert os.name != "posix" or page.stat().st_mode & 0o777 == 0o640
