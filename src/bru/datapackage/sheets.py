"""Workbooks (XLSX, XLS, ODS) → records; a library reads them, if it is installed."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bru.datapackage.delimited import Rows, joined
from bru.datapackage.rowsets import typed
from bru.datapackage.table import Part, Reading, Table, Unreadable
from bru.store.zipped import rewritten

# What in the XML of a workbook makes a cell an error value, which the library takes for nothing,
# and what makes it a text.
ERROR_CELLS = {
    r"xl/worksheets/.*\.xml": (rb"""(<(?:\w+:)?c\b[^>]*\bt=)(["'])e\2""", rb'\1"str"'),
    r"content\.xml": (rb"""\boffice:string-value=(["'])\1(?=[^>]*:value-type=["']error)""", b""),
}


def read(reading: Reading, files: Sequence[bytes]) -> Table | Unreadable:
    """The table in a sheet of each file."""
    dialect, table, before = reading.resource.dialect, Rows(reading), 0
    for number, data in enumerate(files):
        found = cells(reading, data)
        if isinstance(found, Unreadable):
            return found
        if len(files) > 1:
            reading.parts.append(Part(before, reading.resource.files[number]))
        rows = (None if row and is_comment(row[0], dialect.comment) else row for row in found)
        table.add(enumerate(rows, before + 1), number > 0)
        before += len(found)
    header = joined([texts(row) for row in table.heads], dialect.header_join)
    if not dialect.header_rows:
        header = reading.unnamed(max(map(len, table.rows), default=0))
    elif not table.heads:
        return reading.refuse("empty", 0, "the sheet has no header")
    names_of = reading.head(header, 1)
    if names_of is None:
        return Unreadable("header")
    full = [[*row, *[None] * (len(header) - len(row))] for row in table.rows]
    return typed(reading, reading.shape(names_of, full, table.lines))


def is_comment(first: Any, mark: str) -> bool:
    """Whether a row that begins so is a comment."""
    return bool(mark) and str(first or "").startswith(mark)


def cells(reading: Reading, data: bytes) -> list[list[Any]] | Unreadable:
    """The cells of the sheet that the dialect names, row by row, up to the last with a value."""
    from python_calamine import CalamineError, CalamineWorkbook

    dialect = reading.resource.dialect
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(rewritten(data, ERROR_CELLS)))
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
    return [filled([value_of(value) for value in row]) for row in found]


def filled(row: list[Any]) -> list[Any]:
    """A row without the empty cells behind it: a sheet is a rectangle."""
    while row and row[-1] is None:
        row.pop()
    return row


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


def texts(row: Sequence[Any]) -> list[str]:
    """The names in a row of the header."""
    return ["" if value is None else str(value) for value in row]
