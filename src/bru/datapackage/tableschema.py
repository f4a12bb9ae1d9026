"""Reads a Table Schema: JSON → Schema. What is wrong with it is noted as a defect."""

from collections.abc import Iterator, Mapping
from typing import Any

from bru.datapackage import property_types
from bru.datapackage.fields import Place, missing_values, read_field
from bru.datapackage.metadata import Notes
from bru.model import limits
from bru.model.package import Field, ForeignKey, Resource, Schema

MATCHES = ("exact", "equal", "subset", "superset", "partial")


def names(value: object) -> tuple[str, ...]:
    """A key written as one name or as a list of names."""
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def read_schema(
    notes: Notes,
    given: Mapping[str, Any],
    resource: str,
    path: str,
    null: frozenset[str] = frozenset(),
) -> Schema | None:
    """The schema of `resource` that the JSON object in `path` (inline: "") describes.

    `null`: what stands for no value in every field.
    """
    spec = notes.sound(given, property_types.SCHEMA, "schema", resource, path)
    listed = spec.get("fields")
    if not isinstance(listed, list) or not listed:
        notes.defect("schema", '"fields" must be a list with at least one field', resource, path)
        return None
    found = fields(
        Place(notes, resource, path), listed, missing_values(spec.get("missingValues")), null
    )
    primary = names(spec.get("primaryKey"))
    unique = [names(k) for k in spec.get("uniqueKeys", ())]
    foreign = [foreign_key(notes, k, resource, path) for k in spec.get("foreignKeys", ())]
    named = len(primary) + sum(map(len, unique)) + sum(len(k.fields) for k in foreign if k)
    if named > limits.KEY_FIELDS:
        why = f"its keys name {named:,} fields, more than are read ({limits.KEY_FIELDS:,})"
        notes.defect("schema", why, resource, path)
        primary, unique, foreign = (), [], []
    keys = tuple(unique), tuple(k for k in foreign if k)
    match = fields_match(notes, spec, resource, path)
    if len(found) < len(listed):
        match = "partial"  # nobody knows what the others are called
    return Schema(tuple(found.values()), found, primary, *keys, match, spec)


def fields(
    place: Place, listed: list[Any], missing: frozenset[str], null: frozenset[str]
) -> dict[str, Field]:
    """The fields by name; one whose name is taken has a number behind it."""
    found: dict[str, Field] = {}
    for number, given in enumerate(listed, 1):
        field = read_field(place, given, missing, null, number)
        if field is None:
            continue
        name, times = field.name, 1
        while name in found:
            times += 1
            name = f"{field.name} ({times})"
        if times > 1:
            place.defect("two fields have this name", field.name, kind="advice")
        found[name] = field._replace(name=name)
    return found


def fields_match(notes: Notes, spec: Mapping[str, Any], resource: str, path: str) -> str:
    """How the fields of a schema are found in the table."""
    match = spec.get("fieldsMatch", "exact")
    match = (match or [""])[0] if isinstance(match, list) else match
    if match in MATCHES:
        return str(match)
    what = f"fieldsMatch must be one of {', '.join(sorted(MATCHES))}"
    notes.defect("schema", what, resource, path, field="fieldsMatch", value=str(match))
    return "partial"  # nothing else is told of the columns


def foreign_key(notes: Notes, spec: Any, resource: str, path: str) -> ForeignKey | None:
    """One foreign key of a schema, or None and a defect."""
    own = spec if isinstance(spec, dict) else {}
    reference = own.get("reference")
    other = reference if isinstance(reference, dict) else {}
    if package := other.get("package") or other.get("datapackage"):
        notes.skip(resource, f"references to another package, {package}, are not checked")
        return None
    fields, targets = names(own.get("fields")), names(other.get("fields"))
    target = other.get("resource", "")
    if not fields or len(fields) != len(targets) or not isinstance(target, str):
        detail = 'a foreign key needs "fields" and a "reference" to as many fields'
        notes.defect("schema", detail, resource, path, field="foreignKeys")
        return None
    return ForeignKey(fields, target or resource, targets)


def keys(resource: Resource) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every list of fields that a key names, with the name of the resource they belong to."""
    schema = resource.schema
    yield "primaryKey", schema.primary_key, resource.name
    for unique in schema.unique_keys:
        yield "uniqueKeys", unique, resource.name
    for key in schema.foreign_keys:
        yield "foreignKeys", key.fields, resource.name
        yield "foreignKeys", key.target_fields, key.target
