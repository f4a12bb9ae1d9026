"""A text → its records, each with the lines it stands in."""

import csv
import re
from collections.abc import Iterator
from typing import Any

from bru.model import limits
from bru.model.package import NAMES_MARK, Dialect

LINE, LINE_END = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+"), re.compile(r"\r\n?|\n")
Record = tuple[int, int, list[str] | None]  # first line, last line, cells (None: a comment)


def physical(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one after the other, no second copy of all."""
    if "\r" in text:
        yield from (match[0] for match in LINE.finditer(text))
        return
    at = 0
    while end := text.find("\n", at) + 1:
        yield text[at:end]
        at = end
    if at < len(text):
        yield text[at:]


def breaks(text: str) -> int:
    """The number of line ends in a text."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def height(text: str, dialect: Dialect) -> int:
    """The number of lines of a text, by the line ends of the dialect."""
    if not dialect.terminator:
        return sum(1 for _ in physical(text))
    return text.count(dialect.terminator) + (not text.endswith(dialect.terminator))


def broken(error: csv.Error) -> str:
    """What is wrong with the quoting, in words."""
    said = str(error)
    if "limit" in said:
        return f"a cell of more than {limits.CELL:,} characters: is a quote never closed?"
    words = {
        "unexpected end": "a quote is never closed",
        "expected after": "text after a quoted cell",
    }
    found = next((own for part, own in words.items() if part in said), said)
    return f"the quoting is broken: {found}"


def records(text: str, dialect: Dialect) -> Iterator[Record]:
    """The records of a text. Raises csv.Error where its quoting is broken."""
    if named := NAMES_MARK.match(text):
        yield 1, 1, None
        for first, end, record in records(text[named.end() :], dialect):
            yield first + 1, end + 1, record
        return
    if dialect.terminator or len(dialect.delimiter) > 1:
        yield from Scanner(text, dialect).records()
        return
    if dialect.comment:
        yield from commented(text, dialect)
        return
    last = 0
    reader = _reader(physical(text), dialect)
    for record in reader:
        line, last = last + 1, reader.line_num
        yield line, last, record


def _reader(lines: Iterator[str], dialect: Dialect) -> Any:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        doublequote=dialect.double_quote,
        escapechar=dialect.escape or None,
        skipinitialspace=dialect.skip_space,
        strict=True,
    )


def commented(text: str, dialect: Dialect) -> Iterator[Record]:
    """Records among lines that are comments, in which quotes mean nothing."""
    lines = list(physical(text))
    at = 0

    def rest() -> Iterator[str]:
        nonlocal at
        while at < len(lines):
            at += 1
            yield lines[at - 1]

    reader = _reader(rest(), dialect)
    while at < len(lines):
        first = at + 1
        if lines[at].startswith(dialect.comment):
            at += 1
            yield first, at, None
        else:
            record = next(reader)
            yield first, at, record


class Scanner:
    """Reads what the csv module cannot: delimiters and line ends of any length.

    Lines are counted by the line ends of the dialect.
    """

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.text, self.dialect, self.at, self.line = text, dialect, 0, 1
        end = re.escape(dialect.terminator) if dialect.terminator else LINE_END.pattern
        self.stop = re.compile(f"(?P<mark>{re.escape(dialect.delimiter)})|(?P<end>{end})")
        self.end = re.compile(end)
        special = [dialect.quote, *([dialect.escape] if dialect.escape else [])]
        self.special = re.compile("|".join(map(re.escape, special)))

    def records(self) -> Iterator[Record]:
        """The records one after the other."""
        comment = self.dialect.comment
        while self.at < len(self.text):
            first = self.line
            if comment and self.text.startswith(comment, self.at):
                found = self.end.search(self.text, self.at)
                self.at = found.end() if found else len(self.text)
                self.line += 1
                yield first, first, None
                continue
            cells = [self.cell()]
            while self.went_on():
                cells.append(self.cell())
            yield first, self.line, [] if cells == [""] else cells
            self.line += 1

    def went_on(self) -> bool:
        """Whether a delimiter is next, and not a line end or the end."""
        found = self.stop.match(self.text, self.at)
        if found is None:
            if self.at < len(self.text):
                raise csv.Error(f"'{self.dialect.delimiter}' expected after '{self.dialect.quote}'")
            return False
        self.at = found.end()
        return found.lastgroup == "mark"

    def cell(self) -> str:
        """The next cell."""
        if self.dialect.skip_space:
            while self.text.startswith(" ", self.at):
                self.at += 1
        if self.text.startswith(self.dialect.quote, self.at):
            self.at += 1
            return self.quoted()
        parts = []
        while True:
            stop = self.stop.search(self.text, self.at)
            end = stop.start() if stop else len(self.text)
            at = self.text.find(self.dialect.escape, self.at, end) if self.dialect.escape else -1
            if at < 0:
                parts.append(self.text[self.at : end])
                self.at = end
                return "".join(parts)
            parts += [self.text[self.at : at], self.text[at + 1 : at + 2]]
            self.at = at + 2

    def quoted(self) -> str:
        """The rest of a cell in quotes."""
        parts = []
        quote = self.dialect.quote
        while found := self.special.search(self.text, self.at):
            parts.append(self.text[self.at : found.start()])
            self.at = found.end()
            if found[0] != quote:
                parts.append(self.text[self.at : self.at + 1])
                self.at += 1
            elif self.dialect.double_quote and self.text.startswith(quote, self.at):
                parts.append(quote)
                self.at += 1
            else:
                inner = "".join(parts)
                self.line += len(self.end.findall(inner))
                return inner
        raise csv.Error("unexpected end of data")
