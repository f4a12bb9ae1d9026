"""The tables of a package as DataFrames of Spark: given, or read by Spark's own readers.

Rows have no lines. A row is a hash of its primary key, or of all its cells where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bru.datapackage.header import absent, header_problems
from bru.datapackage.table import Table
from bru.engine.spark.session import session
from bru.engine.spark.sql import Cells, array, lit
from bru.model.package import Resource
from bru.model.problem import Defect
from bru.model.question import Unanswerable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Observation

BAD = "malformed record"  # a column for what Spark's reader could not cut into cells
LINES = ("utf-8", "utf8", "ascii", "us-ascii", "iso-8859", "latin", "windows", "cp")  # LF is a byte
TYPED = ("parquet", "orc", "delta")


class Frame:
    """One table. Its columns are c0, c1 …; `header` has their names.

    `is_read`: by Spark's reader of CSV, with what it could not cut into cells as a last column.
    """

    def __init__(
        self, resource: Resource, frame: DataFrame, header: Sequence[str], is_read: bool = False
    ) -> None:
        self.resource, self.is_read = resource, is_read
        lost = absent(header, resource.schema)  # columns that may lack, and do
        self.header = [*header, *lost]
        names = [f"c{n}" for n in range(len(self.header))]
        own = frame.toDF(*names[: len(header)], *(["bad"] if is_read else []))
        self.frame = own.selectExpr(
            "*",
            "monotonically_increasing_id() i",
            *(f"cast(null as string) {name}" for name in names[len(header) :]),
        )
        types = [kind for _, kind in frame.dtypes][: len(header)] + ["string"] * len(lost)
        self.cells = Cells(resource.name, resource.schema, self.header, types, is_read)
        self.seen: Observation | None = None

    def header_defects(self) -> Iterator[Defect]:
        """What is wrong with the columns."""
        name, path = self.resource.name, self.resource.path
        for field, detail in header_problems(self.header, self.resource.schema):
            yield Defect("header", name, field=field, detail=detail, path=path)

    def flagged(self, parts: Sequence[tuple[int, str, str]]) -> DataFrame:
        """The rows of which a flag holds, once for each: question `q`, `cells`, `i`, `place`.

        `parts`: question, flag, array of cells. All rows are counted on the way.
        """
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        self.seen = Observation()
        rows = self.frame.observe(self.seen, f.expr("count(1)").alias("rows"))
        held = (f"if({flag}, named_struct('q', {q}, 'cells', {c}), null)" for q, flag, c in parts)
        found = rows.where(" or ".join(flag for _, flag, _ in parts) or "i < 0")
        inline = f"inline(array_compact(array({', '.join(held)})))"
        return found.selectExpr(inline, "i", f"{self.cells.row()} place")

    def keys(self, number: int, fields: Sequence[str]) -> DataFrame:
        """All rows as those of a question, with a column `key`, those without a key left out."""
        same = array(map(self.cells.same, fields))
        columns = (f"{number} q", f"{same} cells", "i", f"{self.cells.row()} place")
        keyed = self.frame.selectExpr(*columns, f"{self.cells.key(fields)} key")
        return keyed.where("key is not null")

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return (self.seen and self.seen.get["rows"]) or 0


def framed(resource: Resource, given: Any) -> Frame | Unanswerable:
    """A table from a DataFrame, a table that was read, or the places of its files."""
    if given is None:
        return Unanswerable(f"no frame {resource.name} was given", resource.name)
    if isinstance(given, Unanswerable):
        return given
    if isinstance(given, Table):
        columns = (given.columns[name] for name in given.header)
        return Frame(resource, sent("string", *columns), given.header)
    if not isinstance(given, list):
        return Frame(resource, given, given.columns)
    from pyspark.errors import PySparkException

    try:
        found = opened(resource, given)
    except PySparkException as error:
        return Unanswerable(f"{resource.path}: {str(error).splitlines()[0]}", resource.name)
    return found or Unanswerable(f"{resource.path} has no header", resource.name)


def sent(kind: str, *columns: Sequence[Any]) -> DataFrame:
    """Columns c0, c1 … of a type as a DataFrame; no executor needs Python for it."""
    import pyarrow as pa

    arrays = [pa.array(column, kind) for column in columns]
    return session().createDataFrame(pa.table(arrays, [f"c{n}" for n in range(len(arrays))]))


def opened(resource: Resource, places: Sequence[str]) -> Frame | None:
    """A table read from files or folders by Spark's reader; None without a header."""
    reader, paths = session().read, [*map(escaped, places)]
    kind = resource.spec.get("format") or places[0].rstrip("/").rpartition(".")[2]
    if kind in TYPED:
        frame = reader.format(kind).load(paths[0] if kind == "delta" else paths)
        return Frame(resource, frame, frame.columns)
    options = reading(resource, paths)
    header = [field.name for field in resource.schema.fields]
    if resource.dialect.header_rows:
        first = session().read.options(**{**options, "header": False}).csv(paths[0]).head(1)
        header = [str(name or "").removeprefix("\ufeff") for name in (first[0] if first else [])]
    known = header
    if len({name.lower() for name in header}) < len(header):
        known, options["enforceSchema"] = [f"c{n}" for n in range(len(header))], True
    types = ", ".join(f"`{name.replace('`', '``')}` string" for name in (*known, BAD))
    frame = reader.options(**options).csv(paths, types)
    return Frame(resource, frame, header, is_read=True) if header else None


def escaped(place: str) -> str:
    """A path in which no character stands for others."""
    return re.sub(r"([][{}*?\\])", r"\\\1", place)


def is_known(resource: Resource) -> bool:
    """Whether one of Spark's readers knows the form of a resource."""
    dialect = resource.dialect
    if resource.spec.get("format") in TYPED or resource.path.endswith(TYPED):
        return True
    is_plain = dialect.header_rows in ((), (1,)) and dialect.null is None
    with_comments = bool(dialect.comment_rows) or len(dialect.comment) > 1
    return resource.format == "csv" and resource.packed != "zip" and is_plain and not with_comments


def reading(resource: Resource, paths: Sequence[str]) -> dict[str, Any]:
    """The options of Spark's reader: what does not fit is shown, nothing is guessed.

    Where the quotes of a line are odd it seems to end in a cell; then no file is read in parts.
    """
    dialect, encoding = resource.dialect, resource.encoding.lower()
    quote = lit(dialect.quote)
    odd = f"(length(value) - length(replace(value, {quote}, ''))) % 2 = 1"
    by_line = encoding.startswith(LINES) and session().read.text([*paths]).where(odd).isEmpty()
    found: dict[str, Any] = {
        "header": bool(dialect.header_rows),
        "enforceSchema": not dialect.header_rows,
        "sep": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.quote if dialect.double_quote else dialect.escape or "\\",
        "encoding": resource.encoding,
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": BAD,
        "multiLine": not by_line,
        "ignoreLeadingWhiteSpace": dialect.skip_space,
    }
    if dialect.terminator not in ("", "\n", "\r\n"):
        found["lineSep"] = dialect.terminator
    return found | ({"comment": dialect.comment} if dialect.comment else {})
