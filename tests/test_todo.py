"""What a document still needs: nothing of what is accounted for, and all that a sentence has."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru.claims.numbers.interval import QUALIFIERS
from bru.claims.prose.reader import read
from bru.claims.prose.sentences import sentences
from bru.claims.prose.units import COUNT, units
from bru.claims.prose.written import SCALES, stated
from bru.claims.todo import sheet
from bru.claims.todo.names import Known, Names
from support import right
from support.commands import call
from tools import todo_recall

TEXT = """
The mill of Odda
Mira Halvorsen sold 40 per cent of the mill to Nordbank on Tuesday. It may be worth €98m,
wrote the Odda Post on 4 May 2031. Dr. Berg thinks so, too.

"It is ours!" said Halvorsen. The Norwegian state gave between 2 and 3 million kroner for the new
wheel of the mill.
"""
TABLES = {
    "sources": [
        "source_id,title,published,language,kind,document_sha256,document_chars",
        "mill,The mill of Odda,2031-05-07,en,news,{sha},{chars}",
    ],
    "actors": [
        "actor_id,name,kind,country,description",
        "halvorsen,Mira Halvorsen,person,NO,Miller.",
        "nordbank,Nordbank,company,,Bank.",
        "norway,Norway,country,NO,State.",
        "odda-post,Odda Post,media,,Newspaper.",
    ],
    "projects": ["project_id,name,kind,status,description", "wheel,New wheel of the mill,plan,unknown,Wheel."],
}  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a document and no claim."""
    made = right.package([])
    for path, data in made.files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "mill.txt").write_text(TEXT, encoding="utf-8")
    pins = {"sha": right.hashlib.sha256(TEXT.encode()).hexdigest(), "chars": len(TEXT)}
    for table, lines in TABLES.items():
        head = (tmp_path / "data" / f"{table}.csv").read_text("utf-8").strip().split(",")
        rows = csv.DictReader(io.StringIO("\n".join(lines).format(**pins)))
        cells = [",".join(row.get(f) or "" for f in head) for row in rows]
        (tmp_path / "data" / f"{table}.csv").write_text("\n".join([",".join(head), *cells, ""]))
    return tmp_path


def todo(package: Path, *more: str) -> str:
    """What the command prints."""
    result = call("todo", "--package", package, "--documents", package / "documents", *more)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(package: Path, *more: str) -> list[dict[str, str]]:
    """The rows of the sheet."""
    return [*csv.DictReader(io.StringIO(todo(package, *more, "--format", "csv")))]


def test_each_sentence_is_a_row_with_what_it_has(package: Path) -> None:
    title, sold, worth, berg, ours, state = rows(package, "mill")

    assert title["passage"] == "The mill of Odda" and title["projects"] == ""
    assert sold["actors"] == "Mira Halvorsen; Nordbank" and sold["figures"] == "?: 40 percent"
    assert (sold["dates"], sold["time_period"], sold["hedged"]) == ("2031-05-06?", "", "false")
    assert worth["figures"] == "?: 98 million EUR" and worth["outlets"] == "Odda Post"
    assert (worth["hedges"], worth["hedged"], worth["time_period"]) == (
        "may be",
        "true",
        "2031-05-04",
    )
    assert (berg["passage"], berg["hedged"]) == ("Dr. Berg thinks so, too.", "")
    assert ours["passage"] == '"It is ours!" said Halvorsen.' and ours["actors"] == "Mira Halvorsen"
    assert state["actors"] == "Norway" and state["projects"] == "New wheel of the mill"
    assert state["figures"] == "?: at least 2 million NOK; ?: at most 3 million NOK"


def test_columns_are_those_that_are_described(package: Path) -> None:
    columns = set(rows(package)[0])

    assert columns >= {*sheet.COLUMNS, "claim_id", "statement", "kind", "note"}
    assert not columns & {*sheet.LEFT_OUT}
    assert {*sheet.COLUMNS} == {*sheet.LOCATED, *sheet.TIED, *sheet.TOLD}


def test_the_list_as_text_and_json(package: Path) -> None:
    text, data = todo(package), json.loads(todo(package, "--format", "json"))

    assert "  paragraph 2: Mira Halvorsen sold 40 per cent" in text
    assert "    figures: ?: 98 million EUR\n    dates: 2031-05-04\n" in text
    assert text.endswith("6 passages are not accounted for in 1 of 1 document\n")
    (document,) = data["documents"]
    assert (document["source"], document["sentences"]) == ("mill", 6)
    for passage in document["passages"]:
        assert TEXT[passage["start"] : passage["end"]] == passage["row"]["passage"]


def test_a_document_that_is_no_source_yet(package: Path) -> None:
    (package / "documents" / "next.txt").write_text("Nordbank lost 3%.\n\nNordbank lost 3%.\n")
    one, two = rows(package, "next.txt")

    assert (one["source"], one["nth"], two["nth"]) == ("next.txt", "1", "2")
    result = call("todo", "none", "--package", package, "--documents", package / "documents")
    assert result.exit_code == 2 and 'there is no "none" in sources' in result.stderr


def test_a_day_of_publication_that_there_is_not_is_for_the_check(package: Path) -> None:
    sources = package / "data/sources.csv"
    sources.write_text(sources.read_text().replace("2031-05-07", "2031-02-31"))

    assert "sold 40 per cent of the mill" in todo(package)


