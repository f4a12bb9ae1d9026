"""What differs in the fields of two schemas and in the columns of two files.

Stricter: a value that was right may now be wrong. Looser: a value may come that could not come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from bru.model.package import Field, Schema
from bru.releases.change import Change, of_property

TEXT = ("title", "description", "example")
READ = ("name", "type", "format", "constraints", "categories", "categoriesOrdered", "missingValues")
PROPERTIES = {  # property → kind, where it is no other
    **dict.fromkeys(TEXT, "field-text"),
    "rdfType": "field-meaning",
    "unit": "field-unit",
    **dict.fromkeys(
        ("trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber"), "format-changed"
    ),
}
WIDER = {("integer", "number"), ("year", "integer"), ("year", "number"), ("date", "any")}
LIMITS = {  # constraint → kind, and whether more is looser
    "minLength": ("length", False),
    "maxLength": ("length", True),
    "minimum": ("range", False),
    "exclusiveMinimum": ("range", False),
    "maximum": ("range", True),
    "exclusiveMaximum": ("range", True),
}


def fields(
    table: str, old: Sequence[Field], new: Sequence[Field], renames: Mapping[str, str]
) -> Iterator[Change]:
    """What differs in the fields of a table."""
    before = {renames.get(f.name, f.name): f for f in old}
    after = {f.name: f for f in new}
    for name, to in renames.items():
        yield Change("field-renamed", table, "", to, name, to)
    for name, field in before.items():
        if name not in after:
            yield Change("field-removed", table, "", name, field.type, "")
    common = [n for n in before if n in after]
    last = max((i for i, f in enumerate(new) if f.name in before), default=-1)
    for place, field in enumerate(new):
        if field.name not in before:
            kind = "field-inserted" if place < last else "field-added"
            kind = "field-added-required" if field.required else kind
            yield Change(kind, table, "", field.name, "", field.type)
    if common != [f.name for f in new if f.name in before]:
        yield Change("fields-reordered", table, "", "", ", ".join(before), ", ".join(after))
    for name in common:
        yield from (c._replace(table=table, field=name) for c in one(before[name], after[name]))


def one(old: Field, new: Field) -> Iterator[Change]:
    """What differs in a field."""
    if old.type != new.type:
        kind = "type-widened" if wider(old.type, new.type) else "type-changed"
        kind = "type-narrowed" if wider(new.type, old.type) else kind
        yield Change(kind, old=old.type, new=new.type)
    if old.format != new.format:
        yield Change("format-changed", old=old.format, new=new.format)
    if old.missing != new.missing:
        yield prop("missing-values", sorted(old.missing), sorted(new.missing))
    elif old.spec.get("missingValues") != new.spec.get("missingValues"):
        yield prop("field-text", old.spec.get("missingValues"), new.spec.get("missingValues"))
    yield from listed(old, new)
    yield from constraints(old.constraints, new.constraints)
    for name in sorted(old.spec.keys() | new.spec.keys()):
        left, right = old.spec.get(name), new.spec.get(name)
        if left == right or name in READ:
            continue
        yield prop(PROPERTIES.get(name, "field-other"), left, right)


def prop(kind: str, old: object, new: object) -> Change:
    """A change of a property of a field that is filled in later."""
    return of_property(kind, "", "", old, new)


def wider(narrow: str, wide: str) -> bool:
    """Whether every value of one type is a value of the other."""
    return (narrow, wide) in WIDER or wide in ("any", "string")


def listed(old: Field, new: Field) -> Iterator[Change]:
    """What differs in the values a field may have, and in what is said about them."""
    before, after = list(map(str, old.listed)), list(map(str, new.listed))
    if bool(before) != bool(after):
        yield prop("enum-introduced" if after else "enum-dropped", before or "", after or "")
        return
    come = [v for v in after if v not in before]
    gone = [v for v in before if v not in after]
    if come:
        yield Change("enum-widened", new=", ".join(come))
    if gone:
        yield Change("enum-narrowed", old=", ".join(gone))
    ordered = [f.spec.get("categoriesOrdered") is True for f in (old, new)]
    common = [v for v in before if v in after]
    if ordered[0] != ordered[1]:
        yield prop("categories-ordered", *ordered)
    elif common != [v for v in after if v in before]:
        kind = "categories-ordered" if ordered[0] else "enum-reordered"
        yield Change(kind, old=", ".join(before), new=", ".join(after))
    one, two = labels(old), labels(new)
    for value in dict.fromkeys((*one, *two)):
        if one.get(value) != two.get(value) and value not in (*come, *gone):
            left, right = (f"{value}: {c[value]}" if value in c else "" for c in (one, two))
            yield Change("category-label", old=left, new=right)


def labels(field: Field) -> dict[str, str]:
    """The categories of a field with their labels, or themselves where they have none."""
    items: Any = field.spec.get("categories")
    found = (c if isinstance(c, dict) else {"value": c} for c in items or ())
    return {str(c.get("value")): str(c.get("label", c.get("value"))) for c in found}


def constraints(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What differs in the constraints of a field, `enum` aside."""
    for name in sorted(old.keys() | new.keys()):
        left, right = old.get(name), new.get(name)
        if left == right or name == "enum":
            continue
        if name in ("required", "unique"):
            if bool(left) != bool(right):
                yield prop(f"{name}-added" if right else f"{name}-dropped", left, right)
        elif name == "pattern":
            kind = "pattern-changed" if left and right else "pattern-dropped"
            yield prop("pattern-added" if not left else kind, left, right)
        elif name in LIMITS:
            what, more = LIMITS[name]
            yield prop(
                f"{what}-{'widened' if looser(left, right, more) else 'narrowed'}", left, right
            )
        else:
            yield prop("constraint-other", left, right)


def looser(left: Any, right: Any, more: bool) -> bool:
    """Whether a limit lets more pass than before; one that cannot be compared does not."""
    if right is None or left is None:
        return right is None
    try:
        one, two = Decimal(str(left)), Decimal(str(right))
    except InvalidOperation:  # dates: their ISO form sorts as they do
        return str(right) > str(left) if more else str(right) < str(left)
    return two > one if more else two < one


def headers(
    table: str,
    old: tuple[Sequence[str], Schema],
    new: tuple[Sequence[str], Schema],
    renames: Mapping[str, str],
) -> Iterator[Change]:
    """Columns that came, are gone or moved.

    `old`, `new`: header and schema of each version; `renames`: new names of fields by the old ones.
    """
    before = [renames.get(name, name) for name in old[0]]
    after = [*new[0]]
    had = [renames.get(name, name) for name in old[1].by_name]
    has = [*new[1].by_name]
    for name in before:
        if name not in after and (name in has or name not in had):
            yield Change("column-removed", table, "", name)
    last = max((place for place, name in enumerate(after) if name in before), default=-1)
    for place, name in enumerate(after):
        if name not in before and (name in had or name not in has):
            yield Change("column-inserted" if place < last else "column-added", table, "", name)
    one, two = ([n for n in own if n in before and n in after] for own in (before, after))
    if one != two and (one, two) != tuple([n for n in own if n in one] for own in (had, has)):
        yield Change("columns-reordered", table, "", "", ", ".join(one), ", ".join(two))
