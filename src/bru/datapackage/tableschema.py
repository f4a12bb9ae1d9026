"""Reads a Table Schema: JSON → Schema. What is wrong with it is noted as a defect."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bru.datapackage import elsewhere, property_types
from bru.datapackage.fields import Place, missing_values, read_field
from bru.datapackage.metadata import Notes
from bru.datapackage.suggest import did_you_mean
from bru.model import limits
from bru.model.grammar import plural
from bru.model.package import Field, ForeignKey, Resource, Schema
from bru.model.problem import Steps

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
    place = Place(notes, resource, path, () if path else ("schema",))
    spec = place.sound(given, property_types.SCHEMA)
    listed = spec.get("fields")
    if not isinstance(listed, list) or not listed:
        near = elsewhere.by_name("fields", {n: v for n, v in given.items() if n != "fields"})
        if "fields" in given:
            near = elsewhere.for_value("fields", listed, property_types.LIST[1])
        what = f'"fields" must be a list with at least one field{near}'
        place.defect(what, at=("fields",))
        return None
    found = fields(place, listed, missing_values(spec.get("missingValues")), null)
    primary = names(spec.get("primaryKey"))
    unique = [names(k) for k in spec.get("uniqueKeys", ())]
    foreign = [
        foreign_key(place.inside("foreignKeys", number), key)
        for number, key in enumerate(spec.get("foreignKeys", ()))
    ]
    named = len(primary) + sum(map(len, unique)) + sum(len(k.fields) for k in foreign if k)
    if named > limits.KEY_FIELDS:
        why = f"its keys name {named:,} fields, more than are read ({limits.KEY_FIELDS:,})"
        place.defect(why)
        primary, unique, foreign = (), [], []
    keys = tuple(unique), tuple(k for k in foreign if k)
    match = fields_match(place, spec)
    if len(found) < len(listed):
        match = "partial"  # nobody knows what the others are called
    return Schema(tuple(found.values()), found, primary, *keys, match, spec)


def fields(
    place: Place, listed: list[Any], missing: frozenset[str], null: frozenset[str]
) -> dict[str, Field]:
    """The fields by name; one whose name is taken has a number behind it."""
    found: dict[str, Field] = {}
    for number, given in enumerate(listed):
        own = place.inside("fields", number)
        field = read_field(own, given, missing, null, number + 1)
        if field is None:
            continue
        name, times = field.name, 1
        while name in found:
            times += 1
            name = f"{field.name} ({times})"
        if times > 1:
            own.defect("two fields have this name", field.name, kind="advice", at=("name",))
        found[name] = field._replace(name=name)
    return found


def fields_match(place: Place, spec: Mapping[str, Any]) -> str:
    """How the fields of a schema are found in the table."""
    match = spec.get("fieldsMatch", "exact")
    match = (match or [""])[0] if isinstance(match, list) else match
    if match in MATCHES:
        return str(match)
    near = did_you_mean(str(match), MATCHES)
    what = f"fieldsMatch must be one of {', '.join(sorted(MATCHES))}{near}"
    place.defect(what, "fieldsMatch", str(match), at=("fieldsMatch",))
    return "partial"  # nothing else is told of the columns


def foreign_key(place: Place, given: Any) -> ForeignKey | None:
    """One foreign key of a schema, or None and a defect."""
    key, other = read_key(given, place.resource), reference(given)
    if key is None and (package := other.get("package") or other.get("datapackage")):
        why = f"references to another package, {package}, are not checked"
        place.notes.skip(place.resource, why)
    elif key is None:
        detail, at = lacking(given)
        place.defect(detail, "foreignKeys", at=at)
    elif "resource" not in other and (near := elsewhere.by_name("resource", other)):
        what = f'the "reference" of a foreign key has no "resource"{near}'
        place.defect(what, "foreignKeys", at=("reference",))
        return None
    return key


def lacking(given: Any) -> tuple[str, Steps]:
    """Why a value is no foreign key, and where in it."""
    if not isinstance(given, dict):
        return 'a foreign key must be an object with "fields" and "reference"', ()
    for name in ("fields", "reference"):
        if name not in given:
            return f'a foreign key has no "{name}"{elsewhere.by_name(name, given)}', ()
    away = given["reference"]
    if not isinstance(away, dict):
        parts = re.fullmatch(r"([^.(]+)[.(]([^.()]+)\)?", away) if isinstance(away, str) else None
        meant = json.dumps({"resource": parts[1], "fields": parts[2]}) if parts else ""
        near = f"; did you mean {meant}?" if meant else ""
        return f'the "reference" of a foreign key must be an object{near}', ("reference",)
    if "fields" not in away:
        near = elsewhere.by_name("fields", away)
        return f'the "reference" of a foreign key has no "fields"{near}', ("reference",)
    counts = [len(names(one["fields"])) for one in (given, away)]
    if all(counts) and counts[0] != counts[1]:
        many = plural(counts[0], "field"), counts[1]
        return f"a foreign key of {many[0]} has a reference to {many[1]}", ()
    return 'a foreign key needs "fields" and a "reference" to as many fields', ()


def reference(given: Any) -> Mapping[str, Any]:
    """What a foreign key refers to; nothing where it does not say so in an object."""
    found = given.get("reference") if isinstance(given, dict) else None
    return found if isinstance(found, dict) else {}


def read_key(given: Any, resource: str) -> ForeignKey | None:
    """A foreign key of `resource`, None where it is no sound one or leads to another package."""
    other = reference(given)
    fields, targets = names(given.get("fields") if other else ()), names(other.get("fields"))
    target = other.get("resource", "")
    is_away = other.get("package") or other.get("datapackage")
    if is_away or not fields or len(fields) != len(targets) or not isinstance(target, str):
        return None
    return ForeignKey(fields, target or resource, targets)


def keys(resource: Resource) -> Iterator[tuple[Steps, tuple[str, ...], str]]:
    """Every list of fields that a key names: where, and the name of the resource they belong to."""
    schema = resource.schema
    yield ("primaryKey",), schema.primary_key, resource.name
    for number, unique in enumerate(schema.unique_keys):
        yield ("uniqueKeys", number), unique, resource.name
    for number, given in enumerate(schema.spec["foreignKeys"] if schema.foreign_keys else ()):
        if key := read_key(given, resource.name):
            yield ("foreignKeys", number, "fields"), key.fields, resource.name
            yield ("foreignKeys", number, "reference", "fields"), key.target_fields, key.target
