"""An Excel workbook: a sheet that explains, a sheet a table, the listed values at the end.

No cell is a formula, whatever it begins with. A number that a spreadsheet would round, and a date
that it does not know, is text.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bru.export.content import Column, Content, Table
from bru.export.words import plain, text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CELL = 32_767  # characters of a cell, as UTF-16
ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet
BOOLEAN = '"TRUE";"TRUE";"FALSE"'  # LibreOffice shows some as 0 and 1 else
LINE, HIGHEST = 15, 409  # points of a line of text; of a row
WIDEST, FULL = 68, 0.9  # letters of a column; how full a line gets before a word is wrapped
DIGITS = 15  # of a number that a spreadsheet keeps
FIRST_DAY = date(1900, 3, 1)  # Excel believes in a 29 February 1900
HOW = (
    "Each sheet is a table, its first row has the names of the fields. An empty cell is missing: "
    "not known or not stated. Numbers that a spreadsheet would round, and dates of less or more "
    "than a day, are text. No cell is a formula."
)


def files(content: Content) -> dict[str, bytes]:
    """The workbook. Raises ValueError for a table or text that no sheet can hold."""
    from xlsxwriter.workbook import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    epoch = datetime(1980, 1, 1)  # not today: the same version gives the same bytes
    book.set_properties({"title": content.title, "created": epoch})
    write(Writer(book), content)
    try:
        book.close()
    except UnicodeEncodeError as error:  # its frames hold a zip that must not outlive `stream`
        raise error.with_traceback(None) from None
    return {f"{content.name}.xlsx": stream.getvalue()}


def write(writer: Writer, content: Content) -> None:
    """All sheets of the workbook."""
    about, *names, lists = sheet_names(["about", *content.tables, "lists"])
    sheets = dict(zip(content.tables, names, strict=True))
    explain(writer, writer.sheet(about), content, sheets)
    listed: list[tuple[str, Column]] = []
    for name, table in content.tables.items():
        sheet = writer.sheet(sheets[name])
        fill(writer, sheet, table)
        for at, column in enumerate(table.columns):
            if column.labels:
                source = f"='{lists}'!" + place(2 * len(listed), len(column.labels))
                sheet.data_validation(1, at, ROWS - 1, at, drop_down(column, source))
                listed.append((name, column))
    sheet = writer.sheet(lists)
    sheet.freeze_panes(1, 0)
    for at, (name, column) in enumerate(listed):
        codes = [code if column.type == "string" else int(code) for code in column.labels]
        writer.column(sheet, 2 * at, f"{name}.{column.name}", codes)
        writer.column(sheet, 2 * at + 1, "meaning", column.labels.values())
    writer.stretch(sheet)


class Writer:
    """Writes cells so that a spreadsheet shows and keeps them as they are."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.formats: dict[str, Format] = {}
        self.lines: dict[int, int] = {}  # of each row of the sheet at hand, if more than one
        self.bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.link = book.add_format({"font_color": "blue", "underline": 1, "valign": "top"})

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, printed as wide as the paper; that texts look like numbers is no fault."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
        return sheet

    def form(self, number: str = "@") -> Format:
        """How a cell looks that has a text ("@") or a number of this form."""
        if number not in self.formats:
            how = {"num_format": number, "valign": "top", "text_wrap": number == "@"}
            self.formats[number] = self.book.add_format(how)
        return self.formats[number]

    def cell(self, sheet: Worksheet, row: int, at: int, value: Any, width: int) -> None:
        """One cell in a column of a width in letters. Raises ValueError for too long a text."""
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value, self.form(BOOLEAN))
        elif isinstance(value, int | Decimal) and kept(value):
            digits = "0" * len(plain(value).partition(".")[2])
            sheet.write_number(row, at, value, self.form(f"0.{digits}".rstrip(".")))
        elif isinstance(value, date | time) and (form := moment(value)):
            sheet.write_datetime(row, at, value, self.form(form))
        else:
            words = plain(value)
            if len(words.encode("utf-16-le")) > 2 * CELL:
                place = f"{sheet.name}, row {row + 1}"
                raise ValueError(f"{place}: a text of more than {CELL:,} characters fits no cell")
            sheet.write_string(row, at, words, self.form())
            lines = sum(1 + int(len(line) / (width * FULL)) for line in words.split("\n"))
            self.lines[row] = max(lines, self.lines.get(row, 1))

    def column(self, sheet: Worksheet, at: int, head: str, values: Collection[Any]) -> None:
        """One column, as wide as its longest text or `WIDEST`."""
        sheet.write_string(0, at, head, self.bold)
        longest = max((len(plain(v)) for v in values if v is not None), default=0)
        width = min(max(longest, len(head) + 2) + 2, WIDEST)  # room for the button of the filter
        sheet.set_column(at, at, width, self.form())
        for row, value in enumerate(values, 1):
            self.cell(sheet, row, at, value, width)

    def stretch(self, sheet: Worksheet) -> None:
        """Make rows as high as their longest text needs: not every spreadsheet does it itself."""
        for row, lines in self.lines.items():
            if lines > 1:
                sheet.set_row(row, min(LINE * lines, HIGHEST))
        self.lines.clear()


