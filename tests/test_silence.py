"""What the documents do not state: searched for again, and found as soon as one states it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bru import cli, store
from bru.check.reader import Answers
from bru.claims.documents import Documents, silence
from bru.claims.documents.evidence import Copy
from bru.claims.documents.silence import NEAR, Search
from bru.datapackage import descriptor
from support import cases

PACKAGE = """\
--- sources.csv
source_id,document_sha256
mill,{sha256 documents/mill.txt}
quarry,{sha256 documents/quarry.txt}
--- claims.csv
claim_id,source_id,statement,kind,asserted_by,span_start,span_end,span_words,span_sha256,span_exact_sha256
ferry-fare,mill,No document states the fare of the ferry.,not_stated,,{cite documents/mill.txt: A ferry crosses at the mill every hour in summer}
ferry-runs,mill,The ferry runs hourly in summer.,background,,{cite documents/mill.txt: A ferry crosses at the mill every hour in summer}
winter-boats,mill,No document names the boats of winter.,not_stated,,{cite documents/mill.txt: In winter other boats cross instead of it}
--- exclusions.csv
source_id,span_start,span_end,reason
quarry,0,36,unrelated
--- searches.csv
claim_id,subject,answer,scope,example
ferry-fare,ferry,fare*|crown*,all,The ferry has a fare of two crowns.
winter-boats,boats winter,named|called,source,"In winter the boats are called or named Elk."
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
    """Each claim with its statement; the summary says how many searches were run."""
    output = call(package).output

    assert "  ferry-fare: No document states the fare of the ferry.\n" in output
    assert "2 searches run again: 2 not stated, 0 perhaps stated\n" in output


def test_what_is_not_stated_accounts_for_nothing(package: Path) -> None:
    """A sentence cited only for what it leaves open still wants a claim for what it says."""
    result = call(package, "--format", "json")
    mill, quarry = json.loads(result.output)["documents"]

    assert mill["passages"] == {"all": 3, "verified": 3, "moved": 0, "altered": 0, "missing": 0}
    assert mill["coverage"]["unaccounted"] == len("Inwinterotherboatscrossinsteadofit")
    assert not mill["coverage"]["in_several_claims"]
    assert not quarry["coverage"]["unaccounted"]


def test_another_document_states_it(package: Path) -> None:
    """Text, JSON, page and `bru why` name the claim and the place; the exit code is 1."""
    text = "The quarry has no boat and no ferry.\nIts fare would be two crowns, boats aside.\n"
    (package / "documents/quarry.txt").write_text(text, encoding="utf-8")
    (package / "documents/quarry.txt").rename(package / "documents/quarry.htm")
    page = package / "page.html"
    result = call(package, "--html", str(page))
    assert result.exit_code == 1
    place = '"fare" in paragraph 2, character 41 of quarry.htm'
    assert f"ferry-fare: a document may now state it: {place}\n" in result.output
    assert "2 searches run again: 1 not stated, 1 perhaps stated\n" in result.output
    assert "perhaps stated: &quot;fare&quot; in paragraph 2" in page.read_text(encoding="utf-8")

    found, silent = json.loads(call(package, "--format", "json").output)["not_stated"]
    assert [(f["source_id"], f["word"], f["start"]) for f in found["found"]] == [
        ("quarry", "fare", 41),
        ("quarry", "crowns", 59),
    ]
    assert silent["found"] == [] and silent["searched"] == ["mill"]

    options = ["--package", str(package), "--documents", str(package / "documents")]
    told = CliRunner().invoke(cli.main, ["why", "ferry-fare", *options]).output
    assert f"(documents searched: 2): {place}" in " ".join(told.split())
    assert "nobody" in told


def test_absent_document_is_named(package: Path) -> None:
    """A document without a copy was not searched, and nothing reads as if it had been."""
    (package / "documents/quarry.txt").unlink()
    output = call(package).output
    found, silent = json.loads(call(package, "--format", "json").output)["not_stated"]

    assert "  ferry-fare (1 document not searched): No document" in output
    assert (found["searched"], found["not_searched"]) == (["mill"], ["quarry"])
    assert silent["not_searched"] == []


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
    search = Search(0, "c", "mill ferry|boat", "toll|fare*", "all", text, "s")
    found = [word.text for word in silence.found(search, text)]

    assert found == ["fares"] * (first + second + 3 <= NEAR)


@pytest.mark.needs("documents")
def test_shipped_searches_flip(documents: Path) -> None:
    """Each search finds nothing now, and its own example as soon as a document ends with it."""
    answers = Answers(
        store.installed(),
        descriptor.read(store.installed(), store.DESCRIPTOR),
        store.documents(documents),
    )
    copies = answers.ask(Documents())
    searches = silence.searches(answers.ask(silence.SEARCHES), answers.ask(silence.CLAIMS))
    assert len({s.claim_id for s in searches}) >= 12

    for search in searches:
        assert not silence.run(search, copies).hits
        for at, copy in enumerate(copies):
            assert isinstance(copy, Copy)
            text = f"{copy.text}\n{'so ' * NEAR}\n{search.example}"
            stated = copy._replace(text=text, identical=False)
            after = silence.run(search, [*copies[:at], stated, *copies[at + 1 :]])
            in_scope = search.scope == "all" or copy.source_id == search.source_id

            assert bool(after.hits) == in_scope
            assert all(hit.start > len(copy.text) for hit in after.hits)
