"""Table Schema → pandera schema for a frame of texts, with the verdicts of `bru validate`.

A frame is asked the questions that the rules ask of a table: nothing is coded a second time.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from bru.datapackage.constraints import TESTS
from bru.datapackage.table import Table
from bru.engine.python import Engine
from bru.model.package import Package, Resource
from bru.model.question import Absent, Repeated, Unanswerable, Unmatched

BACKENDS = ("pandas", "polars")


def library(module: str = "pandas") -> Any:
    """A module of pandera, which imports PySpark where that is installed: its warning is not ours.

    PySpark warns of all of pandas 3 as it is imported.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully", FutureWarning)
        return import_module(f"pandera.{module}")


class Constraint(NamedTuple):
    """One thing a schema says. What answers its question is judged, or wrong as it is."""

    name: str
    fields: tuple[str, ...]
    question: Absent | Unmatched | Repeated
    judge: Callable[[str], str] | None = None

    def faults(self, engine: Engine) -> Iterator[tuple[int, str]]:
        """The rows that are wrong and why; none where a column is not there."""
        answer = engine.answer(self.question)
        hits: Sequence[Any] = () if isinstance(answer, Unanswerable) else answer
        for hit in hits:
            if why := self.judge(hit.value[0]) if self.judge else self.name:
                yield from ((row, why) for row in hit.rows)


def said(resource: Resource) -> Iterator[Constraint]:
    """Everything the schema of a resource says of its own table."""
    name, schema = resource.name, resource.schema
    for field in schema.fields:
        one = (field.name,)
        if field.required or field.name in schema.primary_key:
            yield Constraint("required", one, Absent(name, field.name))
        for constraint, make in TESTS.items():
            if test := make(field, constraint):
                unmatched = Unmatched(name, field.name, test.accept)
                yield Constraint(constraint, one, unmatched, test.judge)
        if field.constraints.get("unique") is True and one != schema.primary_key:
            yield Constraint("unique", one, Repeated(name, one))
    keys = [("primaryKey", schema.primary_key), *(("uniqueKeys", k) for k in schema.unique_keys)]
    for label, key in keys:
        if key:
            several = f": {', '.join(key)}" if len(key) > 1 else ""
            yield Constraint(label + several, key, Repeated(name, key))


def derive(package: Package, resource: Resource, backend: str) -> Any:
    """The pandera schema: a check for each constraint, named by it.

    A key of several fields is a check of the whole table. Raises ValueError for a backend that is
    not one of BACKENDS.
    """
    if backend not in BACKENDS:
        raise ValueError(f"no backend {backend!r}; there are {' and '.join(BACKENDS)}")
    pa, text, texts, flags = _pandas() if backend == "pandas" else _polars()

    def check(constraint: Constraint) -> Any:
        def right(data: Any) -> Any:
            columns = texts(data)
            rows = range(max(map(len, columns.values()), default=0))
            tables = {resource.name: Table(tuple(columns), columns, rows)}
            wrong = {row for row, _ in constraint.faults(Engine(package, tables))}
            return flags(data, [row not in wrong for row in rows])

        return pa.Check(right, name=constraint.name, ignore_na=False)

    match, stated = resource.schema.fields_match, list(said(resource))
    columns = {
        field.name: pa.Column(
            text,
            [check(c) for c in stated if c.fields == (field.name,)],
            nullable=True,  # the check "required" knows the other missing values as well
            required=match in ("exact", "equal", "subset"),
            title=field.spec.get("title"),
            description=field.spec.get("description"),
        )
        for field in resource.schema.fields
    }
    checks = [check(c) for c in stated if len(c.fields) > 1]
    if match == "partial":
        checks.append(pa.Check(lambda data: bool({*columns} & {*texts(data)}), name="fieldsMatch"))
    return pa.DataFrameSchema(
        columns,
        checks=checks,
        name=resource.name,
        strict=match in ("exact", "equal", "superset"),
        ordered=match == "exact",
    )


def _pandas() -> tuple[Any, ...]:
    """The pandera module, its type of a text, data → texts, and (data, flags) → their verdict."""
    import pandas as pd

    pa = library()

    def texts(data: pd.Series[Any] | pd.DataFrame) -> dict[str, list[str]]:
        columns = pd.DataFrame(data).astype(object).items()
        return {str(n): c.where(c.notna(), "").map(str).tolist() for n, c in columns}

    return pa, str, texts, lambda data, right: pd.Series(right, data.index, dtype=bool)


def _polars() -> tuple[Any, ...]:
    """The same for polars, whose data names the one column to look at, or * for all."""
    import polars as pl

    pa = library("polars")

    def texts(data: Any) -> dict[str, list[str]]:
        frame = data.lazyframe.select(data.key).collect()
        columns: dict[str, list[str]] = frame.cast(pl.String).fill_null("").to_dict(as_series=False)
        return columns

    return pa, pl.String, texts, lambda _, right: pl.LazyFrame({"": right}, {"": pl.Boolean})
