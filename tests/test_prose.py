"""The grammar of prose against tables of phrases: `tests/prose`, phrase | reading."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru.claims.numbers.interval import QUALIFIERS
from bru.claims.prose import figure
from bru.claims.prose.countries import countries
from bru.claims.prose.hedges import SURE, hedges
from bru.claims.prose.language import language
from bru.claims.prose.quantity import ABOUT, ABOVE, BELOW, EXACT, MAXIMUM, MINIMUM, Quantity
from bru.claims.prose.reader import Reading, read
from bru.claims.prose.terms import WORD, meanings
from bru.claims.prose.units import COUNT, CURRENCY, kind, rows, unit, units
from bru.claims.prose.written import SCALES, stated

FOLDER = Path(__file__).parent / "prose"


def table(name: str) -> list[tuple[str, str]]:
    """The rows of a table: a phrase, and what is read."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    rows = (line.partition(" |") for line in lines if line and not line.startswith("#"))
    return [(phrase, reading.strip()) for phrase, _, reading in rows]


def shown(quantity: Quantity) -> str:
    """An amount as the tables have it: a count without its unit, other qualifiers behind "~"."""
    text = str(quantity).replace(" count", "")
    others = ",".join(quantity.qualifiers[1:])
    return f"{text} ~{others}" if others else text


def amounts(phrase: str, code: str) -> str:
    """The amounts of a phrase; of two readings of one number the likelier."""
    found: dict[tuple[int, int], Quantity] = {}
    for quantity in read(phrase, code).quantities:
        if quantity.is_amount:
            found.setdefault((quantity.start, quantity.end), quantity)
    return "; ".join(map(shown, found.values()))


@pytest.mark.parametrize("code", ["en", "ru", "be"])
def test_amounts_are_read_as_the_table_says(code: str) -> None:
    """Every phrase of the table of a language has the amounts that stand beside it."""
    wrong = [(p, e, amounts(p, code)) for p, e in table(f"{code}.txt") if amounts(p, code) != e]

    assert wrong == []


def test_amounts_are_read_in_the_middle_of_a_sentence() -> None:
    """What stands around a phrase, without numbers, changes nothing."""
    phrases = [(p, e) for p, e in table("en.txt") if "~" not in e]
    around = [(p, e, amounts(f"They told us: {p}, and left.", "en")) for p, e in phrases]

    assert [(p, e, found) for p, e, found in around if found != e] == []


def test_dates_are_read_as_the_table_says() -> None:
    wrong = []
    for phrase, expected in table("dates.txt"):
        code, _, text = phrase.partition(": ")
        found = "; ".join(date.edtf for date in read(text, code).dates)
        wrong += [(phrase, expected, found)] if found != expected else []

    assert wrong == []


def test_hedges_are_read_as_the_table_says() -> None:
    wrong = []
    for phrase, expected in table("hedges.txt"):
        code, _, text = phrase.partition(": ")
        found = [h.words if h.kind == SURE else f"({h.words})" for h in hedges(text, code)]
        wrong += [(phrase, expected, found)] if ", ".join(found) != expected else []

    assert wrong == []


def test_countries_are_read_as_the_table_says() -> None:
    found = [
        (text, " ".join(m.code for m in countries(text))) for text, _ in table("countries.txt")
    ]

    assert found == table("countries.txt")


def test_places_are_those_of_the_words() -> None:
    """A quantity stands where its number and unit are, a hedge and a country where they are."""
    text = "It cost about €98m, or perhaps half a million Swedish kronor a year."
    places = [text[q.start : q.end] for q in read(text).quantities if q.is_amount]

    assert places == ["€98m", "half a million Swedish kronor"]
    assert [text[h.start : h.end] for h in hedges(text)] == ["perhaps"]
    assert [text[c.start : c.end] for c in countries(text)] == ["Swedish"]
    assert [text[a:b] for a, b in read(text).numbers] == ["98m", "half a million"]


def test_a_language_without_table_is_read_in_digits() -> None:
    """Digits with either mark; no word means anything, and nothing hedges."""
    found = read("Sprzedano 12,5 mln ton, czyli 1.250 sztuk.", "pl").quantities

    assert [str(q) for q in found if q.is_amount][:1] == ["12.5 count"]
    assert found[-1].lower == 1250
    assert hedges("może być", "pl") == ()
    assert [str(q) for q in read("9 kas i 45 camas", "pt").quantities] == ["9 count", "45 count"]
    assert read("12 thousand", "en-GB") == read("12 thousand", "en")


@given(
    st.decimals("-99999", "99999", places=2) | st.integers(-99999, 99999).map(Decimal),
    st.sampled_from([0, *SCALES]),
    st.sampled_from(QUALIFIERS),
    st.sampled_from([u.code for u in units().values() if u.plural]),
)
def test_reading_undoes_writing(value: Decimal, power: int, qualifier: str, code: str) -> None:
    """A value in words is read as it was: number, power of ten, qualifier and unit."""
    words = stated(value, power, qualifier, code)
    amounts = [q for q in read(f"They sold {words}.").quantities if q.kind != "year"]
    if not amounts:
        assert kind(code) == COUNT and 1500 <= value < 2100  # a year
        return
    q = amounts[0]

    assert {q.lower, q.upper} == {Fraction(value)}
    assert q.scale == power and q.decimals == -int(value.as_tuple().exponent)
    assert qualifier in q.qualifiers
    assert code in q.units or kind(code) == COUNT


