"""Schemas changed so that shipped values break them: every constraint, type and format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from tools.faults.kinds import Mutant, Mutants, Place, cells, field_of, kind, schema
from tools.shipped import Grid, Shipped, line


def tightened(
    shipped: Shipped, grid: Grid, field: str, code: str, rows: list[int], change: dict[str, Any]
) -> Iterator[Mutant]:
    """The schema of a field with other constraints or another type; these rows break it."""

    def put(spec: dict[str, Any]) -> None:
        own = field_of(spec, field)
        own.pop("example", None)
        own.setdefault("constraints", {}).update(change.get("constraints", {}))
        own.update({k: v for k, v in change.items() if k != "constraints"})
        if "type" in change:
            kept = ("required", "unique")
            own["constraints"] = {k: v for k, v in own["constraints"].items() if k in kept}

    if rows:
        places = tuple(Place(code, grid.name, line(row), field) for row in rows)
        yield Mutant(partial(schema, shipped, grid, put), places, f"{grid.name}.{field} {change}")


def by_value(shipped: Shipped, *types: str) -> Iterator[tuple[Grid, str, dict[int, Any]]]:
    """The fields of a type with the values of their cells."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            if field.type in types:
                number: Callable[[str], Any] = str if field.type == "string" else Decimal
                found = {row: number(text) for row, text in cells(grid, field.name)}
                if found:
                    yield grid, field.name, found


def bounds(shipped: Shipped, code: str, name: str) -> Mutants:
    """A bound at each of the values of a field."""
    low, open_ = "inimum" in name, name.startswith("exclusive")
    for grid, field, values in by_value(shipped, "integer", "number"):
        for limit in sorted(set(values.values())):
            rows = [
                row
                for row, value in values.items()
                if (value < limit if low else value > limit) or (open_ and value == limit)
            ]
            stated = int(limit) if limit == int(limit) else float(limit)
            yield from tightened(shipped, grid, field, code, rows, {"constraints": {name: stated}})


@kind("BRU106")
def minimum_raised(shipped: Shipped) -> Mutants:
    """The minimum of a field is raised above some of its values."""
    yield from bounds(shipped, "BRU106", "minimum")


@kind("BRU107")
def maximum_lowered(shipped: Shipped) -> Mutants:
    """The maximum of a field is lowered below some of its values."""
    yield from bounds(shipped, "BRU107", "maximum")


@kind("BRU108")
def exclusive_minimum_raised(shipped: Shipped) -> Mutants:
    """An exclusive minimum is one of the values of its field."""
    yield from bounds(shipped, "BRU108", "exclusiveMinimum")


@kind("BRU109")
def exclusive_maximum_lowered(shipped: Shipped) -> Mutants:
    """An exclusive maximum is one of the values of its field."""
    yield from bounds(shipped, "BRU109", "exclusiveMaximum")


@kind("BRU104")
def minimum_length_raised(shipped: Shipped) -> Mutants:
    """The least length of a field is raised above that of some of its texts."""
    for grid, field, values in by_value(shipped, "string"):
        for size in sorted({len(text) for text in values.values()})[:12]:
            rows = [row for row, text in values.items() if len(text) < size]
            change = {"constraints": {"minLength": size}}
            yield from tightened(shipped, grid, field, "BRU104", rows, change)


@kind("BRU105")
def maximum_length_lowered(shipped: Shipped) -> Mutants:
    """The greatest length of a field is lowered below that of some of its texts."""
    for grid, field, values in by_value(shipped, "string"):
        for size in sorted({len(text) for text in values.values()})[-12:]:
            rows = [row for row, text in values.items() if len(text) > size]
            change = {"constraints": {"maxLength": size}}
            yield from tightened(shipped, grid, field, "BRU105", rows, change)


