"""Workbooks (XLSX, XLS, ODS) → records; a library reads them, if it is installed."""

import io
from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bru.datapackage.delimited import joined
from bru.datapackage.rowsets import typed
from bru.datapackage.table import Part, Reading, Table, Unreadable


def read(reading: Reading, files: Sequence[bytes]) -> Table | Unreadable:
    """The table in a sheet of each file."""
    rows: list[tuple[int, list[Any]]] = []
    heads: list[list[str]] = []
    before = 0
    for number, data in enumerate(files):
        found = cells(reading, data)
        if isinstance(found, Unreadable):
            return found
        if len(files) > 1:
            reading.parts.append(Part(before, reading.resource.files[number]))
        own, body = parted(reading, found, before, number > 0)
        is_again = number and body and heads and texts(body[0][1]) == heads[0]
        heads, before = heads or own, before + len(found)
        rows += body[1:] if is_again else body
    header = joined(heads, reading.resource.dialect.header_join)
    if not reading.resource.dialect.header_rows:
        width = max((len(row) for _, row in rows), default=0)
        names = [f.name for f in reading.resource.schema.fields]
        header = names or [f"field{n + 1}" for n in range(width)]
    elif not heads:
        return reading.refuse("empty", 0, "the sheet has no header")
    names_of = reading.head(header, 1)
    if names_of is None:
        return Unreadable("header")
    lines = array("q", [line for line, _ in rows])
    return typed(reading, reading.shape(names_of, [cut(r, len(header)) for _, r in rows], lines))


def cells(reading: Reading, data: bytes) -> list[list[Any]] | Unreadable:
    """The cells of the sheet that the dialect names, row by row."""
    from python_calamine import CalamineError, CalamineWorkbook

    dialect = reading.resource.dialect
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if dialect.sheet_name:
            if dialect.sheet_name not in names:
                return reading.refuse("format", 0, f"there is no sheet {dialect.sheet_name!a}")
            sheet = book.get_sheet_by_name(dialect.sheet_name)
        elif dialect.sheet_number > len(names):
            what = f"there is no sheet {dialect.sheet_number}: it has {len(names)}"
            return reading.refuse("format", 0, what)
        else:
            sheet = book.get_sheet_by_index(dialect.sheet_number - 1)
        found = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        return reading.refuse("format", 0, f"not a readable workbook: {error}")
    return [[value_of(value) for value in row] for row in found]


def value_of(value: Any) -> Any:
    """A value of a workbook as JSON or Python has it: whole numbers are whole, empty is None."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, timedelta):
        return (datetime(2000, 1, 1) + value).time() if value < timedelta(1) else str(value)
    assert value is None or isinstance(value, str | bool | int | float | date | time)
    return value


def parted(
    reading: Reading, found: Sequence[list[Any]], before: int, is_further: bool
) -> tuple[list[list[str]], list[tuple[int, list[Any]]]]:
    """The rows of the header and those of data, each of these with its number."""
    dialect = reading.resource.dialect
    heads: list[list[str]] = []
    rows: list[tuple[int, list[Any]]] = []
    counted = dialect.header_rows if dialect.counted and not is_further else ()
    is_next = bool(dialect.header_rows) and not counted and not is_further
    top = max(counted, default=0)
    for number, row in enumerate(found, 1):
        first = row[0] if row else None
        is_comment = dialect.comment and str(first or "").startswith(dialect.comment)
        if is_comment or number in dialect.comment_rows:
            continue
        if number <= top:
            if number in counted:
                heads.append(texts(row))
        elif all(value is None for value in row):
            reading.often("empty-line", before + number, "an empty row")
        elif is_next:
            is_next, heads = False, [texts(row)]
        else:
            rows.append((before + number, row))
    return heads, rows


def texts(row: Sequence[Any]) -> list[str]:
    """The names in a row of the header, without the empty cells behind them."""
    named = ["" if value is None else str(value) for value in row]
    while named and not named[-1]:
        named.pop()
    return named


def cut(row: list[Any], width: int) -> list[Any]:
    """A row as wide as the header where what is beyond is empty; a sheet is a rectangle."""
    beyond = row[width:]
    row = [*row, *[None] * (width - len(row))]
    return row if any(value is not None for value in beyond) else row[:width]
