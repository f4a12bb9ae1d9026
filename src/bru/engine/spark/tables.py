"""The tables of a package as DataFrames of Spark: given, or read by Spark's own readers.

Rows have no lines. A row is a hash of its primary key, or of all its cells where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bru.datapackage.header import absent
from bru.datapackage.table import Reading, Table, Unreadable
from bru.engine.spark.sql import array, flag, lit, present, same, written
from bru.model.package import Resource
from bru.model.problem import Defect
from bru.model.question import Absent, Unanswerable
from bru.store.cluster import cut, escaped, session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Observation

BAD = "malformed record"  # a column for what Spark's reader could not cut into cells
CHARSETS = ("utf-8", "us-ascii", "iso-8859-1")  # that Spark reads, and LF is a byte
TYPED = ("parquet", "orc", "delta")


class Frame:
    """One table. `columns`: of each name in its header, where the cells are, null where absent.

    The column `i` is the number of a row on the cluster; `place` is the number it has here, and
    the cells of its primary key. `is_read`: a last column has what Spark's reader of CSV could
    not cut into cells.
    """

    def __init__(
        self, resource: Resource, frame: DataFrame, header: Sequence[str], is_read: bool = False
    ) -> None:
        self.resource, self.is_read = resource, is_read
        self.seen: Observation | None = None
        self.spellings: dict[str, Mapping[str, str]] = {}  # of fields: cell → another identity
        schema, kinds = resource.schema, [kind for _, kind in frame.dtypes]
        self.header = [*header, *absent(header, schema)]  # columns that may lack, and do
        self.columns = {name: f"c{n}" for n, name in enumerate(self.header)} | {BAD: "bad"}
        texts, cells = dict[str, str](), ["*", "monotonically_increasing_id() i"]
        for n, name in enumerate(self.header):
            field = schema.by_name.get(name)
            text = written(f"r{n}", kinds[n], field) if n < len(header) else "string(null)"
            texts[name] = text
            cells.append(f"{present(text, field, is_read) if field else text} c{n}")
        own = [name for name in schema.primary_key if name in texts]
        number = f"xxhash64({lit(resource.name)}, {array(texts[n] for n in own or self.header)})"
        self.place = f"struct({number} & {2**63 - 1}L row, {array(texts[n] for n in own)} own)"
        given = frame.toDF(*(f"r{n}" for n in range(len(header))), *(["bad"] if is_read else []))
        self.frame = given.selectExpr(*cells)

    def flagged(self, asked: Sequence[tuple[int, Any, Sequence[str]]]) -> DataFrame:
        """Rows that may be part of answers, once for each: question `q`, `cells`, `i`, `place`.

        `asked`: number, question and fields. All rows are counted on the way.
        """
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        self.seen = Observation()
        rows = self.frame.observe(self.seen, f.expr("count(1)").alias("rows"))
        flags, held = ["i < 0"], ["cast(null as struct<q: int, cells: array<string>>)"]
        for number, q, fields in asked:
            cells = [self.columns[name] for name in fields]
            flags.append(flag(q, cells))
            shown = array(() if isinstance(q, Absent) else cells)
            held.append(f"if({flags[-1]}, named_struct('q', {number}, 'cells', {shown}), null)")
        inline = f"inline(array_compact(array({', '.join(held)})))"
        return rows.where(" or ".join(flags)).selectExpr(inline, "i", f"{self.place} place")

    def keyed(self, fields: Sequence[str]) -> DataFrame:
        """All rows that have a key of some fields, which is another column."""
        parts = ", ".join(f"length({cell}), ':', {cell}" for cell in self.same(fields))
        return self.frame.selectExpr("*", f"concat({parts}) key").where("key is not null")

    def same(self, fields: Sequence[str]) -> list[str]:
        """The cells of fields as they are compared."""
        named, known = map(self.resource.schema.field, fields), self.spellings
        return [same(self.columns[one.name], one, known.get(one.name, {})) for one in named]


def framed(
    resource: Resource, given: Any, defects: list[Defect]
) -> Frame | Unreadable | Unanswerable:
    """A table from a DataFrame, a table that was read, or the places of its files."""
    from pyspark.errors import AnalysisException

    if isinstance(given, Unanswerable):
        return given
    if isinstance(given, Table):  # what is wrong with its columns is told
        columns = (given.columns[name] for name in given.header)
        return Frame(resource, sent("string", *columns), given.header)
    try:
        read = opened(resource, given) if isinstance(given, list) else (given, given.columns, False)
    except AnalysisException as error:
        why = "is not there" if "PATH_NOT_FOUND" in str(error) else str(error).splitlines()[0]
        defects.append(Defect("file", resource.name, detail=why, path=resource.path))
        return Unanswerable(f"{resource.path} {why}", resource.name)
    reading = Reading(resource, canonical=False)
    header = reading.head(read[1], 0) if read[1] else None
    defects += reading.defects
    return Unreadable("header") if header is None else Frame(resource, read[0], header, read[2])


def is_known(resource: Resource) -> bool:
    """Whether one of Spark's readers knows the form of a resource."""
    if resource.spec.get("format") in TYPED or resource.path.endswith(TYPED):
        return True
    dialect = resource.dialect
    odd = dialect.comment, dialect.comment_rows, dialect.skip_space, dialect.terminator.strip()
    may_skip = dialect.counted  # a row that counts may be empty: Spark would pass over it
    is_plain = (
        not any(odd) and not may_skip and dialect.null is None and dialect.header_rows in ((), (1,))
    )
    is_csv = resource.format == "csv" and resource.packed != "zip"
    return is_csv and is_plain and resource.encoding.lower() in CHARSETS


def opened(resource: Resource, places: Sequence[str]) -> tuple[DataFrame, list[str], bool]:
    """A table in files or folders, its header, and whether its last column is BAD."""
    reader, paths, dialect = session().read, [*map(escaped, places)], resource.dialect
    kind = resource.spec.get("format") or places[0].rstrip("/").rpartition(".")[2]
    if kind in TYPED:
        frame = reader.format(kind).load(paths[0] if kind == "delta" else paths)
        return frame, frame.columns, False
    options: dict[str, Any] = {
        "sep": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.quote if dialect.double_quote else dialect.escape or "\\",
        "encoding": resource.encoding,
        "columnNameOfCorruptRecord": BAD,
        **cut(paths, dialect.quote),
    }
    header, parts = [field.name for field in resource.schema.fields], list[str]()
    if dialect.header_rows:
        plain = session().read.options(**options).csv(paths[0])
        parts = [name for name in plain.columns if not name.startswith("_c")]  # of folders
        first = [cell or "" for row in plain.drop(*parts).head(1) for cell in row]
        header = [name.removeprefix("\ufeff") for name in first]
        options |= {"header": True, "enforceSchema": False}
    names = header
    if len({name.lower() for name in header}) < len(header):
        names, options["enforceSchema"] = [f"c{n}" for n in range(len(header))], True
    quoted = [f"`{name.replace('`', '``')}`" for name in (*names, *parts, BAD)]
    types = ", ".join(f"{name} string" for name in quoted)
    frame = session().read.options(**options).csv(paths, types).select(*quoted)
    return frame, [*header, *parts] if header else [], True


def sent(kind: str, *columns: Sequence[Any]) -> DataFrame:
    """Columns c0, c1 … of a type as a DataFrame; no executor needs Python for it."""
    import pyarrow as pa

    arrays = [pa.array(column, kind) for column in columns]
    return session().createDataFrame(pa.table(arrays, [f"c{n}" for n in range(len(arrays))]))
