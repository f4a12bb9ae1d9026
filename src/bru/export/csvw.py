"""CSV on the Web: metadata that tells types, keys and meaning of CSV files (W3C)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from bru.datapackage.types import given
from bru.export.content import Column, Content, Table
from bru.export.lines import csvs
from bru.export.words import address, filled, plain, text, to_json
from bru.model.package import EDTF

TYPES = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "dateTime",
    "time": "time",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "object": "json",
    "array": "json",
}
LIMITS = {
    "minimum": "minInclusive",
    "maximum": "maxInclusive",
    "exclusiveMinimum": "minExclusive",
    "exclusiveMaximum": "maxExclusive",
}


def files(content: Content) -> dict[str, bytes]:
    """The metadata, and the tables as CSV, below csvw/."""
    tables = csvs(content, "csvw")
    urls = {
        name: quote(path.rpartition("/")[2])
        for name, path in zip(content.tables, tables, strict=True)
    }
    licence = next(filter(None, (address(x["path"]) for x in content.licenses)), "")
    told = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": content.title,
        "dc:description": content.description,
        "dc:license": licence and {"@id": licence},
        "schema:version": content.package.version,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tables": [of_table(content, table, urls) for table in content.tables.values()],
    }
    return {"csvw/csv-metadata.json": to_json(filled(told)), **tables}


def of_table(content: Content, table: Table, urls: dict[str, str]) -> dict[str, Any]:
    """The metadata of one table."""
    schema = {
        "columns": [of_column(table, column) for column in table.columns],
        "primaryKey": [variable(name) for name in table.primary_key],
        "foreignKeys": [
            {
                "columnReference": [variable(name) for name in key.fields],
                "reference": {
                    "resource": urls[key.target],
                    "columnReference": [variable(name) for name in key.target_fields],
                },
            }
            for key in content.references(table)
        ],
    }
    told = {"dc:title": table.title, "dc:description": table.description}
    return {"url": urls[table.name], **filled(told), "tableSchema": filled(schema)}


def of_column(table: Table, column: Column) -> dict[str, Any]:
    """The metadata of one column; its title is what stands in the header."""
    spec = column.field.spec
    told = {
        "dc:title": text(spec, "title"),
        "dc:description": text(spec, "description"),
        "required": column.field.required or column.name in table.primary_key,
    }
    head = {"name": variable(column.name), "titles": column.name}
    return {**head, **filled(told), "datatype": datatype(column)}


def datatype(column: Column) -> Any:
    """The type of a column with what the schema says of its values."""
    said, base = column.field.constraints, TYPES.get(column.type, "string")
    told: dict[str, Any] = {}
    if column.type == "string":
        base = "anyURI" if column.field.format == "uri" else base
        told = {key: said[key] for key in ("minLength", "maxLength") if key in said}
        if column.labels:
            told["format"] = "|".join(map(re.escape, column.labels))
        elif "pattern" in said:
            told["format"] = said["pattern"]
        if column.field.is_edtf:
            told["@id"] = EDTF
    if column.type == "number" and not all(v is None or v.is_finite() for v in column.values):
        base = "double"
    if column.type in ("integer", "number", "date"):
        told = {LIMITS[key]: plain(given(column.field, said[key])) for key in LIMITS if key in said}
    return {"base": base, **told} if told else base


def variable(name: str) -> str:
    """A name as CSVW allows it: that of a variable in a template of addresses."""
    return re.sub("[^A-Za-z0-9_%]", lambda c: quote(c[0], safe="").replace("-", "%2D"), name)
