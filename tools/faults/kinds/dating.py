"""Faults of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bru.datapackage import edtf
from tools.faults.kinds import Mutants, cell, cells, kind
from tools.faults.kinds.document import texts
from tools.shipped import Grid, Shipped

WRONG = (
    "12.05.2023",
    "12/05/2023",
    "2023.05.12",
    "2023-5-12",
    "20230512",
    "May 2023",
    "12 May 2023",
    "May 8 – May 14, 2023",
    "2023-Q1",
    "Q1 2023",
    "2023/05/12",
    "2023–2024",
    "since 2021",
    "2023-05-12T10:00",
    "2023-05-12 to 2023-05-14",
    "about 2023",
    "ca. 2023",
    "2023г.",
    "45058",
    "23-05-12",
    "2023-2024",
    "2023 - 2024",
    "202",
    "2O23",
    "2023-05-",
    "[2022,2023]",
    "unknown",
    "?2023",
    "2023//2024",
    "/",
)
IMPOSSIBLE = (
    "2023-13",
    "2023-00",
    "2023-02-29",
    "2023-02-30",
    "2023-04-31",
    "2023-05-32",
    "2023-05-00",
    "1900-02-29",
    "2023-20",
    "2023-42",
    "2023-33-01",
    "2023-99",
    "-0000",
)
REVERSED = (
    "2024/2023",
    "2023-06/2023-05",
    "2023-05-12/2023-05-11",
    "2015/2012",
    "2023-34/2023-33",
    "2031/2030-12",
)


def dates(shipped: Shipped) -> Iterator[tuple[Grid, str, int, str]]:
    """Every cell of a date, empty ones too."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            if field.is_edtf:
                for row, text in enumerate(grid.column(field.name)):
                    yield grid, field.name, row, text


@kind("BRU301")
def date_in_other_notation(shipped: Shipped) -> Mutants:
    """A date is written as people or spreadsheets write it."""
    for number, (grid, field, row, text) in enumerate(dates(shipped)):
        values = [WRONG[(number * 3 + i) % len(WRONG)] for i in range(5)]
        if text:
            values += [text.replace("-", "."), f"{text} ", f"({text})", text[:-1] + "x", f"~{text}"]
            values += [text.replace("-", "–"), text.replace("0", "O"), text[:3]]
        for value in values:
            if value != text and not valid(value) and value.strip() == value:
                yield cell(shipped, grid, row, field, value, "BRU301")


def valid(text: str) -> bool:
    """Whether a text is EDTF, in right order or not."""
    try:
        edtf.parse(text)
    except edtf.ReversedInterval:
        return True
    except ValueError:
        return False
    return True


@kind("BRU301")
def date_that_is_not(shipped: Shipped) -> Mutants:
    """A date has a month or day that does not exist."""
    for number, (grid, field, row, _) in enumerate(dates(shipped)):
        for i in range(3):
            value = IMPOSSIBLE[(number * 3 + i) % len(IMPOSSIBLE)]
            yield cell(shipped, grid, row, field, value, "BRU301")
            yield cell(shipped, grid, row, field, f"2012/{value}", "BRU301")


@kind("BRU302")
def interval_reversed(shipped: Shipped) -> Mutants:
    """An interval ends before it starts."""
    for grid, field, row, text in dates(shipped):
        for value in REVERSED:
            yield cell(shipped, grid, row, field, value, "BRU302")
        first, slash, last = text.partition("/")
        if slash and first.strip(".") and last.strip("."):
            yield cell(shipped, grid, row, field, f"{last}/{first}", "BRU302")


@kind("BRU405")
def inferred_without_time(shipped: Shipped) -> Mutants:
    """A time is marked as inferred where there is none."""
    grid = shipped["claims"]
    for row in range(len(grid.rows)):
        period, inferred = grid.cell(row, "time_period"), grid.cell(row, "time_inferred")
        if not period:
            yield cell(shipped, grid, row, "time_inferred", "true", "BRU405")
        elif inferred == "true":
            yield cell(shipped, grid, row, "time_period", "", "BRU405", at="time_inferred")


@kind("BRU406")
def date_after_source(shipped: Shipped) -> Mutants:
    """A fact is dated after the day its document was published."""
    grid = shipped["claims"]
    published = dict(
        zip(
            shipped["sources"].column("source_id"),
            shipped["sources"].column("published"),
            strict=True,
        )
    )
    facts = ("event", "statistic", "background")
    for row in range(len(grid.rows)):
        record = grid.record(row)
        day = published[record["source_id"]]
        end = edtf.parse(day).end if day else None
        if record["kind"] in facts and end:
            for value in (f"{end[0] + 1}", f"{end[0] + 2}-05", f"{end[0] + 1}-01-01", "2031~"):
                yield cell(shipped, grid, row, "time_period", value, "BRU406")
            year, month, day = end
            if (month, day) != (12, 31):
                yield cell(shipped, grid, row, "time_period", f"{year}-12-31", "BRU406")


@kind("BRU415")
def inferred_unexplained(shipped: Shipped) -> Mutants:
    """A time is marked as inferred and no note says from what."""
    grid = shipped["claims"]
    for row in range(len(grid.rows)):
        record = grid.record(row)
        if record["time_inferred"] == "true":
            yield cell(shipped, grid, row, "note", "", "BRU415")
        elif record["time_period"] and not record["note"]:
            yield cell(shipped, grid, row, "time_inferred", "true", "BRU415", at="note")


@kind("BRU438")
def year_far_away(shipped: Shipped) -> Mutants:
    """Digits of a year changed places, or another one stands for the first or second."""
    for grid, field, row, text in dates(shipped):
        for match in re.finditer(r"(?<![\d-])(19|20)\d\d(?!\d)", text):
            one, two, three, four = year = match[0]
            slips = {two + one + three + four, f"0{year[1:]}", one + three + two + four}
            slips |= {f"{digits}{year[2:]}" for digits in ("21", "22", "23", "24", "30", "99")}
            for slip in sorted(slips):
                if slip[0] == "0" or slip >= "2100":
                    value = text[: match.start()] + slip + text[match.end() :]
                    yield cell(shipped, grid, row, field, value, "BRU438")


@kind("BRU440")
def time_left_out(shipped: Shipped) -> Mutants:
    """An event or statistic has a year in its statement and no time."""
    grid = shipped["claims"]
    for row, text in cells(grid, "statement"):
        if grid.cell(row, "kind") not in ("event", "statistic"):
            continue
        if not grid.cell(row, "time_period"):
            for words in ("in 1999", "in May 2012", "by 2011", "since October 2010"):
                value = f"{text[:-1]} {words}."
                yield cell(shipped, grid, row, "statement", value, "BRU440", at="time_period")
        elif re.search(r"\b(in|of|since|until|by)( [A-Z][a-z]+)? (19|20)\d\d[,.]", text):
            yield cell(shipped, grid, row, "time_period", "", "BRU440")


@kind("BRU611")
def year_not_in_document(shipped: Shipped) -> Mutants:
    """A year is called stated, and the document does not print it."""
    grid, known = shipped["claims"], texts(shipped)
    for row, _ in cells(grid, "time_period"):
        if grid.cell(row, "time_inferred") == "false":
            for year in ("1987", "1994", "2007", "1871"):
                if year not in known[grid.cell(row, "source_id")][1]:
                    yield cell(shipped, grid, row, "time_period", year, "BRU611")
