"""Every kind of change and its bump (tests/changes.txt); where versions come from; odd tables."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bru.datapackage import descriptor
from bru.model import limits
from bru.releases import rows, streams, tables
from bru.releases.change import KINDS, Diff, Wanted, bumped, needed
from bru.releases.diff import diff
from bru.releases.place import open_version
from bru.store import StoreError
from support.commands import call, git, put
from support.shop import SHOP
from tools.memory import Memory

EDIT = re.compile(r"([-+]) (old )?([\w./-]+): ?(.*)")


class Case(NamedTuple):
    """A case of changes.txt."""

    kinds: frozenset[str]
    bump: str
    old: Mapping[str, str]
    new: Mapping[str, str]


def cases() -> list[Case]:
    """The cases of changes.txt."""
    text = (Path(__file__).parent / "changes.txt").read_text(encoding="utf-8")
    return [case(block) for block in re.split(r"^=== ", text, flags=re.M)[1:]]


def case(block: str) -> Case:
    head, *lines = block.rstrip("\n").split("\n")
    kinds, bump = head.split(": ")
    sides = {"old ": dict(SHOP), "": dict(SHOP)}
    pending: tuple[str, str, str] | None = None
    for sign, side, name, words in (EDIT.fullmatch(line).groups("") for line in lines if line):
        words = words.replace("\\n", "\n").replace("\\r", "\r").removeprefix("...")
        files = sides[side]
        if sign == "-":
            if pending:
                sides[pending[0]][pending[1]] = replaced(sides[pending[0]], *pending[1:], "")
            pending = side, name, words
        elif pending and pending[:2] == (side, name):
            files[name] = replaced(files, name, pending[2], words)
            pending = None
        else:
            files[name] = files.get(name, "") + words
    if pending:
        sides[pending[0]][pending[1]] = replaced(sides[pending[0]], *pending[1:], "")
    found = frozenset(kinds.split(", ")) - {"none"}
    return Case(found, bump, sides["old "], sides[""])


def replaced(files: Mapping[str, str], name: str, old: str, new: str) -> str:
    assert files[name].count(old) == 1, f"{name} has {old!r} {files[name].count(old)} times"
    return files[name].replace(old, new)


def compare(old: Mapping[str, str], new: Mapping[str, str], limit: int = 0) -> Diff:
    """The difference of two packages given as texts."""
    stores = (Memory({n: t.encode() for n, t in side.items()}) for side in (old, new))
    one, two = ((store, "datapackage.json") for store in stores)
    return diff(one, two, Wanted(limit))


CASES = cases()


@pytest.mark.parametrize("one", CASES, ids=lambda c: ",".join(sorted(c.kinds)) or "none")
def test_kind(one: Case) -> None:
    found = compare(one.old, one.new)

    assert found.kinds == one.kinds, found.changes
    assert needed(found.kinds) == one.bump
    assert not found.notes


def test_every_kind_has_a_case() -> None:
    proved = {kind for one in CASES for kind in one.kinds}
    elsewhere = {k for k in KINDS if k.startswith("tool-")} | {"meaning-changed"}  # test_release.py

    assert proved == KINDS.keys() - elsewhere
    assert len(proved) >= 60


def test_what_is_lost_is_found_the_other_way_round() -> None:
    """Every case read backwards is a difference too, of another kind or the same."""
    for one in CASES:
        back = compare(one.new, one.old)
        assert bool(back.kinds) == bool(one.kinds)


def test_bump() -> None:
    assert [bumped("1.2.3", b) for b in ("none", "patch", "minor", "major")] == [
        "1.2.3",
        "1.2.4",
        "1.3.0",
        "2.0.0",
    ]
    with pytest.raises(ValueError, match="three numbers"):
        bumped("1.2", "patch")


def shop(**tables: str) -> dict[str, str]:
    """The shop with other files."""
    return SHOP | {f"{name}.csv": text for name, text in tables.items()}


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [(c.kind, c.key, c.field, c.old, c.new) for c in compare(old, new).changes]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_returns_within_cells_are_compared(end: str) -> None:
    """A CR in quotes ends no record, at the end of a cell neither."""
    rows = ('"b\r1","The\nBaker"', '"b\r2","\r"'), ('"b\r1","A\nBaker"', '"b\r2",')
    old, new = (shop(makers=end.join(["maker_id,name", *own, ""])) for own in rows)

    assert [c for c in changed(old, new) if c[2] == "name"] == [
        ("cell-corrected", "b\r1", "name", "The\nBaker", "A\nBaker"),
        ("cell-emptied", "b\r2", "name", "\r", ""),
    ]


def test_cells_old_and_new() -> None:
    new = shop(sales="ware_id,day,count\nbread,2031-05-01,41\nmilk,2031-05-01,7\n")

    assert changed(SHOP, new) == [
        ("cell-corrected", "bread / 2031-05-01", "count", "40", "41"),
    ]


def test_a_renamed_row_is_compared_with_the_old_one() -> None:
    new = shop(
        makers="maker_id,name\nb2,Bakery\nbaker,The Baker\n",
        wares=SHOP["wares.csv"].replace("b1", "baker"),
        retired_ids=SHOP["retired_ids.csv"] + "makers,b1,baker,1.1.0,moved\n",
    )

    assert changed(SHOP, new)[:2] == [
        ("id-renamed", "b1", "", "b1", "baker"),
        ("cell-corrected", "baker", "name", "Baker", "The Baker"),
    ]


def test_redirects_that_go_on_are_followed_to_their_end() -> None:
    old = shop(makers="maker_id,name\na,A\nb,B\nc,C\n", wares=SHOP["wares.csv"].replace("b1", "a"))
    new = shop(
        makers="maker_id,name\nc,C\n",
        wares=SHOP["wares.csv"].replace("b1", "c"),
        retired_ids=SHOP["retired_ids.csv"] + "makers,a,b,1.0.1,merged\nmakers,b,c,1.0.2,merged\n",
    )

    assert compare(old, new).kinds == {"id-merged", "retirement-added", "cell-redirected"}


@pytest.mark.parametrize(
    ("old", "new", "kinds", "notes"),
    [
        ("", SHOP["makers.csv"], {"id-added"}, ["makers.csv (old): the file is empty"]),
        (
            SHOP["makers.csv"],
            "",
            {"id-removed", "table-emptied"},
            ["makers.csv (new): the file is empty"],
        ),
        (
            "",
            "",
            set(),
            ["makers.csv (old): the file is empty", "makers.csv (new): the file is empty"],
        ),
        (
            "maker_id,name\n",
            SHOP["makers.csv"],
            {"id-added"},
            ["makers.csv (old): there is no row under the header"],
        ),
        (
            "maker_id,name\nb1,Baker\nb1,Other\nb2,Bakery\n",
            SHOP["makers.csv"],
            {"id-removed"},
            ["makers.csv (old): 1 row has the key of an earlier row: paired in order"],
        ),
        (
            "maker_id,name\nb1,A\nb1,B\nb1,C\n",
            "maker_id,name\nb1,A\nb1,X\nb1,C\n",
            {"cell-corrected"},
            [
                "makers.csv (old): 2 rows have the key of an earlier row: paired in order",
                "makers.csv (new): 2 rows have the key of an earlier row: paired in order",
            ],
        ),
        (SHOP["makers.csv"].replace("\n", "\r\n"), SHOP["makers.csv"], {"file-form"}, []),
        ("\ufeff" + SHOP["makers.csv"], SHOP["makers.csv"], {"file-form"}, []),
        (SHOP["makers.csv"].rstrip("\n"), SHOP["makers.csv"], {"file-form"}, []),
        (SHOP["makers.csv"] + "\n\n", SHOP["makers.csv"], {"file-form"}, []),
    ],
)
def test_odd_tables(old: str, new: str, kinds: set[str], notes: list[str]) -> None:
    found = compare(shop(makers=old), shop(makers=new))

    assert found.kinds == kinds
    assert list(found.notes) == notes


def test_a_cell_of_several_lines_and_quotes() -> None:
    old = shop(makers='maker_id,name\nb1,"Ba\nker, ""x"""\nb2,Bakery\n')
    new = shop(makers='maker_id,name\nb1,"Ba\nker, ""y"""\nb2,Bakery\n')

    assert changed(old, new) == [
        ("cell-corrected", "b1", "name", 'Ba\nker, "x"', 'Ba\nker, "y"'),
    ]


