"""Repairs: what is proven is undone and shown, the rest is left as it is."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bru
from bru.check import run
from bru.cli.check import repair
from bru.damage.mend import mender, named
from bru.datapackage import descriptor
from bru.datapackage.code_pages import code_page
from bru.datapackage.whitespace import fitting, is_text, tidier, tidy
from bru.editing import fix, form, offer
from bru.model.package import EDTF, Field
from bru.store import DESCRIPTOR, Folder, writing
from bru.store.base import Overlay
from support import ROOT
from support.cells import CELL
from support.commands import call
from tools.memory import Memory

SLUG = {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}
FIELDS = (
    {"name": "ferry_id", "constraints": {"required": True, **SLUG}},
    {"name": "name", "constraints": {"required": True}},
    {"name": "kind", "constraints": {"enum": ["car", "passenger"]}},
    {"name": "length", "type": "number"},
    {"name": "seats", "type": "integer"},
    {"name": "active", "type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    {"name": "built", "rdfType": EDTF},
    {"name": "bought", "type": "date"},
)
HEADER = ",".join(f["name"] for f in FIELDS)
GOOD = (
    f"{HEADER}\n"
    "anna,“Анна” of Lake Oria,car,43.4,1204,true,2031-05-12,2031-05-13\n"
    "brandao,Ines Brandão – a ship,,7,,false,2031~,\n"
    'mir,"Мір, the old one",passenger,12.25,28,false,2022/2023,\n'
).encode()


def package(data: bytes, *fields: dict, **more: object) -> Overlay:
    """A package of one table."""
    schema = {"fields": fields or FIELDS, "primaryKey": [(fields or FIELDS)[0]["name"]]}
    resource = {"name": "t", "path": "t.csv", "schema": schema, "bytes": 1}
    spec = {"bru": {"packs": ["canonical", "text"]}, "resources": [resource]} | more
    return Overlay(Memory({}), {"datapackage.json": json.dumps(spec).encode(), "t.csv": data})


def repaired(data: bytes, *fields: dict, **more: object) -> tuple[bytes, list[fix.Repair]]:
    """The table after the repairs, and the repairs."""
    _, done, files = fix.repairs(package(data, *fields, **more), "datapackage.json")
    assert set(files) == ({"t.csv", "datapackage.json"} if done else set())
    return files.get("t.csv", data), done


def field(**spec: object) -> Field:
    """One field."""
    store = package(b"", {"name": "f", **spec})
    return descriptor.read(store, "datapackage.json").resources[0].schema.fields[0]


TEXT, SLUGS, EDTFS = field(), field(constraints=SLUG), field(rdfType=EDTF)
NUMBER, INTEGER, DATE = field(type="number"), field(type="integer"), field(type="date")
BOOLEAN = field(type="boolean", trueValues=["yes"], falseValues=["no"])


@pytest.mark.parametrize(
    ("kind", "bad", "good"),
    [
        (NUMBER, "43,4", "43.4"),
        (NUMBER, "0,125", "0.125"),
        (NUMBER, "1 234,5", "1234.5"),
        (NUMBER, "1.234,5", "1234.5"),
        (NUMBER, "1,234.5", "1234.5"),
        (NUMBER, "1,234,567", "1234567"),
        (NUMBER, "1\u202f234", "1234"),
        (NUMBER, "\u221243,4", "-43.4"),
        (NUMBER, "“43,4”", "43.4"),
        (INTEGER, "1,204", "1204"),
        (INTEGER, "1\u00a0204", "1204"),
        (INTEGER, "1.204.000", "1204000"),
        (INTEGER, "2911.0", "2911"),
        (INTEGER, "\ufeff 12\u200b", "12"),
        (BOOLEAN, "TRUE", "yes"),
        (BOOLEAN, "True", "yes"),
        (BOOLEAN, "YES", "yes"),
        (BOOLEAN, "y", "yes"),
        (BOOLEAN, "N", "no"),
        (BOOLEAN, "t", "yes"),
        (BOOLEAN, "F", "no"),
        (BOOLEAN, "on", "yes"),
        (BOOLEAN, "Off", "no"),
        (BOOLEAN, "ИСТИНА", "yes"),
        (BOOLEAN, "ЛОЖЬ", "no"),
        (EDTFS, "12.05.2023", "2023-05-12"),
        (EDTFS, "25/12/2023", "2023-12-25"),
        (EDTFS, "05.2023", "2023-05"),
        (EDTFS, "2023-05-12 00:00:00", "2023-05-12"),
        (EDTFS, "12.05.2023–14.05.2023", "2023-05-12/2023-05-14"),
        (EDTFS, "ХХХХ-10-23", "XXXX-10-23"),
        (DATE, "12.05.2023", "2023-05-12"),
        (SLUGS, "«minsk»", "minsk"),
        (TEXT, "  the  old pier\u00a0", "the old pier"),
        (TEXT, "Brande\u0301e", "Brandée"),
        (TEXT, "BrandÃ£o", "Brandão"),
        (TEXT, "donâ€™t", "don’t"),
        (TEXT, "Northportâ€“Millport", "Northport–Millport"),
        (TEXT, "ÐœÐ¸Ð½Ñ\x81Ðº", "Минск"),
        (TEXT, "РњРёРЅСЃРє", "Минск"),
        (TEXT, "BrandÃƒÂ£o", "Brandão"),
        (TEXT, "5Â°", "5°"),
        (TEXT, "cafГ©", "café"),
        (TEXT, "Î•Î»Î»Î¬Î´Î±", "Ελλάδα"),
        (TEXT, "ä¸\xadå›½", "中国"),
        (TEXT, "Ìèíñê", "Минск"),
        (TEXT, "Міnsk Tractor Works", "Minsk Tractor Works"),
        (TEXT, "Еѕtonia", "Estonia"),
        (TEXT, "the Mинск office", "the Минск office"),
        (TEXT, "fer\u200bry", "ferry"),
        (BOOLEAN, "нет", "no"),
        (INTEGER, "12.00", "12"),
        (INTEGER, "5,00", "5"),
    ],
)
def test_cell_is_repaired(kind: Field, bad: str, good: str) -> None:
    assert mender(kind)(bad)[0] == good
    assert mender(kind)(bad)[1]
    assert mender(kind)(good) == (good, "")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (NUMBER, "1,234"),  # thousands, or a decimal comma
        (NUMBER, "1.234"),  # a number as it is
        (NUMBER, "1,2,3"),
        (NUMBER, "1.23E+12"),
        (NUMBER, "12,34,567"),
        (INTEGER, "1.204"),
        (INTEGER, "43,4"),
        (INTEGER, "2911.5"),
        (BOOLEAN, "1"),
        (BOOLEAN, "maybe"),
        (EDTFS, "12/05/2023"),  # May, or December
        (EDTFS, "12.05.23"),
        (EDTFS, "2023-05-12 17:37"),
        (EDTFS, "45058"),
        (EDTFS, "spring"),
        (DATE, "05.2023"),
        (DATE, "30.02.2023"),
        (SLUGS, "Minsk"),
        (TEXT, "“A ferry”"),
        (TEXT, "43,4"),
        (TEXT, "TRUE"),
        (TEXT, "С–300"),  # would decode, and may be meant
        (TEXT, "SMÅ–"),
        (TEXT, "Г\u00a0"),  # the space may be half a letter
        (TEXT, "ENTITÉ…"),
        (TEXT, "БелАЗ и «Мір» – №5"),
        (TEXT, "中\u00a0国"),
        (TEXT, "Лёd"),  # no letter of the other script looks like л or d
        (TEXT, "Віa"),
        (TEXT, "VIPзалы"),
        (TEXT, "ITкомпания"),
        (TEXT, "1.54 Å±0.02"),
        (TEXT, "SÃO–PAULO"),
        (TEXT, "ÅÃ³dÅº"),  # a byte is lost: no letter of it is guessed, and no half is written
        (TEXT, "æ±äº¬éƒ½"),
        (TEXT, "×©×œ×•×"),
        (TEXT, "â€œshut andâ€ openâ€¦"),
        (TEXT, "Å koda Å½iÅ¾kov"),
        (NUMBER, "5%"),  # or 0.05
    ],
)
def test_what_is_not_proven_is_left(kind: Field, value: str) -> None:
    assert mender(kind)(value) == (value, "")


COLUMNS = [  # a column, and what it becomes as a whole
    (NUMBER, "2,25 1.500 12.750,5", "2.25 1500 12750.5"),
    (NUMBER, "1.234,5 1.234", "1234.5 1234"),
    (NUMBER, "−1.234,5 −1.234", "-1234.5 -1234"),
    (NUMBER, "43,4 1,234", "43.4 1.234"),
    (NUMBER, "43.4 43,4 1.500", "43.4 43.4 1.500"),
    (NUMBER, "1,234.5 1,234 2.5 1.500", "1234.5 1234 2.5 1.500"),
    (INTEGER, "1,204 1,204,000", "1204 1204000"),
    (EDTFS, "25/12/2023 12/25/2023", "2023-12-25 2023-12-25"),
    (EDTFS, "25/12/2023 05.12.2023", "2023-12-25 2023-12-05"),
]
UNCLEAR = [  # what could be repaired tells how the rest was meant: both stay
    (NUMBER, "2,25 1.500"),
    (NUMBER, "1 234,5 1.500"),
    (NUMBER, "1.234,5 2.5 1.234"),
    (NUMBER, "43.4 43,4 1,234"),
    (NUMBER, "1.234.567 1,234"),
    (INTEGER, "5,00 1,204"),
    (INTEGER, "12.00 1.204"),
    (field(type="number", decimalChar=","), "2.25 1,500"),
    (field(type="number", groupChar=","), "1.234,5 1,500"),
    (field(type="number", constraints={"maximum": 100}), "2,25 1.234.567 1.500"),
    (EDTFS, "25/12/2023 05/12/2023"),
    (DATE, "12/25/2023 5/12/2023"),
]


@pytest.mark.parametrize(("kind", "before", "after"), COLUMNS)
def test_column_is_repaired_as_a_whole(kind: Field, before: str, after: str) -> None:
    values = before.split()
    assert [mender(kind, True, values)(v)[0] for v in values] == after.split()
    values = after.split()
    assert [mender(kind, True, values)(v)[0] for v in values] == values


@pytest.mark.parametrize(("kind", "column"), UNCLEAR)
def test_evidence_for_what_is_left_stays(kind: Field, column: str) -> None:
    values = column.split()
    assert [mender(kind, True, values)(v) for v in values] == [(v, "") for v in values]


def test_hint_promises_no_repair_of_what_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other values of the column are against it, or are too many to be looked at."""
    schema = {"fields": [{"name": "area", "type": "number"}]}
    spec = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(spec))
    for rest, hint in (("1.500", ""), ("15.5", "--fix")):
        (tmp_path / "t.csv").write_text(f'area\n"2,25"\n{rest}\n')
        (problem,) = bru.validate(tmp_path, offers=True).problems
        assert (hint in problem.hint) and bool(hint) == ("--fix" in problem.hint)

    monkeypatch.setattr(offer, "LARGEST", 10)
    (problem,) = bru.validate(tmp_path, offers=True).problems
    assert "--fix" not in problem.hint


