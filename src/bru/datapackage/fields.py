"""Reads one field of a Table Schema: JSON → Field. What is wrong with it is noted as a defect."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bru.datapackage import elsewhere, expression, property_types, types
from bru.datapackage.constraints import BOUNDS, KNOWN, LENGTHS, applicable, crossed, impossible
from bru.datapackage.jsontext import HALF, written
from bru.datapackage.metadata import Notes
from bru.datapackage.patterns import translated
from bru.datapackage.property_types import Shape
from bru.datapackage.suggest import suggested
from bru.datapackage.types.texts import FORMATS
from bru.model import limits
from bru.model.package import TEMPORAL, Field
from bru.model.problem import Steps, shown

CATEGORICAL = ("string", "integer")


def missing_values(value: object) -> frozenset[str]:
    """The missingValues as texts: a list of strings or of {value, label}."""
    items = value if isinstance(value, list) else [""]
    return frozenset(str(i.get("value", "")) if isinstance(i, dict) else str(i) for i in items)


class Place(NamedTuple):
    """Where a schema or a part of it stands: the resource, the schema's file (inline: "").

    `at`: what leads to it in the resource, or in the file.
    """

    notes: Notes
    resource: str
    path: str
    at: Steps

    def inside(self, *steps: str | int) -> "Place":
        """A place in it."""
        return self._replace(at=(*self.at, *steps))

    def defect(
        self,
        detail: str,
        field: str = "",
        value: str = "",
        kind: str = "schema",
        at: Steps = (),
    ) -> None:
        """Note what is wrong, with a field."""
        where = self.resource, self.path, (*self.at, *at)
        self.notes.defect(kind, detail, *where, field=field, value=value)

    def sound(
        self, spec: Mapping[str, Any], shapes: Mapping[str, Shape], field: str = ""
    ) -> dict[str, Any]:
        """`spec` without what is of a wrong kind, which is noted."""
        return self.notes.sound(
            spec, shapes, "schema", self.resource, self.path, field=field, at=self.at
        )

    def skip(self, field: str, why: str) -> None:
        """Note what of a field is not checked."""
        self.notes.skip(f"{self.resource}.{field}", why)


def read_field(
    place: Place, spec: Any, missing: frozenset[str], null: frozenset[str], number: int = 1
) -> Field | None:
    """One field of a schema, `number` in its list, or None and a defect.

    `missing`: the missing values of the schema; `null`: what else stands for nothing everywhere.
    """
    if not isinstance(spec, dict) or not isinstance(spec.get("name"), str):
        near = suggested(spec, "as its name") if isinstance(spec, str) else ""
        near = elsewhere.by_name("name", spec) if isinstance(spec, dict) else near
        place.defect(f'field {number} has no "name"{near}', "fields")
        return None
    name = spec["name"]
    if len(name) > limits.NAME:
        why = f"the name {shown(name)} has more than {limits.NAME:,} characters"
        place.defect(why)
        return None
    spec = place.sound(spec, property_types.FIELD, name)
    for rule in (rule for rule in spec if rule in KNOWN):
        what = f'"{rule}" has no meaning beside "constraints"; did you mean it in them?'
        place.defect(what, name, kind="advice", at=(rule,))
    kind = spec["type"] if "type" in spec else untyped(spec)
    is_type = kind in types.HOMES
    if not is_type:
        near = elsewhere.for_type(kind, types.HOMES)
        place.defect(f"no such type: {shown(kind)}{near}", name, kind, at=("type",))
        kind = "any"
    form, is_known = format_of(place, name, kind, spec) if is_type else ("default", False)
    kind = kind if is_known else "any"
    own = missing_values(spec["missingValues"]) if "missingValues" in spec else missing
    rules = constraints(place, name, kind if is_known else "", spec)
    known = categories(place, name, kind, spec)
    listed = rules.get("enum") or known
    field = Field(
        name,
        kind,
        form,
        rules,
        frozenset(m for m in own | null if not HALF.search(m)),
        spec,
        listed,
    )
    for constraint, value in impossible(field):
        what = f"{constraint} {shown(value)} is not a value of type {kind}"
        at = () if constraint == "categories" else ("constraints",)
        place.defect(what, name, value, at=(*at, constraint))
    for low, high in crossed(field):
        least, most = (written(rules[bound]) for bound in (low, high))
        what = f"no value has both {low} {least} and {high} {most}"
        place.defect(what, name, least, at=("constraints", low))
    return field._replace(allowed=types.allowed(field))


def untyped(spec: Mapping[str, Any]) -> str:
    """The type of a field that gives none: any; a string where it says what only those have.

    The profile of the standard has the formats and constraints of strings for it.
    """
    own = {*spec.get("constraints", {})}
    return "string" if spec.get("format") in FORMATS or own & {*LENGTHS, "pattern"} else "any"


def format_of(place: Place, name: str, kind: str, spec: Mapping[str, Any]) -> tuple[str, bool]:
    """The format of a field, and whether its values can be read by it."""
    form = spec.get("format", "default").removeprefix("fmt:")
    formats = types.kind(kind).formats
    if kind in TEMPORAL and form not in ("default", "any"):
        from bru.datapackage.types import moments

        try:
            moments.pattern(form)
        except ValueError as error:
            near = elsewhere.for_moments(form)
            what = f"the format {shown(form)} of a {kind} is refused: {error}{near}"
            place.defect(what, name, form, at=("format",))
            return form, False
    elif formats is not None and form not in formats:
        known = f"; there are {', '.join(sorted(formats))}"
        near = elsewhere.for_format(form, types.HOMES) if kind == "string" else ""
        what = f"no such format of type {kind}: {shown(form)}{near or known}"
        place.defect(what, name, form, at=("format",))
        return "default", True
    if kind == "list":
        item = spec.get("itemType", "string")
        if item not in types.ITEM_TYPES:
            near = elsewhere.for_type(item, types.ITEM_TYPES)
            what = f"no such itemType of a list: {shown(item)}{near}"
            place.defect(what, name, item, at=("itemType",))
            return form, False
    return form, True


def constraints(place: Place, name: str, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The constraints of a field that can be applied; `kind` is "" where its type cannot be."""
    spec, place = given.get("constraints", {}), place.inside("constraints")
    sound = place.sound(spec, property_types.CONSTRAINTS, name)
    allowed = applicable(kind or "any")
    for constraint in [c for c in sound if c not in allowed]:
        value, own = written(sound.pop(constraint)), place.inside(constraint)
        if constraint not in KNOWN:
            near = elsewhere.for_constraint(constraint, KNOWN)
            own.defect(f"no such constraint: {shown(constraint)}{near}", name, value)
        elif constraint in BOUNDS and "type" not in given:
            own.defect(f'"{constraint}" needs a "type" of the field', name, value)
        elif kind:
            own.defect(f'"{constraint}" does not apply to a field of type {kind}', name, value)
    if "pattern" in sound and not has_pattern(place.inside("pattern"), name, sound["pattern"]):
        del sound["pattern"]
    if "jsonSchema" in sound and not has_schema(
        place.inside("jsonSchema"), name, sound["jsonSchema"]
    ):
        del sound["jsonSchema"]
    return sound


