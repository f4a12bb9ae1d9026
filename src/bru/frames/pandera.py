"""Table Schema → pandera schema, whose checks are pandera's own: a judge that can disagree.

Given are frames of texts (or typed ones) with nothing where a value is missing. Columns are coerced
to their types; then pandera checks ranges, patterns, lengths, enumerations and uniqueness.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

from bru.datapackage.jsontext import written
from bru.datapackage.patterns import translated
from bru.datapackage.types.texts import BOOLEANS, booleans
from bru.model.package import Field, ForeignKey, Resource

# constraint → pandera's check
BOUNDS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
STRUCTURED = ("array", "list", "object", "geojson", "geopoint")
LENGTHS = {"minLength": "min_value", "maxLength": "max_value"}
MOMENTS = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m", "time": "%H:%M:%S", "datetime": "ISO8601"}
Keys = Sequence[str]


def library(module: str = "pandas") -> Any:
    """A module of pandera, which imports PySpark where that is installed: its warning is not ours.

    PySpark warns of all of pandas 3 as it is imported.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully", FutureWarning)
        return import_module(f"pandera.{module}")


class Backend(NamedTuple):
    """What pandera needs for one library of frames.

    `dtype`: the type a field is coerced to, None for a text, and what reads the values that its
    schema states. `once`: what says of a column that its values are unique. `whole`: a pattern that
    matches all of a text. `unique`: whether each row has other values in these columns than those
    above it, or lacks one. `found`: whether the values are among those of another frame's columns,
    or one is missing.
    """

    pa: Any
    dtype: Callable[[Field], tuple[Any, Callable[[Any], Any]]]
    once: Mapping[str, Any]
    whole: str
    unique: Callable[[Keys, Any], Any]
    found: Callable[[Any, Keys, Any, Keys], Any]


def derive(resource: Resource, backend: str, tables: Mapping[str, Any]) -> Any:
    """The pandera schema of a table.

    A key of several fields is a check of the whole frame, and so is a reference to the table itself
    or to one of `tables` (frames that their schemas have coerced). Raises ValueError for a backend
    that is not one of BACKENDS.
    """
    if backend not in BACKENDS:
        raise ValueError(f"no backend {backend!r}; there are {' and '.join(BACKENDS)}")
    own, schema = BACKENDS[backend](), resource.schema
    match, key = schema.fields_match, schema.primary_key
    demanded = match in ("exact", "equal", "subset")
    columns = {
        field.name: column(own, field, key if field.name in key else (), demanded)
        for field in schema.fields
    }
    checks = [*across(own, resource, tables)]
    if match == "partial":
        checks.append(own.pa.Check(lambda data: bool({*columns} & {*names(data)}), name="columns"))
    return own.pa.DataFrameSchema(
        columns,
        checks=checks,
        name=resource.name,
        strict=match in ("exact", "equal", "superset"),
        ordered=match == "exact",
    )


def column(own: Backend, field: Field, key: Keys, demanded: bool) -> Any:
    """The pandera column of a field, which is part of the primary `key`, or of none."""
    dtype, value = own.dtype(field)
    nullable = not (field.required or key)
    unique = len(key) == 1 or (field.constraints.get("unique") is True and not nullable)
    return own.pa.Column(
        dtype or str,
        [*single(own.pa.Check, own.whole, field, value)],
        coerce=dtype is not None,
        nullable=nullable,
        required=demanded,
        **(own.once if unique else {}),
        title=field.spec.get("title"),
        description=field.spec.get("description"),
    )


def single(check: Any, whole: str, field: Field, value: Callable[[Any], Any]) -> Iterator[Any]:
    """Pandera's checks of the values of one field; `value` reads one that the schema states."""
    stated = field.constraints
    if field.type == "boolean":
        words = [word for key in BOOLEANS for word in booleans(field, key)]
        yield check.isin(words, error=f"type: {words}")
    if field.listed and field.type not in STRUCTURED and (value is not written or plain(field)):
        listed = [
            one for given in field.listed for one in (words_for(field, given) or [value(given)])
        ]
        yield check.isin(listed, error=f"enum: {listed}")
    if field.type in ("string", "any"):
        if "pattern" in stated:
            pattern = whole.format(translated(stated["pattern"]).expression)
            yield check.str_matches(pattern, error=f"pattern: {pattern}")
        for name, end in LENGTHS.items():
            if name in stated:
                yield check.str_length(**{end: stated[name]}, error=f"{name}: {stated[name]}")
    for name, method in BOUNDS.items():
        if name in stated and value is not written:
            bound = value(stated[name])
            yield getattr(check, method)(bound, error=f"{name}: {bound}")


def words_for(field: Field, value: Any) -> list[str]:
    """All words of a boolean field for a value, none of another."""
    key = {True: "trueValues", False: "falseValues"}.get(value) if value in (True, False) else None
    return booleans(field, key) if key and field.type == "boolean" else []