@kind("BRU101")
def made_required(shipped: Shipped) -> Mutants:
    """A field with empty cells is made required."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            rows = [row for row, text in enumerate(grid.column(field.name)) if not text]
            change = {"constraints": {"required": True}}
            yield from tightened(shipped, grid, field.name, "BRU101", rows, change)


@kind("BRU102")
def listed_value_dropped(shipped: Shipped) -> Mutants:
    """A value that is used is no longer listed."""
    for grid, field, values in by_value(shipped, "string"):
        listed = next(f for f in grid.fields if f.name == field).constraints.get("enum", [])
        for gone in {*values.values()} & {*listed}:
            rows = [row for row, text in values.items() if text == gone]
            change = {"constraints": {"enum": [text for text in listed if text != gone]}}
            yield from tightened(shipped, grid, field, "BRU102", rows, change)


@kind("BRU103")
def pattern_narrowed(shipped: Shipped) -> Mutants:
    """A pattern no longer allows some of the values."""
    for grid, field, values in by_value(shipped, "string"):
        for pattern in (
            "[a-m].*",
            "[^n-z]+",
            ".{0,12}",
            "[a-z]+-[a-z]+",
            "[^-]*",
            "(a|b|r)[^0-9]*",
        ):
            rows = [row for row, t in values.items() if not re.fullmatch(pattern, t, re.ASCII)]
            change = {"constraints": {"pattern": pattern}}
            yield from tightened(shipped, grid, field, "BRU103", rows, change)


@kind("BRU110")
def format_demanded(shipped: Shipped) -> Mutants:
    """A field of plain texts is given a format."""
    for grid, field, values in by_value(shipped, "string"):
        for form in ("email", "uuid", "uri"):
            rows = [row for row, text in values.items() if form != "uri" or ":" not in text]
            yield from tightened(shipped, grid, field, "BRU110", rows, {"format": form})


TYPES = {
    "integer": "BRU111",
    "boolean": "BRU112",
    "number": "BRU113",
    "date": "BRU114",
    "datetime": "BRU115",
    "time": "BRU116",
    "year": "BRU117",
    "yearmonth": "BRU118",
    "object": "BRU119",
    "array": "BRU120",
}


def retyped(shipped: Shipped, type_: str) -> Mutants:
    """Texts that have letters, in a field that is made to hold something else."""
    for grid, field, values in by_value(shipped, "string"):
        rows = [row for row, text in values.items() if re.search("[a-z]{2}", text)]
        rows = [row for row in rows if values[row] not in ("true", "false")]
        yield from tightened(shipped, grid, field, TYPES[type_], rows, {"type": type_})


@kind(*TYPES.values())
def type_changed(shipped: Shipped) -> Mutants:
    """A field of texts is declared to hold numbers, dates or lists."""
    for type_ in TYPES:
        yield from retyped(shipped, type_)


def repeated(keys: list[tuple[str, ...]]) -> list[int]:
    """The rows whose key an earlier row has; keys with an empty part do not count."""
    seen: set[tuple[str, ...]] = set()
    rows = []
    for row, key in enumerate(keys):
        if all(key):
            rows += [row] if key in seen else []
            seen.add(key)
    return rows


@kind("BRU203")
def made_unique(shipped: Shipped) -> Mutants:
    """A field with repeated values is declared unique."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            rows = repeated([(text,) for text in grid.column(field.name)])
            if rows and field.type == "string":
                change = {"constraints": {"unique": True}}
                yield from tightened(shipped, grid, field.name, "BRU203", rows, change)


@kind("BRU204")
def combination_made_unique(shipped: Shipped) -> Mutants:
    """A combination of fields that occurs more than once is declared unique."""
    for grid in shipped.grids.values():
        texts = [field.name for field in grid.fields if field.type == "string"]
        for number, one in enumerate(texts):
            for other in texts[number + 1 :]:
                keys = list(zip(grid.column(one), grid.column(other), strict=True))
                places = tuple(
                    Place("BRU204", grid.name, line(row), f"{one}, {other}")
                    for row in repeated(keys)
                )
                if places:
                    change = {"uniqueKeys": [[one, other]]}
                    files = partial(schema, shipped, grid, lambda s, c=change: s.update(c))
                    yield Mutant(files, places, f"{grid.name} {one} {other}")