def has_pattern(place: Place, name: str, pattern: str) -> bool:
    """Whether a pattern can be matched; what is wrong with it is noted."""
    if len(pattern) > limits.PATTERN:
        why = f"its pattern has more than {limits.PATTERN:,} characters and is not tried"
        place.skip(name, why)
        return False
    found = translated(pattern)
    try:
        expression.compiled(found.expression)
    except expression.ERRORS as error:
        place.defect(f"pattern cannot be compiled: {error}", name, pattern)
        return False
    if not found.is_standard:
        other = "is not one of XML Schema: other tools may read it differently"
        place.defect(f"the pattern {shown(pattern)} {other}", name, pattern, kind="advice")
    return True


def has_schema(place: Place, name: str, schema: Mapping[str, Any]) -> bool:
    """Whether a JSON Schema can be applied; what is wrong with it is noted."""
    try:
        from bru.datapackage import jsonschemas

        jsonschemas.validator(schema)
    except ImportError:
        place.skip(name, "its jsonSchema needs the library jsonschema: pip install jsonschema")
        return False
    except ValueError as error:
        place.defect(f"jsonSchema is no JSON Schema: {error}", name, written(schema))
        return False
    return True


def beside(enum: Any, values: list[Any]) -> str:
    """The first value of an enumeration that is not among the categories, "" if all are."""
    known = {*map(str, values)}
    listed = enum if isinstance(enum, list) else []
    return next((written(v) for v in listed if str(v) not in known), "")


def categories(place: Place, name: str, kind: str, spec: Mapping[str, Any]) -> list[Any]:
    """The values of the `categories` of a field: a list of values or of {value, label}."""
    given = spec.get("categories", [])
    rules = spec.get("constraints", {})
    are_objects = [isinstance(item, dict) for item in given]
    values = [item.get("value") if isinstance(item, dict) else item for item in given]
    labels = [item["label"] for item in given if isinstance(item, dict) and "label" in item]
    problem = ""
    if "categories" in spec and not given:
        problem = "categories list no value"
    elif given and kind not in CATEGORICAL and "type" in spec:
        problem = f"categories do not apply to a field of type {kind}"
    elif any(are_objects) and not all(are_objects):
        problem = "categories are either values or objects, not both"
    elif None in values:
        problem = "a category has no value"
    elif len({*map(repr, values)}) < len(values):
        problem = "a category is given twice"
    elif not all(isinstance(label, str) for label in labels) or len({*labels}) < len(labels):
        problem = "the labels of categories must be texts, each once"
    elif values and (odd := beside(rules.get("enum"), values)):
        problem = f"enum {shown(odd)} is not one of the categories"
    if problem:
        place.defect(problem, name, at=("categories",))
        return []
    return values