@pytest.mark.parametrize(
    ("column", "mended"),
    [
        ("H2О CO2 NH3", "H2O CO2 NH3"),  # О is Cyrillic
        ("Н2О Н2O ΝН3", "Н2О Н2О ΝН3"),  # all others are; no Greek is
        ("H2О вода water", "H2О вода water"),  # both are
        ("Міnsk Brest", "Minsk Brest"),
        ("Xбокс игра", "Хбокс игра"),
        ("Xбокс game", "Xбокс game"),
        ("Xбокс", "Xбокс"),
    ],
)
def test_letters_become_those_of_the_word_and_of_the_column(column: str, mended: str) -> None:
    data = f"a\n{column}\n".replace(" ", "\n").encode()

    assert plain(data, {"name": "a"})[0].decode().split()[1:] == mended.split()


def test_blank_cells_are_emptied_where_they_may_be(tmp_path: Path) -> None:
    needed = {"name": "c", "constraints": {"required": True}}
    fields = [{"name": "a"}, {"name": "b", "type": "number"}, needed]
    schema = {"fields": fields, "missingValues": ["", "-88"]}
    spec = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(spec))
    (tmp_path / "t.csv").write_text("a,b,c\n\u00a0, , \nx,1,-88\n")

    hints = {p.field + str(p.line): p.hint for p in bru.validate(tmp_path, offers=True).problems}
    files = fix.repairs(Folder(tmp_path), DESCRIPTOR)[2]

    assert files == {"t.csv": b"a,b,c\n,, \nx,1,-88\n"}
    assert all(hints[f].endswith(" empties the cell") for f in ("a2", "b2"))
    assert hints["c2"] == "write the value"
    assert hints["c3"] == 'fill in c; "-88" in missingValues is no value'