def test_a_table_without_a_key_is_compared_by_whole_rows() -> None:
    files = {"makers.json": '{"fields": [{"name": "maker_id"}, {"name": "name"}]}'}
    found = compare(shop() | files, shop(makers="maker_id,name\nb1,Baker\nb2,Mill\n") | files)

    assert [(c.kind, c.key) for c in found.changes] == [
        ("row-added", "b2 / Mill"),
        ("row-removed", "b2 / Bakery"),
    ]


def test_other_encoding_and_separator_are_read() -> None:
    old, new = (
        Memory({n: t.encode() for n, t in SHOP.items()} | {"makers.csv": text})
        for text in (
            "maker_id;name\nb1;Bäcker\n".encode("latin-1"),
            "maker_id,name\nb1,Bäcker\n".encode(),
        )
    )
    spec = old.files["datapackage.json"].replace(
        b'"makers.csv"', b'"makers.csv", "encoding": "latin-1", "dialect": {"delimiter": ";"}'
    )
    old.files = {**old.files, "datapackage.json": spec}

    found = diff((old, "datapackage.json"), (new, "datapackage.json"))

    assert found.kinds == {"table-encoding", "table-dialect"}


def test_a_quote_that_is_never_closed_ends_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELL", 1000)
    endless = 'maker_id,name\nb1,"Baker\n' + "b2,Bakery\n" * 200

    with pytest.raises(ValueError, match="is a quote never closed"):
        compare(shop(makers=endless), SHOP)


