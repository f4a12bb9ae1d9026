"""Table Schema types and constraints → tests of values.

Nothing the schema says is coded twice: everything comes from the schema. A test is an accept
expression that clears most values and a function that is called once for each distinct value
that is left.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import InvalidOperation
from itertools import product
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from bru.datapackage import types
from bru.datapackage.expression import any_of, matches
from bru.datapackage.jsontext import written
from bru.datapackage.patterns import translated
from bru.datapackage.types.texts import of_format
from bru.model.package import Field

BOUNDS = {"minimum": ge, "maximum": le, "exclusiveMinimum": gt, "exclusiveMaximum": lt}
LENGTHS = ("minLength", "maxLength")
EVERYWHERE = ("required", "unique", "enum")
SIZE = 2**31  # characters: of a greater limit there is no expression


class Test(NamedTuple):
    """`accept`: values it matches in full are right. `fits`: whether a value is right.

    `near`: the values of which one may have been meant. `of_form`: what it finds has not the form
    its field asks for, so that damage can be named.
    """

    accept: str | None
    fits: Callable[[str], bool]
    near: Sequence[str] = ()
    of_form: bool = True


def applicable(kind: str) -> tuple[str, ...]:
    """The constraints that a field of a type may have."""
    own = types.kind(kind)
    found = (*EVERYWHERE, *(BOUNDS if own.is_ordered else ()), *(LENGTHS if own.is_sized else ()))
    if kind == "string":
        return (*found, "pattern")
    return (*found, "jsonSchema") if kind in ("object", "array") else found


KNOWN = (*EVERYWHERE, *BOUNDS, *LENGTHS, "pattern", "jsonSchema")


def impossible(field: Field) -> Iterator[tuple[str, str]]:
    """Constraints of a field that state no value of its type, and what they state."""
    given = [(name, field.constraints[name]) for name in BOUNDS if name in field.constraints]
    listed = "enum" if field.constraints.get("enum") else "categories"
    given += [(listed, value) for value in field.listed]
    for name, value in given:
        try:
            if written(value) not in field.missing:
                types.stated(field, value)
        except ValueError:
            yield name, written(value)


def crossed(field: Field) -> Iterator[tuple[str, str]]:
    """Pairs of bounds, or of lengths, that leave no value between them."""
    own = field.constraints
    lows, highs = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
    for low, high in (*product(lows, highs), LENGTHS):
        if low in own and high in own:
            ends: list[Any] = [own[low], own[high]]
            with suppress(ValueError, TypeError, InvalidOperation):
                ends = ends if low in LENGTHS else [types.stated(field, end) for end in ends]
                if ends[0] > ends[1] or (ends[0] == ends[1] and "exclusive" in low + high):
                    yield low, high


def type_test(field: Field, kind: str) -> Test | None:
    """Values of another type than `kind`."""
    if field.type != kind:
        return None
    return Test(types.kind(kind).accept(field), lambda text: types.has_value(field, text))


def format_test(field: Field, _: str) -> Test | None:
    """Texts that do not have the format the field declares."""
    accept = of_format(field)
    return None if accept is None else Test(accept, lambda text: matches(accept, text))


def judged(field: Field, is_right: Callable[[Any], bool]) -> Callable[[str], bool]:
    """Whether the value of a text is right; one of another type is: the type rule reports it."""

    def fits(text: str) -> bool:
        try:
            value = types.read(field, text)
        except ValueError:
            return True
        return is_right(value)

    return fits


def bound_test(field: Field, name: str) -> Test | None:
    """Values below a minimum or above a maximum, both also exclusive."""
    if name not in field.constraints:
        return None
    try:
        limit = types.stated(field, field.constraints[name])
    except ValueError:
        return None  # BRU803
    from bru.datapackage.types.numbers import within

    compare = BOUNDS[name]

    def keeps(value: Any) -> bool:
        try:
            return bool(compare(value, limit))
        except (TypeError, InvalidOperation):
            return False  # NaN keeps no bound, nor does a time without zone one that has it

    return Test(within(field, name, limit), judged(field, keeps), of_form=False)


def size(field: Field, text: str) -> int:
    """The number of characters, items or properties. Raises ValueError."""
    return len(types.read(field, text))


def length_test(field: Field, name: str) -> Test | None:
    """Texts or lists that are too short or too long."""
    limit = field.constraints.get(name)
    if limit is None:
        return None
    low, keeps = name == "minLength", ge if name == "minLength" else le
    has_text = field.type in ("string", "any") and 0 <= limit < SIZE
    accept = rf"[\s\S]{{{limit if low else 0},{'' if low else limit}}}" if has_text else None
    return Test(accept, judged(field, lambda value: keeps(len(value), limit)), of_form=False)


def pattern_test(field: Field, name: str) -> Test | None:
    """Texts that do not match the field's pattern in full."""
    if name not in field.constraints:
        return None
    accept = translated(field.constraints[name]).expression
    return Test(accept, lambda text: matches(accept, text))


def enum_test(field: Field, name: str) -> Test | None:
    """Values that are not in the field's list."""
    if not field.listed:
        return None
    same = types.identity(field) or str
    near = [written(value) for value in field.listed]

    def fits(text: str) -> bool:
        return same(text) in field.allowed or not types.has_value(field, text)

    return Test(any_of(near) if field.type == "string" else None, fits, near)


def schema_test(field: Field, name: str) -> Test | None:
    """JSON values that a JSON Schema does not allow."""
    if name not in field.constraints:
        return None
    from bru.datapackage import jsonschemas

    found = jsonschemas.validator(field.constraints[name])
    return Test(None, judged(field, found), of_form=False)


TESTS: dict[str, Callable[[Field, str], Test | None]] = {
    **dict.fromkeys((n for n in types.HOMES if n not in ("string", "any")), type_test),
    **dict.fromkeys(BOUNDS, bound_test),
    **dict.fromkeys(LENGTHS, length_test),
    "format": format_test,
    "pattern": pattern_test,
    "enum": enum_test,
    "jsonSchema": schema_test,
}


def has_form(field: Field, text: str) -> bool:
    """Whether a text has the form its field asks for: type, format, pattern, list."""
    if not types.has_value(field, text):
        return False
    accepts = [of_format(field)]
    if "pattern" in field.constraints:
        accepts.append(translated(field.constraints["pattern"]).expression)
    if not all(accept is None or matches(accept, text) for accept in accepts):
        return False
    return not field.listed or (types.identity(field) or str)(text) in field.allowed


def fitting(field: Field) -> Callable[[str], bool]:
    """Whether a value has the type of a field and satisfies its constraints, `unique` aside."""
    tests = [test for name, make in TESTS.items() if (test := make(field, name))]

    def fits(text: str) -> bool:
        for test in tests:
            accepted = test.accept is not None and matches(test.accept, text)
            if not accepted and not test.fits(text):
                return False
        return text not in field.missing and not (field.is_edtf and not_edtf(text))

    return fits


def not_edtf(text: str) -> str:
    """Why a value is not an EDTF date, or ""."""
    from bru.datapackage import edtf

    try:
        edtf.parse(text)
    except ValueError as error:
        return str(error)
    return ""
