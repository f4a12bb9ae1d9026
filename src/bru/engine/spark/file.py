"""What is known of a CSV file that Spark reads: its blocks, its lines, what is wrong with them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bru.datapackage import table
from bru.engine import Source
from bru.engine.exact import by_line
from bru.engine.spark import sql
from bru.model import limits
from bru.model.package import Resource
from bru.model.problem import Defect

ODD = 256 * limits.MIB  # of lines that are no records in good form: more are not brought here
INNER = 10_000  # lines that look like records inside of a cell
BOM = b"\xef\xbb\xbf"
WHOLE = ("line-end", "final-newline")  # defects of a file, not of a record
INDEX = (1 << 33) - 1  # the bits of Spark's number of a row that count within a partition
RETURN = "endswith(value, '\\r')"
STATISTICS = {  # of a part of a file
    "first": "min(i)",
    "lines": "count(*)",
    "bytes": "sum(octet_length(value) + 1L)",
    "valid": "bool_and(is_valid_utf8(value))",
    "returns": f"count_if({RETURN})",
    "returned": f"min(if({RETURN}, i, null))",
    "ends": f"max_by({RETURN}, i)",
    "stray": "bool_or(locate('\\r', value) between 1 and length(value) - 1)",
}
Record = tuple[int, int, list[str | None]]  # table, line, cells
Lines = Sequence[tuple[int, str]]


class OddError(Exception):
    """A file cannot be read line by line."""


class Block(NamedTuple):
    """A part of a file: where it begins, Spark's index of its first line, and the line itself."""

    at: int
    first: int
    line: int


class File:
    """A table that Spark can read line by line. Raises OddError where it cannot."""

    def __init__(self, number: int, resource: Resource, source: Source, canonical: bool) -> None:
        self.number, self.resource, self.source = number, resource, source
        self.canonical = canonical
        self.path = str(getattr(source.file, "name", ""))
        self.size = source.file.seek(0, 2)
        quote = resource.dialect.quote
        if not by_line(resource, canonical) or table.absent((), resource.schema):
            raise OddError
        if not self.path or Path(self.path).name[0] in "._":  # which Spark takes to be hidden
            raise OddError
        source.file.seek(0)
        self.top, end, _ = source.file.readline(limits.CELL).partition(b"\n")
        if self.top.count(quote.encode()) % 2:
            raise OddError
        found, defects = table.read(self.top + end, resource, canonical)
        if isinstance(found, table.Unreadable):
            raise OddError
        self.header = list(found.header)
        self.found = [d for d in defects if d.kind not in WHOLE]
        self.formed = sql.formed(resource, len(self.header), canonical)
        self.blocks: list[Block] = []
        self.lines = self.rows = 0
        self.odd = 0  # lines that the exact reader was given
        self.inner: list[int] = []  # those of them that look like records in good form

    def measure(self, parts: Iterable[Any]) -> None:
        """Take in what Spark saw of the file. Raises OddError where lines cannot be told."""
        size = returns = odd = returned = 0
        last = False
        for part in sorted(parts, key=lambda p: int(p.at)):
            if not part.valid or part.stray or (self.blocks and part.at == self.blocks[-1].at):
                raise OddError
            first = part.first & INDEX
            if part.returns and not returns:
                returned = self.lines + (part.returned & INDEX) - first + 1
            self.blocks.append(Block(part.at, first, self.lines + 1))
            self.lines, size, odd = self.lines + part.lines, size + part.bytes, odd + part.odd
            returns, last = returns + part.returns, part.ends
        without = size - self.size + 3 * self.top.startswith(BOM)  # which Spark passes over
        if without not in (0, 1) or (without and last) or odd > ODD:
            raise OddError
        if self.canonical and returns:
            self._tell("line-end", returned, f"CR LF instead of LF, {returns:,} in all")
        elif self.canonical and without:
            self._tell("final-newline", self.lines, "no line end after the last record")

    def _tell(self, kind: str, line: int, detail: str) -> None:
        name, path = self.resource.name, self.resource.path
        self.found.append(Defect(kind, name, line, detail=detail, path=path))

    @property
    def defects(self) -> list[Defect]:
        """What was met; needless quotes only where there is nothing else."""
        sound = [d for d in self.found if d.kind != "quoting"]
        return sound or sorted(self.found, key=lambda d: d.line)[:1]

    @property
    def line(self) -> str:
        """The line of a row of Spark's. Raises OddError where blocks are of several sizes."""
        step = self.blocks[1].at if len(self.blocks) > 1 else self.size + 1
        if any(block.at != n * step for n, block in enumerate(self.blocks)):
            raise OddError
        places = ", ".join(f"{block.line - block.first}L" for block in self.blocks)
        return f"(get(array({places}), cast(at div {step}L as int)) + (i & {INDEX}L))"

    def spans(self, odd: Lines) -> list[tuple[int, int]]:
        """Between which lines a quote is open. Raises OddError if there are too many."""
        found, begin, quote = [], 0, self.resource.dialect.quote
        for line, text in odd:
            if text.count(quote) % 2:
                if begin:
                    found.append((begin, line))
                begin = 0 if begin else line
        if begin:
            found.append((begin, self.lines + 1))
        if sum(end - start for start, end in found) - len(odd) > INNER:
            raise OddError
        return found

    def exact(self, lines: Lines) -> list[Record]:
        """Records that are not in good form, as the exact reader reads them. Raises OddError."""
        if not lines:
            return []
        at = [1, 1, *(n for n, _ in lines)]  # the line that each line of this text is in
        text = "\n".join(["", *(text for _, text in lines), ""]).encode()
        found, defects = table.read(self.top + text, self.resource, self.canonical)
        if isinstance(found, table.Unreadable):
            raise OddError
        told = [
            d._replace(line=at[d.line], lines=array("q", [at[n] for n in d.lines]))
            for d in defects
            if d.kind not in WHOLE
        ]
        begins = [at[n] for n in found.lines]
        empty = (n for d in told if d.kind == "empty-line" for n in d.lines or [d.line])
        starts = {n for before, n in zip([0, *at[2:]], at[2:], strict=False) if n != before + 1}
        if not starts <= {*begins, *empty}:
            raise OddError
        self.found = [*told, *(d for d in self.found if d.kind in WHOLE)]
        self.odd = len(lines)
        cells = zip(*(found.columns[name] for name in self.header), strict=True)
        return [(self.number, n, [*c]) for n, c in zip(begins, cells, strict=True)]
