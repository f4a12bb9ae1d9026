"""What is meant to break a checker: each is reported or refused in bounded time and memory."""

from __future__ import annotations

import inspect
import itertools
import json
import os
import stat
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bru import store
from bru.check import run
from bru.datapackage import jsontext, table
from bru.model import limits
from bru.render import FORMATS
from support.commands import call, write_package
from support.small import ID, Json, checked, described, field, lines, package

POSIX = pytest.mark.skipif(os.name != "posix", reason="there are no such files")


# zip files


def zipped(folder: Path, members: Mapping[str, bytes | str], top: str = "") -> Path:
    """A zip file with a package of one table and these members more."""
    file = folder / "p.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**package(b"id\n1\n"), **members}.items():
            archive.writestr(top + name, data)
    return file


@pytest.mark.parametrize(
    "name",
    [
        "../x.csv",
        "a/../../x.csv",
        "/etc/x.csv",
        "..\\x.csv",
        "a\\..\\x",
        "C:\\x.csv",
        "c:x",
        "a/..",
    ],
)
def test_zip_with_a_member_that_leaves_it(tmp_path: Path, name: str) -> None:
    result = call("validate", zipped(tmp_path, {name: b"id\n1\n"}))

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"its member {name} would be unpacked outside of it" in result.stderr
    assert result.stderr.count("\n") == 1


def test_zip_with_a_link(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("t.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = tmp_path / "p.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("datapackage.json", package(b"")["datapackage.json"])
        archive.writestr(link, "/etc/passwd")

    result = call("validate", file)

    assert result.exit_code == 1
    assert "BRU804: the path t.csv is refused: it is a link in a zip file" in result.stdout


def test_zip_with_a_member_twice(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = tmp_path / "p.zip"
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in (*package(b"id\n1\n").items(), ("t.csv", b"id\n2\n")):
                archive.writestr(name, data)

    result = call("validate", file)

    assert result.exit_code == 1
    assert "t.csv: BRU001: the file is in the zip file more than once" in result.stdout


def test_zip_with_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path, {}).read_bytes())
    place = data.index(b"t.csv")
    data[place - 24] |= 1  # the flag in the member's own header
    data[data.index(b"t.csv", place + 1) - 38] |= 1  # and in the directory
    (tmp_path / "p.zip").write_bytes(data)

    result = call("validate", tmp_path / "p.zip")

    assert result.exit_code == 1
    assert "t.csv: BRU001: the file cannot be unpacked (" in result.stdout
    assert "encrypted" in result.stdout


def test_zip_that_is_damaged_anywhere(tmp_path: Path) -> None:
    whole = zipped(tmp_path, {"t.csv": b"id\n" + b"1\n" * 500}).read_bytes()
    for at in range(0, len(whole), 3):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            (tmp_path / "p.zip").write_bytes(data)
            try:
                where, name = store.open_store(tmp_path / "p.zip")
                run.validate(where, name, select=["BRU0", "BRU8"])
            except store.StoreError as error:
                assert "\n" not in str(error)


def test_zip_bomb_by_ratio(tmp_path: Path) -> None:
    bomb = b"id\n" + bytes(limits.RATIO_FROM)

    result = call("validate", zipped(tmp_path, {"t.csv": bomb}))

    assert result.exit_code == 1
    assert "t.csv: BRU001: the file would unpack from " in result.stdout
    assert "a zip bomb" in result.stdout


def test_zip_bomb_by_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_BYTES", 1000)
    files = {"t.csv": b"id\n" + b"1\n" * 300, "t1.csv": b"id\n" + b"1\n" * 300}
    files["datapackage.json"] = package(b"", b"")["datapackage.json"]

    result = call("validate", zipped(tmp_path, files))

    assert result.exit_code == 1
    assert "t.csv: BRU" not in result.stdout
    assert "t1.csv: BRU001: the file has 603 bytes, more than are read (397)" in result.stdout


def test_zip_whose_size_is_a_lie(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"t.csv": b"id\n" + b"1\n" * 100_000})
    data = bytearray(file.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"t.csv"))
    struct.pack_into("<I", data, entry + 24, 10)  # the size when it is unpacked
    file.write_bytes(data)

    result = call("validate", file)

    assert result.exit_code == 1
    assert "t.csv: BRU001: the file cannot be unpacked (Bad CRC-32" in result.stdout


