"""The other tools, each as its own documentation would have it: `python -m benchmarks.rivals NAME`.

Each makes the checks of `benchmarks.checks` on all tables of a package and writes down the rows
that fail. What a tool has no check for (references, for most) is done with the frames it works on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.by_hand import bounds, by_duckdb, by_polars, dangling, frame
from benchmarks.checks import Field, Found, tables, whole, write


def by_dataframely(package: Path) -> Iterator[Found]:
    """dataframely: a schema class for each table, `filter` tells the rows that fail and why."""
    import dataframely as dy
    import polars as pl

    given = tables(package)
    frames = {t.name: frame(t) for t in given}
    for table in given:
        columns: dict[str, Any] = {"row": dy.UInt32()}
        for f in table.fields:
            columns[f.name] = dy.String(
                nullable=not f.required,
                primary_key=f.name in table.key,
                unique=f.unique and f.required,
                regex=whole(f.expression) if f.expression else None,
                min_length=f.min_length,
                max_length=f.max_length,
                check=(lambda c, f=f: pl.all_horizontal(bounds(f, c)))
                if f.enum or f.minimum is not None
                else None,
            )
        schema = type(table.name, (dy.Schema,), columns)
        _, failure = schema.filter(frames[table.name].with_row_index("row"))
        details = failure.details()
        for rule in failure.counts():
            name = ", ".join(table.key) if rule == "primary_key" else rule.split("|")[0]
            wrong = details.filter(pl.col(rule).cast(pl.String) == "invalid")["row"]
            yield from ((table.name, row, name) for row in wrong)
        yield from dangling(frames, table)


def by_pointblank(package: Path) -> Iterator[Found]:
    """pointblank: a validation plan for each table; the failing rows are its extracts."""
    import pointblank as pb
    import polars as pl

    given = tables(package)
    frames = {t.name: frame(t) for t in given}
    for table in given:
        if not (data := frames[table.name]).height:
            continue
        plan, steps = pb.Validate(data=data), []
        for f in table.fields:
            size = pl.col(f.name).str.len_chars()
            expressions = [*bounds(f._replace(enum=()), pl.col(f.name))]
            expressions += [size >= f.min_length] if f.min_length is not None else []
            expressions += [size <= f.max_length] if f.max_length is not None else []
            if f.required:
                plan = plan.col_vals_not_null(columns=f.name)
            if f.expression:
                plan = plan.col_vals_regex(f.name, whole(f.expression), na_pass=True)
            if f.enum:
                plan = plan.col_vals_expr(pl.col(f.name).is_in(list(f.enum)).fill_null(True))
            for expression in expressions:
                plan = plan.col_vals_expr(expression.fill_null(True))
            steps += [f.name] * (f.required + bool(f.expression) + bool(f.enum) + len(expressions))
        for key in table.unique:
            plan = plan.rows_distinct(columns_subset=list(key))
            steps.append(", ".join(key))
        for field, target, key in table.references:
            known = frames[target][key].drop_nulls().implode()
            plan = plan.col_vals_expr(pl.col(field).is_in(known).fill_null(True))
            steps.append(field)
        plan = plan.interrogate(extract_limit=10**9)
        for number, name in enumerate(steps, 1):
            extract = plan.get_data_extracts(i=number, frame=True)
            if extract is not None and len(extract):
                yield from ((table.name, row - 1, name) for row in extract["_row_num_"])


def by_pandera(package: Path, polars: bool = False) -> Iterator[Found]:
    """pandera: a schema for each table, validated lazily so that all failures are told."""
    given = tables(package)
    if polars:
        import pandera.polars as pa
        import polars as pl

        kind: Any = pl.String
        frames: dict[str, Any] = {t.name: frame(t) for t in given}
    else:
        import pandas as pd
        import pandera.pandas as pa

        kind = str
        frames = {
            t.name: pd.read_csv(t.path, dtype=str, keep_default_na=False, na_values=[""])
            for t in given
        }
    for table in given:
        columns = {
            f.name: pa.Column(kind, pandera_checks(pa, f, polars), nullable=not f.required,
                              unique=f.unique)
            for f in table.fields
        }  # fmt: skip
        schema = pa.DataFrameSchema(
            columns, unique=list(table.key), report_duplicates="exclude_first"
        )
        try:
            schema.validate(frames[table.name], lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases
            for name, row in zip(cases["column"], cases["index"], strict=True):
                if row is not None and row == row:
                    yield table.name, int(row), ", ".join(table.key) if name == table.name else name
        if polars:
            yield from dangling(frames, table)
            continue
        for field, target, key in table.references:
            cells = frames[table.name][field]
            bad = cells[cells.notna() & ~cells.isin(frames[target][key])]
            yield from ((table.name, row, field) for row in bad.index)


def pandera_checks(pa: Any, field: Field, polars: bool) -> list[Any]:
    """The checks of a column; bounds are of the numbers that the texts stand for."""
    checks = [pa.Check.isin(list(field.enum))] if field.enum else []
    if field.expression:
        checks.append(pa.Check.str_matches(whole(field.expression)))
    if field.min_length is not None or field.max_length is not None:
        checks.append(pa.Check.str_length(field.min_length, field.max_length))
    if field.minimum is not None or field.maximum is not None:
        low, high = field.minimum, field.maximum
        low, high = -1e99 if low is None else low, 1e99 if high is None else high
        if polars:
            import polars as pl

            checks.append(
                pa.Check(
                    lambda d: d.lazyframe.select(
                        pl.col(d.key).cast(pl.Float64, strict=False).is_between(low, high)
                        .fill_null(True)
                    )
                )
            )  # fmt: skip
        else:
            import pandas as pd

            checks.append(
                pa.Check(lambda s: ~(pd.to_numeric(s, "coerce").lt(low)
                                     | pd.to_numeric(s, "coerce").gt(high)))
            )  # fmt: skip
    return checks


TOOLS: dict[str, Callable[[Path], Iterator[Found]]] = {
    "polars": by_polars,
    "duckdb": by_duckdb,
    "dataframely": by_dataframely,
    "pointblank": by_pointblank,
    "pandera-pandas": by_pandera,
    "pandera-polars": lambda package: by_pandera(package, polars=True),
}

if __name__ == "__main__":
    write(Path(sys.argv[3]), TOOLS[sys.argv[1]](Path(sys.argv[2])))
