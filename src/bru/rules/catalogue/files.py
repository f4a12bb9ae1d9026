"""What is met in the bytes of a file and in the form of a table: BRU0xx."""

from __future__ import annotations

from bru.check.rulebook import CUT, FILE, HEADER, Entry
from bru.model.problem import WARNING
from bru.rules.kinds import bom_hint, defect_rule, header_hint

ENTRIES = (
    Entry(
        "BRU001",
        "File cannot be read",
        "Whoever loads the package gets nothing where a table should be.",
        "Put the file where the resource's path says, or correct the path.",
        *defect_rule(
            "file", "put the file there, or correct the path in the descriptor", "the file {detail}"
        ),
        reach=FILE,
    ),
    Entry(
        "BRU002",
        "File not in its declared encoding",
        (
            "Letters would be shown wrong, or the file cannot be loaded at all; a spreadsheet "
            "may have saved it in a national code page such as CP1251."
        ),
        "Save the file as UTF-8.",
        *defect_rule("encoding", "save the file as UTF-8"),
        reach=FILE,
    ),
    Entry(
        "BRU003",
        "File starts with a byte order mark",
        "Many tools take the mark for a part of the first column's name.",
        "Save as UTF-8 without BOM, or run bru validate --fix.",
        *defect_rule("bom", bom_hint),
        level=WARNING,
    ),
    Entry(
        "BRU004",
        "Line ends other than LF",
        "Every line looks changed in a comparison with the last version.",
        "Run bru fmt, or set your editor to LF. Where git wrote CR LF, see docs/automation.md.",
        *defect_rule(
            "line-end",
            "run bru fmt, or set your editor to LF; if git wrote it, add `* text=auto eol=lf` to "
            ".gitattributes and run `git add --renormalize .`",
        ),
    ),
    Entry(
        "BRU005",
        "Columns separated by another character",
        (
            "The whole line is read as one column; a spreadsheet with European settings writes "
            "semicolons."
        ),
        "Save with the delimiter the descriptor names, by default a comma.",
        *defect_rule(
            "delimiter",
            "save with the delimiter of the descriptor, by default a comma, or name this one there",
        ),
        reach=FILE,
    ),
    Entry(
        "BRU006",
        "Header does not fit the schema",
        "Values would be read into the wrong column, or not at all.",
        "Use the field names of the schema, each once and in its order.",
        *defect_rule("header", header_hint),
        reach=HEADER,
    ),
    Entry(
        "BRU009",
        "Control character",
        "They are invisible, break terminals and some readers, and are never meant.",
        "Delete the character.",
        *defect_rule("control", "delete the character"),
        level=WARNING,
    ),
    Entry(
        "BRU010",
        "Broken quoting",
        (
            "From there on nobody can tell where a cell or a record ends, so the table is not "
            "checked."
        ),
        "Close the quote; write a quote inside a quoted cell twice.",
        *defect_rule("quote", "close the quote (a line may be cut off), or double it in a cell"),
        reach=FILE,
    ),
    Entry(
        "BRU011",
        "Last record has no line end",
        "The file may have been cut off, and a row appended later would become a part of it.",
        "See that the last record is whole, then run bru fmt.",
        *defect_rule("final-newline", "see that the last record is whole, then run bru fmt"),
        reach=CUT,
    ),
    Entry(
        "BRU013",
        "Quotes missing or not needed",
        (
            "There must be one way to write a table, so that a comparison shows changes of "
            "values only."
        ),
        "Run bru fmt.",
        *defect_rule("quoting", "run bru fmt"),
        level=WARNING,
    ),
    Entry(
        "BRU014",
        "File has no header",
        "There is nothing to load, not even names of columns.",
        "Write the header, also for a table without records.",
        *defect_rule("empty", "write the header, also for a table without records"),
        reach=FILE,
    ),
    Entry(
        "BRU015",
        "File is not text",
        "Its name says CSV, its bytes say something else (a spreadsheet, an archive).",
        "Export the table as CSV UTF-8.",
        *defect_rule("binary", "export the table as CSV UTF-8"),
        reach=FILE,
    ),
    Entry(
        "BRU016",
        "Unresolved merge conflict",
        (
            "Of lines between the marks of a merge conflict only some are meant, and only the "
            "editor knows which: nothing else of the file is checked, no command writes to it."
        ),
        "Keep the rows that are right and delete the lines with the marks.",
        *defect_rule("conflict", "keep the rows that are right, delete the lines with the marks"),
        reach=FILE,
    ),
    Entry(
        "BRU017",
        "Git LFS pointer instead of the file",
        "The file itself was not downloaded: nothing of it can be checked or loaded.",
        "Run git lfs pull, or install Git LFS and clone again.",
        *defect_rule("pointer", "run `git lfs pull`"),
        reach=FILE,
    ),
    Entry(
        "BRU018",
        "Rows missing or of the wrong form",
        "There is nothing to load: no list of rows in the JSON, no such sheet in the workbook.",
        "Write rows, all lists or all objects; say in the dialect where (property, sheetName).",
        *defect_rule("format", "write rows as the format has them, or correct the dialect"),
    ),
)