def test_zip_in_a_zip_is_not_entered(tmp_path: Path) -> None:
    inner = zipped(tmp_path, {}).read_bytes()
    for path in ("inner.zip", "inner.zip/t.csv"):
        outer = zipped(
            tmp_path, {"inner.zip": inner, **described({"name": "t", "path": path, "schema": ID})}
        )

        result = call("validate", outer)

        assert result.exit_code == 1
        assert "BRU001: the file has 2 files" in result.stdout or "was not found" in result.stdout


def test_zip_with_a_huge_descriptor(tmp_path: Path) -> None:
    huge = b'{"resources": []' + b" " * limits.JSON_BYTES + b"}"

    result = call("validate", zipped(tmp_path, {"datapackage.json": huge}))

    assert result.exit_code == 1
    assert result.stdout.count("BRU") == 2  # one problem, and the hint below
    assert "datapackage.json: BRU801: it has 8,388,625 bytes, more than are read" in result.stdout


def test_zip_with_two_packages(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"datapackage.json": b"{}"}, "a/")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("b/datapackage.json", b"{}")

    result = call("validate", file)

    assert result.exit_code == 2
    assert "several packages (a/datapackage.json, b/datapackage.json)" in result.stderr


# paths


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("../secret.csv", True),
        ("a/../../secret.csv", True),
        ("/etc/passwd", True),
        ("//host/share/x.csv", True),
        ("\\\\host\\share\\x.csv", True),
        ("C:/x.csv", True),
        ("c:x.csv", True),
        ("file:///etc/passwd", True),
        ("a\0b.csv", True),
        (".", True),
        ("\ud800.csv", True),
        ("x" * 1001, True),
        ("%2e%2e/secret.csv", False),
        ("..%2fsecret.csv", True),
        ("x" * 300, False),
        ("data:text/csv,id", False),
        ("file:/etc/passwd", True),
        ("~/secret.csv", True),
        ("$HOME/secret.csv", False),
    ],
)
def test_path_that_leaves_the_package(tmp_path: Path, path: str, refused: bool) -> None:
    (tmp_path / "secret.csv").write_text("id\n1\n", "utf-8")
    (tmp_path / "p").mkdir()
    files = described({"name": "t", "path": path, "schema": ID})
    (tmp_path / "p/datapackage.json").write_bytes(files["datapackage.json"])

    result = call("validate", tmp_path / "p")

    assert result.exit_code == 1
    assert ("BRU804: the path " in result.stdout) is refused
    assert ("BRU001" in result.stdout) is not refused
    assert checked(files).by_code == ({"BRU804": 1} if refused else {"BRU001": 1})


@pytest.mark.parametrize("path", ["../secret.json", "/etc/passwd", "file:///s.json"])
def test_path_of_a_schema_that_leaves_the_package(path: str) -> None:
    report = checked(described({"name": "t", "path": "t.csv", "schema": path}, t=b"id\n"))

    assert report.by_code == {"BRU804": 1}


@POSIX
@pytest.mark.parametrize("target", ["../out", "/etc", "../p/../out"])
def test_folder_that_is_a_link_out_of_the_package(tmp_path: Path, target: str) -> None:
    for name in ("p", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "out/passwd").write_text("id\n1\n", "utf-8")
    (tmp_path / "p/data").symlink_to(target)
    files = described({"name": "t", "path": "data/passwd", "schema": ID})
    (tmp_path / "p/datapackage.json").write_bytes(files["datapackage.json"])

    result = call("validate", tmp_path / "p")

    assert result.exit_code == 1
    assert "it is a link that leads out of the package" in result.stdout


@POSIX
def test_link_within_the_package_and_link_to_itself(tmp_path: Path) -> None:
    write_package(tmp_path, "t.csv", b"")
    (tmp_path / "t.csv").unlink()
    (tmp_path / "real.csv").write_bytes(b"id\n1\n")
    (tmp_path / "t.csv").symlink_to("real.csv")
    assert call("validate", tmp_path).exit_code == 0

    (tmp_path / "t.csv").unlink()
    (tmp_path / "t.csv").symlink_to("t.csv")
    result = call("validate", tmp_path)
    assert result.exit_code == 1
    assert "t.csv: BRU001" in result.stdout


