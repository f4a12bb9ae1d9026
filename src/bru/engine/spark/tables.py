"""The tables of a package as DataFrames of Spark.

Rows have no lines. A row is a hash of its primary key, or of all its cells where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bru.datapackage.table import Reading, Table, Unreadable, absent
from bru.engine.spark.reading import BAD, opened
from bru.engine.spark.sql import array, flag, lit, present, same, written
from bru.model.package import Resource
from bru.model.problem import Defect
from bru.model.question import Absent, Unanswerable
from bru.store.cluster import session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Observation


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
        flags, held = ["false"], ["cast(null as struct<q: int, cells: array<string>>)"]
        for number, q, fields in asked:
            cells = [self.columns[name] for name in fields]
            flags.append(flag(q, cells))
            shown = array(() if isinstance(q, Absent) else cells)
            held.append(f"if({flags[-1]}, named_struct('q', {number}, 'cells', {shown}), null)")
        inline = f"inline(array_compact(array({', '.join(held)})))"
        found = rows.where(" or ".join(flags))
        return found.selectExpr(inline, "i", f"{self.place} place")

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
    if given is None:
        return Unanswerable(f"no frame {resource.name} was given", resource.name)
    if isinstance(given, Unanswerable):
        return given
    if isinstance(given, Table):  # what is wrong with its columns is told
        columns = (given.columns[name] for name in given.header)
        return Frame(resource, sent("string", *columns), given.header)
    found = opened(resource, given) if isinstance(given, list) else (given, given.columns, False)
    if isinstance(found, Unreadable | Unanswerable):
        return found
    frame, names, is_read = found
    reading = Reading(resource, canonical=False)
    header = reading.head(names, 0)
    defects += reading.defects
    return Frame(resource, frame, header, is_read) if header else Unreadable("header")


def sent(kind: str, *columns: Sequence[Any]) -> DataFrame:
    """Columns c0, c1 … of a type as a DataFrame; no executor needs Python for it."""
    import pyarrow as pa

    arrays = [pa.array(column, kind) for column in columns]
    return session().createDataFrame(pa.table(arrays, [f"c{n}" for n in range(len(arrays))]))
