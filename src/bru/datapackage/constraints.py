"""Table Schema types and constraints → a question and a judgement.

Nothing the schema says is coded twice: each rule BRU1xx names one type or constraint, and
everything else comes from the schema. A test is an accept expression that clears most values
and a function that is called once for each distinct value that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import InvalidOperation
from operator import ge, gt, le, lt
from typing import NamedTuple

from bru.datapackage.bounds import within
from bru.datapackage.expression import any_of
from bru.datapackage.value import (
    BOOLEANS,
    INTEGER,
    NUMBER,
    STRING_FORMATS,
    booleans,
    frozen,
    parse,
    stated,
    written,
)
from bru.model.package import Field
from bru.model.problem import shown

DATE = (  # all but 29 February
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
ORDERED = frozenset("integer number date time datetime year yearmonth".split())
SIZE = 2**31  # characters: of a greater limit there is no expression
BOUNDS = {"minimum": ge, "maximum": le, "exclusiveMinimum": gt, "exclusiveMaximum": lt}
MANY = 50  # listed values that a hint names


class Test(NamedTuple):
    """`accept`: values it matches in full are right. `judge`: what is wrong with a value, or "".

    `near`: the values of which one may have been meant. `of_form`: what it finds has not the form
    its field asks for, so that damage can be named.
    """

    accept: str | None
    judge: Callable[[str], str]
    hint: str
    near: Sequence[str] = ()
    of_form: bool = True


def impossible(field: Field) -> Iterator[tuple[str, str]]:
    """Constraints of a field that state no value of its type, and what they state."""
    bounds = BOUNDS if field.type in ORDERED else ()
    given = [(name, field.constraints[name]) for name in bounds if name in field.constraints]
    listed = "enum" if field.constraints.get("enum") else "categories"
    given += [(listed, value) for value in field.listed]
    for name, value in given:
        try:
            if written(value) not in field.missing:
                stated(field, value)
        except ValueError:
            yield name, written(value)


EXPECTED = {
    "integer": "a whole number, digits only, such as 28",
    "number": "a number with a decimal point, such as 43.4",
    "boolean": "a boolean",
    "date": "a date that exists, such as 2023-05-12",
    "datetime": "a date and time, such as 2023-05-12T17:37:00",
    "time": "a time, such as 17:37:00",
    "year": "a year of four digits, such as 2023",
    "yearmonth": "a month, such as 2023-05",
    "object": "a JSON object",
    "array": "a JSON array",
}
ACCEPTS = {"integer": INTEGER, "number": NUMBER, "date": DATE}


def type_test(field: Field, kind: str) -> Test | None:
    """Values of another type than `kind`."""
    if field.type != kind or kind not in EXPECTED:
        return None
    accept = ACCEPTS.get(kind)
    if field.format != "default" or any(k in field.spec for k in ("groupChar", "decimalChar")):
        accept = None
    expected = EXPECTED[kind]
    if kind == "boolean":
        true, false = (booleans(field, key) for key in BOOLEANS)
        accept = any_of([*true, *false])
        expected = " or ".join([*true[:1], *false[:1]])

    def judge(value: str) -> str:
        try:
            parse(field, value)
        except ValueError:
            article = "an" if kind[0] in "aio" else "a"
            return f"{shown(value)} is not {article} {kind}"
        return ""

    return Test(accept, judge, f"write {expected}")


def format_test(field: Field, _: str) -> Test | None:
    """Texts that do not have the format the field declares."""
    accept = STRING_FORMATS.get(field.format) if field.type == "string" else None
    if accept is None:
        return None
    form = field.format
    return Test(accept, lambda v: f"{shown(v)} is not of format {form}", f"write a valid {form}")


def bound_test(field: Field, name: str) -> Test | None:
    """Values below a minimum or above a maximum, both also exclusive."""
    given = field.constraints.get(name)
    if given is None or field.type not in ORDERED:
        return None
    try:
        limit = stated(field, given)
    except ValueError:
        return None  # BRU803
    low, open_ = "inimum" in name, name.startswith("exclusive")
    words = ("more than" if low else "less than") if open_ else ("at least" if low else "at most")

    def judge(value: str) -> str:
        try:
            x = parse(field, value)
            fits = BOUNDS[name](x, limit)
        except (ValueError, TypeError, InvalidOperation):
            return ""  # of another type: the type rule reports it
        return "" if fits else f"{value} is not {words} {given}"

    accept = within(field, name, limit)
    return Test(accept, judge, f"write a value that is {words} {given}", of_form=False)


COUNTED = {"array": ("item", "items"), "object": ("property", "properties")}


def length_test(field: Field, name: str) -> Test | None:
    """Texts or lists that are too short or too long."""
    limit = field.constraints.get(name)
    if not isinstance(limit, int) or field.type not in ("string", "array", "object", "any"):
        return None
    low = name == "minLength"
    expected = f"{'at least' if low else 'at most'} {limit:,}"

    def counted(size: int) -> str:
        one, many = COUNTED.get(field.type, ("character", "characters"))
        return one if size == 1 else many

    def judge(value: str) -> str:
        try:
            size = len(parse(field, value))
        except ValueError:
            return ""
        fits = size >= limit if low else size <= limit
        return "" if fits else f"{shown(value, 40)} has {size:,} {counted(size)}, not {expected}"

    has_text = field.type in ("string", "any") and 0 <= limit < SIZE
    accept = rf"[\s\S]{{{limit if low else 0},{'' if low else limit}}}" if has_text else None
    return Test(accept, judge, f"write {expected} {counted(limit)}", of_form=False)


def pattern_test(field: Field, name: str) -> Test | None:
    """Texts that do not match the field's pattern in full."""
    pattern = field.constraints.get(name)
    if not isinstance(pattern, str) or field.type not in ("string", "any"):
        return None
    return Test(pattern, lambda v: f"{shown(v)} does not match {pattern}", example(field))


def enum_test(field: Field, name: str) -> Test | None:
    """Values that are not in the field's list."""
    if not field.listed:
        return None
    texts, values = [written(v) for v in field.listed], field.allowed

    def judge(value: str) -> str:
        try:
            if frozen(parse(field, value)) in values:
                return ""
        except ValueError:
            return ""  # of another type: the type rule reports it
        return f"{shown(value)} is not one of the listed values"

    hint = "write one of: " + ", ".join(texts[:MANY])
    hint += f" … ({len(texts):,} in all)" if len(texts) > MANY else ""
    return Test(any_of(texts) if field.type == "string" else None, judge, hint, texts)


TESTS: dict[str, Callable[[Field, str], Test | None]] = {
    **dict.fromkeys(EXPECTED, type_test),
    **dict.fromkeys(BOUNDS, bound_test),
    **dict.fromkeys(("minLength", "maxLength"), length_test),
    "format": format_test,
    "pattern": pattern_test,
    "enum": enum_test,
}


def example(field: Field) -> str:
    """A hint from the field's own example."""
    return f"such as {field.spec['example']}" if "example" in field.spec else ""
