"""The same checks by hand, with polars and with DuckDB, as fast as they can well be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.checks import Field, Found, Table, tables, whole

if TYPE_CHECKING:
    import polars as pl


def frame(table: Table) -> pl.DataFrame:
    """A table in polars, every cell a text, empty cells null."""
    import polars as pl

    return pl.read_csv(table.path, infer_schema=False)


def bounds(field: Field, cell: pl.Expr) -> Iterator[pl.Expr]:
    """What a cell must be by its list of values and its bounds; null where there is none."""
    import polars as pl

    if field.enum:
        yield cell.is_in(list(field.enum))
    if field.minimum is not None:
        yield cell.cast(pl.Float64, strict=False) >= field.minimum
    if field.maximum is not None:
        yield cell.cast(pl.Float64, strict=False) <= field.maximum


def tests(field: Field) -> Iterator[pl.Expr]:
    """All that a cell must be."""
    import polars as pl

    cell = pl.col(field.name)
    yield from bounds(field, cell)
    if field.expression:
        yield cell.str.contains(whole(field.expression))
    if field.min_length is not None:
        yield cell.str.len_chars() >= field.min_length
    if field.max_length is not None:
        yield cell.str.len_chars() <= field.max_length


def rows(table: str, field: str, wrong: pl.Series) -> Iterator[Found]:
    """The rows that a series of flags marks as wrong."""
    yield from ((table, row, field) for row in wrong.fill_null(False).arg_true())


def repeated(data: pl.DataFrame, table: Table) -> Iterator[Found]:
    """The rows whose key stands in a row before, by hand."""
    import polars as pl

    for key in table.unique:
        if data.n_unique(list(key)) < data.height:
            first = data.select(pl.struct(key).is_first_distinct()).to_series()
            yield from rows(table.name, ", ".join(key), ~first & data[key[0]].is_not_null())


def dangling(frames: dict[str, pl.DataFrame], table: Table) -> Iterator[Found]:
    """The rows with a reference that has no target, by hand."""
    for field, target, key in table.references:
        known = frames[target][key].drop_nulls().implode()
        yield from rows(table.name, field, ~frames[table.name][field].is_in(known))


def by_polars(package: Path) -> Iterator[Found]:
    """Polars, by hand: the expressions of a table are evaluated together."""
    import polars as pl

    given = tables(package)
    frames = {t.name: frame(t) for t in given}
    for table in given:
        flags = {}
        for field in table.fields:
            wrong = [~test for test in tests(field)]
            wrong += [pl.col(field.name).is_null()] if field.required else []
            if wrong:
                flags[field.name] = pl.any_horizontal(wrong).fill_null(False)
        for name, column in frames[table.name].select(**flags).to_dict().items():
            yield from rows(table.name, name, column)
        yield from repeated(frames[table.name], table)
        yield from dangling(frames, table)


def by_duckdb(package: Path) -> Iterator[Found]:
    """DuckDB, by hand: the tables are loaded; one query a table for cells, one a key."""
    import duckdb

    database = duckdb.connect()
    given = tables(package)
    for t in given:
        columns = ", ".join(f"'{f.name}': 'VARCHAR'" for f in t.fields)
        database.execute(
            f"CREATE TABLE {t.name} AS SELECT * FROM read_csv('{t.path}', columns = {{{columns}}},"
            " header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"')"
        )
    for t in given:
        tests = {f.name: " OR ".join(sql(f)) for f in t.fields if any(sql(f))}
        flags = ", ".join(f"coalesce({test}, false)" for test in tests.values())
        query = f"SELECT rowid, {flags} FROM {t.name} WHERE {' OR '.join(tests.values())}"
        for row, *wrong in database.execute(query).fetchall():
            yield from ((t.name, row, f) for f, bad in zip(tests, wrong, strict=True) if bad)
        for key in t.unique:
            names = ", ".join(f'"{k}"' for k in key)
            known = " AND ".join(f'"{k}" IS NOT NULL' for k in key)
            query = (
                f"SELECT rowid FROM {t.name} WHERE {known} AND ({names}) IN (SELECT ({names}) "
                f"FROM {t.name} GROUP BY ALL HAVING count(*) > 1) "
                f"QUALIFY row_number() OVER (PARTITION BY {names} ORDER BY rowid) > 1"
            )
            for (row,) in database.execute(query).fetchall():
                yield t.name, row, ", ".join(key)
        for r in t.references:
            query = (
                f"SELECT a.rowid FROM {t.name} a ANTI JOIN {r.target} b "
                f"ON a.{r.field} = b.{r.target_field} WHERE a.{r.field} IS NOT NULL"
            )
            yield from ((t.name, row, r.field) for (row,) in database.execute(query).fetchall())


def sql(field: Field) -> Iterator[str]:
    """When a cell is wrong, for DuckDB."""
    name = f'"{field.name}"'
    if field.required:
        yield f"{name} IS NULL"
    if field.expression:
        yield f"NOT regexp_full_match({name}, '{field.expression}')"
    if field.enum:
        yield f"{name} NOT IN ({', '.join(repr(v) for v in field.enum)})"
    if field.minimum is not None:
        yield f"TRY_CAST({name} AS DOUBLE) < {field.minimum}"
    if field.maximum is not None:
        yield f"TRY_CAST({name} AS DOUBLE) > {field.maximum}"
    if field.min_length is not None:
        yield f"length({name}) < {field.min_length}"
    if field.max_length is not None:
        yield f"length({name}) > {field.max_length}"
