"""CSV files → records of Spark with their physical lines, read part by part wherever they lie.

Spark cuts files at line ends. An expression proves of each line that it is a record in good form;
runs of lines that are not go to the exact reader, and a file that cannot be cut into lines at all
is left to that reader as a whole, as in `engine/polars`. The bytes of all lines are counted:
whatever Spark did not show of a file is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from bru.engine.spark import sql
from bru.engine.spark.file import STATISTICS, File, OddError, Record
from bru.engine.spark.number import lit

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class Scan:
    """Some files that are read in one go: one large one, or small ones."""

    def __init__(self, spark: SparkSession, files: Iterable[File]) -> None:
        self.spark, self.files = spark, [*files]
        self.all = self.files  # which are read together every time, so that numbers stay
        self.exact: list[Record] = []  # records of odd lines

    def choice(self, part: Callable[[File], str], other: str) -> str:
        """What holds for a row of each file."""
        return sql.by_table({f.number: part(f) for f in self.files}, other)

    def _lines(self) -> DataFrame:
        """The lines: table, place of the block in the file, Spark's number, text."""
        paths = [re.sub(r"([][{}*?\\])", r"\\\1", f.path) for f in self.all]
        tables = str(self.all[0].number)
        if len(self.all) > 1:
            place = "url_decode(replace(_metadata.file_path, '+', '%2B'))"
            known = ", ".join(f"{lit(f.path)}, {f.number}" for f in self.all)
            tables = f"element_at(map({known}), regexp_replace({place}, '^file:/+', '/'))"
        at, number = "_metadata.file_block_start at", "monotonically_increasing_id() i"
        text = self.spark.read.text(paths, lineSep="\n")
        lines = text.selectExpr(f"{tables} t", at, number, "value")
        if len(self.files) == len(self.all):
            return lines
        return lines.where(f"t in ({', '.join(str(f.number) for f in self.files)})")

    def _fetch(self, where: str) -> dict[int, list[tuple[int, str]]]:
        """The lines for which this holds, of each file."""
        found: dict[int, list[tuple[int, str]]] = {f.number: [] for f in self.files}
        placed = self._lines().selectExpr("*", f"{self.choice(lambda f: f.line, 'null')} line")
        for number, line, text in placed.where(where).select("t", "line", "value").collect():
            if line > 1:
                found[number].append((line, text))
        return {number: sorted(lines) for number, lines in found.items()}

    def _each(self, step: Callable[[File], object]) -> list[File]:
        """Take a step with each file; those where it cannot be taken are left out from now on."""
        left = []
        for file in self.files:
            try:
                step(file)
            except OddError:
                left.append(file)
        self.files = [f for f in self.files if f not in left]
        return left

    def read(self) -> list[File]:
        """Look at all lines. Those files are returned that cannot be read line by line."""
        from pyspark.sql import functions

        formed = self.choice(lambda f: f.formed, "false")
        wanted = STATISTICS | {"odd": f"sum(if({formed}, 0L, octet_length(value) + 1L))"}
        groups = self._lines().selectExpr("*", "shiftright(i, 33) part").groupBy("t", "at", "part")
        parts: dict[int, list[Any]] = {f.number: [] for f in self.files}
        for row in groups.agg(*(functions.expr(e).alias(n) for n, e in wanted.items())).collect():
            parts[row.t].append(row)
        left = self._each(lambda f: f.measure(parts[f.number]))
        left += self._each(lambda f: f.line)
        if not self.files:
            return left
        if any(row.odd for f in self.files for row in parts[f.number]):
            left += self._odd()
        for file in self.files:
            own = sum(number == file.number for number, _, _ in self.exact)
            file.rows = file.lines - 1 - file.odd + own
        return left

    def _odd(self) -> list[File]:
        """Give lines that are no records in good form to the exact reader."""
        formed = f"({self.choice(lambda f: f.formed, 'false')})"
        odd = self._fetch(f"not {formed}")
        spans: dict[int, list[tuple[int, int]]] = {}
        left = self._each(lambda f: spans.update({f.number: f.spans(odd[f.number])}))
        if self.files and any(spans.values()):
            within = {
                n: " or ".join(f"line between {a} and {b}" for a, b in found) or "false"
                for n, found in spans.items()
            }
            inner = self._fetch(
                f"{formed} and ({self.choice(lambda f: within[f.number], 'false')})"
            )
            for file in self.files:
                file.inner = [n for n, _ in inner[file.number]]
            odd = {n: sorted(odd[n] + lines) for n, lines in inner.items()}
        return left + self._each(lambda f: self.exact.extend(f.exact(odd[f.number])))

    def records(self) -> DataFrame:
        """The records in good form: table, line, cells."""
        split = self.choice(lambda f: sql.split(f.resource), "null")
        lines = self._lines().selectExpr(
            "t",
            f"{self.choice(lambda f: f.line, 'null')} line",
            f"{self.choice(lambda f: f.formed, 'false')} formed",
            "value",
        )
        inner = self.choice(
            lambda f: f"line in ({', '.join(map(str, f.inner))})" if f.inner else "false", "false"
        )
        good = lines.where(f"line > 1 and formed and not ({inner})")
        return good.selectExpr("t", "line", f"{split} p")