# files that are none


def pipe(file: Path) -> None:
    """A pipe that nobody writes to."""
    os.mkfifo(file)


def device(file: Path) -> None:
    """A link to a device that never ends, in a folder of its own."""
    file.symlink_to("/dev/zero")


@POSIX
@pytest.mark.parametrize("make", [pipe, Path.mkdir])
def test_table_that_is_no_file(tmp_path: Path, make: Callable[[Path], object]) -> None:
    write_package(tmp_path, "t.csv", b"")
    (tmp_path / "t.csv").unlink()
    make(tmp_path / "t.csv")

    result = call("validate", tmp_path)

    assert result.exit_code == 1
    what = "is not a regular file" if make is pipe else "is a folder"
    assert f"t.csv: BRU001: the file {what}" in result.stdout
    assert f"not run: t.csv {what}" in result.stdout


@POSIX
@pytest.mark.parametrize("name", ["datapackage.json", "p.json", "p.zip", "p.csv"])
@pytest.mark.parametrize("make", [pipe, device])
def test_package_that_is_no_file(tmp_path: Path, name: str, make: Callable[[Path], object]) -> None:
    make(tmp_path / name)

    result = call("validate", tmp_path / name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name}: neither a folder nor a regular file" in result.stderr


@POSIX
@pytest.mark.parametrize("name", ["datapackage.json", "schema.json", "schemas/waivers.csv"])
def test_other_file_that_is_a_pipe(tmp_path: Path, name: str) -> None:
    files = described({"name": "t", "path": "t.csv", "schema": "schema.json"}, t=b"id\n1\n")
    for path, data in {**files, "schema.json": json.dumps(ID).encode()}.items():
        (tmp_path / path).write_bytes(data)
    (tmp_path / "schemas").mkdir()
    (tmp_path / name).unlink(missing_ok=True)
    pipe(tmp_path / name)

    result = call("validate", tmp_path)

    assert result.exit_code == (2 if name == "datapackage.json" else 1)
    assert "regular file" in result.stdout or "no datapackage.json in" in result.stderr


