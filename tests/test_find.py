"""Entities are found by any spelling of their names, the likeliest first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru.datapackage import descriptor
from bru.editing import find
from bru.editing.known import Known
from bru.store import open_store
from bru.store.base import Overlay
from support import ROOT
from support.commands import call
from tools.memory import Memory


def found(text: str) -> list[find.Match]:
    """What is found in the shipped data."""
    from bru.store import DESCRIPTOR, Folder

    return find.find(Folder(ROOT), DESCRIPTOR, text)


@pytest.mark.parametrize(
    ("short", "name", "is_one"),
    [
        ("eaeu", "eurasian economic union", True),
        ("eeu", "eurasian economic union", True),
        ("sco", "shanghai cooperation organization", True),
        ("bisr", "belarusian institute of strategic research", True),
        ("ousg", "office of the secretary general", False),
        ("eue", "eurasian economic union", False),
        ("union", "eurasian economic union", False),
    ],
)
def test_initials(short: str, name: str, is_one: bool) -> None:
    assert find.abbreviates(short, name.split()) is is_one


def test_what_is_like_nothing_is_told_with_the_command() -> None:
    for text in ("Gomselmash", "Quinoa"):
        result = call("find", text)

        assert (result.exit_code, result.stdout) == (1, "")
        assert (
            f"`bru new actor --name {text}` asks for the rest, to add it"
            in result.stderr.replace("'", "")
        )
    assert found("EAEU")[0].id == "eurasian-economic-union"


@pytest.mark.parametrize(
    ("texts", "id_"),
    [
        (
            "Lukashenka Lukashenko Лукашенко Лукашэнка Łukašenka Loukachenko Lukaschenko LUKASHENKO "
            "lukasenka Lukashenk",
            "lukashenka-alyaksandr",
        ),
        (
            "Halouchanka Golovchenko Галоўчанка Головченко Hałoŭčanka Golovčenko",
            "halouchanka-raman",
        ),
        ("Myasnikovich Miasnikovich Мясникович Мясніковіч Miasnikovič", "myasnikovich"),
        ("Semashko Siamashka Семашко Сямашка", "semashko-vladimir"),
        ("Zolotarev Zolotaryov Золотарёв Золотарев Залатароў", "zolotarev-yuri"),
        ("Peskov Песков Пяскоў", "peskov-dmitry"),
        ("Manturov Мантуров Мантураў", "manturov-denis"),
        ("Belarus Беларусь Белоруссия Bielarus", "belarus"),
        ("BelAZ БелАЗ belaz", "belaz"),
        ("MAZ МАЗ", "maz"),
        ("Росатом Rosatom", "rosatom"),
        ("Орёл Орел Oryol Orel", "oryol"),
        ("Москва Moskva Moscow", "moscow"),
        ("Кремль", "kremlin"),
    ],
)
def test_every_spelling_finds_the_same(texts: str, id_: str) -> None:
    for text in texts.split():
        assert found(text)[0].id == id_, text


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Александр Лукашенко", "lukashenka-alyaksandr"),
        ("alexander lukashenko", "lukashenka-alyaksandr"),
        ("Uladzimir Putin", "putin-vladimir"),
        ("halouchanka-raman", "halouchanka-raman"),
        ("hitech park", "belarusian-hi-tech-park"),
        ("merger of kamaz and maz", "maz-kamaz-merger"),
        ("BISR", "belarusian-institute-of-strategic-research"),
        ("Прэйгерман", "edm-2023-05-04"),  # the author of a document
    ],
)
def test_names_of_several_words(text: str, id_: str) -> None:
    assert found(text)[0].id == id_


def test_match_says_which_name_and_where() -> None:
    best = found("Лукашенко")[0]

    assert best[:5] == (
        "actors", "lukashenka-alyaksandr", "Alyaksandr Lukashenka", "person", "Lukashenko",
    )  # fmt: skip
    line = (ROOT / best.path).read_text("utf-8").split("\n")[best.line - 1]
    assert line.startswith("lukashenka-alyaksandr,Lukashenko,variant")
    assert best.score == 1.0


@pytest.mark.parametrize(
    ("text", "id_", "match"),
    [
        ("Belarus in Focus 2012", "bif-2012-11-04", "Belarus in Focus 2012"),
        ("bridge between Russia and Belarus", "bif-2012-11-04", "Military industrial complex out"),
        ("trade rep", "zolotarev-yuri", "Russia’s trade rep in Belarus"),
    ],
)
def test_titles_find_documents_and_who_holds_an_office(text: str, id_: str, match: str) -> None:
    assert (found(text)[0].id, found(text)[0].match[: len(match)]) == (id_, match)


def test_an_office_stands_for_nobody(package: Path) -> None:
    """Another may hold it: who writes it for an ID is asked whom he means."""
    opened = open_store(package)
    known = Known(*opened, descriptor.read(*opened))
    assert known.ids("actors", "Belarusian Prime Minister") == []
    assert "halouchanka-raman" in known.why("actors", "Belarusian Prime Minister", ())


def test_people_with_like_names_are_both_shown() -> None:
    """Likeness is no identity: the ministries and the Dmitrys are told apart by the reader."""
    assert {m.id for m in found("Dzmitry")} >= {"peskov-dmitry", "rogozin-dmitry"}


@pytest.mark.parametrize("text", ["", "—", "Qqqqqq", "中国", " "])
def test_nothing_is_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Лукашэнка", "lukashenka"),
        ("Łukašenka", "lukashenka"),
        ("Лукаше́нко", "lukashenko"),
        ("Щёкин-Жуй", "shchekin zhui"),
        ("Ґедзь Її", "gedz ii"),
        ("Brandão’s Pier", "brandaos pier"),
        ("BelTA/БелТА", "belta belta"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert find.fold(text) == folded


@given(st.text(max_size=20))
def test_fold_is_stable_and_a_name_is_most_like_itself(text: str) -> None:
    once = find.fold(text)

    assert find.fold(once) == once
    assert find.likeness(once, once) == (1.0 if once else 0.0)
    assert find.skeleton(find.skeleton(once)) == find.skeleton(find.skeleton(find.skeleton(once)))


@given(st.text("abcdeh wй", max_size=12), st.text("abcdeh wй", max_size=12))
def test_likeness_is_between_none_and_same(one: str, other: str) -> None:
    assert 0.0 <= find.likeness(find.fold(one), find.fold(other)) <= 1.0


def test_any_table_with_names_is_searched() -> None:
    """The core knows no table by name: a key of one field and a field `name` are enough."""
    schemas = [
        {"name": "ships", "path": "ships.csv", "schema": {
            "fields": [{"name": "id"}, {"name": "name"}], "primaryKey": "id"}},
        {"name": "old", "path": "old.csv", "schema": {
            "fields": [{"name": "ship"}, {"name": "name"}],
            "foreignKeys": [
                {"fields": "ship", "reference": {"resource": "ships", "fields": "id"}}]}},
    ]  # fmt: skip
    files = {
        "datapackage.json": json.dumps({"resources": schemas}).encode(),
        "ships.csv": b"id,name\nn,Nadzeya\nm,Mir\n",
        "old.csv": 'ship,name\nm,"Надежда,\nthe old one"\nm,Peace\nx,Peace\n'.encode(),
    }
    store = Overlay(Memory({}), files)

    assert [m.id for m in find.find(store, "datapackage.json", "Надзея")] == ["n"]
    assert [m.id for m in find.find(store, "datapackage.json", "Nadezhda")] == ["m"]
    assert find.find(store, "datapackage.json", "peace") == [
        ("ships", "m", "Mir", "", "Peace", "old.csv", 4, 1.0)
    ]


def test_command() -> None:
    text, nothing = call("find", "Лукашенко", "--limit", "1"), call("find", "Qqqqqq")
    as_json = call("find", "Raman", "Golovchenko", "--format", "json")

    assert re.fullmatch(
        "lukashenka-alyaksandr  person  Alyaksandr Lukashenka"
        r'  \("Lukashenko", data/actor_names.csv:\d+\)\n',
        text.stdout,
    )
    assert re.fullmatch(r"\d+ more \(--limit 0 lists all\)\n", text.stderr)
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert json.loads(as_json.stdout)[0]["id"] == "halouchanka-raman"
    assert list(json.loads(as_json.stdout)[0]) == list(find.Match._fields)
    assert json.loads(call("find", "Qqqqqq", "--format", "json").stdout) == []


def test_broken_table_is_one_line(tmp_path) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": {
        "fields": [{"name": "id"}, {"name": "name"}], "primaryKey": "id"}}  # fmt: skip
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    (tmp_path / "t.csv").write_bytes(b"id,name\na,\x9b31m\n")

    result = call("find", "a", "--package", tmp_path)

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "t.csv:2: " in result.stderr


def test_of_a_long_text_the_beginning_counts() -> None:
    assert found("Lukashenka " + "a" * 100_000) == found("Lukashenka " + "a" * 1_000)


def test_what_was_not_searched_is_not_said_to_have_no_such_name(tmp_path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "a", "schema": "a.json"}]}')

    result = call("find", "Oria", cwd=tmp_path)

    assert result.exit_code == 2 and "run `bru validate` first" in result.stderr


def test_names_can_do_nothing_to_a_terminal(tmp_path) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": {
        "fields": [{"name": "id"}, {"name": "name"}], "primaryKey": "id"}}  # fmt: skip
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    (tmp_path / "t.csv").write_text("id,name\na,Mir\x1b[31m\u202e\n", "utf-8")

    for form in ("text", "json"):
        result = call("find", "Mir", "--package", tmp_path, "--format", form)
        assert result.exit_code == 0
        assert not set("\x1b\u202e") & set(result.stdout)