def test_hint_names_what_its_column_tells_of_cells_without_a_problem(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "area", "type": "number"}]}
    spec = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(spec))
    (tmp_path / "t.csv").write_text('area\n1.500\n"12.750,5"\n"2,25"\n')

    hints = [p.hint for p in bru.validate(tmp_path, offers=True).problems]

    assert hints
    assert all(hint.endswith('; in the same column "1500" for "1.500"') for hint in hints)


@pytest.mark.parametrize("more", [{}, {"dialect": {"skipInitialSpace": True}}, {"path": "u.jsonl"}])
def test_hint_promises_no_repair_of_files_that_are_not_written(more: dict, tmp_path: Path) -> None:
    """A dialect that says more than commas, JSON lines, a file of two resources."""
    spec = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}, {"name": "b"}]}}
    specs = [spec | more] if more else [spec, spec | {"name": "u"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": specs}))
    (tmp_path / "t.csv").write_text("a,b\nx ,y\n")
    (tmp_path / "u.jsonl").write_text('{"a": "x ", "b": "y"}\n')

    problems = bru.validate(tmp_path, offers=True).problems

    assert {p.hint for p in problems if p.code == "BRU306"} == {"delete it"}
    assert fix.repairs(Folder(tmp_path), DESCRIPTOR)[1:] == ([], {})


def test_letters_that_the_encoding_lacks_stay_and_are_not_promised(tmp_path: Path) -> None:
    """The rest of the table is repaired all the same."""
    spec = {
        "name": "t",
        "path": "t.csv",
        "encoding": "latin-1",
        "schema": {"fields": [{"name": "a"}, {"name": "b"}]},
    }
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [spec]}))
    (tmp_path / "t.csv").write_text("a,b\nx, y\n\nz,кот и собака\n", "utf-8")
    hints = {p.code: "--fix" in p.hint for p in bru.validate(tmp_path, offers=True).problems}
    files = fix.repairs(Folder(tmp_path), "datapackage.json")[2]

    assert hints == {"BRU008": True, "BRU306": True, "BRU308": False}
    assert files == {"t.csv": "a,b\nx,y\nz,кот и собака\n".encode()}


def test_lines_without_a_value_and_one_for_excel_are_deleted() -> None:
    for top, bottom in (("", ",\n\n,\n"), ("sep=,\n", ""), ("sep=,\n", ",\n")):
        new, done = repaired(
            f"{top}name,n\nMinsk,7\n{bottom}".encode(), {"name": "name"}, {"name": "n"}
        )
        assert new == b"name,n\nMinsk,7\n"
        assert len(done) == len(top.splitlines()) + len(bottom.splitlines())


def test_repair_must_satisfy_the_field() -> None:
    assert mender(field(type="number", constraints={"maximum": 40}))("43,4") == ("43,4", "")
    assert mender(field(constraints={"minLength": 4}))(" abc") == (" abc", "")
    assert mender(field(type="number", missingValues=["43,4"]))("43,4") == ("43,4", "")


@given(CELL, st.sampled_from([TEXT, NUMBER, INTEGER, BOOLEAN, EDTFS, DATE, SLUGS]))
def test_repaired_values_fit_and_stay(value: str, kind: Field) -> None:
    new, why = mender(kind)(value)

    assert bool(why) == (new != value)
    assert not why or fitting(kind)(new) or (new, why) == ("", "a blank cell")
    assert mender(kind)(new) == (new, "")