@pytest.mark.parametrize("name", ["t.csv", "datapackage.json"])
def test_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write_package(tmp_path, "t.csv", b"id\n1\n")
    read = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.name == name:
            raise PermissionError(13, "Permission denied", str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = call("validate", tmp_path)

    assert result.exit_code == 2
    assert f"{name} cannot be read: permission denied" in result.output


@pytest.mark.parametrize("change", ["deleted", "shortened"])
def test_file_that_changes_while_it_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    for path, data in package(b"id\n1\n", b"id\n2\n").items():
        (tmp_path / path).write_bytes(data)
    read = table.read

    def late(data: bytes, resource: Any, canonical: bool) -> Any:
        if resource.name == "t":
            other = tmp_path / "t1.csv"
            other.unlink() if change == "deleted" else other.write_bytes(b'id\n"')
        return read(data, resource, canonical)

    monkeypatch.setattr(table, "read", late)
    result = call("validate", tmp_path)

    assert result.exit_code == 1
    expected = "BRU001: the file was not found" if change == "deleted" else "the quoting is broken"
    assert expected in result.stdout


# documents


@POSIX
def test_folder_of_documents_with_anything_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "documents"
    (folder / "folder.txt").mkdir(parents=True)
    pipe(folder / "pipe.txt")
    device(folder / "zero")
    (folder / "dangling").symlink_to("nowhere")
    (folder / "binary").write_bytes(bytes(range(256)) * 500)
    (folder / "large").write_bytes(b"x" * (limits.DOCUMENT_BYTES + 1))
    (folder / "\udcff.txt").write_bytes(b"a name that is not UTF-8")

    result = call("validate", "--documents", folder)

    assert result.exit_code == 2  # incomplete: what was given was not read
    for name, why in {
        "pipe.txt": "is not a regular file",
        "zero": "is not a regular file",
        "large": "has 4,194,305 bytes, more than are read (4,194,304)",
        "dangling": "was not found",
    }.items():
        assert f"not run: the document {name} is not read: it {why}" in result.stdout
    assert "binary" not in result.stdout

    monkeypatch.setattr(limits, "DOCUMENTS_BYTES", 20)
    files = store.documents(folder)
    assert len(files.left) > 4
    assert sum(map(len, files.values())) <= 20


def test_many_documents_that_are_not_read_are_a_few_lines(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}").symlink_to("nowhere")

    result = call("validate", "--documents", tmp_path)

    assert result.stdout.count("is not read: it was not found") == 10
    assert "not run: 30 more documents are not read" in result.stdout


# descriptors


def test_million_resources_are_one_problem() -> None:
    report = checked({"datapackage.json": b'{"resources": [' + b"{}," * 999_999 + b"{}]}"})

    assert lines(report) == [
        "datapackage.json:1: BRU802 resources: 1,000,000 resources, more than are read (10,000)"
    ]


def test_as_many_resources_as_are_read() -> None:
    names = [f"t{n}" for n in range(limits.RESOURCES)]
    schema = {"fields": [{"name": "id", "constraints": {"enum": ["a"]}}], "primaryKey": "id"}
    many = [{"name": n, "path": "t.csv", "schema": schema} for n in names]

    began = time.perf_counter()
    report = checked(described(*many, t=b"id\nb\n"))

    assert report.by_code == {"BRU102": limits.RESOURCES, "BRU814": 1}  # all of one file
    assert len(report.problems) == 101
    assert time.perf_counter() - began < 60


def test_too_many_fields_are_one_problem() -> None:
    fields = [{"name": str(n)} for n in range(limits.FIELDS)]
    files = described(
        {"name": "t", "path": "t.csv", "schema": ID},
        {"name": "u", "path": "t.csv", "schema": {"fields": fields}},
        t=b"id\n1\n",
    )

    assert [line.partition(": ")[2] for line in lines(checked(files))] == [
        "BRU803 u.fields: with its fields there are more than are read (50,000)"
    ]


def test_too_many_keys_are_one_problem() -> None:
    schema = {**ID, "primaryKey": "id", "uniqueKeys": [["id"]] * limits.KEY_FIELDS}

    assert [
        line.partition(": ")[2] for line in lines(checked(package(b"id\n1\n", schema=schema)))
    ] == ["BRU803: its keys name 1,001 fields, more than are read (1,000)"]


def test_one_schema_read_very_often() -> None:
    schema = json.dumps({**ID, "x": "x" * 7_000_000}).encode()
    many = [{"name": f"t{n}", "path": "t.csv", "schema": "s.json"} for n in range(20)]

    report = checked({**described(*many, t=b"id\n1\n"), "s.json": schema})

    assert report.by_code == {"BRU803": 11, "BRU814": 1}


def test_descriptor_that_is_too_large() -> None:
    data = b"[" + b"[]," * 3_000_000 + b"[]]"

    assert "more than are read (8,388,608)" in lines(checked({"datapackage.json": data}))[0]


def nested(depth: int) -> Any:
    """Lists within each other."""
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize("depth", [97, 98, 900, 50_000])
def test_deep_nesting(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    for at in ('"x"', '"name"', '"resources"'):
        text = f'{{"resources": [{{"name": "t", "path": "t.csv", {at}: {deep}}}], {at}: {deep}}}'
        report = checked({"datapackage.json": text.encode(), "t.csv": b"id\n1\n"})

        deeper = depth + 3 > limits.JSON_DEPTH
        assert (lines(report) == ["datapackage.json:1: BRU801: nested too deeply"]) is deeper


def test_nesting_is_measured_where_no_stack_is_left() -> None:
    texts = ["[" * depth + '"[{\\"["' + "]" * depth for depth in (99, 100, 101)]

    def further_down(depth: int) -> list[bool]:
        return further_down(depth - 1) if depth else [jsontext.too_deep(t) for t in texts]

    left = sys.getrecursionlimit() - len(inspect.stack())
    assert further_down(0) == further_down(left - 20) == [False, False, True]


def depth_of(value: object) -> int:
    """How many lists and objects a JSON value has within each other."""
    if not isinstance(value, list | dict):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(depth_of, inner), default=0)


@given(
    st.recursive(
        st.text('a[{"\\]}', max_size=4) | st.integers(),
        lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text('[{"\\', max_size=3), v),
    )
)
def test_nesting_is_that_of_the_value(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "JSON_DEPTH", 3)
        assert jsontext.too_deep(json.dumps(value)) == (depth_of(value) > 3)


