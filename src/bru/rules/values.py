"""The rules about values: a test for each type and constraint, from the schema alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from bru.check.labels import Labels
from bru.datapackage.constraints import BOUNDS, LENGTHS, TESTS, bound_test, not_edtf, size
from bru.datapackage.expression import matches
from bru.datapackage.suggest import did_you_mean
from bru.datapackage.types.texts import BOOLEANS, booleans
from bru.model.grammar import plural, with_article
from bru.model.package import Field, Package, Resource
from bru.model.problem import Finding, More, shown
from bru.model.question import Hit, Question, Unmatched
from bru.rules.kinds import Pair, example

EXPLAINED = 1_000  # values of a field whose damage is named: about a second
COMPARISONS = 500_000  # in a package, of a wrong value with a listed one: a few seconds
MANY = 50  # listed values that a hint names
EXPECTED = {
    "integer": "a whole number, digits only, such as 28",
    "number": "a number with a decimal point, such as 43.4",
    "boolean": "a boolean",
    "date": "a calendar date as YYYY-MM-DD, such as 2023-05-12",
    "datetime": "a date and time, such as 2023-05-12T17:37:00",
    "time": "a time, such as 17:37:00",
    "year": "a year of four digits, such as 2023",
    "yearmonth": "a month, such as 2023-05",
    "duration": "a duration, such as P1Y2M3DT4H5M6S",
    "object": "a JSON object",
    "array": "a JSON array",
    "list": "values with the delimiter between them, such as a,b,c",
    "geopoint": "a longitude and a latitude, such as 27.57, 53.90",
    "geojson": "a GeoJSON object",
}
APART = "write a number, and what else is said of it in a field of its own, or declare a string"
WAYS = {  # out of what is named and cannot be undone
    "error value": "write the value that was meant, or leave the cell empty where none is known",
    "bound": APART,
    "approximate number": APART,
    "range": APART,
    "several addresses": "write one address, or declare a string without a format",
    "power of ten": "write all digits of the number",
}
COUNTED = {"array": "item", "list": "item", "object": "property"}
OWN_NAMES = {"geojson": "GeoJSON", "topojson": "TopoJSON", "geopoint": "a geographic point"}
Saying = tuple[Callable[[str], str], str]  # what is wrong with a value, and what to write


def type_said(field: Field, kind: str) -> Saying:
    """A value is not of its type."""
    expected = EXPECTED[kind]
    if kind == "boolean":
        true, false = (booleans(field, key) for key in BOOLEANS)
        expected = " or ".join([*true[:1], *false[:1]])
    elif field.form:
        expected = f"a {kind} in the form {field.form}"
    elif kind == "geopoint" and field.format != "default":
        expected = "[27.57, 53.90]" if field.format == "array" else '{"lon": 27.57, "lat": 53.90}'
    elif kind == "list" and (item := field.spec.get("itemType")):
        expected = f"values of type {item} with {field.spec.get('delimiter', ',')} between them"
    elif field.format == "topojson":
        expected = "a TopoJSON object"
    if kind in ("integer", "number") and (
        own := field.listed or [*filter(None, [field.spec.get("example")])]
    ):
        expected = f"{expected.partition(',')[0]}, such as {own[0]}"
    name = OWN_NAMES.get(field.format, OWN_NAMES.get(kind, with_article(kind)))
    name = f"in the form {field.form}" if field.form else name
    return lambda v: f"{shown(v)} is not {name}", f"write {expected}"


def format_said(field: Field, name: str) -> Saying:
    """A text has not the format of its field."""
    return lambda v: f"{shown(v)} is not of format {field.format}", f"write a valid {field.format}"


def bound_said(field: Field, name: str) -> Saying:
    """A value is beyond a bound."""
    low, open_ = "inimum" in name, name.startswith("exclusive")
    words = ("more than" if low else "less than") if open_ else ("at least" if low else "at most")
    limit = field.constraints[name]
    return lambda v: f"{v} is not {words} {limit}", f"write a value that is {words} {limit}"


def length_said(field: Field, name: str) -> Saying:
    """A value is too short or too long."""
    limit = field.constraints[name]
    words = "at least" if name == "minLength" else "at most"
    noun = COUNTED.get(field.type, "character")

    def message(value: str) -> str:
        found = plural(size(field, value), noun)
        return f"{shown(value, 40)} has {found}, not {words} {limit:,}"

    return message, f"write {words} {plural(limit, noun)}"


def pattern_said(field: Field, name: str) -> Saying:
    """A text does not match the pattern."""
    return lambda v: f"{shown(v)} does not match {field.constraints[name]}", example(field)


def enum_said(field: Field, name: str) -> Saying:
    """A value is not listed."""
    texts = TESTS[name](field, name).near  # type: ignore[union-attr]
    hint = "write one of: " + ", ".join(texts[:MANY])
    hint += f" … ({len(texts):,} in all)" if len(texts) > MANY else ""
    return lambda v: f"{shown(v)} is not one of the listed values", hint


def schema_said(field: Field, name: str) -> Saying:
    """A JSON value is not what its JSON Schema asks for."""
    hint = "write what the jsonSchema of the field allows"
    return lambda v: f"{shown(v)} is not valid against the JSON Schema of the field", hint


SAID: dict[str, Callable[[Field, str], Saying]] = {
    **dict.fromkeys(EXPECTED, type_said),
    **dict.fromkeys(BOUNDS, bound_said),
    **dict.fromkeys(LENGTHS, length_said),
    "format": format_said,
    "pattern": pattern_said,
    "enum": enum_said,
    "jsonSchema": schema_said,
}


def fault(field: Field, value: str) -> tuple[str, str]:
    """What is wrong with a value that a field should have, and what to write; or empty texts."""
    for name, make in TESTS.items():
        if test := make(field, name):
            accepted = test.accept is not None and matches(test.accept, value)
            if not accepted and not test.fits(value):
                message, hint = SAID[name](field, name)
                return message(value), hint
    return (not_edtf(value) if field.is_edtf else ""), ""


def judging(field: Field) -> Callable[[str], str]:
    """As `fault`, in one text."""
    return lambda value: ": ".join(filter(None, fault(field, value)))


def meant(
    resource: Resource, field: Field, hit: Hit, of_form: bool, known: Sequence[str], labels: Labels
) -> More:
    """What happened to a value of a field: damage, or cells were swapped; else what is like it."""
    from bru.damage import mend  # where something is wrong
    from bru.damage.invisible import EMPTIED, bare
    from bru.rules.bru312 import stand_in

    value = hit.value[0]
    if what := mend.named(value, field) if of_form else "":
        _, sign, write = what.partition("; write ")
        way = next((way for named, way in WAYS.items() if f"({named}" in what), "")
        return More(what, f"write {write}" if sign else way)
    plain = bare(value)
    if of_form and plain != value and plain in {"", *field.missing}:
        way = f"write {plain}" if plain and not field.required else EMPTIED[field.required]
        what = "a stand-in for a missing value, with spaces" if plain else "a blank cell"
        return More(f" ({what})", way)
    if of_form and (found := stand_in(value, field.required))[0]:
        return More(*found)
    for key in resource.schema.foreign_keys if of_form else ():
        if key.fields == (field.name,) and key.target in labels.package.by_name:
            from bru.rules.near import nearest

            close, suggestion = nearest(value, key.target, key.target_fields, labels)
            if close:
                return More(suggestion, f"write {close}")
    if not known:
        return More()
    for other in resource.schema.fields:
        if other.type in ("string", "any") and other is not field and not other.listed:
            cells = labels.having(resource.name, other.name, frozenset(known))
            there = next((cells[row] for row in hit.rows if row in cells), "")
            if there and not fault(other, value)[0]:
                text = f"; {other.name} has {shown(there)}: the two may be swapped"
                return More(text, f"swap {field.name} and {other.name}", also=other.name)
    return More(did_you_mean(value, known))


def narrowest(field: Field) -> str | None:
    """What accepts numbers by a bound of theirs: one look at a value then clears it for both."""
    tests = (bound_test(field, name) for name in BOUNDS)
    return next((test.accept for test in tests if test and test.accept), None)


def value_rule(name: str) -> Pair:
    """`questions` and `findings` of the rule for one type or constraint."""

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            for field in resource.schema.fields:
                if test := TESTS[name](field, name):
                    accept = narrowest(field) if name == field.type else None
                    yield Unmatched(resource.name, field.name, accept or test.accept)

    def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
        if not hits:
            return
        from bru.rules.declared import declaring, with_way

        resource = package.resource(q.resource)
        field = resource.schema.field(q.field)
        test = TESTS[name](field, name)
        assert test is not None
        message, hint = SAID[name](field, name)
        declared = cache(partial(declaring, resource, field, hits))
        room = COMPARISONS // package.width  # for comparisons
        for number, ((value,), rows) in enumerate(hits):
            if test.fits(value):
                continue
            room -= len(test.near)
            known = test.near if room >= 0 else ()
            of_form = test.of_form and number < EXPLAINED
            more = partial(meant, resource, field, Hit((value,), rows), of_form, known)
            more = partial(with_way, more, hint, declared) if of_form else more
            where: dict[str, Any] = {"rows": rows, "field": q.field, "value": value}
            yield Finding(q.resource, message(value), hint, **where, more=more)

    return questions, findings
