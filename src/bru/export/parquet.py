"""Parquet: one file a table, with the types of the fields, and what they mean in the metadata."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bru.export.content import Column, Content, Table
from bru.export.words import plain, text

if TYPE_CHECKING:
    import pyarrow as pa

DIGITS = 38  # of a decimal that polars, DuckDB and Spark read exactly


def files(content: Content) -> dict[str, bytes]:
    """A file for each table, below parquet/."""
    from pyarrow import BufferOutputStream, parquet

    found = {}
    for name, path in content.paths("parquet", ".parquet").items():
        stream = BufferOutputStream()
        parquet.write_table(arrow(content, content.tables[name]), stream, compression="zstd")
        found[path] = stream.getvalue().to_pybytes()
    return found


def arrow(content: Content, table: Table) -> pa.Table:
    """A table with its schema: the types, and the descriptor's words as metadata."""
    import pyarrow as pa

    fields, arrays = [], []
    for column in table.columns:
        kind, values = stored(column)
        arrays.append(pa.array(values, type=kind))
        is_required = column.field.required or column.name in table.primary_key
        told = {key: text(column.field.spec, key) for key in ("title", "description", "rdfType")}
        told = {"type": column.type, **{key: value for key, value in told.items() if value}}
        fields.append(pa.field(column.name, kind, nullable=not is_required, metadata=told))
    keys = ("primaryKey", "foreignKeys")
    spec = table.resource.schema.spec
    told = {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "package": content.package.name,
        "version": content.package.version,
        "licenses": json.dumps(content.licenses, ensure_ascii=False),
        **{key: json.dumps(spec[key], ensure_ascii=False) for key in keys if key in spec},
    }
    return pa.table(arrays, schema=pa.schema(fields, metadata=told))


def stored(column: Column) -> tuple[pa.DataType, Sequence[Any]]:
    """The Arrow type of a column and its values; what Parquet has no type for is text."""
    import pyarrow as pa

    there = [value for value in column.values if value is not None]
    if column.type == "number" and (kind := decimals(there)):
        return kind, column.values
    if column.type == "datetime" and len({value.tzinfo is None for value in there}) < 2:
        if not any(value.tzinfo for value in there):
            return pa.timestamp("us"), column.values
        return pa.timestamp("us", "UTC"), [v and v.astimezone(UTC) for v in column.values]
    if column.type == "string" and column.labels:
        return pa.dictionary(pa.int32(), pa.string()), column.values
    kinds = {
        "integer": pa.int64(),
        "year": pa.int32(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "time": pa.time64("us"),
    }
    if column.type in kinds:
        return kinds[column.type], column.values
    return pa.string(), [None if value is None else plain(value) for value in column.values]


def decimals(values: Sequence[Decimal]) -> pa.DataType | None:
    """The decimal type that holds all values exactly; None where there is none."""
    import pyarrow as pa

    if not all(value.is_finite() for value in values):
        return None
    whole, scale = 1, 0
    for value in values:
        _, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)
        whole, scale = max(whole, len(digits) + exponent), max(scale, -exponent)
    if whole + scale > DIGITS:
        return None
    return pa.decimal128(whole + scale, scale)