def test_a_damaged_zip_file_is_one_line(tmp_path: Path) -> None:
    put(tmp_path / "new", SHOP)
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as file:
        for path, text in SHOP.items():
            file.writestr(path, text)
    whole = (tmp_path / "old.zip").read_bytes()
    (tmp_path / "old.zip").write_bytes(whole.replace(b"b1,Baker", b"b1,Maker", 1))

    result = call("diff", tmp_path / "old.zip", tmp_path / "new")

    assert (result.exit_code, "makers.csv: cannot be unpacked" in result.stderr) == (2, True)


def test_what_cannot_be_read_is_an_error_with_its_place() -> None:
    spec = SHOP["datapackage.json"].replace('"makers.csv"', '"makers.csv", "encoding": "ascii"')
    old = shop(makers="maker_id;name\nb1,Bäcker\n") | {"datapackage.json": spec}

    with pytest.raises(ValueError, match=r"makers.csv:\d \(old\): cannot be read"):
        compare(old | {"makers.csv": '"maker_id",name\nb1,Bäcker\n'}, SHOP)


UNREADABLE = {
    b'maker_id,name\n"b1,Baker\nb2,Bakery\n': ":2 (new): cannot be read: the quoting is broken",
    b'maker_id,name\nb1,"The\nBaker"\nb2,"Bakery\n': ":4 (new): cannot be read: the quoting is broken",
    b'maker_id,name\nb1,"The\nBaker"\nb2,"B"akery\n': ":4 (new): cannot be read: the quoting is",
    b'maker_id,name\rb1,"The\r\nBaker"\rb2,B\xe4ckerei\r': ":4 (new): cannot be read: byte 0xE4",
    b'maker_id,name\r\nb1,"The\rBaker"\r\nb2,B\xe4': ":4 (new): cannot be read: byte 0xE4 is not",
    b"maker_id,name\rb1,Ba\0ker\r": ":2 (new): cannot be read: a NUL byte",
    b"maker_id,name\nb1,Ba\0ker\n": ":2 (new): cannot be read: a NUL byte",
    b"maker_id,name\nb1,Baker\nb2,B\xe4ckerei\n": ":3 (new): cannot be read: byte 0xE4 is not",
    b"maker_id;name\nb1;Baker\n": ":1 (new): cannot be read: the columns are separated by semi",
}


