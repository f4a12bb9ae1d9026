"""Passages are found in other copies of a document, and no altered one passes for verified."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bru
from bru.claims.documents import cite, evidence, text
from bru.model.question import Row
from support.commands import call

ARTICLE = (
    "The ferry “Nadzeya” crossed the lake 1,250 times in 2031 — 4.5 percent more than before.\n"
    "According to its captain, Ines Brandão, the harbour’s new pier cost about EUR 3.2 million, "
    "and “nobody regrets it”.\n\n"
    "Critics don’t agree: a state-run bakery lost −7 percent of its customers, they say; whether "
    "the loss will last is not clear. The council of São Teodor plans two more piers by 2035.\n"
)
PASSAGES = (
    "crossed the lake 1,250 times in 2031 — 4.5 percent more than before",
    "According to its captain, Ines Brandão, the harbour’s new pier cost about EUR 3.2 million",
    "the harbour’s new pier cost about EUR 3.2 million, and “nobody regrets it",
    "a state-run bakery lost −7 percent of its customers, they say",
    "whether the loss will last is not clear",
    "The council of São Teodor plans two more piers by 2035",
)


def wanted(article: str = ARTICLE) -> list[evidence.Passage]:
    """The passages as claims.csv would give them."""
    found = []
    for number, words in enumerate(PASSAGES):
        start = article.index(words)
        span = evidence.span(article, start, start + len(words))
        assert span[:2] == (start, start + len(words))
        found.append(evidence.Passage(number, f"c{number}", "s", *span))
    return found


def states(article: str) -> list[str]:
    """What became of each passage in a copy."""
    verdicts = evidence.verify(article, wanted())
    return [verdicts[f"c{n}"].state for n in range(len(PASSAGES))]


def republished(furniture: str, straight: bool, form: str, line: str, dash: str) -> str:
    """The same article from elsewhere."""
    copy = ARTICLE.replace("\n", line).replace(" — ", f" {dash} ")
    if straight:
        copy = copy.translate(str.maketrans("“”’", '""\''))
    return furniture + unicodedata.normalize(form, copy) + furniture[::-1]


@given(
    furniture=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60).map(
        lambda t: t + "\n"
    ),
    straight=st.booleans(),
    form=st.sampled_from(["NFC", "NFD"]),
    line=st.sampled_from(["\n", "\r\n", "\r", " ", " \n\t", "\u00a0\n", "\u2028"]),
    dash=st.sampled_from(["—", "–", "-", "―"]),
)
def test_other_editions_verify(
    furniture: str, straight: bool, form: str, line: str, dash: str
) -> None:
    """Furniture, line breaks, quotes, dashes and Unicode form do not matter."""
    copy = republished(furniture, straight, form, line, dash)

    assert set(states(copy)) <= {"verified", "moved"}


@given(data=st.data(), shift=st.sampled_from(["", "Menu | Home\n", "x" * 500 + "\n"]))
def test_any_altered_character_is_found(data: st.DataObject, shift: str) -> None:
    """One other character anywhere in a passage, and it is altered."""
    number = data.draw(st.integers(0, len(PASSAGES) - 1))
    passage = wanted()[number]
    at = data.draw(st.integers(passage.start, passage.end - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]))
    copy = ARTICLE[:at] + other + ARTICLE[at + 1 :]
    same = text.exact(copy[passage.start : passage.end]) == text.exact(
        ARTICLE[passage.start : passage.end]
    )

    verdict = evidence.verify(shift + copy, wanted())[f"c{number}"]

    if same:  # another quote, dash or space: the same passage by definition
        assert verdict.state in ("verified", "moved")
    else:
        assert verdict.state == "altered"


def test_every_character_of_every_passage() -> None:
    """Each character replaced, dropped, doubled: never verified, never moved."""
    for number, passage in enumerate(wanted()):
        original = text.exact(ARTICLE[passage.start : passage.end])
        for at in range(passage.start, passage.end):
            for other in ("x", "Q", "7", ".", "", ARTICLE[at] * 2, ARTICLE[at].swapcase()):
                copy = ARTICLE[:at] + other + ARTICLE[at + 1 :]
                end = passage.end + len(other) - 1
                if text.exact(copy[passage.start : end]) == original:
                    continue  # white space doubled, or the same character again
                verdict = evidence.verify(copy, wanted())[f"c{number}"]
                grown = verdict.state in ("verified", "moved")
                assert not grown or edge_only(at, passage, other), (PASSAGES[number], at, other)


def edge_only(at: int, passage: evidence.Passage, other: str) -> bool:
    """Whether a character was added outside the words, at the very edge of the passage."""
    return at in (passage.start, passage.end - 1) and len(other) == 2


def test_deleted_passage_is_missing() -> None:
    """Where there is no room left, the passage is missing and not altered."""
    for number, words in enumerate(PASSAGES[4:], 4):
        copy = ARTICLE.replace(words, "")

        assert evidence.verify(copy, wanted())[f"c{number}"].state == "missing"


def test_words_that_differ_in_meaning() -> None:
    """Sign, negation, digit, capital and comma count."""
    for old, new in (
        ("−7 percent", "7 percent"),
        ("is not clear", "is now clear"),
        ("is not clear", "is clear"),
        ("1,250", "1,260"),
        ("3.2 million", "32 million"),
        ("São Teodor", "são Teodor"),
        ("customers, they", "customers they"),
    ):
        assert "altered" in states(ARTICLE.replace(old, new)), (old, new)


def copies(files: dict[str, bytes]) -> list[evidence.Copy | evidence.Missing]:
    """The answer to `Documents` for one source."""
    sha = text.fingerprint(ARTICLE)
    claims = [
        Row(
            p.row,
            (p.id, "s", str(p.start), str(p.end), str(p.words), p.sha256, p.exact_sha256),
        )
        for p in wanted()
    ]
    return evidence.copies(files, [Row(0, ("s", sha))], {"claims": claims})


def test_copy_is_known_by_hash_name_or_content() -> None:
    """The file name does not matter, unless nothing else tells."""
    (same,) = copies({"any.txt": ARTICLE.encode(), "other.txt": b"nothing"})
    (edition,) = copies({"page.html": b"Menu\n" + ARTICLE.encode() + b"Footer"})
    (named,) = copies({"s.txt": b"Another text altogether."})
    (absent,) = copies({"x.txt": b"Another text altogether.", "y.bin": b"\xff\xfe\x00"})

    assert isinstance(same, evidence.Copy)
    assert same.identical
    assert isinstance(edition, evidence.Copy)
    assert not edition.identical
    assert isinstance(named, evidence.Copy)
    assert {v.state for v in named.verdicts.values()} <= {"missing", "altered"}
    assert isinstance(absent, evidence.Missing)


@given(st.text(max_size=80))
def test_normaliser_is_idempotent(value: str) -> None:
    """Normalising twice changes nothing, and places lie in the text."""
    form = text.exact(value)

    assert text.exact(form) == form
    for word in text.words(value):
        assert 0 <= word.start < word.end <= len(value)
        assert word.text


@pytest.mark.needs("documents")
def test_shipped_passages_verify(documents: Path) -> None:
    """Every locator of the shipped claims is right, and the tables account for every document."""
    report = bru.validate(documents=documents)

    assert not report.problems
    assert not report.not_run


@pytest.mark.needs("documents")
def test_altered_documents_fail(documents: Path, tmp_path: Path) -> None:
    """A letter changed in the middle of each claimed passage of the real documents is found."""
    import random

    from bru import store
    from bru.check.reader import Answers
    from bru.datapackage import descriptor

    package = descriptor.read(store.installed(), store.DESCRIPTOR)
    run = Answers(store.installed(), package, None)
    files = store.documents(documents)
    claims, sources = run.ask(evidence.CLAIMS), run.ask(evidence.SOURCES)
    by_source = {c.source_id: c for c in evidence.copies(files, sources, {"claims": claims})}
    rng = random.Random(5)
    for passage in rng.sample(evidence.passages(claims), 60):
        copy = by_source[passage.source_id]
        assert isinstance(copy, evidence.Copy)
        at = rng.randrange(passage.start, passage.end)
        other = "z" if copy.text[at] != "z" else "q"
        altered = "Other furniture\n" + copy.text[:at] + other + copy.text[at + 1 :]
        others = [p for p in evidence.passages(claims) if p.source_id == passage.source_id]

        left = copy.text[passage.start : passage.end] in altered  # a headline is printed twice
        state = evidence.verify(altered, others)[passage.id].state
        assert state == ("moved" if left else "altered")


@pytest.mark.needs("documents")
def test_absent_document_is_not_run(documents: Path, tmp_path: Path) -> None:
    """A document that is not there never reads as passed."""
    first, *others = sorted(documents.glob("0*.txt"))
    for file in others:
        (tmp_path / file.name).write_bytes(file.read_bytes())

    report = bru.validate(documents=tmp_path)

    assert {n.code for n in report.not_run} >= {f"BRU6{i:02}" for i in (*range(1, 12), 30, 31)}
    assert first.name not in {f.name for f in tmp_path.iterdir()}
    assert call("evidence", "--documents", tmp_path).exit_code == 2
    assert call("evidence", "--documents", documents).exit_code == 0


def test_no_document_at_all(tmp_path: Path) -> None:
    """Nothing was looked up: that is no fault of the data."""
    assert call("evidence", "--documents", tmp_path).exit_code == 2


@pytest.mark.parametrize(
    ("article", "passage", "is_cut"),
    [
        ("Nobody guards the old halls.² Later", "Nobody guards the old halls.", False),
        ("Nobody could find the key;¹ later", "Nobody could find the key", False),
        ("He has never seen the halls³ again", "He has never seen the halls", False),
        ("He has never seen the halls³ again", "He has never seen the halls³", False),
        ("The hall has an area of 40 m² now", "The hall has an area of 40 m", True),
        ("Nobody guards the old halls", "Nobody guards the old hall", True),
    ],
)
def test_the_mark_of_a_note_is_no_part_of_a_word(article: str, passage: str, is_cut: bool) -> None:
    end = len(passage.rstrip("."))
    assert ("inside a word" in cite.badly_cut(article, 0, end)) == is_cut