@given(st.text(st.characters(codec="cp1251") | st.characters(codec="cp1252"), max_size=20))
def test_mojibake_is_undone_or_left(text: str) -> None:
    """Never is another text made of it than the one that was damaged."""
    for encoding in ("cp1252", "latin-1", "cp1251"):
        damaged = "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in text.encode())
        new, why = mender(TEXT)(damaged)
        if "encoding" in why:
            assert new in (tidy(text), tidy(text.strip()), mender(TEXT)(text)[0])


def cyrillic(data: bytes) -> bytes:
    """The good table with nothing but Cyrillic and ASCII in it."""
    return data.replace("Brandão – a ship".encode(), "Нарач".encode())


CP1251 = cyrillic(GOOD).decode().encode("cp1251")
DAMAGED = {
    "CP1251": (CP1251, cyrillic(GOOD), ["CP1251 → UTF-8"]),
    "UTF-16": (GOOD.decode().encode("utf-16"), GOOD, ["UTF-16 → UTF-8"]),
    "UTF-16 without mark": (GOOD.decode().encode("utf-16-be"), GOOD, ["UTF-16 → UTF-8"]),
    "BOM": (b"\xef\xbb\xbf" + GOOD, GOOD, ["byte order mark → none"]),
    "CRLF": (GOOD.replace(b"\n", b"\r\n"), GOOD, ["CR LF → LF"]),
    "CR": (GOOD.replace(b"\n", b"\r"), GOOD, ["CR → LF"]),
    "semicolons": (
        GOOD.replace(b'"', b"").replace(b"43.4", b"43,4").replace(b",", b";").replace(
            "Мір; the".encode(), "Мір, the".encode()
        ).replace(b"43;4", b"43,4"),
        GOOD,
        ["semicolons → commas", "43,4 → 43.4"],
    ),
    "tabs, UTF-16": (
        GOOD.decode().replace(", the", "¤").replace(",", "\t").replace("¤", ", the").encode("utf-16"),
        GOOD,
        ["UTF-16 → UTF-8", "tabs → commas"],
    ),
    "empty lines": (GOOD.replace(b"\n", b"\n\n"), GOOD, ["", "", "", ""]),
    "no quotes": (GOOD.replace(b'"', b""), GOOD, ["Мір |  the old one → Мір, the old one"]),
    "no quotes in a number": (
        GOOD.replace(b"43.4", b"43,4"),
        GOOD,
        ["43 | 4 → 43,4", "43,4 → 43.4"],
    ),
    "header": (GOOD.replace(b"ferry_id,name", b"ferry_id , name"), GOOD, ["spaces → none"]),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED)
def test_file_is_repaired(damage: str) -> None:
    data, good, shown = DAMAGED[damage]

    result, done = repaired(data)

    assert result == good
    assert [f"{r.old} → {r.new}" if r.old else "" for r in done] == shown
    assert repaired(good) == (good, [])


@pytest.mark.parametrize(
    "data",
    [
        GOOD.replace(b",", b";").replace(b"\nmir", b";x\nmir"),  # not the same number of cells
        GOOD.replace(b",", b";").replace(b"ferry_id", b"id"),
        GOOD.decode().replace("–", "-").replace("“", '"').encode("cp1251", "replace")[:-9]
        + b"\x98",
        "name\nBrand\u00e3o\n".encode("cp1252"),  # or a Romanian name in CP1250
        b"ferry_id\xff\xfe",
        b"",
        b"\x00",
        GOOD.replace(b'"', b"")[:-2] + b',"\n',
        GOOD.replace(b"12.25,28", b"12,345,28"),  # too many cells, and thousands or a comma
        GOOD.replace(b"anna,", b"anna,,"),
        CP1251.replace(b"mir,", "мир,".encode("cp1251")),  # another letter than its field allows
        GOOD.replace(b"passenger,12.25", b"passenger"),
        GOOD.replace(b"anna", b"Anna").replace(b"true", b"perhaps"),
    ],
)
def test_file_is_left(data: bytes) -> None:
    assert repaired(data) == (data, [])


def test_two_readings_of_an_encoding_are_left() -> None:
    fields = ({"name": "name"},)

    assert repaired("name\nBrandão\n".encode("cp1252"), *fields)[1] == []
    assert repaired(b"name\nthe old\x96pier\n", *fields)[1] == []  # a dash, or a byte gone wrong
    assert repaired("name\nCafé – “Oria”\n".encode("cp1252"), *fields)[0].decode() == (
        "name\nCafé – “Oria”\n"
    )
    assert repaired("name\nминск\n".encode("cp1251"), *fields)[1] == []  # MINSK in KOI8-R
    assert repaired("name\nМинск\n".encode("koi8-r"), *fields)[0].decode() == "name\nМинск\n"