def fill(writer: Writer, sheet: Worksheet, table: Table) -> None:
    """The sheet of a table. Raises ValueError if it is too large."""
    if table.size >= ROWS or len(table.columns) > COLUMNS:
        raise ValueError(f"{table.name}: has more rows or columns than a sheet can hold")
    for at, column in enumerate(table.columns):
        writer.column(sheet, at, column.name, column.values)
    writer.stretch(sheet)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, table.size, len(table.columns) - 1)


def explain(writer: Writer, sheet: Worksheet, content: Content, sheets: dict[str, str]) -> None:
    """The first sheet: what the package is, its tables, its fields."""
    widths = (24, 24, 10, 10, 90)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, content.title, writer.title)
    row = 1
    for words in introduction(content):
        sheet.merge_range(row, 0, row, 4, "", writer.form())
        writer.cell(sheet, row, 0, words, sum(widths))
        row += 1
    tables = ((sheets[n], None, t.size, None, t.description) for n, t in content.tables.items())
    for head, rows in (
        (("sheet", "", "rows", "", "one row"), tables),
        (("sheet", "field", "type", "required", "meaning"), meanings(content, sheets)),
    ):
        row += 1
        for at, word in enumerate(head):
            sheet.write_string(row, at, word, writer.bold)
        for name, *cells in rows:
            row += 1
            sheet.write_url(row, 0, f"internal:'{name}'!A1", writer.link, name)
            for at, value in enumerate(cells, 1):
                writer.cell(sheet, row, at, value, widths[at])
        row += 1
    writer.stretch(sheet)


def introduction(content: Content) -> Iterator[str]:
    """What a reader should know first."""
    yield from filter(None, (content.description, HOW))
    if content.package.version:
        yield f"Version {content.package.version}"
    for licence in content.licenses:
        yield " ".join(filter(None, ("Licence:", *licence.values())))


def meanings(content: Content, sheets: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """A line for each field."""
    for name, table in content.tables.items():
        refers = {k.fields[0]: k for k in content.references(table) if len(k.fields) == 1}
        for column in table.columns:
            key = refers.get(column.name)
            target = f"({key.target_fields[0]} of {key.target})" if key else ""
            meaning = f"{text(column.field.spec, 'description')} {target}".strip()
            required = "yes" if column.field.required else None
            yield sheets[name], column.name, column.type, required, meaning


def drop_down(column: Column, source: str) -> dict[str, Any]:
    """What makes a cell offer the codes of a column, and say what it is for."""
    return {
        "validate": "list",
        "source": source,
        "input_title": column.name[:32],
        "input_message": text(column.field.spec, "description")[:255],
        "error_message": "Choose one of the list.",
    }


def place(at: int, size: int) -> str:
    """The cells of a column below its head, as $A$2:$A$8."""
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(1, at, size, at))


def kept(value: int | Decimal) -> bool:
    """Whether a spreadsheet keeps and shows a number as it is."""
    return Decimal(value).is_finite() and sum(map(str.isdigit, plain(value))) <= DIGITS


def moment(value: date | time) -> str:
    """The form of a date or time that a spreadsheet keeps, "" if it would not."""
    if isinstance(value, time | datetime) and (value.tzinfo or value.microsecond):
        return ""
    if isinstance(value, time):
        return "hh:mm:ss"
    clock = " hh:mm:ss" if isinstance(value, datetime) else ""
    day = value.date() if isinstance(value, datetime) else value
    return f"yyyy-mm-dd{clock}" if day >= FIRST_DAY else ""


def sheet_names(names: list[str]) -> list[str]:
    """Names for sheets: at most 31 letters, none of []:*?/\\, no two alike."""
    found: list[str] = []
    for name in names:
        clean = "".join("-" if c in "[]:*?/\\'" else c for c in name)
        tries = (
            f"{clean[: 31 - len(end)]}{end}" for end in ("", *(f"~{n}" for n in range(2, 10**5)))
        )
        taken = {other.lower() for other in found} | {"history", ""}
        found.append(next(name for name in tries if name.lower() not in taken))
    return found