@pytest.mark.parametrize("data", UNREADABLE)
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_check_cannot_read_is_not_compared(data: bytes, form: str, tmp_path: Path) -> None:
    put(tmp_path / "old", SHOP)
    put(tmp_path / "new", SHOP)
    (tmp_path / "new/makers.csv").write_bytes(data)

    done = call("diff", "--exit-code", "--format", form, tmp_path / "old", tmp_path / "new")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: makers.csv{UNREADABLE[data]}")
    assert (
        f"makers.csv{UNREADABLE[data].split()[0]}: BRU" in call("validate", tmp_path / "new").stdout
    )


@pytest.mark.parametrize("size", range(1, 8))
def test_lines_are_counted_whatever_is_read_at_once(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BLOCK", size)
    data = "id,name\r\n1,Ä\r\n2,ö\r3,€".encode()
    resource = descriptor.read(Memory({n: t.encode() for n, t in SHOP.items()}), "datapackage.json")
    for wrong in ("\xff", "\0"):
        stream = partial(io.BytesIO, data + wrong.encode("latin-1"))
        side = streams.Side("old", resource.resource("makers"), stream)

        with pytest.raises(ValueError, match=r"^makers.csv:4 \(old\): cannot be read"):
            deque(streams.texts(side))


def test_kinds_of_change_are_in_one_order() -> None:
    """Whatever the order of the rows."""
    old = ["bread,Bread,b1,", "milk,Milk,,1", "salt,Salt,b1,"]
    new = ["bread,Loaf,b1,3", "milk,Milk,,", "tea,Tea,,"]
    kinds = []
    for step in (1, -1):
        rows = ("\n".join([SHOP["wares.csv"].split("\n")[0], *r[::step], ""]) for r in (old, new))
        found = compare(*(shop(wares=text) for text in rows))
        kinds.append(([*found.counts], [c.kind for c in found.changes]))

    assert kinds[0] == kinds[1]
    assert [kind for _, kind in kinds[0][0]] == [k for k in KINDS if k in found.kinds]
    assert len(found.kinds) > 3


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_table_that_is_not_there_is_no_equal(form: str, tmp_path: Path) -> None:
    put(tmp_path / "old", SHOP)
    put(tmp_path / "new", SHOP)
    (tmp_path / "new/makers.csv").unlink()

    for old, new, which in (("old", "new", "new"), ("new", "old", "old"), ("new", "new", "old")):
        done = call("diff", "--exit-code", "--format", form, tmp_path / old, tmp_path / new)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(
            f"Error: makers.csv ({which}): cannot be compared: it was not"
        )


def test_quotes_within_cells_join_no_rows() -> None:
    old = shop(makers='maker_id,name\nb1,5" pipes\nb2,Bakery\nb3,6" pipes\n')
    new = shop(makers='maker_id,name\nb1,5" pipes\nb3,6" pipes\n')

    assert changed(old, new) == [("id-removed", "b2", "", "", "")]


WAYS = ["memory", "disk", pytest.param("hashes", marks=pytest.mark.needs("polars"))]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(8))
def test_every_way_finds_what_a_dictionary_finds(
    seed: int, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random tables, in order or not: in memory, in parts on the disk, by hashes of rows."""
    dice = random.Random(seed)
    names = ["plain", 'with "quotes"', "two\nlines", "comma, here", "", "x^", "a\x1fb", "ö"]
    keys = [f"k{dice.randrange(250)}" for _ in range(200)] + ['q"k', "k,1", "two\nlines", "x^"]
    old = {key: dice.choice(names) for key in keys}
    new = {k: dice.choice([v, v, v, "other"]) for k, v in old.items() if dice.random() > 0.1}
    new |= {f"n{i}": "new" for i in range(dice.randrange(9))}
    want = {("id-added", k) for k in new.keys() - old.keys()}
    want |= {("id-removed", k) for k in old.keys() - new.keys()}
    want |= {
        ("cell-filled" if not old[k] else "cell-emptied" if not new[k] else "cell-corrected", k)
        for k in old.keys() & new.keys()
        if old[k] != new[k]
    }
    unfit = []
    if way == "disk":
        monkeypatch.setattr(rows, "PART", 1000)
    if way == "hashes":
        from bru.releases import hashed, streams

        monkeypatch.setattr(tables, "SMALL", 0)
        monkeypatch.setattr(streams, "BLOCK", dice.choice([50, 300, 10_000]))
        monkeypatch.setattr(rows, "merge", noted(rows.merge, unfit))
        monkeypatch.setattr(hashed, "pair", noted(hashed.pair, unfit))

    for shuffled in (False, True):
        sides = [sorted(side.items()) for side in (old, new)]
        if shuffled:
            for side in sides:
                dice.shuffle(side)
        texts = [written([("maker_id", "name"), *side]) for side in sides]
        found = compare(shop(makers=texts[0]), shop(makers=texts[1]))
        assert {(c.kind, c.key) for c in found.changes} == want
        assert not found.notes
        assert found.rows["makers"] == (len(old), len(new))
    assert "pair" in unfit or way != "hashes"


def noted(function: Callable[..., Any], calls: list[str]) -> Callable[..., Any]:
    """A function that notes that it was called."""

    def called(*given: Any) -> Any:
        calls.append(function.__name__)
        return function(*given)

    return called


@pytest.mark.needs("polars")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a,1\na,2\nb,3\n", "b,3\na,2\na,1\n"),  # keys repeat in both
        ("a,1\na,2\nb,3\n", "b,3\na,1\n"),  # in the old one
        ("a,1\nb,3\n", "b,3\na,1\na,1\n"),  # a row is there twice
        ("a,1\na,1\nb,3\n", "b,3\na,1\n"),
        ('a,1\n"a",2\n', "a,2\n"),  # the same key, once in quotes
        ("a,1\r\nb,2\r\n", "b,2\na,1\n"),
        ("a,1\n\n\nb,2", "b,2\na,1\n\n"),
        ("a,\udcff\nb,2\n", "b,2\na,\udcff\n"),  # not UTF-8
        ("a,1\nb\n", "b\na,1\n"),
        ("", "a,1\n"),
        ("a,1\n", ""),
    ],
)
def test_odd_tables_by_hashes_are_as_without(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = [
        Memory({n: t.encode("utf-8", "surrogateescape") for n, t in shop(makers=text).items()})
        for text in ("maker_id,name\n" + old, "maker_id,name\n" + new)
    ]
    found = []
    for size in (tables.SMALL, 0):
        monkeypatch.setattr(tables, "SMALL", size)
        try:
            found.append(diff(*((side, "datapackage.json") for side in sides)))
        except ValueError as error:
            found.append(str(error))

    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("at", "record", "key"),
    [
        ((0,), b'"ab",', b"ab"),  # the last cell is empty, and no line end follows
        ((1,), b'x,"k",', b"k"),
        ((0, 1), b'"a""b","k",', (b'a"b', b"k")),
        ((0,), b'"a,b",c\n', b"a,b"),
        ((1,), b"x\n", b""),
    ],
)
def test_key_of_a_record(at: tuple[int, ...], record: bytes, key: object) -> None:
    assert rows.by_text(at)(record) == key


@pytest.mark.needs("polars")
def test_letters_outside_of_the_encoding_by_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a table that is said to be ASCII, whose bytes are good UTF-8."""
    monkeypatch.setattr(tables, "SMALL", 0)
    sides, rest = [], "".join(f"a{n},Baker\n" for n in range(1000, 4000))
    for name in ("Böcker", "Bäcker"):
        files = shop(makers=f"maker_id,name\n{rest}b1,{name}\n")
        spec = json.loads(files["datapackage.json"])
        spec["resources"] = [{**r, "encoding": "ascii"} for r in spec["resources"]]
        sides.append({**files, "datapackage.json": json.dumps(spec)})

    with pytest.raises(ValueError, match=r"makers.csv:3002 \(old\): cannot be read: byte 0xC3"):
        compare(*sides)


@pytest.mark.needs("polars")
def test_broken_tables_by_hashes_are_as_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes that open within a cell or nowhere close, NUL, bytes of no letter, no line end."""
    from bru.releases import streams

    dice, errors = random.Random(3), 0
    pieces = ["k1,a\n", "k2,b\n", 'k3,"c, d"\n', 'k4,"e\nf"\n', 'k5,g"h\n', '"k6"i,j\n']
    pieces += [
        'k7,"l\n',
        'k8,m"\n',
        'k9,"n""\n',
        "k0,\0\n",
        "ka,\udcff\n",
        "kb,o",
        "kd,ö\n",
        "kc,p\r\n",
        "\n",
    ]
    monkeypatch.setattr(streams, "BLOCK", 10)
    for _ in range(250):
        sides, found, encoding = [], [], dice.choice(["utf-8", "utf-8", "ascii"])
        for _ in "ab":
            rows_of = [
                dice.choice(pieces[: dice.choice([4, 15])]) for _ in range(dice.randrange(9))
            ]
            top = dice.choice([*["maker_id,name"] * 9, "maker_id,name,name", "maker_id,na\0me"])
            text = f"{top}\n" + "".join(dict.fromkeys(rows_of))
            files = shop(makers=text)
            spec = json.loads(files["datapackage.json"])
            for resource in spec["resources"]:
                resource["encoding"] = encoding
            files["datapackage.json"] = json.dumps(spec)
            sides.append(
                Memory({n: t.encode("utf-8", "surrogateescape") for n, t in files.items()})
            )
        for size in (4 * 1024**2, 0):
            monkeypatch.setattr(tables, "SMALL", size)
            try:
                own = diff(*((side, "datapackage.json") for side in sides))
                found.append(own._replace(changes=tuple(sorted(own.changes))))
            except ValueError as error:
                found.append(str(error))
        assert found[0] == found[1]
        errors += isinstance(found[0], str)
    assert 60 < errors < 230


def written(records: list[tuple[str, str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(records)
    return stream.getvalue()


def test_limit_lists_less_and_counts_all() -> None:
    new = shop(makers=SHOP["makers.csv"] + "".join(f"c{i},Maker {i}\n" for i in range(9)))
    found = compare(SHOP, new, limit=2)

    assert (found.counts["makers", "id-added"], len(found.changes)) == (9, 2)


def test_where_versions_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder, descriptor, zip, wheel, git revision: the same data is no difference."""
    repository = tmp_path / "repository"
    folder = put(repository / "below", SHOP)
    git(repository.parent, "init", "-q", str(repository))
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "one")
    for name, prefix in (("a.zip", ""), ("b-1.0-py3-none-any.whl", "b/dataset/")):
        with zipfile.ZipFile(tmp_path / name, "w") as file:
            for path, text in SHOP.items():
                file.writestr(prefix + path, text)
    monkeypatch.chdir(folder)
    given = [".", "datapackage.json", "../../a.zip", "../../b-1.0-py3-none-any.whl", "HEAD"]

    for one in given:
        found = diff(open_version(one), open_version(None))
        assert (found.old.version, found.kinds, len(found.rows)) == ("1.0.0", set(), 4)

    put(folder, shop(makers="maker_id,name\nb1,Baker\nb2,Mill\n"))
    assert diff(open_version("HEAD"), open_version(None)).kinds == {"cell-corrected"}
    with pytest.raises(StoreError, match="nowhere: no such file or folder, git revision"):
        open_version("nowhere")
    assert open_version("installed")[0].name