OF_OTHER_LANGUAGES = [
    ("cp1253", "Κύπρος Ελλάδα Ιταλία"),
    ("iso8859-7", "ισχύς πλοίο λιμάνι"),
    ("cp1253", "ΚΥΠΡΟΣ ΛΕΜΕΣΟΣ ΠΑΦΟΣ"),  # small letters in KOI8-R
    ("cp1256", "القاهرة بغداد تهران"),
    ("iso8859-6", "القاهرة بغداد تهران"),
    ("cp1256", "تهران مشهد كاشان"),
    ("cp1255", "חיפה ירושלים אילת"),
    ("iso8859-8", "רחוב שוק גשר"),
    ("cp1254", "Kadın Balık Altın"),  # ý in CP1252 and in CP1250
    ("iso8859-9", "Işık Kuş Dağ"),
    ("cp857", "Kadın Balık Altın"),
    ("cp1257", "patiesība Rīga mūris"),
    ("iso8859-2", "škola kašna štola"),
    ("cp852", "škola kašna dům"),
    ("cp850", "voilà déjà là"),
    ("mac_roman", "jardín país raíz"),
    ("mac_roman", "Käse Bär Jäger"),
    ("cp874", "กรุงเทพ เชียงใหม่"),
    ("gbk", "中国 北京 上海"),
    ("big5", "臺北 高雄 建造"),
    ("euc_jp", "東京 カコ 大阪"),
    ("shift_jis", "東京 描く"),
    ("euc_kr", "서울 부산 옵"),
    ("iso8859-5", "груз мост река"),
    ("mac_cyrillic", "Река Мост Ночь"),
]


@pytest.mark.parametrize(("page", "words"), OF_OTHER_LANGUAGES)
def test_words_of_other_pages_are_left(page: str, words: str) -> None:
    for some in (words, words.partition(" ")[0]):
        data = "".join(f"{word},n\n" for word in f"name {some}".split()).encode(page)

        assert repaired(data, {"name": "name"}, {"name": "n"}) == (data, [])
        assert code_page(data) == ""


@pytest.mark.parametrize("page", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "words",
    [
        "Брест Гомель Минск",
        "ДОРОГА МОСТ РЕКА",
        "Бобруйск Могилёв Орша",
        "Бургас Пловдив Русе",
        "Житомир Одеса Полтава",
        "Нарач",
    ],
)
def test_cyrillic_words_are_known(page: str, words: str) -> None:
    table = "".join(f"{word},n\n" for word in f"name {words}".split())

    assert code_page(table.encode(page)) == page.upper()
    if page != "cp866" and words != words.upper():  # which reads as small letters in the other
        assert repaired(table.encode(page), {"name": "name"}, {"name": "n"})[0].decode() == table


def test_greek_read_as_western_is_no_cyrillic() -> None:
    for word in ("Κύπρος", "Λεμεσός", "Ελλάδα"):
        seen = word.encode("cp1253").decode("cp1252")
        assert mender(TEXT)(seen) == (seen, "")


def test_hash_of_the_descriptor_proves_a_reading() -> None:
    good = "name\nBrandão\n".encode()
    spec = json.loads(package(b"", {"name": "name"}).files["datapackage.json"])["resources"][0]
    spec["hash"] = "sha256:" + hashlib.sha256(good).hexdigest()

    result, done = repaired(good.decode().encode("cp1252"), resources=[spec])

    assert result == good
    assert done[0].old == "CP1252"


def test_package_without_canonical_form_keeps_order_and_line_ends() -> None:
    data = GOOD.replace(b"43.4", b'"43,4"').replace(b"\n", b"\r\n")
    header, *rows = data.split(b"\r\n")
    data = b"\r\n".join([header, *rows[2::-1], b""])

    result, done = repaired(data, bru={"packs": ["text"]})

    assert result == data.replace(b'"43,4"', b"43.4")
    assert [(r.line, r.field, r.why) for r in done] == [(4, "length", "decimal comma")]


def plain(data: bytes, *fields: dict, **more: object) -> tuple[bytes, list[str]]:
    """A table of a package without packs after the repairs, and the cells they changed."""
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}} | more
    store = package(data, bru={}, resources=[resource])
    _, done, files = fix.repairs(store, DESCRIPTOR)
    return files.get("t.csv", data), [f"{r.line} {r.field}" for r in done]


@pytest.mark.parametrize(
    ("data", "result"),
    [
        (b'"a","b"\n"x ","1"\n"y","02"\n', b'"a","b"\n"x","1"\n"y","02"\n'),
        (b'a,b\r\nx ,1\r\ny,"l1\nl2"', b'a,b\r\nx,1\r\ny,"l1\nl2"'),
        (b'a,b\nx ,"1"\r\ny,2\rz,""\n', b'a,b\nx,"1"\r\ny,2\rz,""\n'),
        (b'a,b\n"x"" ",1\nthe 5" pier,2\n', b'a,b\n"x""",1\nthe 5" pier,2\n'),
    ],
)
def test_bytes_of_no_repaired_cell_stay(data: bytes, result: bytes) -> None:
    assert plain(data, {"name": "a"}, {"name": "b"}) == (result, ["2 a"])


def test_quotes_stay_with_another_separator() -> None:
    data = b'"a";"b"\n"x";"1, 2"\ny;3, 4\n'

    result, _ = plain(data, {"name": "a"}, {"name": "b"})

    assert result == b'"a","b"\n"x","1, 2"\ny,"3, 4"\n'


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ({"type": "list", "delimiter": " "}, "1  3"),
        ({"type": "list", "delimiter": " ", "itemType": "integer"}, "1  3"),
        ({"type": "list", "delimiter": "\t"}, "1\t\t3"),
        ({"type": "list", "delimiter": ", "}, "1,  3"),
        ({"type": "list", "delimiter": " "}, "1\u00a03"),
        ({"type": "list"}, "a,  b"),
        ({"constraints": {"enum": ["a b", "a  b"]}}, "a  b"),
        ({"categories": ["a", "a "]}, "a "),
        ({"type": "boolean", "trueValues": ["o  k"], "falseValues": ["o k"]}, "o  k"),
    ],
)
def test_spaces_that_mean_something_stay(spec: dict, value: str) -> None:
    assert mender(field(**spec))(value) == (value, "")
    assert tidier(field(**spec))(value) == value


