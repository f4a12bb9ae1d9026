"""Reads a data package: descriptor bytes → Package.

Knows the Data Package and Table Schema standards (versions 1 and 2).
What is wrong with the descriptor or a schema is a `Defect`; the rules BRU8xx report it.
What bru cannot check is a `NotRun`, never an error and never passed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bru.package import Field, ForeignKey, Package, Resource, Schema
from bru.problem import Defect, NotRun, shown
from bru.store import OutsideError, Store

TYPES = frozenset(
    "string number integer boolean date time datetime year yearmonth object array any".split()
)
UNSUPPORTED_TYPES = frozenset("list duration geopoint geojson".split())
MATCHES = frozenset("exact equal subset superset partial".split())
DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
HARMLESS: dict[str, tuple[Any, ...]] = {"lineTerminator": ("\r\n", "\n"), "headerRows": ([1],)}


def names(value: object) -> tuple[str, ...]:
    """A key written as one name or as a list of names."""
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def missing_values(value: object) -> frozenset[str]:
    """The missingValues as texts: a list of strings or of {value, label}."""
    items = value if isinstance(value, list) else [""]
    return frozenset(str(i.get("value", "")) if isinstance(i, dict) else str(i) for i in items)


class Reader:
    """Reads one descriptor and its schemas; collects what is wrong on the way."""

    def __init__(self, store: Store, descriptor: str) -> None:
        self.store, self.descriptor = store, descriptor
        self.defects: list[Defect] = []
        self.not_run: list[NotRun] = []

    def defect(
        self, kind: str, detail: str, resource: str = "", path: str = "", **more: Any
    ) -> None:
        """Note a defect of the descriptor, or of `path`."""
        at = path or self.descriptor
        self.defects.append(Defect(kind, resource, detail=detail, path=at, **more))

    def json(self, path: str, kind: str, resource: str = "") -> dict[str, Any] | None:
        """The JSON object in `path`, or None and a defect of `kind`."""
        try:
            value = json.loads(self.store.read(path).decode("utf-8"))
        except OutsideError as error:
            self.defect("outside", str(error), resource, value=path)
        except OSError as error:
            why = "there is no such file" if isinstance(error, FileNotFoundError) else str(error)
            self.defect(kind, why, resource, path)
        except UnicodeDecodeError as error:
            self.defect(kind, f"not UTF-8 text (byte {error.start})", resource, path)
        except json.JSONDecodeError as error:
            self.defect(
                kind,
                f"not JSON: {error.msg} (column {error.colno})",
                resource,
                path,
                line=error.lineno,
            )
        except RecursionError:
            self.defect(kind, "nested too deeply", resource, path)
        else:
            if isinstance(value, dict):
                return value
            self.defect(kind, "not a JSON object", resource, path, line=1)
        return None

    def package(self) -> Package:
        """The package; with nothing but defects when the descriptor cannot be read."""
        spec = self.json(self.descriptor, "descriptor") or {}
        listed = spec.get("resources")
        if spec and not (isinstance(listed, list) and listed):
            self.defect(
                "property",
                '"resources" must be a list with at least one resource',
                field="resources",
            )
        found: dict[str, Resource] = {}
        for number, item in enumerate(listed if isinstance(listed, list) else ()):
            resource = self.resource(item, number)
            if resource and resource.name in found:
                self.defect(
                    "property",
                    "two resources have this name",
                    resource.name,
                    field="name",
                    value=resource.name,
                )
            elif resource:
                found[resource.name] = resource
        for resource in found.values():
            self.references(resource, found)
        return Package(
            str(spec.get("name", "")),
            str(spec.get("version", "")),
            self.descriptor,
            spec.get("canonical") is True,
            self.store.editable,
            tuple(found.values()),
            tuple(self.defects),
            tuple(self.not_run),
            spec,
        )

    def resource(self, item: object, number: int) -> Resource | None:
        """One resource of the descriptor, or None and a defect or a reason not to run."""
        spec = item if isinstance(item, dict) else {}
        name, path = spec.get("name"), spec.get("path")
        if not isinstance(name, str) or not name:
            self.defect("property", f'resource {number + 1} has no "name"', field="name")
            return None
        if why := unsupported(spec):
            self.skip(name, why)
            return None
        path = path[0] if isinstance(path, list) else path
        if not isinstance(path, str) or not path:
            self.defect("property", f'resource {shown(name)} has no "path"', name, field="path")
            return None
        schema = self.schema(spec.get("schema"), name)
        if schema is None:
            return None
        return Resource(
            name,
            path,
            schema,
            str(spec.get("encoding", "utf-8")),
            {**DIALECT, **spec.get("dialect", {})},
            spec,
        )

    def skip(self, name: str, why: str) -> None:
        """A resource that bru cannot check."""
        self.not_run.append(NotRun("", f"resource {shown(name)} is not checked: {why}"))

    def schema(self, value: object, resource: str) -> Schema | None:
        """The Table Schema given inline or by path."""
        path = value if isinstance(value, str) else ""
        spec = self.json(path, "schema", resource) if path else value
        if spec is None and not path:
            self.skip(resource, "it has no schema")
        if not isinstance(spec, dict):
            return None
        fields = spec.get("fields")
        if not isinstance(fields, list) or not fields:
            self.defect("schema", '"fields" must be a list with at least one field', resource, path)
            return None
        default = spec.get("missingValues", [""])
        read = [self.field(f, default, resource, path) for f in fields]
        found = tuple(f for f in read if f)
        match = spec.get("fieldsMatch", "exact")
        match = match[0] if isinstance(match, list) and match else match
        if match not in MATCHES:
            self.defect(
                "schema",
                f"fieldsMatch must be one of {', '.join(sorted(MATCHES))}",
                resource,
                path,
                field="fieldsMatch",
                value=str(match),
            )
            match = "exact"
        unique = [names(k) for k in spec.get("uniqueKeys", [])]
        foreign = [
            ForeignKey(
                names(k.get("fields")),
                k["reference"].get("resource", "") or resource,
                names(k["reference"].get("fields")),
            )
            for k in spec.get("foreignKeys", [])
            if isinstance(k, dict) and isinstance(k.get("reference"), dict)
        ]
        return Schema(
            found, names(spec.get("primaryKey")), tuple(unique), tuple(foreign), match, spec
        )

    def field(self, spec: Any, default: object, resource: str, path: str) -> Field | None:
        """One field of a schema, or None and a defect or a reason not to run."""
        if not isinstance(spec, dict) or not isinstance(spec.get("name"), str):
            self.defect("schema", 'a field has no "name"', resource, path)
            return None
        name, kind = spec["name"], spec.get("type", "string")
        if kind in UNSUPPORTED_TYPES:
            why = f'values of type "{kind}" are not checked'
            self.not_run.append(NotRun("", f"{resource}.{name}: {why}"))
            kind = "any"
        elif kind not in TYPES:
            self.defect("schema", f"no such type: {shown(str(kind))}", resource, path, field=name)
            kind = "any"
        constraints = spec.get("constraints", {})
        constraints = constraints if isinstance(constraints, dict) else {}
        if isinstance(pattern := constraints.get("pattern"), str):
            try:
                re.compile(pattern, re.ASCII)
            except (re.error, RecursionError, OverflowError) as error:
                self.defect(
                    "schema",
                    f"pattern cannot be compiled: {error}",
                    resource,
                    path,
                    field=name,
                    value=pattern,
                )
                constraints = {k: v for k, v in constraints.items() if k != "pattern"}
        return Field(
            name,
            kind,
            str(spec.get("format", "default")),
            constraints,
            missing_values(spec.get("missingValues", default)),
            spec,
        )

    def references(self, resource: Resource, known: Mapping[str, Resource]) -> None:
        """Keys that name a field or resource that does not exist."""
        path = resource.spec["schema"] if isinstance(resource.spec["schema"], str) else ""
        for what, fields, owner in keys(resource, known):
            if owner is None:
                self.defect(
                    "key",
                    f"{what} refers to a resource that is not in the package",
                    resource.name,
                    path,
                )
                continue
            has = [f.name for f in owner.schema.fields]
            for field in fields:
                if field not in has:
                    self.defect(
                        "key",
                        f"{what} names a field that {owner.name} does not have",
                        resource.name,
                        path,
                        field=field,
                    )


def unsupported(spec: Mapping[str, Any]) -> str:
    """Why bru cannot check a resource, "" when it can."""
    path, dialect = spec.get("path"), spec.get("dialect", {})
    if "data" in spec and path is None:
        return "its data is inline in the descriptor"
    if isinstance(path, list) and len(path) != 1:
        return "it is spread over several files"
    if spec.get("format", "csv") != "csv" or spec.get("compression"):
        return "it is not a plain CSV file"
    if not isinstance(dialect, dict):
        return "its dialect is kept in a file of its own"
    for key, value in dialect.items():
        if key not in DIALECT and value not in HARMLESS.get(key, (value,) if key[0] == "$" else ()):
            return f'its dialect sets "{key}"'
    return "" if dialect.get("header", True) else "it has no header"


def keys(
    resource: Resource, known: Mapping[str, Resource]
) -> Iterator[tuple[str, tuple[str, ...], Resource | None]]:
    """Every list of fields that a key names, with the resource the fields belong to."""
    schema = resource.schema
    yield "primaryKey", schema.primary_key, resource
    for unique in schema.unique_keys:
        yield "uniqueKeys", unique, resource
    for key in schema.foreign_keys:
        yield "foreignKeys", key.fields, resource
        yield "foreignKeys", key.target_fields, known.get(key.target)


def read(store: Store, descriptor: str) -> Package:
    """The package that `descriptor` in `store` describes."""
    return Reader(store, descriptor).package()