def test_command_in_every_format(tmp_path: Path) -> None:
    old = put(tmp_path / "old", SHOP)
    new = put(tmp_path / "new", shop(makers="maker_id,name\nb1,<b>Baker*</b>\nb2,Bakery\n"))

    text = call("diff", old, new).stdout
    assert "    b1: name: Baker → <b>Baker*</b>\n" in text
    assert text.endswith("1 change; a patch version, because of cell-corrected\n")

    found = json.loads(call("diff", old, new, "--format", "json").stdout)
    assert (found["bump"], found["changes"][0]["new"]) == ("patch", "<b>Baker*</b>")
    assert found["counts"] == [
        {"table": "makers", "kind": "cell-corrected", "count": 1, "bump": "patch"}
    ]

    markdown = call("diff", old, new, "--format", "markdown").stdout
    assert "- b1: name: Baker → &lt;b&gt;Baker\\*&lt;/b&gt;\n" in markdown

    page = tmp_path / "page.html"
    assert call("diff", old, new, "--format", "html", "--output", page).stdout == ""
    seen = Seen()
    seen.feed(page.read_text(encoding="utf-8"))
    assert "<b>Baker*</b>" in seen.texts
    assert seen.open == []

    assert call("diff", old, old).stdout.endswith("\nno difference\n")