@pytest.mark.parametrize("kind", ["integer", "number", "yearmonth", "year"])
def test_spaces_around_a_value_of_another_type_go(kind: str) -> None:
    value = "2020-05" if kind == "yearmonth" else "2020"
    assert tidier(field(type=kind))(f" {value} ") == value
    assert mender(field(type=kind))(f" {value} ") == (value, "spaces or Unicode form")


@pytest.mark.parametrize("mark", [";", ","])
def test_one_run_mends_all(mark: str) -> None:
    spec = {"name": "t", "path": "t.csv", "dialect": {"delimiter": mark}}
    spec["schema"] = {"fields": [{"name": "a", "type": "number"}, {"name": "b"}]}
    specs = [{**spec, "name": name, "path": f"{name}.csv"} for name in ("t", "u", "v")]
    data = "a;b\r\n\u22125;x \r\n1 204,5;\ufeffyes\r\n".replace(";", mark).encode()
    store = package(b"", resources=specs)
    if mark == ",":
        data = data.replace(b"204,5", b"204.5")
    store = Overlay(store, {f"{name}.csv": data for name in "tuv"})

    _, done, files = fix.repairs(store, DESCRIPTOR)

    assert len(done) == 3 * 5
    assert fix.repairs(Overlay(store, files), DESCRIPTOR)[1:] == ([], {})


@pytest.mark.parametrize("method", ["", "md5:", "sha1:", "sha256:", "SHA512:"])
def test_size_and_hash_are_written_together(method: str) -> None:
    schema = {"fields": [{"name": "a"}]}
    spec = {"name": "t", "path": "t.csv", "schema": schema, "bytes": 7, "hash": method + 32 * "0"}

    files = fix.repairs(package(b"a\nx \n", resources=[spec]), DESCRIPTOR)[2]

    (written,) = json.loads(files[DESCRIPTOR])["resources"]
    digest = hashlib.new(method.strip(":").lower() or "md5", b"a\nx\n").hexdigest()
    assert (written["bytes"], written["hash"]) == (4, f"{method}{digest}")


def test_other_dialect_is_kept() -> None:
    data = GOOD.replace(b'"', b"").replace(b", the", b" the").replace(b",", b";")
    spec = json.loads(package(b"").files["datapackage.json"])["resources"][0]
    spec["dialect"] = {"delimiter": ";"}

    result, done = repaired(data.replace(b"43.4", b"43,4"), canonical=False, resources=[spec])

    assert (result, len(done)) == (data, 1)


def test_rest_of_a_table_is_repaired_beside_what_is_left() -> None:
    data = GOOD.replace(b"true", b"TRUE") + b"lone\n"

    result, done = repaired(data)

    assert result == GOOD + b"lone\n"
    assert [r.field for r in done] == ["active"]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped package."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    return tmp_path


def test_a_cell_that_must_stay_holds_up_no_other() -> None:
    fields = {"name": "name", "constraints": {"unique": True}}, {"name": "note"}
    table = "name,note\ncafÃ©,a  b\nВelarus,c\nBelarus,d\n".encode()
    store = package(table, *fields)

    files = fix.repairs(store, DESCRIPTOR)[2]

    assert files["t.csv"].decode() == "name,note\nBelarus,d\ncafé,a b\nВelarus,c\n"


@pytest.mark.parametrize("value", ["cope", "Cope 1"])
def test_no_letters_of_a_script_that_nothing_asks_for(value: str) -> None:
    other = field(constraints={"pattern": "[^a-zA-Z]+"})
    cyrillic = field(constraints={"pattern": "[а-яА-Я]+"})

    assert mender(other)(value) == (value, "")
    assert named(value, other) == ""
    assert mender(cyrillic)("cope")[0] == "соре"


@pytest.mark.parametrize(
    ("spec", "value", "told"),
    [
        ({"pattern": "[0-9]{13}"}, "1234567890", " (lost leading zeros); write 0001234567890"),
        ({"pattern": "[0-9]{13}"}, "12345", ""),
        ({"pattern": "[0-9]{2}"}, "7", " (lost leading zeros); write 07"),
    ],
)
def test_more_zeros_than_digits_are_a_guess(spec: dict, value: str, told: str) -> None:
    assert named(value, field(constraints=spec)) == told


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://ann@bücher.example:80/é", "https://ann@xn--bcher-kva.example:80/%C3%A9"),
        ("https://a..é/", "https://a..xn--9ca/"),
        ("urn:é", "urn:%C3%A9"),
    ],
)
def test_host_of_an_address_is_no_path(value: str, new: str) -> None:
    assert named(value, field(format="uri")).endswith(f"; write {new}")


def test_shipped_package_needs_no_repair(shipped: Path, capsys: pytest.CaptureFixture) -> None:
    repair(str(shipped))

    assert capsys.readouterr() == ("", "")


