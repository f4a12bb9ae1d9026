"""Tables in workbooks: XLSX and ODS."""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest

import bru
from bru.model.report import Report

FIELDS = [
    {"name": "loaf", "type": "string"},
    {"name": "grams", "type": "integer"},
    {"name": "baked", "type": "date"},
    {"name": "is_whole", "type": "boolean"},
]
HEADER = [field["name"] for field in FIELDS]
RIGHT = [HEADER, ["rye", 1000, date(2024, 2, 29), True], ["oat", None, date(2024, 3, 1), False]]


def xlsx(**sheets: list[list[Any]]) -> bytes:
    """A workbook."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    """A workbook of OpenDocument with one sheet of texts."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="loaves">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind, stream = "application/vnd.oasis.opendocument.spreadsheet", io.BytesIO()
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return stream.getvalue()


def checked(folder: Path, name: str, data: bytes, **more: Any) -> Report:
    """The report on a package of one workbook."""
    resource = {"name": "loaves", "path": name, "schema": {"fields": FIELDS}, **more}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    (folder / name).write_bytes(data)
    return bru.validate(folder)


def places(report: Report) -> list[tuple[str, int, str]]:
    """Code, row and field of each problem."""
    return [(p.code, p.line, p.field) for p in report.problems]


def test_values_have_types_of_their_own(tmp_path: Path) -> None:
    assert checked(tmp_path, "loaves.xlsx", xlsx(a=RIGHT)).verdict == "valid"

    wrong = [
        *RIGHT,
        ["bun", 2.5, date(2024, 3, 1), True],
        ["roll", 7, datetime(2024, 3, 1, 10), True],
        ["cake", 7, "yesterday", 2],
    ]
    report = checked(tmp_path, "loaves.xlsx", xlsx(a=wrong))
    assert sorted(places(report)) == [
        ("BRU111", 4, "grams"),
        ("BRU112", 6, "is_whole"),
        ("BRU114", 5, "baked"),
        ("BRU114", 6, "baked"),
    ]


@pytest.mark.parametrize("dialect", [{"sheetNumber": 2}, {"sheetName": "loaves"}])
def test_sheet_by_number_or_name(tmp_path: Path, dialect: dict[str, Any]) -> None:
    data = xlsx(about=[["nothing"]], loaves=RIGHT)

    assert checked(tmp_path, "loaves.xlsx", data, dialect=dialect).verdict == "valid"
    assert checked(tmp_path, "loaves.xlsx", data).by_code.keys() == {"BRU006"}


@pytest.mark.parametrize("dialect", [{"sheetNumber": 3}, {"sheetName": "cakes"}])
def test_sheet_that_is_not_there(tmp_path: Path, dialect: dict[str, Any]) -> None:
    report = checked(tmp_path, "loaves.xlsx", xlsx(loaves=RIGHT), dialect=dialect)

    assert report.by_code == {"BRU018": 1}
    assert "there is no sheet" in report.problems[0].message


def test_header_of_two_rows_and_comments(tmp_path: Path) -> None:
    rows = [["Bread"], ["loaf", "grams", "baked", "is"], [None, None, None, "whole"], ["# note"]]
    dialect = {"headerRows": [2, 3], "headerJoin": "_", "commentChar": "#"}

    report = checked(tmp_path, "loaves.xlsx", xlsx(a=[*rows, *RIGHT[1:]]), dialect=dialect)

    assert places(report) == []
    assert report.resources[0].rows == 2


def test_ods(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["rye & oat", "1000", "2024-02-29", "true"],
        ["bun", "x", "2024-03-01", "false"],
    ]

    assert places(checked(tmp_path, "loaves.ods", ods(rows))) == [("BRU111", 3, "grams")]


def test_workbook_without_a_package(tmp_path: Path) -> None:
    """Given by its name, without a schema: its rows are read, and only those."""
    (tmp_path / "loaves.xlsx").write_bytes(xlsx(a=[HEADER, *RIGHT[1:], ["bun", 1, None, True, 5]]))

    report = bru.validate(tmp_path / "loaves.xlsx")

    assert report.verdict == "invalid"
    assert report.resources[0].rows == len(RIGHT)
    assert places(report) == [("BRU007", len(RIGHT) + 1, "")]


def test_error_values_are_no_empty_cells(tmp_path: Path) -> None:
    """They are told as those of a CSV file."""
    rows = [[*HEADER, "note"], ["rye", "#REF!", None, None, "#N/A"], ["oat", 5, None, None, "t"]]
    fields = [*FIELDS, {"name": "note", "type": "string"}]
    told = [("BRU111", 2, "grams"), ("BRU307", 2, "note")]
    data = xlsx(a=rows)

    report = checked(tmp_path, "loaves.xlsx", data, schema={"fields": fields})
    assert places(report) == told
    assert "error value of a spreadsheet" in report.problems[0].message

    made = ods([[str(c or "") for c in row] for row in rows])
    cell = b'<table:table-cell office:value-type="string"><text:p>#'
    error = cell.replace(b">", b' office:string-value="" calcext:value-type="error">', 1)
    report = checked(tmp_path, "loaves.ods", changed(made, cell, error), schema={"fields": fields})
    assert places(report) == told


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook of OpenDocument with another content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(stream, "w") as archive:
        for name in was.namelist():
            part = was.read(name).replace(old, new)
            archive.writestr(name, part.replace(b"xmlns:text", b'xmlns:calcext="c" xmlns:text', 1))
    return stream.getvalue()


def test_file_that_is_no_workbook(tmp_path: Path) -> None:
    assert checked(tmp_path, "loaves.xlsx", b"loaf,grams\n").by_code == {"BRU018": 1}


def test_without_the_library_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    report = checked(tmp_path, "loaves.xlsx", xlsx(a=RIGHT))

    assert report.verdict == "incomplete"
    assert "pip install 'bru-dataset[sheets]'" in report.not_run[0].reason
