"""What a rule about texts asks for has in it all that the rule finds, and is the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru.datapackage import alphabet
from bru.datapackage.expression import compiled
from bru.engine.automaton import partly, words
from bru.model.package import Field, Package, Resource, Schema
from bru.model.question import Hit, Suspected
from bru.rules import bru303

CODES = "303 304 305 306 307 308 309 310 312 313".split()
FIELD = Field("t", "string", "default", {}, frozenset([""]), {})
SCHEMA = Schema((FIELD,), {"t": FIELD}, (), (), (), "exact", {})
TABLE = Resource("r", "r.csv", SCHEMA, "utf-8", {}, {})
PIECES = (
    "a b the Minsk 7 1.5 -3 = + @ - \t \n . , ; : ! ? ???? # #REF! #Н/Д E+05 TRUE ИСТИНА Err:502 n/a N/A "
    "null none TODO fixme xxx н/д НЕТ tba t.b.d. NaN nil … — _ & &amp; &#160; <b> </p> <!-- < > = а о С в "
    "Минск і Η ο γέφυρα μ µ é É ü ñ ÀÉÎÕ â â€™ Ã© Ð\u009f РџСЂРёРІ вЂ ï»¿ ðŸ˜€ \ufffd « » “ ” „ ‘ ’ \" ' "
    "工期 تكلفة हिन्दी ไทย 한국 e\u0301 \u0301 \u0327 \u0e39\u0e48 \u1100\u1161 \u2126 \u00a0 \u200b \u200d \u3000 \ufeff İ ſ"
).split(" ")  # fmt: skip
texts = st.lists(st.sampled_from([*PIECES, " ", " ", "  "]), max_size=6).map("".join)


def package(field: Field) -> Package:
    """A package with one table of one field."""
    schema = SCHEMA._replace(fields=(field,), by_name={"t": field})
    table = TABLE._replace(schema=schema)
    return Package("p", "1", "d", frozenset({"text"}), True, (table,), {"r": table}, (), (), {}, 1)


def asked(code: str, field: Field = FIELD) -> Iterator[Suspected]:
    """What a rule asks of a field."""
    yield from import_module(f"bru.rules.bru{code}").questions(package(field))


@pytest.mark.parametrize("code", CODES)
@given(text=texts)
def test_what_is_wrong_is_suspected(code: str, text: str) -> None:
    rule = import_module(f"bru.rules.bru{code}")
    for question in asked(code):
        found = [*rule.findings(package(FIELD), question, [Hit((text,), [0])], None)]

        assert not found or compiled(question.suspicion).search(text)


@pytest.mark.parametrize("code", CODES)
def test_every_engine_can_look_for_it(code: str) -> None:
    """Without look-around, references and flags; then it is found in the same texts."""
    given_texts = [a + b + c for a in PIECES for b in ("", " ") for c in PIECES]
    for question in asked(code):
        part = partly(question.suspicion)
        assert part is not None
        found = pl.Series(given_texts).str.contains(part).to_list()
        search = compiled(question.suspicion).search

        assert found == [search(text) is not None for text in given_texts]


def test_all_that_may_not_be_in_nfc_is_suspected() -> None:
    """Every character that is written otherwise or may join the one before, all that combine."""
    joining, marks = re.compile(f"[{bru303.JOINING}]"), re.compile(f"[{bru303.MARKS}]")
    for char in map(chr, range(0x110000)):
        parts = unicodedata.decomposition(char).split(" ")
        whole = unicodedata.is_normalized("NFC", char)
        if whole and len(parts) == 2 and not parts[0].startswith("<"):
            assert joining.match(chr(int(parts[1], 16))), char
        assert whole or joining.match(char), char
        assert not unicodedata.combining(char) or marks.match(char), char


@pytest.mark.parametrize(
    ("constraints", "codes"),
    [
        ({}, CODES),
        ({"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}, ["309"]),
        ({"pattern": "[0-9a-f]{64}"}, []),
        ({"pattern": r"[A-Z]{2}|\d"}, ["303", "307"]),
        ({"pattern": r"(?i)[A-Z]{2}|\d"}, CODES[:-2]),
        ({"pattern": "[^x]*"}, CODES[:-2]),
    ],
    ids=str,
)
def test_a_field_is_asked_for_what_its_values_can_have(
    constraints: dict[str, str], codes: list[str]
) -> None:
    field = FIELD._replace(constraints=constraints)

    assert [code for code in CODES if [*asked(code, field)]] == codes


PATTERNS = [
    "[a-c]+",
    "(a|[b-d]e?)*",
    "a{2,3}(?=b)b",
    r"(a)\1",
    "x|y z",
    "[^a]b",
    r"\w",
    "(?i:a)",
    "(",
]


@given(pattern=st.sampled_from(PATTERNS), text=st.text("abcdexyz AÄ", max_size=4))
def test_an_alphabet_has_every_character_of_what_matches(pattern: str, text: str) -> None:
    letters = alphabet.alphabet(pattern)
    if pattern != "(" and re.fullmatch(pattern, text, re.ASCII):
        assert all(any(a <= ord(c) <= b for a, b in letters) for c in text)
        assert all(alphabet.possible(other, letters) for other in PATTERNS if other == pattern)


def test_what_an_alphabet_has_not_is_not_possible() -> None:
    letters = alphabet.alphabet("[a-z]+")
    found = [
        e
        for e in ("A|b", "[ -.]", "a?", "x{2}[0-9]", "(?i:A)", r"\bé")
        if alphabet.possible(e, letters)
    ]

    assert found == ["A|b", "a?", "(?i:A)"]


@given(st.lists(st.text(min_size=1), min_size=1))
def test_words_of_an_expression_are_those_it_was_made_of(texts: list[str]) -> None:
    assert words("|".join(map(re.escape, texts))) == tuple(texts)


@pytest.mark.parametrize(
    "other", ["", "a||b", "a|", "a.b", "a*", "(a|b)", "[a]", "^a$", r"\d", r"a\b"]
)
def test_expression_that_is_no_list_has_no_words(other: str) -> None:
    assert words(other) == ()