def test_repairs_are_shown_and_nothing_else_changes(
    shipped: Path, capsys: pytest.CaptureFixture
) -> None:
    before = {f.name: f.read_bytes() for f in (shipped / "data").iterdir()}
    figures, claims = shipped / "data/figures.csv", shipped / "data/claims.csv"
    figures.write_bytes(
        before["figures.csv"]
        .replace(b",43.4,", b',"43,4",')
        .replace(b",", b";")
        .replace(b'"43;4"', b"43,4")
    )
    claims.write_text(claims.read_text("utf-8"), "utf-16")
    line = next(n for n, t in enumerate(before["figures.csv"].split(b"\n"), 1) if b",43.4," in t)

    repair(str(shipped))

    out, err = capsys.readouterr()
    assert out == ""
    assert f'data/figures.csv:{line}: fixed obs_value: "43,4" → "43.4" (decimal comma)\n' in err
    assert "data/figures.csv: fixed: semicolons → commas (the separator)\n" in err
    assert "data/claims.csv: fixed: UTF-16 → UTF-8 (the encoding)\n" in err
    assert err.endswith("3 repairs in 2 tables\n")
    assert {f.name: f.read_bytes() for f in (shipped / "data").iterdir()} == before
    assert not bru.validate(shipped).problems


def test_dry_run_lists_every_repair_and_writes_nothing(shipped: Path) -> None:
    sources = shipped / "data/sources.csv"
    before = sources.read_text("utf-8").split("\n")
    sources.write_text("\n".join([before[0], *(f" {line}" for line in before[1:-1]), ""]), "utf-8")
    damaged = sources.read_bytes()

    result = call("validate", "--fix", "--dry-run", shipped)

    lines = result.stdout.split("\n")[:-1]
    assert (result.exit_code, len(lines)) == (0, len(before) - 2)
    assert all(": would be fixed source_id: " in line for line in lines)
    assert result.stderr == f"{len(lines)} repairs in 1 table\n"
    assert sources.read_bytes() == damaged
    assert call("validate", "--dry-run", shipped).exit_code == 2
    assert call("validate", "--fix", shipped).stderr.count(": fixed source_id: ") == 4


def test_package_that_cannot_be_written_is_not_touched(shipped: Path, tmp_path: Path) -> None:
    import click

    (shipped / "datapackage.json").write_bytes(b"[]")

    with pytest.raises(click.ClickException, match="run `bru validate` first"):
        repair(str(shipped))


@pytest.mark.parametrize(
    "text", ["Мінск і Ўроцлаў", "Łukašenka", "C’est l’été…", "10 °C", "x² ≠ y", "Лукаше́нко"]
)
def test_text_in_the_scripts_that_are_expected(text: str) -> None:
    assert is_text(text)


@pytest.mark.parametrize("text", ["Mинск", "РњРё", "Ã©", "нЙОУЛ", "a\x93b", "Ìèíñê", "Αθήνα"])
def test_text_of_a_wrong_encoding(text: str) -> None:
    assert not is_text(text)


def test_random_damage_is_repaired_once_or_left() -> None:
    """Whatever bytes change: nothing is raised, and after the repairs there is nothing to repair."""
    chance, where = random.Random(13), Folder(ROOT)
    pieces = [b",", b'"', b" ", b";", b"\n", b"\r\n", b"\t", b"\x93", b"\xc2\xa0", b"\xc3\x83", b""]
    for file in sorted((ROOT / "data").glob("*.csv")) * 2:
        data, path = bytearray(file.read_bytes()), f"data/{file.name}"
        for _ in range(chance.choice([1, 1, 3])):
            at = chance.randrange(len(data))
            data[at : at + chance.choice([0, 1, 9])] = chance.choice(pieces)

        _, done, files = fix.repairs(Overlay(where, {path: bytes(data)}), DESCRIPTOR)

        again = Overlay(where, {path: bytes(data)} | files)
        assert not done or fix.repairs(again, DESCRIPTOR)[1] == [], done


