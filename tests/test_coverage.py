"""What of a document is accounted for, on a page for its holder and a strip for everybody."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bru import cli
from bru.claims.documents import coverage, naming
from bru.claims.documents.coverage import Span
from bru.claims.documents.text import words
from support.document import PASSAGE, TEXT, write

NAMES = [("q", "Quovadis Ltd"), ("z", "Zyxburg"), ("i", "Ines Brandão"), ("c", "crates")]


def at(part: str) -> tuple[int, int]:
    return TEXT.index(part), TEXT.index(part) + len(part)


def test_letters_numbers_and_names() -> None:
    """Every letter is counted once by how it is accounted for."""
    spans = [
        Span(*at("Quovadis Ltd of Zyxburg shipped 43.4 tonnes"), "a"),
        Span(*at("shipped 43.4 tonnes <of> granite"), "b"),
        Span(*at("Menü"), "", "navigation"),
        Span(*at("7 comments"), "", "boilerplate"),
    ]
    found = coverage.cover(TEXT, spans, NAMES)

    assert found.letters == sum(c.isalnum() for c in TEXT)
    assert found.claimed + sum(found.excluded.values()) + found.unaccounted == found.letters
    assert found.shared == sum(c.isalnum() for c in "shipped 43.4 tonnes")
    assert found.excluded == {"boilerplate": 9, "navigation": 4}
    assert not found.disputed
    assert [p.value for p in found.numbers] == ["2031", "Forty-two"]
    assert [(p.value, p.of) for p in found.names] == [
        ("Ines Brandão’s", "i"),
        ("crates", "c"),
        ("Zyxburg’s", "z"),
    ]
    for place in (*found.numbers, *found.names):
        assert TEXT[place.start : place.end] == place.value


def test_half_a_number_is_not_accounted_for() -> None:
    start, end = at("43.4")
    spans = [Span(0, start + 2, "a"), Span(end, len(TEXT), "b")]

    assert [p.value for p in coverage.cover(TEXT, spans, ()).numbers] == ["43.4"]


def test_claimed_and_excluded_is_disputed() -> None:
    spans = [Span(0, len(TEXT), "a"), Span(*at("Menü"), "", "navigation")]
    found = coverage.cover(TEXT, spans, NAMES)

    assert found.disputed == 4
    assert found.excluded == {}
    assert not found.unaccounted


@pytest.mark.parametrize(
    ("text", "name", "is_named"),
    [
        ("the INTEGRAL works", "Integral", True),
        ("an integral part", "Integral", False),
        ("Experts say", "experts", True),
        ("Smith’s electoral base", "Smith’s electoral base", True),
        ("New Zealand", "New Zealander", False),
        ("the state-run firm", "state-run firm", True),
        ("“Mir”-cards", "Mir", True),
    ],
)
def test_names(text: str, name: str, is_named: bool) -> None:
    assert bool(list(naming.named(text, (("x", name),)))) is is_named


def test_longest_name_counts() -> None:
    found = naming.named("The Lake Bank of Nord", (("b", "Lake Bank"), ("l", "Lake")))

    assert [(p.value, p.of) for p in found] == [("Lake Bank", "b")]


def call(folder: Path, *options: str) -> Result:
    arguments = ["evidence", str(folder), "--documents", str(folder / "documents"), *options]
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


def test_evidence_of_the_document(tmp_path: Path) -> None:
    write(tmp_path)
    result = call(tmp_path)

    assert result.exit_code == 1
    assert "s1: a.txt, the very document that was read\n  1 passage: 1 verified\n" in result.output
    assert 'a.txt: number "7" in no claim, paragraph 4, characters' in result.output
    assert "1 passage looked up: 1 verified" in result.output


def test_evidence_of_a_page(tmp_path: Path) -> None:
    """A page saved as HTML is another edition; its letters are not counted, and it says so."""
    import html

    write(tmp_path)
    file = tmp_path / "documents" / "a.txt"
    page = "<html><body><p>" + html.escape(TEXT).replace("\n", "</p><p>") + "</p></body></html>"
    file.write_text(page, encoding="utf-8")
    result = call(tmp_path, "--format", "json")
    (document,) = json.loads(result.output)["documents"]

    assert result.exit_code == 0
    assert document["edition"] == "other" and document["markup"] is True
    assert document["passages"]["moved"] == 1
    assert document["coverage"] is None and document["not_run"]
    (verdict,) = document["verdicts"]
    assert page[verdict["in_file"] :].startswith("shipped 43.4")

    file.write_text(page.replace("43.4", "44.3"), encoding="utf-8")
    (tmp_path / "documents" / "s1.html").write_text(page.replace("43.4", "44.3"), encoding="utf-8")
    result = call(tmp_path)
    assert result.exit_code == 1
    assert "c-one: altered in paragraph" in result.output
    assert "1 passage looked up: 0 verified, 1 altered" in result.output


def test_absent_document_never_reads_as_passed(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "documents" / "a.txt").write_text("Another text altogether.", encoding="utf-8")
    result = call(tmp_path)

    assert result.exit_code == 2
    assert "1 passage of 1 document not looked up" in result.output


def test_page_for_the_holder(tmp_path: Path) -> None:
    """The text and every claim, linked in both directions, and nothing of them is markup."""
    write(tmp_path)
    page = tmp_path / "page.html"
    call(tmp_path, "--html", str(page))
    text = page.read_text(encoding="utf-8")

    assert "For the holder of the documents only" in text
    assert 'href="#c-one"' in text and 'id="c-one"' in text and 'href="#at-c-one"' in text
    assert "&lt;of&gt; granite &amp; “slate”" in text
    assert "A &lt;b&gt;statement&lt;/b&gt; &amp; more" in text
    assert "<b>statement" not in text and "<of>" not in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", text[text.index('<div class="text">') :])
    assert plain.startswith("Menü\nQuovadis Ltd of Zyxburg shipped 43.4 tonnes")


@pytest.mark.parametrize("name", ["strip.svg", "strip.html"])
def test_strip_has_no_word_of_the_document(tmp_path: Path, name: str) -> None:
    """No word stands in it, and another text with the same spans has the very same strip."""
    write(tmp_path)
    call(tmp_path, "--strip", str(tmp_path / name))
    strip = (tmp_path / name).read_text(encoding="utf-8")
    shown = {w.text for w in words(re.sub(r"<[^>]*>", " ", strip))}

    assert "s1" in shown
    assert not {w.text for w in words(TEXT)} & (shown - {"of"})
    for word in words(TEXT):
        assert len(word.text) < 4 or word.text not in strip.casefold()

    other = re.sub(r"[a-zü]", "k", TEXT)
    (tmp_path / "other").mkdir()
    write(tmp_path / "other", other, re.sub(r"[a-zü]", "k", PASSAGE))
    call(tmp_path / "other", "--strip", str(tmp_path / "other" / name))
    assert (tmp_path / "other" / name).read_text(encoding="utf-8") == strip


@pytest.mark.needs("documents")
def test_shipped_documents_are_accounted_for(documents: Path) -> None:
    """No number and no named actor of the five documents is left, and at most 1 % of the letters."""
    arguments = ["evidence", "--documents", str(documents), "--format", "json"]
    result = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
    report = json.loads(result.output)

    assert result.exit_code == 0 and report["sound"]
    for document in report["documents"]:
        assert not document["unaccounted"]
        assert document["coverage"]["unaccounted"] <= 0.01 * document["coverage"]["letters"]
        assert not document["coverage"]["claimed_and_excluded"]


@pytest.mark.needs("documents")
def test_strip_of_the_shipped_documents(documents: Path, tmp_path: Path) -> None:
    """It shows source IDs, shares and the fixed words of the legend, nothing else."""
    file = tmp_path / "strip.svg"
    arguments = ["evidence", "--documents", str(documents), "--strip", str(file)]
    CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", file.read_text(encoding="utf-8"))
    fixed = "claimed once|claimed more than once|neither|other|" + "|".join(
        "navigation boilerplate unrelated rhetoric repetition".split()
    )

    for text in texts:
        assert re.fullmatch(
            rf"{fixed}|claimed [\d.]+%, excluded [\d.]+%, neither [\d.]+%|[a-z0-9]+(-[a-z0-9]+)+",
            text,
        )
