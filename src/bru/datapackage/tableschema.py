"""Reads a Table Schema: JSON → Schema. What is wrong with it is noted as a defect."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bru.datapackage import expression, property_types
from bru.datapackage.constraints import impossible
from bru.datapackage.value import allowed
from bru.model import limits
from bru.model.package import Field, ForeignKey, Resource, Schema
from bru.model.problem import Defect, NotRun, shown

TYPES = frozenset(
    "string number integer boolean date time datetime year yearmonth object array any".split()
)
UNSUPPORTED_TYPES = frozenset("list duration geopoint geojson".split())
MATCHES = frozenset("exact equal subset superset partial".split())


class Notes:
    """What is wrong with a descriptor and its schemas, and what of it cannot be checked."""

    def __init__(self, descriptor: str) -> None:
        self.descriptor = descriptor
        self.defects: list[Defect] = []
        self.not_run: list[NotRun] = []

    def defect(
        self, kind: str, detail: str, resource: str = "", path: str = "", **more: Any
    ) -> None:
        """Note a defect of the descriptor, or of `path`."""
        at = path or self.descriptor
        self.defects.append(Defect(kind, resource, detail=detail, path=at, **more))

    def sound(
        self,
        spec: Mapping[str, Any],
        shapes: Mapping[str, property_types.Shape],
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


def names(value: object) -> tuple[str, ...]:
    """A key written as one name or as a list of names."""
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def missing_values(value: object) -> frozenset[str]:
    """The missingValues as texts: a list of strings or of {value, label}."""
    items = value if isinstance(value, list) else [""]
    return frozenset(str(i.get("value", "")) if isinstance(i, dict) else str(i) for i in items)


def read_schema(notes: Notes, given: Mapping[str, Any], resource: str, path: str) -> Schema | None:
    """The schema of `resource` that the JSON object in `path` (inline: "") describes."""
    spec = notes.sound(given, property_types.SCHEMA, "schema", resource, path)
    fields = spec.get("fields")
    if not isinstance(fields, list) or not fields:
        notes.defect("schema", '"fields" must be a list with at least one field', resource, path)
        return None
    default = missing_values(spec.get("missingValues", [""]))
    found: dict[str, Field] = {}
    for field in (read_field(notes, f, default, resource, path) for f in fields):
        if field and field.name in found:
            notes.defect("schema", "two fields have this name", resource, path, field=field.name)
        elif field:
            found[field.name] = field
    match = spec.get("fieldsMatch", "exact")
    match = (match or [""])[0] if isinstance(match, list) else match
    if match not in MATCHES:
        notes.defect(
            "schema",
            f"fieldsMatch must be one of {', '.join(sorted(MATCHES))}",
            resource,
            path,
            field="fieldsMatch",
            value=str(match),
        )
        match = "exact"
    primary = names(spec.get("primaryKey"))
    unique = [names(k) for k in spec.get("uniqueKeys", ())]
    foreign = [foreign_key(notes, k, resource, path) for k in spec.get("foreignKeys", ())]
    named = len(primary) + sum(map(len, unique)) + sum(len(k.fields) for k in foreign if k)
    if named > limits.KEY_FIELDS:
        why = f"its keys name {named:,} fields, more than are read ({limits.KEY_FIELDS:,})"
        notes.defect("schema", why, resource, path)
        primary, unique, foreign = (), [], []
    return Schema(
        tuple(found.values()),
        found,
        primary,
        tuple(unique),
        tuple(k for k in foreign if k),
        match,
        spec,
    )


def foreign_key(notes: Notes, spec: Any, resource: str, path: str) -> ForeignKey | None:
    """One foreign key of a schema, or None and a defect."""
    own = spec if isinstance(spec, dict) else {}
    reference = own.get("reference")
    other = reference if isinstance(reference, dict) else {}
    fields, targets = names(own.get("fields")), names(other.get("fields"))
    target = other.get("resource", "")
    if not fields or len(fields) != len(targets) or not isinstance(target, str):
        detail = 'a foreign key needs "fields" and a "reference" to as many fields'
        notes.defect("schema", detail, resource, path, field="foreignKeys")
        return None
    return ForeignKey(fields, target or resource, targets)


def read_field(
    notes: Notes, spec: Any, default: frozenset[str], resource: str, path: str
) -> Field | None:
    """One field of a schema, or None and a defect or a reason not to run."""
    if not isinstance(spec, dict) or not isinstance(spec.get("name"), str):
        notes.defect("schema", 'a field has no "name"', resource, path)
        return None
    name = spec["name"]
    if len(name) > limits.NAME:
        why = f"the name {shown(name)} has more than {limits.NAME:,} characters"
        notes.defect("schema", why, resource, path)
        return None
    spec = notes.sound(spec, property_types.FIELD, "schema", resource, path, name)
    kind = spec.get("type", "string")
    if kind in UNSUPPORTED_TYPES:
        why = f'values of type "{kind}" are not checked'
        notes.not_run.append(NotRun("", f"{resource}.{name}: {why}"))
        kind = "any"
    elif kind in ("date", "time", "datetime") and spec.get("format") == "any":
        why = f"a {kind} of any format is not checked"
        notes.not_run.append(NotRun("", f"{resource}.{name}: {why}"))
        kind = "any"
    elif kind not in TYPES:
        notes.defect("schema", f"no such type: {shown(kind)}", resource, path, field=name)
        kind = "any"
    constraints = spec.get("constraints", {})
    constraints = notes.sound(
        constraints, property_types.CONSTRAINTS, "schema", resource, path, name
    )
    pattern = constraints.get("pattern", "")
    if len(pattern) > limits.PATTERN:
        why = f"its pattern has more than {limits.PATTERN:,} characters and is not tried"
        notes.not_run.append(NotRun("", f"{resource}.{name}: {why}"))
        constraints = {k: v for k, v in constraints.items() if k != "pattern"}
    elif pattern:
        try:
            expression.compiled(pattern)
        except expression.ERRORS as error:
            notes.defect(
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
        missing_values(spec["missingValues"]) if "missingValues" in spec else default,
        spec,
        constraints.get("enum") or categories(spec),
    )
    field = field._replace(allowed=allowed(field))
    for constraint, value in impossible(field):
        what = f"{constraint} {shown(value)} is not a value of type {kind}"
        notes.defect("schema", what, resource, path, field=name, value=value)
    return field


def categories(spec: Mapping[str, Any]) -> list[Any]:
    """The values of the `categories` of a field: a list of values or of {value, label}."""
    values = (c.get("value") if isinstance(c, dict) else c for c in spec.get("categories", ()))
    return [v for v in values if v is not None]


def references(
    notes: Notes, resource: Resource, known: Mapping[str, Resource], unread: Collection[str]
) -> None:
    """Keys that name a field or resource that does not exist."""
    path = resource.spec["schema"] if isinstance(resource.spec["schema"], str) else ""
    for what, fields, target in keys(resource):
        if target in unread:
            why = f"references to {target} are not checked: it is not read"
            notes.not_run.append(NotRun("", f"{resource.name}: {why}"))
            continue
        if target not in known:
            detail = f"{what} refers to {shown(target)}, which is not in the package"
            notes.defect("key", detail, resource.name, path)
            continue
        has = known[target].schema.by_name
        for field in fields:
            if field not in has:
                detail = f"{what} names a field that {target} does not have"
                notes.defect("key", detail, resource.name, path, field=field)


def keys(resource: Resource) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every list of fields that a key names, with the name of the resource they belong to."""
    schema = resource.schema
    yield "primaryKey", schema.primary_key, resource.name
    for unique in schema.unique_keys:
        yield "uniqueKeys", unique, resource.name
    for key in schema.foreign_keys:
        yield "foreignKeys", key.fields, resource.name
        yield "foreignKeys", key.target_fields, key.target
