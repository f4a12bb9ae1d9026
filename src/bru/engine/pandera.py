"""The reference engine: pandas frames of texts, judged by pandera.

Each question about values, keys and references is put to pandera as a schema; its failure cases
are the answer. It is slower than the others and there to be compared with them. Structure and
lines come from the exact reader; order and whole columns are answered as by the engine python.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bru.datapackage import expression
from bru.engine import python
from bru.engine.exact import breaks
from bru.model.question import Absent, Breaking, Dangling, Hit, Repeated, Unanswerable, Unmatched

if TYPE_CHECKING:
    import pandas as pd


def library(module: str = "pandas") -> Any:
    """A module of pandera, which imports PySpark where that is installed: its warning is not ours.

    PySpark warns of all of pandas 3 as it is imported.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully", FutureWarning)
        return import_module(f"pandera.{module}")


class Engine(python.Engine):
    """Answers questions about the tables of one package; a row is the number of its record."""

    name = "pandera"

    def _unmatched(self, q: Unmatched) -> list[Hit] | Unanswerable:
        frame = framed([(cell,) for cell in self.column(q.resource, q.field)], 1).dropna()
        left = {*frame["0"]}
        if q.accept is not None:
            try:
                left = {*expression.rejected(q.accept, left)}
            except expression.UnboundedError as error:
                return Unanswerable(f"{q.resource}.{q.field}: {error}")
        return grouped(frame, failed(frame, lambda f: ~f["0"].isin(left)))

    def _absent(self, q: Absent) -> list[Hit]:
        pa = library()
        frame = framed([(cell,) for cell in self.column(q.resource, q.field)], 1)
        rows = cases(frame, pa.DataFrameSchema({"0": pa.Column(object, nullable=False)}))
        return [Hit((), rows)] if rows else []

    def _repeated(self, q: Repeated) -> list[Hit]:
        pa = library()
        width = len(q.fields)
        frame = framed(self._keys(q.resource, q.fields), width).dropna()
        columns = {str(n): pa.Column(object) for n in range(width)}
        schema = pa.DataFrameSchema(columns, unique=[*columns], report_duplicates="exclude_first")
        return grouped(frame, cases(frame, schema))

    def _dangling(self, q: Dangling) -> list[Hit]:
        import pandas as pd

        width = len(q.fields)
        sides = ((q.target, q.target_fields), *q.also)
        targets = pd.concat([framed(self._keys(*side), width).dropna() for side in sides])
        known = {*targets.itertuples(index=False, name=None)}
        frame = framed(self._keys(q.resource, q.fields), width).dropna()

        def right(keys: pd.DataFrame) -> pd.Series[bool]:
            found = [key in known for key in keys.itertuples(index=False, name=None)]
            return pd.Series(found, keys.index, dtype=bool)

        return grouped(frame, failed(frame, right))

    def _breaking(self, q: Breaking) -> list[Hit]:
        import pandas as pd

        pairs = zip(self.column(q.resource, q.left), self.column(q.resource, q.right), strict=True)
        frame = framed(pairs, 2).dropna()

        def right(values: pd.DataFrame) -> pd.Series[bool]:
            found = [not breaks(*pair) for pair in values.itertuples(index=False, name=None)]
            return pd.Series(found, values.index, dtype=bool)

        rows = failed(frame, right)
        return [Hit((frame["0"][row], frame["1"][row]), [row]) for row in rows]


def framed(rows: Iterable[Sequence[str | None]], width: int) -> pd.DataFrame:
    """Rows of texts, or None, as a frame whose columns are "0", "1" and so on."""
    import pandas as pd

    return pd.DataFrame([*rows], columns=[str(n) for n in range(width)], dtype=object)


def failed(frame: pd.DataFrame, right: Callable[[pd.DataFrame], pd.Series[bool]]) -> list[int]:
    """The rows that a check of whole rows finds to be wrong."""
    pa = library()
    return cases(frame, pa.DataFrameSchema(checks=pa.Check(right, name="right")))


def cases(frame: pd.DataFrame, schema: Any) -> list[int]:
    """The rows of the failure cases of a schema, in order."""
    if frame.empty:
        return []
    try:
        schema.validate(frame, lazy=True)
    except library("errors").SchemaErrors as errors:
        return sorted({int(row) for row in errors.failure_cases["index"]})
    return []


def grouped(frame: pd.DataFrame, rows: Iterable[int]) -> list[Hit]:
    """A `Hit` for each distinct row of texts among these."""
    found: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        value = tuple(str(frame[name][row]) for name in frame)
        found.setdefault(value, []).append(row)
    return [Hit(value, own) for value, own in found.items()]
