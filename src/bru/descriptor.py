"""Reads a data package: descriptor bytes → Package.

Knows the Data Package and Table Schema standards (versions 1 and 2).
What is wrong with the descriptor or a schema is a `Defect`; the rules BRU8xx report it.
What bru cannot check is a `NotRun`, never an error and never passed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bru import shape
from bru.constraints import impossible
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
        except ValueError:
            self.defect(kind, "a number has too many digits", resource, path)
        except RecursionError:
            self.defect(kind, "nested too deeply", resource, path)
        else:
            if isinstance(value, dict):
                return value
            self.defect(kind, "not a JSON object", resource, path, line=1)
        return None

    def sound(
        self,
        spec: Mapping[str, Any],
        shapes: Mapping[str, shape.Shape],
        kind: str,
        resource: str,
        path: str = "",
        field: str = "",
    ) -> dict[str, Any]:
        """`spec` without the properties that have a wrong kind of value; each is a defect."""
        bad = [k for k, v in spec.items() if k in shapes and not shapes[k][1](v)]
        for name in bad:
            detail = f'"{name}" must be {shapes[name][0]}'
            self.defect(kind, detail, resource, path, field=field or name)
        return {k: v for k, v in spec.items() if k not in bad}

    def package(self) -> Package:
        """The package; with nothing but defects when the descriptor cannot be read."""
        read = self.json(self.descriptor, "descriptor")
        spec = read or {}
        listed = spec.get("resources")
        if read is not None and not (isinstance(listed, list) and listed):
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
                    f"two resources have the name {shown(resource.name)}",
                    resource.name,
                    field="name",
                    value=resource.name,
                )
            elif resource:
                found[resource.name] = resource
        items = listed if isinstance(listed, list) else ()
        unread = {str(i.get("name")) for i in items if isinstance(i, dict)} - set(found)
        for resource in found.values():
            self.references(resource, found, unread)
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
        given = item if isinstance(item, dict) else {}
        name, path = given.get("name"), given.get("path")
        if not isinstance(name, str) or not name:
            self.defect("property", f'resource {number + 1} has no "name"', field="name")
            return None
        spec = self.sound(given, shape.RESOURCE, "property", name)
        if isinstance(dialect := spec.get("dialect"), dict):
            spec["dialect"] = self.sound(dialect, shape.DIALECT, "property", name)
        if why := unsupported(spec):
            self.skip(name, why)
            return None
        path = path[0] if isinstance(path, list) else path
        if not isinstance(path, str) or not path:
            self.defect("property", f'resource {shown(name)} has no "path"', name, field="path")
            return None
        dialect = {**DIALECT, **spec.get("dialect", {})}
        for key in ("delimiter", "quoteChar"):
            if not (isinstance(dialect[key], str) and re.fullmatch("[^\r\n]", dialect[key])):
                why = f'"{key}" of the dialect must be one character'
                self.defect("property", why, name, field=key, value=str(dialect[key]))
                return None
        schema = self.schema(spec.get("schema"), name)
        if schema is None:
            return None
        return Resource(
            name,
            path,
            schema,
            spec.get("encoding", "utf-8"),
            dialect,
            spec,
        )

    def skip(self, name: str, why: str) -> None:
        """A resource that bru cannot check."""
        self.not_run.append(NotRun("", f"resource {shown(name)} is not checked: {why}"))

    def schema(self, value: object, resource: str) -> Schema | None:
        """The Table Schema given inline or by path."""
        path = value if isinstance(value, str) else ""
        given = self.json(path, "schema", resource) if path else value
        if given is None and not path:
            self.skip(resource, "it has no schema")
        if not isinstance(given, dict):
            return None
        spec = self.sound(given, shape.SCHEMA, "schema", resource, path)
        fields = spec.get("fields")
        if not isinstance(fields, list) or not fields:
            self.defect("schema", '"fields" must be a list with at least one field', resource, path)
            return None
        default = spec.get("missingValues", [""])
        found: dict[str, Field] = {}
        for field in (self.field(f, default, resource, path) for f in fields):
            if field and field.name in found:
                self.defect("schema", "two fields have this name", resource, path, field=field.name)
            elif field:
                found[field.name] = field
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
        unique = [names(k) for k in spec.get("uniqueKeys", ())]
        foreign = [self.foreign_key(k, resource, path) for k in spec.get("foreignKeys", ())]
        return Schema(
            tuple(found.values()),
            names(spec.get("primaryKey")),
            tuple(unique),
            tuple(k for k in foreign if k),
            match,
            spec,
        )

    def foreign_key(self, spec: Any, resource: str, path: str) -> ForeignKey | None:
        """One foreign key of a schema, or None and a defect."""
        own = spec if isinstance(spec, dict) else {}
        reference = own.get("reference")
        other = reference if isinstance(reference, dict) else {}
        fields, targets = names(own.get("fields")), names(other.get("fields"))
        target = other.get("resource", "")
        if not fields or len(fields) != len(targets) or not isinstance(target, str):
            detail = 'a foreign key needs "fields" and a "reference" to as many fields'
            self.defect("schema", detail, resource, path, field="foreignKeys")
            return None
        return ForeignKey(fields, target or resource, targets)

    def field(self, spec: Any, default: object, resource: str, path: str) -> Field | None:
        """One field of a schema, or None and a defect or a reason not to run."""
        if not isinstance(spec, dict) or not isinstance(spec.get("name"), str):
            self.defect("schema", 'a field has no "name"', resource, path)
            return None
        name = spec["name"]
        spec = self.sound(spec, shape.FIELD, "schema", resource, path, name)
        kind = spec.get("type", "string")
        if kind in UNSUPPORTED_TYPES:
            why = f'values of type "{kind}" are not checked'
            self.not_run.append(NotRun("", f"{resource}.{name}: {why}"))
            kind = "any"
        elif kind in ("date", "time", "datetime") and spec.get("format") == "any":
            why = f"a {kind} of any format is not checked"
            self.not_run.append(NotRun("", f"{resource}.{name}: {why}"))
            kind = "any"
        elif kind not in TYPES:
            self.defect("schema", f"no such type: {shown(kind)}", resource, path, field=name)
            kind = "any"
        constraints = spec.get("constraints", {})
        constraints = self.sound(constraints, shape.CONSTRAINTS, "schema", resource, path, name)
        if pattern := constraints.get("pattern"):
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
        field = Field(
            name,
            kind,
            spec.get("format", "default"),
            constraints,
            missing_values(spec.get("missingValues", default)),
            spec,
        )
        for constraint, value in impossible(field):
            what = f"{constraint} {shown(value)} is not a value of type {kind}"
            self.defect("schema", what, resource, path, field=name, value=value)
        return field

    def references(
        self, resource: Resource, known: Mapping[str, Resource], unread: Collection[str]
    ) -> None:
        """Keys that name a field or resource that does not exist."""
        path = resource.spec["schema"] if isinstance(resource.spec["schema"], str) else ""
        for what, fields, target in keys(resource):
            if target in unread:
                why = f"references to {target} are not checked: it is not read"
                self.not_run.append(NotRun("", f"{resource.name}: {why}"))
                continue
            if target not in known:
                detail = f"{what} refers to {shown(target)}, which is not in the package"
                self.defect("key", detail, resource.name, path)
                continue
            has = [f.name for f in known[target].schema.fields]
            for field in fields:
                if field not in has:
                    detail = f"{what} names a field that {target} does not have"
                    self.defect("key", detail, resource.name, path, field=field)


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


def keys(resource: Resource) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every list of fields that a key names, with the name of the resource they belong to."""
    schema = resource.schema
    yield "primaryKey", schema.primary_key, resource.name
    for unique in schema.unique_keys:
        yield "uniqueKeys", unique, resource.name
    for key in schema.foreign_keys:
        yield "foreignKeys", key.fields, resource.name
        yield "foreignKeys", key.target_fields, key.target


def read(store: Store, descriptor: str) -> Package:
    """The package that `descriptor` in `store` describes."""
    return Reader(store, descriptor).package()