class Seen(HTMLParser):
    """The texts of a page, and the tags that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "th", "td"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_failures_are_one_line(tmp_path: Path) -> None:
    put(tmp_path / "old", SHOP)
    put(tmp_path / "bad", SHOP | {"datapackage.json": "{"})

    for arguments in (["nowhere", tmp_path / "old"], [tmp_path / "bad", tmp_path / "old"]):
        result = call("diff", *arguments, cwd=tmp_path)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.stderr


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The shop, and one in which a number, a name and an optional cell are others."""
    new = shop(
        makers="maker_id,name\nb1,The Baker\nb2,Bakery\n",
        wares=SHOP["wares.csv"].replace(",1.5,", ",1.51,").replace("Milk,,", "Milk,b1,"),
    )
    return put(tmp_path / "old", SHOP), put(tmp_path / "new", new)


@pytest.mark.parametrize(
    ("options", "last", "code"),
    [
        ("", "3 changes; a minor version, because of cell-filled", 0),
        ("--exit-code", "3 changes; a minor version, because of cell-filled", 1),
        ("--exit-code --kind id", "no difference", 0),
        ("--kind cell-corrected", "2 changes; a patch version, because of cell-corrected", 0),
        ("--kind cell --kind id", "3 changes; a minor version, because of cell-filled", 0),
        ("--tolerance 0.01", "2 changes; a minor version, because of cell-filled", 0),
        ("--tolerance 1%", "2 changes; a minor version, because of cell-filled", 0),
        ("--tolerance 0.5%", "3 changes; a minor version, because of cell-filled", 0),
        (
            "--ignore name --ignore wares.weight",
            "1 change; a minor version, because of cell-filled",
            0,
        ),
        ("--exit-code --ignore name --ignore weight --ignore maker_id", "no difference", 0),
    ],
)
def test_what_is_told_can_be_chosen(
    two: tuple[Path, Path], options: str, last: str, code: int
) -> None:
    done = call("diff", *two, *options.split())

    assert (done.stdout.splitlines()[-1], done.exit_code) == (last, code)


