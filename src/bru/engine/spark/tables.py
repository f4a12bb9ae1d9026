"""The tables of a package as DataFrames of Spark: given, or read by Spark's own readers.

Rows have no lines. A row is a hash of its primary key, or of all its cells where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bru.datapackage.table import Table, absent, header_problems
from bru.engine.spark.session import session
from bru.engine.spark.sql import Cells, array, lit
from bru.model.package import Package, Resource
from bru.model.problem import Defect
from bru.model.question import Unanswerable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Observation

BAD = "malformed record"  # a column for what Spark's reader could not cut into cells
LINES = ("utf-8", "utf8", "ascii", "us-ascii", "iso-8859", "latin", "windows", "cp")  # LF is a byte
TYPED = ("parquet", "orc", "delta")
Part = tuple[int, str, str]  # question, flag, array of cells


class Frame:
    """One table. Its columns are c0, c1 …; `header` has their names.

    `places`: the files that Spark's reader of CSV has read, none if it was given or is typed.
    """

    def __init__(
        self,
        resource: Resource,
        frame: DataFrame,
        header: Sequence[str],
        places: Sequence[str] = (),
    ) -> None:
        from pyspark.sql import functions as f

        self.resource, self.places, self.header = resource, places, [*header]
        names = [f"c{n}" for n in range(len(header))]
        types = [kind for _, kind in frame.dtypes][: len(names)]
        self.frame = frame.toDF(*names, *(["bad"] if places else []))
        for name in absent(header, resource.schema):  # a column that may lack, and does
            self.frame = self.frame.withColumn(f"c{len(types)}", f.lit(None).cast("string"))
            types.append("string")
            self.header.append(name)
        self.cells = Cells(resource.schema, self.header, types, bool(places))
        self.seen: Observation | None = None

    def header_defects(self) -> Iterator[Defect]:
        """What is wrong with the columns."""
        name, path = self.resource.name, self.resource.path
        for field, detail in header_problems(self.header, self.resource.schema):
            yield Defect("header", name, field=field, detail=detail, path=path)

    def numbered(self) -> DataFrame:
        """The rows with where each stands among them: `i`."""
        return self.frame.selectExpr("*", "monotonically_increasing_id() i")

    def emitted(self, number: int, cells: str) -> tuple[str, ...]:
        """The columns of an answer: question, cells, place, row, own key."""
        own = (f"{self.cells.row()} row", f"{self.cells.own()} own")
        return (f"{number} q", f"{cells} cells", "i", *own)

    def flagged(self, parts: Sequence[Part], malformed: int) -> DataFrame:
        """The rows of which a flag holds, once for each. All rows are counted on the way.

        `malformed`: the number of the question for malformed records.
        """
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        self.seen, counts = Observation(), [f.expr("count(1)").alias("rows")]
        if self.places:
            parts = [*parts, (malformed, "bad is not null", array(["bad"]))]
            mark = lit(self.resource.dialect.quote)
            cells = [
                "bad is not null",
                *(f"contains(c{n}, {mark})" for n in range(len(self.header))),
            ]
            counts.append(f.expr(f"count_if({' or '.join(cells)})").alias("open"))
        rows = self.numbered().observe(self.seen, *counts)
        held = (f"if({flag}, named_struct('q', {q}, 'cells', {c}), null)" for q, flag, c in parts)
        found = rows.where(" or ".join(flag for _, flag, _ in parts) or "i < 0")
        inline = f"inline(array_compact(array({', '.join(held)})))"
        _, _, *own = self.emitted(0, "null")
        return found.selectExpr(inline, *own)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        assert self.seen is not None
        return self.seen.get["rows"] or 0

    @property
    def may_be_cut(self) -> bool:
        """Whether a line seems to end within a cell, and one has an odd number of quotes."""
        if not self.places or self.seen is None or not self.seen.get["open"]:
            return False
        quote = lit(self.resource.dialect.quote)
        odd = f"(length(value) - length(replace(value, {quote}, ''))) % 2 = 1"
        return not session().read.text([*map(escaped, self.places)]).where(odd).isEmpty()


def frames(package: Package, given: Mapping[str, Any]) -> dict[str, Frame | Unanswerable]:
    """The tables of a package by name: DataFrames, tables that were read, places of files."""
    found: dict[str, Frame | Unanswerable] = {}
    for resource in package.resources:
        one = given.get(resource.name)
        if one is None:
            one = Unanswerable(f"no frame {resource.name} was given", resource.name)
        elif isinstance(one, list):
            one = opened(resource, one)
        elif isinstance(one, Table):
            one = Frame(resource, sent(one), one.header)
        elif not isinstance(one, Unanswerable):
            one = Frame(resource, one, one.columns)
        found[resource.name] = one
    return found


def opened(
    resource: Resource, places: Sequence[str], several_lines: bool = False
) -> Frame | Unanswerable:
    """A table read from files or folders by Spark's reader, or why it cannot be.

    `several_lines`: cells may have line ends; then a file is not read in parts.
    """
    from pyspark.errors import PySparkException

    reader, paths = session().read, [*map(escaped, places)]
    kind = resource.spec.get("format") or places[0].rstrip("/").rpartition(".")[2]
    try:
        if kind in TYPED:
            frame = reader.format(kind).load(paths[0] if kind == "delta" else paths)
            return Frame(resource, frame, frame.columns)
        options = reading(resource, several_lines)
        if not (header := names(resource, paths, options)):
            return Unanswerable(f"{resource.path} has no header", resource.name)
        known = header
        if len({name.lower() for name in header}) < len(header):
            known, options["enforceSchema"] = [f"c{n}" for n in range(len(header))], True
        types = ", ".join(f"`{name.replace('`', '``')}` string" for name in (*known, BAD))
        frame = reader.options(**options).csv(paths, types)
        return Frame(resource, frame, header, places)
    except PySparkException as error:
        return Unanswerable(f"{resource.path}: {str(error).splitlines()[0]}", resource.name)


def escaped(place: str) -> str:
    """A path in which no character stands for others."""
    return re.sub(r"([][{}*?\\])", r"\\\1", place)


def sent(table: Table) -> DataFrame:
    """A table that was read here as a frame of Spark."""
    import pyarrow as pa

    columns = [pa.array(table.columns[name], pa.string()) for name in table.header]
    names = [f"c{n}" for n in range(len(columns))]
    return session().createDataFrame(pa.table(columns, names))


def is_known(resource: Resource) -> bool:
    """Whether one of Spark's readers knows the form of a resource."""
    dialect = resource.dialect
    if resource.spec.get("format") in TYPED or resource.path.endswith(TYPED):
        return True
    is_plain = dialect.header_rows in ((), (1,)) and dialect.null is None
    with_comments = bool(dialect.comment_rows) or len(dialect.comment) > 1
    return resource.format == "csv" and resource.packed != "zip" and is_plain and not with_comments


def reading(resource: Resource, several_lines: bool) -> dict[str, Any]:
    """The options of Spark's reader: what does not fit is shown, nothing is guessed."""
    dialect = resource.dialect
    found: dict[str, Any] = {
        "header": bool(dialect.header_rows),
        "enforceSchema": not dialect.header_rows,
        "sep": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.quote if dialect.double_quote else dialect.escape or "\\",
        "encoding": resource.encoding,
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": BAD,
        "multiLine": several_lines or not resource.encoding.lower().startswith(LINES),
        "ignoreLeadingWhiteSpace": dialect.skip_space,
    }
    if dialect.terminator not in ("", "\n", "\r\n"):
        found["lineSep"] = dialect.terminator
    return found | ({"comment": dialect.comment} if dialect.comment else {})


def names(resource: Resource, paths: Sequence[str], options: Mapping[str, Any]) -> list[str]:
    """The header of the first file; the names of the fields where there is none."""
    if not resource.dialect.header_rows:
        return [field.name for field in resource.schema.fields]
    here = {**options, "header": False}
    first = session().read.options(**here).csv(paths[0]).head(1)
    return [str(name or "").removeprefix("\ufeff") for name in first[0]] if first else []