def across(own: Backend, resource: Resource, tables: Mapping[str, Any]) -> Iterator[Any]:
    """The checks of the frame: unique keys, and references to tables that are given."""
    schema, check = resource.schema, own.pa.Check
    unique = [f for f in schema.fields if f.constraints.get("unique") is True]
    gaps = [(f.name,) for f in unique if not f.required and f.name not in schema.primary_key]
    several = [schema.primary_key] if len(schema.primary_key) > 1 else []
    keys: dict[str, Sequence[Keys]] = {
        "unique": gaps,
        "primaryKey": several,
        "uniqueKeys": schema.unique_keys,
    }
    for label, each in keys.items():
        for k in each:
            yield rows(check, label, k, partial(own.unique, k))
    for key in schema.foreign_keys:
        if key.target in {resource.name, *tables}:
            yield rows(check, "foreignKeys", key.fields, partial(referred, own, key, tables))


def rows(check: Any, label: str, fields: Keys, holds: Callable[[Any], Any]) -> Any:
    """A check of rows, which says nothing of a frame without these fields."""
    name = f"{label}: {', '.join(fields)}"
    return check(lambda data: not {*fields} <= {*names(data)} or holds(data), name=name)


def referred(own: Backend, key: ForeignKey, tables: Mapping[str, Any], data: Any) -> Any:
    """Whether each row has its target."""
    return own.found(data, key.fields, tables.get(key.target, data), key.target_fields)


def names(data: Any) -> Sequence[str]:
    """The names of the columns of what pandera gives to a check of the frame."""
    frame = getattr(data, "lazyframe", data)
    return list(frame.collect_schema() if hasattr(frame, "collect_schema") else frame.columns)


def plain(field: Field) -> bool:
    """Whether values are spelled as libraries spell them: default format and marks."""
    marks = ("groupChar", "decimalChar", "bareNumber")
    return field.format == "default" and not any(mark in field.spec for mark in marks)


def pandas() -> Backend:
    """Pandera on pandas."""
    import pandas as pd

    pa = library()
    types = import_module("pandera.engines.pandas_engine")

    def dtype(field: Field) -> tuple[Any, Callable[[Any], Any]]:
        if field.type in ("integer", "year") and plain(field):
            return "Int64", int
        if field.type == "number" and plain(field):
            return float, float
        form = MOMENTS.get(field.type, "") if field.format == "default" else field.format
        if form and form != "any" and field.type in MOMENTS:
            zone = "UTC" if field.type == "datetime" else None
            how: Any = {"format": form, "utc": bool(zone)}
            return types.DateTime(tz=zone, to_datetime_kwargs=how), (
                lambda stated: pd.to_datetime(written(stated), **how)
            )
        return None, written

    def unique(key: Keys, data: Any) -> Any:
        return data[[*key]].isna().any(axis=1) | ~data.duplicated([*key])

    def found(data: Any, fields: Keys, target: Any, to: Keys) -> Any:
        known = set(target[[*to]].dropna().itertuples(index=False, name=None))
        own = data[[*fields]]
        there = [row in known for row in own.itertuples(index=False, name=None)]
        return own.isna().any(axis=1) | pd.Series(there, data.index, dtype=bool)

    once = {"unique": True, "report_duplicates": "exclude_first"}
    return Backend(pa, dtype, once, r"(?:{})\Z", unique, found)


def polars() -> Backend:
    """Pandera on polars, which is given its data as a lazy frame."""
    import polars as pl

    def dtype(field: Field) -> tuple[Any, Callable[[Any], Any]]:
        if not plain(field) or field.type not in ("integer", "year", "number", "date"):
            return None, written
        if field.type == "date":
            return pl.Date, lambda stated: pl.Series([written(stated)]).str.to_date()[0]
        return (pl.Float64, float) if field.type == "number" else (pl.Int64, int)

    def unique(key: Keys, data: Any) -> Any:
        missing = pl.any_horizontal(pl.col(name).is_null() for name in key)
        return data.lazyframe.select(missing | pl.struct(*key).is_first_distinct())

    def found(data: Any, fields: Keys, target: Any, to: Keys) -> Any:
        lazy = getattr(target, "lazyframe", target).lazy()
        known = {*lazy.select(*to).drop_nulls().collect().iter_rows()}
        own = data.lazyframe.select(*fields).collect().iter_rows()
        there = [row in known or None in row for row in own]
        return pl.LazyFrame({"": there}, {"": pl.Boolean})

    return Backend(library("polars"), dtype, {"unique": True}, "^(?:{})$", unique, found)


BACKENDS: dict[str, Callable[[], Backend]] = {"pandas": pandas, "polars": polars}