def test_choices_that_mean_nothing_are_told(two: tuple[Path, Path]) -> None:
    for option, message in {
        "--kind cell-corected": "no kind of change 'cell-corected'; did you mean \"cell-corrected\"?",
        "--tolerance much": "a tolerance is a number such as 0.01, or 1%, not 'much'",
        "--tolerance=-1": "a tolerance is a number",
        "--ignore colour": "no table has a column colour to ignore\n",
        "--ignore retired_ids.old_di": 'to ignore; did you mean "retired_ids.old_id"?',
    }.items():
        done = call("diff", *two, *option.split())
        assert (done.exit_code, message in done.stderr) == (2, True), done.stderr


def test_a_file_that_is_no_table_is_named_with_the_reason(tmp_path: Path) -> None:
    spec = SHOP["datapackage.json"].replace(
        '{"name": "sales",', '{"name": "map", "path": "map.geojson"}, {"name": "sales",'
    )
    old = put(tmp_path / "old", {**SHOP, "datapackage.json": spec, "map.geojson": "{}"})
    new = put(tmp_path / "new", {**SHOP, "datapackage.json": spec, "map.geojson": "{ }"})

    done = call("diff", old, new)

    assert "    map.geojson: other bytes (not compared by rows: it " in done.stdout


def test_nothing_is_compared_that_was_not_named(tmp_path: Path, two: tuple[Path, Path]) -> None:
    done = call("diff", two[0], cwd=tmp_path)

    assert done.exit_code == 2
    assert 'no datapackage.json here or above: give NEW, which may be "installed"' in done.stderr