@pytest.mark.parametrize(("what", "times"), [("random", 40), ("single", 1)])
def test_sample_of_repairs(what: str, times: int) -> None:
    """No problem that was not there before, no word that nobody wrote; the same for all kinds."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools/repairs.py", what, str(times)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    counts = json.loads(done.stdout)
    assert counts["as it was" if what == "random" else "identical"] >= 10


CELLS = {  # a type, values that are right, and what is damaged in them
    "string": (["Oria", "5\" pier", "a, b", "c; d", "l1\nl2", "“Mir”", "Минск", "x|y"],
               ["Oria ", " a  b", "cafÃ©", "Міnsk", "fer\u200bry", "l1 \nl2"]),
    "any": (["Oria", "7", "l1\r\n  l2", "x   y", "\tx"], ["Oria  ", "a  b", "cafÃ©", "fer\u200bry", "\t"]),
    "number": (["1.5", "-2", "12.125", "1e3"], ["2,25", "12.750,5", "−3", "1 204.5", "1.500"]),
    "integer": (["7", "1204"], ["1,204", "12.00", " 7"]),
    "boolean": (["true", "false"], ["TRUE", "ЛОЖЬ"]),
    "date": (["2031-05-12"], ["12.05.2031", "25/12/2031", "05/12/2031"]),
    "list": (["a;b", "a", "a b"], ["a,  b ", " a"]),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(150))
def test_every_change_is_named(seed: int) -> None:
    """Tables in many dialects with some damage: what no repair names has the bytes it had."""
    dice = random.Random(seed)
    mark, kinds = dice.choice(",;|\t"), [dice.choice([*CELLS]) for _ in range(3)]
    dialect = {"dialect": {"delimiter": mark}} if mark != "," else {}
    fields = [{"name": f"f{n}", "type": kind} for n, kind in enumerate(kinds)]
    grid, ends = [[f["name"] for f in fields]], ["\n"]
    styles = dice.choice([["\n"], ["\r\n"], ["\n", "\r\n"]])
    for _ in range(dice.randrange(1, 9)):
        values = [dice.choice(CELLS[k][dice.random() < dice.choice([0, 0.4])]) for k in kinds]
        needed = [any(c in v for c in (mark, "\n", '"')) for v in values]
        quoted = dice.choice([[True] * 3, needed, [n or dice.random() < 0.5 for n in needed]])
        pairs = zip(values, quoted, strict=True)
        grid.append([f'"{v.replace(chr(34), 2 * chr(34))}"' if q else v for v, q in pairs])
        ends.append(dice.choice(styles))
    ends[-1] = dice.choice(["", ends[-1]])
    data = "".join(mark.join(row) + end for row, end in zip(grid, ends, strict=True))
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}} | dialect
    store = package(data.encode(), bru={}, resources=[resource])

    _, done, files = fix.repairs(store, DESCRIPTOR)

    named = {(r.line, r.field): r.new for r in done}
    told = {
        (p.line, p.field) for p in run.validate(store, DESCRIPTOR, limit=0, plain=True).problems
    }
    assert {(r.line, r.field) for r in done if r.why != "marks of the column"} <= told
    assert all(r.line for r in done)
    text, line = files.get("t.csv", data.encode()).decode(), 1
    for row, end in zip(grid, ends, strict=True):
        for n, (raw, behind) in enumerate(zip(row, [mark, mark, end], strict=True)):
            new = named.pop((line, f"f{n}"), None)
            ways = [raw] if new is None else [new, f'"{new.replace(chr(34), 2 * chr(34))}"']
            way = next(way + behind for way in ways if text.startswith(way + behind))
            text = text.removeprefix(way)
        line += "".join(row).count("\n") + 1
    assert (text, named) == ("", {})
    assert fix.repairs(Overlay(store, files), DESCRIPTOR)[1:] == ([], {})


@pytest.mark.parametrize("changed", ["t.csv", "schema.json", ""])
def test_what_changed_before_the_lock_is_held_is_repaired_as_it_is(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Repairs are found without the lock, and found anew where another program was quicker."""
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "kind"}]}
    spec = {"resources": [{"name": "t", "path": "t.csv", "schema": "schema.json"}]}
    spec["bru"] = {"packs": ["canonical", "text"]}
    new = {
        "t.csv": "n,kind\n 3,b\n",
        "schema.json": json.dumps({"fields": [{"name": "n"}, {"name": "kind"}]}),
    }
    for name, text in {
        "datapackage.json": json.dumps(spec),
        "schema.json": json.dumps(schema),
        "t.csv": 'n,kind\n1,"a"\n 2,b\n',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, edited = [], writing.edited

    def late(folder: Folder, work: object) -> object:
        if changed:
            (tmp_path / changed).write_text(new[changed], encoding="utf-8")
        monkeypatch.setattr(fix, "repairs", lambda *given: found.append(1) or repairs(*given))
        return edited(folder, work)

    repairs = fix.repairs
    monkeypatch.setattr(writing, "edited", late)
    repair(str(tmp_path))

    assert len(found) == bool(changed)
    wanted = "n,kind\n3,b\n" if changed == "t.csv" else "n,kind\n1,a\n2,b\n"
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == wanted


def test_two_readings_of_one_value_are_no_doubt() -> None:
    """Without its zeros 1300,00 is 1300: the same number."""
    field = {"name": "n", "type": "number"}
    data, done = repaired(b'id,n\n1,"1300,00"\n2,"1200,5"\n3,"1300,0"\n', {"name": "id"}, field)

    assert data == b"id,n\n1,1300.00\n2,1200.5\n3,1300.0\n"
    assert {r.why for r in done if r.field} == {"decimal comma"}


REFERENCE = {"fields": "to", "reference": {"resource": "t", "fields": "key"}}
OTHER = {"fields": ["to", "n"], "reference": {"resource": "t", "fields": ["key", "n"]}}


@pytest.mark.parametrize("key", [REFERENCE, OTHER], ids=["one field", "two fields"])
@pytest.mark.parametrize(
    ("keys", "before", "after"),
    [
        (["a  b", "a b"], "a  b", "a  b"),  # it would point to the other row
        (["a b", "c"], "a  b", "a b"),  # it pointed nowhere
        (["a  b", "c"], "a  b", "a b"),  # the key is mended, too
    ],
)
@pytest.mark.parametrize("primary", [["key"], []], ids=["a key", "no key"])
@pytest.mark.parametrize("mended", [True, False], ids=["fix", "fmt"])
def test_reference_points_to_the_row_it_pointed_to(
    keys: list[str], before: str, after: str, key: dict, mended: bool, primary: list[str]
) -> None:
    number = {"name": "n", "type": "integer"}
    target = {"fields": [{"name": "key"}, number], **({"primaryKey": primary} if primary else {})}
    schema = {"fields": [{"name": "to"}, number], "foreignKeys": [key]}
    specs = [
        {"name": name, "path": f"{name}.csv", "schema": schema}
        for name, schema in (("t", target), ("u", schema))
    ]
    rows = {"t.csv": ("key,n", keys), "u.csv": ("to,n", [before])}
    files = {
        path: "\n".join([header, *(f"{v},1" for v in values), ""]).encode()
        for path, (header, values) in rows.items()
    }
    store = Overlay(package(b"", resources=specs), files)

    if mended:
        made = fix.repairs(store, DESCRIPTOR)[2]
    else:
        made = {c.path: c.new for c in form.changes(store, DESCRIPTOR)[1]}

    assert made.get("u.csv", files["u.csv"]).decode() == f"to,n\n{after},1\n"
