"""The tables of a package as DataFrames of Spark.

Rows have no lines. A row is a hash of its primary key, or of all its cells where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bru.datapackage.table import Reading, Table, absent
from bru.engine.spark.files import BAD, opened
from bru.engine.spark.session import session
from bru.engine.spark.sql import array, flag, lit, present, same, written
from bru.model.package import Resource
from bru.model.problem import Defect
from bru.model.question import Absent, Unanswerable

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
        schema, size = resource.schema, len(header)
        self.header = [*header, *absent(header, schema)]  # columns that may lack, and do
        self.columns = {name: f"c{n}" for n, name in enumerate(self.header)} | {BAD: "bad"}
        bad = ["bad"] if is_read else []
        given = frame.toDF(*(f"c{n}" for n in range(size)), *bad)
        texts, cells = dict[str, str](), [*bad]
        for n, name in enumerate(self.header):
            field = schema.by_name.get(name)
            text = written(f"c{n}", given.dtypes[n][1], field) if n < size else "string(null)"
            texts[name] = text
            cells.append(f"{present(text, field, is_read) if field else text} c{n}")
        own = [name for name in schema.primary_key if name in texts]
        number = f"xxhash64({lit(resource.name)}, {array(texts[n] for n in own or self.header)})"
        place = f"struct({number} & {2**63 - 1}L row, {array(texts[n] for n in own)} own) place"
        self.frame = given.selectExpr(*cells, "monotonically_increasing_id() i", place)

    def flagged(self, asked: Sequence[tuple[int, Any, Sequence[str]]]) -> DataFrame:
        """Rows that may be part of answers, once for each: question `q`, `cells`, `i`, `place`.

        `asked`: number, question and fields. All rows are counted on the way.
        """
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        self.seen = Observation()
        rows = self.frame.observe(self.seen, f.expr("count(1)").alias("rows"))
        flags, held = list[str](), list[str]()
        for number, q, fields in asked:
            cells = [self.columns[name] for name in fields]
            flags.append(flag(q, cells))
            shown = array(() if isinstance(q, Absent) else cells)
            held.append(f"if({flags[-1]}, named_struct('q', {number}, 'cells', {shown}), null)")
        found = rows.where(" or ".join(flags) or "false")
        return found.selectExpr(f"inline(array_compact(array({', '.join(held)})))", "i", "place")

    def keys(self, number: int, fields: Sequence[str]) -> DataFrame:
        """All rows as those of a question, with a column `key`, those without a key left out."""
        named = map(self.resource.schema.field, fields)
        known = self.spellings
        cells = [same(self.columns[n.name], n, known.get(n.name, {})) for n in named]
        parts = ", ".join(f"length({cell}), ':', {cell}" for cell in cells)
        columns = f"{number} q", f"{array(cells)} cells", "i", "place", f"concat({parts}) key"
        return self.frame.selectExpr(*columns).where("key is not null")

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return (self.seen and self.seen.get["rows"]) or 0


def framed(resource: Resource, given: Any, defects: list[Defect]) -> Frame | Unanswerable:
    """A table from a DataFrame, a table that was read, or the places of its files."""
    if given is None:
        return Unanswerable(f"no frame {resource.name} was given", resource.name)
    if isinstance(given, Unanswerable):
        return given
    if isinstance(given, Table):  # what is wrong with its columns is told
        columns = (given.columns[name] for name in given.header)
        return Frame(resource, sent("string", *columns), given.header)
    found = opened(resource, given) if isinstance(given, list) else (given, given.columns, False)
    if isinstance(found, Unanswerable):
        return found
    frame, names, is_read = found
    reading = Reading(resource, canonical=False)
    header = reading.head(names, 0)
    defects += reading.defects
    if header is None:
        return Unanswerable(f"{resource.path} could not be read as a table", resource.name)
    return Frame(resource, frame, header, is_read)


def sent(kind: str, *columns: Sequence[Any]) -> DataFrame:
    """Columns c0, c1 … of a type as a DataFrame; no executor needs Python for it."""
    import pyarrow as pa

    arrays = [pa.array(column, kind) for column in columns]
    return session().createDataFrame(pa.table(arrays, [f"c{n}" for n in range(len(arrays))]))