@given(st.text(max_size=60) | st.text("0123456789 .,-–%€m toandrx'’½\n", max_size=40))
def test_any_text_is_read(text: str) -> None:
    """Whatever a text holds, it is read, and what is read stands in it."""
    for code in ("en", "ru", "be", ""):
        found: Reading = read(text, code)
        for q in found.quantities:
            assert 0 <= q.start <= q.end <= len(text) and q.lower <= q.upper and q.qualifiers


def test_data_of_units() -> None:
    """Codes are unique, kinds are lowercase words, currencies are those of ISO 4217."""
    every = units()

    assert len(rows("units.csv")) + len(rows("currencies.csv")) == len(every) > 200
    assert all(len(u.code) == 3 for u in every.values() if u.kind == CURRENCY)
    assert unit("MTR") == unit("m") == every["metre"]
    assert unit("cubic metre") == unit("m3") == unit("MTQ") == every["cubic_metre"]
    assert unit("zlotys") is None
    known = {code for c in ("en", "ru", "be") for s in ("units", "currencies", "hundredths")
             for keys in language(c).words[s] for code in keys.split()}  # fmt: skip
    assert known <= every.keys()


def test_data_of_countries() -> None:
    """Every language names countries of the same list, each once."""
    english = [row["code"] for row in rows("countries.en.csv")]

    assert len(english) == len(set(english)) > 220
    for code in ("ru", "be"):
        own = [row["code"] for row in rows(f"countries.{code}.csv")]
        assert len(own) == len(set(own)) and set(own) <= set(english)


def test_meanings_of_words() -> None:
    """A plain pattern is one word; a country is not found by the names of its cities."""
    pairs = [*meanings()]
    words = {word: means for own, means in pairs for word in own.split("|")}

    assert [w for w in words if not WORD.fullmatch(w)] == []
    assert words["крэдыт*"].startswith("loan|") and words["тонн*"].startswith("tonne|")
    assert words["долар*"] == "USD|AUD|CAD|dollar|buck|greenback" and words["что"] == ""
    assert words["Кита*"] == "China|Chinese" and words["ФРГ"] == "Germany|German"
    assert not {"Минск*", "Вен*", "Мінск*", "Праг*"} & words.keys()
    own = [row["means"] for row in rows("terms.csv")]
    assert own == sorted(set(own))


def test_qualifiers_of_prose_are_those_of_figures() -> None:
    assert {EXACT, ABOUT, MINIMUM, ABOVE, MAXIMUM, BELOW} == {*QUALIFIERS}


def fits(cells: tuple[str, str, str, str], text: str) -> str:
    """What of a recorded number a text does not bear out: value, power, unit, qualifier, or ""."""
    number = figure.recorded(*cells)
    assert number is not None
    found = figure.fit(number, read(text).quantities, ())
    if found is None:
        return "value"
    wrong = {"power": found.power, "unit": found.unit, "qualifier": found.qualifier}
    return " ".join(name for name, is_right in wrong.items() if not is_right)


@pytest.mark.parametrize(
    ("cells", "text", "wrong"),
    [
        (("98", "6", "about", "EUR"), "about €98m over budget", ""),
        (("98", "0", "about", "EUR"), "about €98m over budget", "power"),
        (("98", "6", "exact", "EUR"), "about €98m over budget", "qualifier"),
        (("98", "6", "about", "USD"), "about €98m over budget", "unit"),
        (("97", "6", "about", "EUR"), "about €98m over budget", "value"),
        (("2", "6", "exact", "count"), "Two lenders gave $3m", "power"),
        (("12", "6", "exact", "percent"), "12 per cent of 4.2m tonnes", "power"),
        (("43.4", "0", "exact", "USD"), "43.40 dollars", "value"),
        (("500000", "0", "exact", "PLN"), "half a million zlotys", ""),
        (("0.5", "6", "exact", "PLN"), "half a million zlotys", ""),
        (("0.60", "0", "exact", "USD"), "60 US cents", ""),
        (("33", "0", "exact", "percent"), "a third of it", ""),
        (("33.3", "0", "exact", "percent"), "a third of it", ""),
        (("34", "0", "exact", "percent"), "a third of it", "value"),
        (("100", "0", "exclusive_minimum", "percent"), "have more than doubled", ""),
        (("10", "0", "exact", "percent"), "parents the remaining tenth", ""),
        (("25", "0", "exact", "percent"), "every fourth inhabitant", ""),
        (("130", "0", "exact", "minute"), "2 hours 10 minutes", ""),
        (("75", "0", "exact", "minute"), "an hour and a quarter", ""),
        (("1200", "0", "exact", "megawatt"), "a plant of 1.2 GW", ""),
        (("6", "0", "minimum", "percent"), "6–8 per cent a year", ""),
        (("8", "0", "maximum", "percent"), "6–8 per cent a year", ""),
        (("8", "0", "minimum", "percent"), "6–8 per cent a year", "qualifier"),
        (("18", "0", "exact", "year"), "repaid over 18 years", ""),
        (("18", "0", "exclusive_minimum", "year"), "repaid over 18 years", "qualifier"),
        (("18", "0", "exclusive_minimum", "year"), "lasted over 18 years", ""),
        (("2", "0", "exact", "EUR"), "Quinoa-2 and 2 men", "unit"),
        (("2", "0", "exact", "tonne"), "Quinoa-2 and 2 smoots", ""),
        (("1", "0", "exact", "week"), "a week later", ""),
        (("23", "0", "exact", "count"), "on 23 October", "value"),
        (("14", "0", "exact", "count"), "pp. 14-17", "value"),
    ],
)  # fmt: skip
def test_recorded_number_fits_its_own_words(
    cells: tuple[str, str, str, str], text: str, wrong: str
) -> None:
    assert fits(cells, text) == wrong
