"""Croissant: metadata by which machine learning tools load the tables (MLCommons, 1.0)."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from bru.export.content import Column, Content, Table
from bru.export.lines import csvs
from bru.export.words import address, filled, text, to_json
from bru.model.package import ForeignKey

VERSION = "http://mlcommons.org/croissant/1.0"
TERMS = """
citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes
isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace
samplingRate separator source subField transform
"""
CONTEXT = {  # as the specification gives it
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in TERMS.split()},
}
TYPES = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "time": "sc:Time",
}


def files(content: Content) -> dict[str, bytes]:
    """The metadata, and the tables as CSV, below croissant/."""
    tables = csvs(content, "croissant")
    spec = content.package.spec
    told = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": content.package.name,
        "alternateName": content.title,
        "description": content.description or content.title,
        "version": content.package.version,
        "citeAs": content.citation,
        "license": [address(x["path"]) or x["name"] for x in content.licenses],
        "url": address(text(spec, "homepage")),
        "datePublished": text(spec, "created"),
        "keywords": content.keywords,
        "creator": [{"@type": "sc:Organization", "name": name} for name in content.people],
        "distribution": [of_file(path, data) for path, data in tables.items()],
        "recordSet": [
            of_table(content, table, path)
            for table, path in zip(content.tables.values(), tables, strict=True)
        ],
    }
    return {"croissant/croissant.json": to_json(filled(told)), **tables}


def of_file(path: str, data: bytes) -> dict[str, Any]:
    """The metadata of one file."""
    name = path.rpartition("/")[2]
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{len(data)} B",
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def of_table(content: Content, table: Table, path: str) -> dict[str, Any]:
    """The metadata of one table."""
    file = path.rpartition("/")[2]
    refers = {k.fields[0]: k for k in content.references(table) if len(k.fields) == 1}
    told = {
        "@type": "cr:RecordSet",
        "@id": quote(table.name),
        "name": table.name,
        "description": table.description,
        "key": [{"@id": name(table.name, field)} for field in table.primary_key],
        "field": [of_column(table, x, file, refers.get(x.name)) for x in table.columns],
    }
    return filled(told)


def of_column(table: Table, column: Column, file: str, refers: ForeignKey | None) -> dict[str, Any]:
    """The metadata of one column.

    What it refers to is told in words: loaders join tables by `references`, and fail where these
    lead in a circle or there are several.
    """
    words = text(column.field.spec, "description")
    if refers:
        words = f"{words} Refers to {refers.target_fields[0]} of {refers.target}.".strip()
    kind = "sc:URL" if column.field.format == "uri" else TYPES.get(column.type, "sc:Text")
    told = {
        "@type": "cr:Field",
        "@id": name(table.name, column.name),
        "name": column.name,
        "description": words,
        "dataType": kind,
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
    return filled(told)


def name(table: str, field: str) -> str:
    """The identifier of a field."""
    return f"{quote(table)}/{quote(field, safe='')}"
