"""Reads a data package: descriptor bytes → Package.

Knows the Data Package and Table Schema standards (versions 1 and 2).
What is wrong with the descriptor or a schema is a `Defect`; the rules BRU8xx report it.
What bru cannot check is a `NotRun`, never an error and never passed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bru.datapackage import jsontext, property_types, tableschema
from bru.datapackage.tableschema import Notes
from bru.model import limits
from bru.model.package import Package, Resource, Schema
from bru.model.problem import NotRun, shown
from bru.store import OutsideError, Store, fits, refusal

DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
HARMLESS: dict[str, tuple[Any, ...]] = {"lineTerminator": ("\r\n", "\n"), "headerRows": ([1],)}


class Reader:
    """Reads one descriptor and its schemas; collects what is wrong on the way."""

    def __init__(self, store: Store, descriptor: str) -> None:
        self.store, self.descriptor = store, descriptor
        self.notes = Notes(descriptor)
        self.room, self.fields = limits.JSON_TOTAL, limits.FIELDS

    def json(self, path: str, kind: str, resource: str = "") -> dict[str, Any] | None:
        """The JSON object in `path`, or None and a defect of `kind`."""
        try:
            most = min(self.room, limits.JSON_BYTES)
            data = self.store.read(path, most)
            fits(len(data), most)
            self.room -= len(data)
            value, repeated = jsontext.read(data)
        except OutsideError as error:
            self.notes.defect("outside", str(error), resource, value=path)
        except FileNotFoundError:
            self.notes.defect(kind, "there is no such file", resource, path)
        except OSError as error:
            lines = getattr(error, "lines", ())  # of a merge conflict
            self.notes.defect(
                kind, f"it {refusal(error)}", resource, path, line=min(lines, default=0)
            )
        except jsontext.JsonError as error:
            self.notes.defect(kind, str(error), resource, path, line=error.line)
        else:
            twice = "property" if kind == "descriptor" else kind
            for name, line in repeated:
                what = f"{shown(name)} is given twice: tools keep the first or the last"
                self.notes.defect(twice, what, resource, path, line=line, field=name)
            if len(repeated) == jsontext.TOLD:
                self.notes.defect(twice, "there may be more that is given twice", resource, path)
            if isinstance(value, dict):
                return value
            self.notes.defect(kind, "not a JSON object", resource, path, line=1)
        return None

    def package(self) -> Package:
        """The package; with nothing but defects when the descriptor cannot be read."""
        read = self.json(self.descriptor, "descriptor")
        spec = self.notes.sound(read or {}, property_types.PACKAGE, "property", "")
        listed = spec.get("resources")
        if read is not None and not (isinstance(listed, list) and listed):
            self.notes.defect(
                "property",
                '"resources" must be a list with at least one resource',
                field="resources",
            )
        if isinstance(listed, list) and len(listed) > limits.RESOURCES:
            many = f"{len(listed):,} resources, more than are read ({limits.RESOURCES:,})"
            self.notes.defect("property", many, field="resources")
            listed = []
        found: dict[str, Resource] = {}
        for number, item in enumerate(listed if isinstance(listed, list) else ()):
            resource = self.resource(item, number)
            if resource and resource.name in found:
                self.notes.defect(
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
            tableschema.references(self.notes, resource, found, unread)
        return Package(
            str(spec.get("name", "")),
            str(spec.get("version", "")),
            self.descriptor,
            declared(spec),
            self.store.editable,
            tuple(found.values()),
            found,
            tuple(self.notes.defects),
            tuple(self.notes.not_run),
            spec,
            sum(len(r.schema.fields) for r in found.values()),
        )

    def resource(self, item: object, number: int) -> Resource | None:
        """One resource of the descriptor, or None and a defect or a reason not to run."""
        given = item if isinstance(item, dict) else {}
        name, path = given.get("name"), given.get("path")
        if not isinstance(name, str) or not name:
            self.notes.defect("property", f'resource {number + 1} has no "name"', field="name")
            return None
        if len(name) > limits.NAME:
            why = f"the name {shown(name)} has more than {limits.NAME:,} characters"
            self.notes.defect("property", why, field="name")
            return None
        spec = self.notes.sound(given, property_types.RESOURCE, "property", name)
        if isinstance(dialect := spec.get("dialect"), dict):
            spec["dialect"] = self.notes.sound(dialect, property_types.DIALECT, "property", name)
        if why := unsupported(spec):
            self.skip(name, why)
            return None
        path = path[0] if isinstance(path, list) else path
        if not isinstance(path, str) or not path:
            self.notes.defect(
                "property", f'resource {shown(name)} has no "path"', name, field="path"
            )
            return None
        dialect = {**DIALECT, **spec.get("dialect", {})}
        for key in ("delimiter", "quoteChar"):
            if not (isinstance(dialect[key], str) and re.fullmatch("[^\r\n]", dialect[key])):
                why = f'"{key}" of the dialect must be one character'
                self.notes.defect("property", why, name, field=key, value=str(dialect[key]))
                return None
        if dialect["delimiter"] == dialect["quoteChar"]:
            why = '"delimiter" and "quoteChar" of the dialect are the same'
            self.notes.defect("property", why, name, field="quoteChar")
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
        self.notes.not_run.append(NotRun("", f"resource {shown(name)} is not checked: {why}"))

    def schema(self, value: object, resource: str) -> Schema | None:
        """The Table Schema given inline or by path."""
        path = value if isinstance(value, str) else ""
        given = self.json(path, "schema", resource) if path else value
        if given is None and not path:
            self.skip(resource, "it has no schema")
        if not isinstance(given, dict):
            return None
        fields = given.get("fields")
        self.fields -= len(fields) if isinstance(fields, list) else 0
        if self.fields < 0:
            why = f"with its fields there are more than are read ({limits.FIELDS:,})"
            self.notes.defect("schema", why, resource, path, field="fields")
            return None
        return tableschema.read_schema(self.notes, given, resource, path)


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
        harmless = (value,) if key[:1] == "$" else HARMLESS.get(key, ())
        if key not in DIALECT and value not in harmless:
            return f'its dialect sets "{key}"'
    return "" if dialect.get("header", True) else "it has no header"


def read(store: Store, descriptor: str) -> Package:
    """The package that `descriptor` in `store` describes."""
    return Reader(store, descriptor).package()


def declared(spec: Mapping[str, Any]) -> frozenset[str]:
    """The packs of rules that a descriptor declares."""
    named = spec.get("bru")
    listed = named.get("packs") if isinstance(named, dict) else None
    return (
        frozenset(n for n in listed if isinstance(n, str))
        if isinstance(listed, list)
        else frozenset()
    )