@pytest.mark.parametrize("form", ["text", "csv"])
def test_no_copy_is_no_work_done(package: Path, form: str) -> None:
    (package / "documents" / "mill.txt").unlink()
    folder = package / "documents"

    result = call("todo", "--package", package, "--documents", folder, "--format", form)

    assert result.exit_code == 2 and "no copy of any document" in result.stderr
    assert "mill: no copy" in (result.stderr if form == "csv" else result.stdout)


def test_what_is_accounted_for_is_not_offered(tmp_path: Path) -> None:
    """All of a text but a claim of it is accounted for; the claim's own words are offered."""
    right.write(tmp_path, ["port"])
    assert todo(tmp_path).endswith("nothing is left to do in 1 of 1 document\n")
    path = tmp_path / "data" / "claims.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("port-guild-in-court,")), "utf-8")
    assert rows(tmp_path) == []  # another claim cites it as well
    path.write_text(
        "".join(x for x in lines if "port-guild-in" not in x and "port-ruling" not in x), "utf-8"
    )

    assert [row["passage"].split()[0] for row in rows(tmp_path)] == ["The"]


def test_words_that_need_be_no_number_are_no_figures(package: Path) -> None:
    (package / "documents" / "next.txt").write_text("Both mills sold 3 boats at once.\n")

    assert rows(package, "next.txt")[0]["figures"] == "?: 3"


def test_a_figure_that_is_said_is_read(package: Path) -> None:
    one, two = map(sheet.figure, ("trade: more than 50 billion USD @2022", "share: 3 percent"))

    assert one == ("trade", Decimal(50), 9, "exclusive_minimum", "USD", "2022", "50 billion USD")
    assert two == ("share", Decimal(3), 0, "exact", "percent", "", "3 percent")
    for wrong in ("50", "trade: many", "trade: 2 to 3 percent"):
        with pytest.raises(ValueError, match="is no number"):
            sheet.figure(wrong)


def test_sheet_has_nothing_that_a_terminal_obeys(package: Path) -> None:
    document = package / "documents" / "mill.txt"
    document.write_text(TEXT.replace("40 per", "40\x1b\u202e\u00adper"), encoding="utf-8")

    result = call(
        "todo", "--package", package, "--documents", package / "documents", "--format", "csv"
    )

    assert "40 per cent" in result.stdout
    assert all(c.isprintable() or c == "\n" for c in result.stdout)


@given(
    st.decimals("-99999", "99999", places=2) | st.integers(-99999, 99999).map(Decimal),
    st.sampled_from([0, *SCALES]),
    st.sampled_from(QUALIFIERS),
    st.sampled_from([u.code for u in units().values() if u.plural]),
)
def test_every_number_of_the_sheet_is_read_as_it_was(
    value: Decimal, power: int, qualifier: str, code: str
) -> None:
    own = [
        q
        for q in read(f"They sold {stated(value, power, qualifier, code)}.").quantities
        if q.is_amount
    ]
    for quantity in own[:1]:
        (words,) = sheet.said(quantity)
        figure = sheet.figure(f"sold: {words}")
        assert figure.value * 10**figure.power == value * 10**power
        unit = (quantity.unit or COUNT).replace(sheet.POINT, sheet.PERCENT)  # as tables have it
        assert (figure.qualifier, figure.unit) == (quantity.qualifier, unit)


def test_names_in_any_spelling() -> None:
    names = Names(
        [
            Known("lukashenka", "Alyaksandr Lukashenka", "person"),
            Known("nif", "Northern Isles Ferries", "company"),
            Known("belarus", "Belarus", "country", (), "BY"),
            Known("west", "the West", "group"),
        ],
        [Known("wheel", "New wheel of the mill", "")],
    )

    def found(text: str) -> list[str]:
        return [m.of for m in names.mentions(text)]

    assert found("Aliaksandr Łukašenka and Александр Лукашенко") == ["lukashenka", "lukashenka"]
    assert found("Lukashenko's plane; для Лукашэнкі") == ["lukashenka", "lukashenka"]
    assert found("NIF denies it, so does Northern isles ferries.") == ["nif", "nif"]
    assert found("The Belarusian army, Belarus, Minsk") == ["belarus"] * 3
    assert found("Western states went west; the nif of it") == ["west"]
    assert names.about("The mill has a new wheel.") == ["wheel"]
    assert names.about("The mill has a wheelbarrow.") == []


SENTENCES = [
    "One. Two? Three! “Four.” Five|5",
    "Mr. Berg left. He has 3.5 million, i.e. all.|2",
    "J. R. Berg went to St. Moritz.|1",
    "A headline\nThe text goes on\nin this line. End|3",
    "First paragraph\n\nsecond paragraph|2",
    "“Why?” he asked. (No answer.) Then he left …|3",
]


@pytest.mark.parametrize("case", SENTENCES)
def test_sentences(case: str) -> None:
    text, _, count = case.rpartition("|")
    found = sentences(text)

    assert len(found) == int(count), [text[a:b] for a, b in found]


@given(st.text(max_size=80) | st.text('aB1.!?\n "”', max_size=40))
def test_sentences_leave_nothing_out(text: str) -> None:
    found = sentences(text)
    inside = "".join(text[a:b] for a, b in found)

    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.needs("documents")
def test_of_the_tables_nearly_all_is_found_in_the_documents(documents: Path) -> None:
    found = [*todo_recall.rows(str(documents))]
    for kind in ("number", "date", "date of a citation", "known name", "outlet"):
        own = [row.is_found for row in found if row.kind == kind]
        assert sum(own) >= 0.95 * len(own) > 0, kind
    result = call("todo", "--documents", documents)
    assert result.stdout.endswith("nothing is left to do in 5 of 5 documents\n")
