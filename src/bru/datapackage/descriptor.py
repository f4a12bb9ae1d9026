"""Reads a data package: descriptor bytes → Package.

Knows the Data Package and Table Schema standards (versions 2, 1 and 0).
What is wrong with the descriptor or a schema is a `Defect`; the rules BRU8xx report it.
What bru cannot check is a `NotRun`, never an error and never passed.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from bru.datapackage import elsewhere, jsontext, metadata, property_types, tableschema
from bru.datapackage.metadata import Notes
from bru.datapackage.property_types import is_url
from bru.datapackage.resources import EMPTY, names, offered, read_resource
from bru.model import limits
from bru.model.classed import classed
from bru.model.package import Field, Package, Resource
from bru.model.problem import shown
from bru.store import OutsideError, Store, StoreError, UnreachableError, fits, refusal, remedy

PUT = "put the file there, or correct the path in the descriptor"


class Reader:
    """Reads one descriptor and its schemas; collects what is wrong on the way."""

    def __init__(
        self, store: Store, descriptor: str, profile: Mapping[str, Any] | None = None
    ) -> None:
        self.store, self.descriptor, self.own_profile = store, descriptor, profile
        self.notes, self.texts = Notes(descriptor), dict[str, bytes]()
        self.room, self.fields = limits.JSON_TOTAL, limits.FIELDS
        self.profile = metadata.Profile(0, False, "")
        self.is_online = bool(getattr(store, "is_online", False))

    def json(self, path: str, kind: str, resource: str = "") -> dict[str, Any] | None:
        """The JSON object in `path`, or None and a defect of `kind`."""
        try:
            most = min(self.room, limits.JSON_BYTES)
            data = self.store.read(path, most)
            fits(len(data), most)
            self.room, self.texts[path] = self.room - len(data), data
            value, repeated = jsontext.read(data)
        except OutsideError as error:
            self.notes.defect("outside", str(error), resource, value=path)
        except FileNotFoundError:
            self.notes.defect(kind, "there is no such file", resource, path, hint=PUT)
        except (UnreachableError, PermissionError) as error:
            if kind == "descriptor":  # nothing at all is known of the package
                raise StoreError(f"{self.store.name}: {path} {refusal(error)}") from error
            why = f"{path} {refusal(error)}"
            self.notes.skip(f"resource {shown(resource)} is not checked", why)
        except OSError as error:
            line = min(getattr(error, "lines", ()), default=0)  # of a merge conflict
            what, hint = f"it {refusal(error)}", remedy(error) or PUT
            self.notes.defect(kind, what, resource, path, line=line, hint=hint)
        except jsontext.JsonError as error:
            self.notes.defect(kind, str(error), resource, path, line=error.line, hint=error.hint)
        else:
            twice = "property" if kind == "descriptor" else kind
            for name, line in repeated:
                what = f"{shown(name)} is given twice: tools keep the first or the last"
                self.notes.defect(twice, what, resource, path, line=line, field=name)
            if len(repeated) == jsontext.TOLD:
                self.notes.defect(twice, "more may be given twice", resource, path)
            if isinstance(value, dict):
                return value
            self.notes.defect(kind, "not a JSON object", resource, path, line=1, hint=jsontext.HINT)
        return None

    def described(self, path: str, kind: str, resource: str) -> dict[str, Any] | None:
        """The schema or dialect at a path or an address; None where it cannot be had."""
        if is_url(path) and not self.is_online:
            why = f"{path} is an address; {offered(path)}"
            self.notes.skip(f"resource {shown(resource)} is not checked", why)
            return None
        return self.json(path, kind, resource)

    def has_room(self, schema: Mapping[str, Any], resource: str, path: str) -> bool:
        """Whether the fields of a further schema are read; else that is noted."""
        listed = schema.get("fields")
        self.fields -= len(listed) if isinstance(listed, list) else 0
        if self.fields < 0:
            why = f"with its fields there are more than are read ({limits.FIELDS:,})"
            at = (*("schema",) * (not path), "fields")
            self.notes.defect("schema", why, resource, path, at, field="fields")
        return self.fields >= 0

    def package(self) -> Package:
        """The package; with nothing but defects when the descriptor cannot be read."""
        read = self.json(self.descriptor, "descriptor")
        spec = self.notes.sound(read or {}, property_types.PACKAGE, "property", "")
        self.profile = metadata.profile(spec)
        if self.own_profile is not None and read is not None:
            self.fit(read, self.own_profile)
        elif self.profile.other:
            why = f"its profile {self.profile.other} is not checked; --profile FILE does"
            self.notes.skip("the descriptor", why)
        metadata.named(self.notes, spec, self.profile.version)
        if self.profile.version == 1:
            metadata.titled(self.notes, spec)
        listed = spec.get("resources")
        if read is not None and not (isinstance(listed, list) and listed):
            what = '"resources" must be a list with at least one resource'
            self.notes.defect("property", what, at=("resources",), field="resources")
        if isinstance(listed, list) and len(listed) > limits.RESOURCES:
            many = f"{len(listed):,} resources, more than are read ({limits.RESOURCES:,})"
            self.notes.defect("property", many, at=("resources",), field="resources")
            listed = []
        found = self.resources(listed if isinstance(listed, list) else [])
        known = {r.name: r for r in found}
        for resource in found:
            self.references(resource, known)
        self.alone(found)
        tables = {r.name: r for r in known.values() if r.format}
        files = tuple(r for r in found if not r.format)
        return Package(
            str(spec.get("name", "")),
            str(spec.get("version", "")),
            self.descriptor,
            declared(spec),
            self.store.editable,
            tuple(tables.values()),
            tables,
            tuple(self.notes.located(self.texts)),
            tuple(self.notes.not_run),
            spec,
            sum(len(r.schema.fields) for r in tables.values()),
            files,
        )

    def fit(self, spec: Mapping[str, Any], profile: Mapping[str, Any]) -> None:
        """Note where the descriptor does not fit a profile that is at hand."""
        try:
            from bru.datapackage import jsonschemas

            for place, at, why in jsonschemas.faults(spec, profile):
                self.notes.defect("profile", why, at=at, field=place)
        except ImportError:
            self.notes.skip("the descriptor", "its profile needs the library jsonschema")
        except ValueError as error:
            self.notes.skip("the descriptor", f"the profile is not checked: {error}")

    def resources(self, listed: list[Any]) -> list[Resource]:
        """The resources, each name once."""
        found: dict[str, Resource] = {}
        called = names(listed)
        self.named = {*called}
        for number, (item, name) in enumerate(zip(listed, called, strict=True)):
            first = self.notes.numbers.get(name, number)
            self.notes.numbers[name] = number
            resource = read_resource(self, item, number, name)
            if resource and name in found:
                what, at = f"two resources have the name {shown(name)}", ("name",)
                self.notes.defect("property", what, name, at=at, field="name", value=name)
                self.notes.numbers[name] = first
            elif resource:
                found[resource.name] = resource
        return [*found.values()]

    def alone(self, found: list[Resource]) -> None:
        """Note tables that are the same rows of one file."""
        tables = (r for r in found if r.format)
        files = (((str(PurePosixPath(p)), r.dialect), r.name) for r in tables for p in r.files)
        for (path, _), alike in classed(files).items():
            if len(alike) > 1:
                listed = ", ".join(map(shown, alike))
                what = f"{path} is the file of {listed}"
                self.notes.defect("shared", what, alike[1], at=("path",), value=path)

    def references(self, resource: Resource, known: dict[str, Resource]) -> None:
        """Keys that name a field or resource that does not exist.

        A table without a schema has the fields that references to it name.
        """
        schema = resource.spec.get("schema")
        path = schema if isinstance(schema, str) else ""
        for at, fields, target in tableschema.keys(resource):
            what, at = at[0], (*("schema",) * (not path), *at)
            if target not in known:
                if target not in self.named:
                    detail = f"{what} refers to {shown(target)}, which is not in the package"
                    detail += elsewhere.for_table(target, known, [*self.named])
                    self.notes.defect("key", detail, resource.name, path, (*at[:-1], "resource"))
                continue
            if resource.format and not known[target].format:
                why = f"references to {target} are not checked: it is not read"
                self.notes.skip(resource.name, why, target)
            if known[target].schema.spec is EMPTY.spec:
                known[target] = with_fields(known[target], fields)
            has = known[target].schema.by_name
            for number, field in enumerate(fields):
                if field not in has:
                    detail = f"{what} names a field that {target} does not have"
                    detail = detail if field else f"{what} is an empty name"
                    detail += elsewhere.for_field(field, target, [*has])
                    own = resource.name, path, (*at, number)
                    self.notes.defect("key", detail, *own, field=field)


def with_fields(resource: Resource, names: tuple[str, ...]) -> Resource:
    """A table without a schema, with fields of these names."""
    schema = resource.schema
    new = {n: Field(n, "any", "default", {}, frozenset({""}), {"name": n}) for n in names}
    fields = {**new, **schema.by_name}
    return resource._replace(schema=schema._replace(fields=tuple(fields.values()), by_name=fields))


def read(store: Store, descriptor: str, profile: Mapping[str, Any] | None = None) -> Package:
    """The package that `descriptor` in `store` describes.

    `profile`: a JSON Schema that the descriptor has to fit, in place of the one it names.
    """
    return Reader(store, descriptor, profile).package()


def legible(store: Store, name: str) -> Package:
    """As `read`. Raises StoreError where the descriptor itself cannot be read."""
    package = read(store, name)
    if any(defect.kind == "descriptor" for defect in package.defects):
        raise StoreError(f"{store.name}: {package.unsound}")
    return package


def declared(spec: Mapping[str, Any]) -> frozenset[str]:
    """The packs of rules that a descriptor declares."""
    named = spec.get("bru")
    listed = named.get("packs") if isinstance(named, dict) else None
    names = listed if isinstance(listed, list) else ()
    return frozenset(name for name in names if isinstance(name, str))