def test_names_given_twice() -> None:
    text = b"""{
  "name": "a", "resources": [
    {"name": "t", "path": "t.csv", "path": "u.csv", "schema": "s.json",
     "na\\u006de": "u"}], "name": "b"
}"""
    schema = b'{"fields": [{"name": "id",\n"type": "string", "type": "integer"}]}'

    report = checked(
        {"datapackage.json": text, "s.json": schema, "t.csv": b"id\n", "u.csv": b"id\n"}
    )

    assert lines(report) == [
        'datapackage.json:3: BRU802 path: "path" is given twice: tools keep the first or the last',
        'datapackage.json:4: BRU802 name: "name" is given twice: tools keep the first or the last',
        'datapackage.json:4: BRU802 name: "name" is given twice: tools keep the first or the last',
        's.json:2: BRU803 u.type: "type" is given twice: tools keep the first or the last',
    ]


def test_very_many_names_given_twice() -> None:
    data = b'{"resources": [' + b'{"a":1,"a":2},' * 300_000 + b"{}]}"

    _, repeated = jsontext.read(data)
    assert len(repeated) == jsontext.TOLD

    report = checked({"datapackage.json": data})
    assert report.by_code == {"BRU802": jsontext.TOLD + 2}


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1" * 5000, "-" + "9" * 10_000])
def test_numbers_that_are_none(word: str) -> None:
    text = f'{{"resources": [{{"name": "t", "path": "t.csv", "bytes": {word}}}]}}'

    assert checked({"datapackage.json": text.encode()}).by_code == {"BRU801": 1}


HUGE = [1e308, -1e308, 10**4000, -(10**4000), 5e-324, float(2**63), 10**30, 0, -1]


@pytest.mark.parametrize("value", HUGE)
@pytest.mark.parametrize("kind", ["integer", "number", "string", "date", "year", "array", "any"])
def test_huge_numbers_in_a_schema(kind: str, value: float) -> None:
    names = "minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength".split()
    schema = field(kind, **dict.fromkeys(names, value), enum=[value], required=value, unique=value)
    cells = (
        "1",
        "9" * 5000,
        "1e999999999",
        "1e-999999999999999999999",
        "-0",
        "[]",
        "2023-01-01",
        "2023",
    )
    data = "id\n" + "".join(f"{c}\n" for c in cells)

    assert checked(package(data.encode(), schema=schema)).exit_code in (0, 1)


ANYTHING = [
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    [],
    {},
    [None],
    {"": None},
    [[["x"]]],
    "\ud800",
    "\0",
    {"name": 1},
    ["id", 1],
]
PROPERTIES = """name version path schema dialect encoding format bytes hash data profile title fields type
constraints required unique pattern enum minimum maxLength missingValues primaryKey uniqueKeys foreignKeys
reference resource fieldsMatch trueValues falseValues groupChar decimalChar bareNumber rdfType example
delimiter quoteChar doubleQuote header skipInitialSpace lineTerminator canonical resources""".split()


@pytest.mark.parametrize("name", PROPERTIES)
def test_anything_in_every_property(name: str) -> None:
    kinds = itertools.cycle(("string", "number", "boolean", "date", "array"))
    forms = itertools.cycle(FORMATS.values())
    for value in ANYTHING:
        for group in range(3):
            spec: Json = {"name": "id", "type": next(kinds), "constraints": {"enum": ["1"]}}
            key: Json = {"fields": ["id"], "reference": {"resource": "t", "fields": ["id"]}}
            schema: Json = {"fields": [spec], "primaryKey": "id", "foreignKeys": [key]}
            dialect: Json = {"delimiter": ","}
            resource: Json = {"name": "t", "path": "t.csv", "dialect": dialect, "schema": schema}
            top: Json = {"name": "p", "version": "1", "resources": [resource]}
            groups = (
                (spec, spec["constraints"]),
                (key, key["reference"], schema),
                (dialect, resource, top),
            )
            for part in groups[group]:
                part[name] = value

            report = checked({"datapackage.json": json.dumps(top).encode(), "t.csv": b"id\n1\nx\n"})

            "".join(next(forms)(report, "1")).encode("utf-8")
