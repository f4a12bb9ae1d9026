"""Faults of keys and references."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.value import fields
from tools.shipped import Grid, Shipped, line


@kind("BRU201")
def row_twice(shipped: Shipped) -> Mutants:
    """A record is there twice, with the same key."""
    for grid in shipped.grids.values():
        for row, record in enumerate(grid.rows):
            place = Place("BRU201", grid.name, line(row + 1), ", ".join(grid.key))
            files = partial(shipped.insert, grid.name, row, record)
            yield Mutant(files, (place,), f"{grid.name} {row}")


@kind("BRU201")
def key_taken(shipped: Shipped) -> Mutants:
    """A record has the key of another."""
    for grid in shipped.grids.values():
        at = [grid.at(name) for name in grid.key]
        for row in range(len(grid.rows)):
            for other in {row - 1, (row * 7 + 3) % len(grid.rows)} - {row, -1}:
                new = {(row, grid.header[i]): grid.rows[other][i] for i in at}
                place = Place("BRU201", grid.name, line(max(row, other)), ", ".join(grid.key))
                yield Mutant(partial(shipped.edit, grid.name, new), (place,), f"{grid.name} {row}")


@kind("BRU202")
def key_part_emptied(shipped: Shipped) -> Mutants:
    """A part of a key is empty."""
    for grid in shipped.grids.values():
        for name in grid.key:
            for row, _ in cells(grid, name):
                yield cell(shipped, grid, row, name, "", "BRU202")


@kind("BRU203")
def unique_value_repeated(shipped: Shipped) -> Mutants:
    """A value that must be unique is that of another record."""
    for grid, field in fields(shipped, "unique"):
        texts = grid.column(field.name)
        for row in range(len(texts)):
            for other in {row - 1, (row * 5 + 2) % len(texts)} - {row, -1}:
                new = {(row, field.name): texts[other]}
                place = Place("BRU203", grid.name, line(max(row, other)), field.name)
                yield Mutant(partial(shipped.edit, grid.name, new), (place,), f"{grid.name} {row}")


def references(shipped: Shipped) -> Iterator[tuple[Grid, str, Grid, str]]:
    """Every field that refers to a field: table, field, target, its field."""
    for grid in shipped.grids.values():
        for key in grid.resource.schema.foreign_keys:
            yield grid, key.fields[0], shipped[key.target], key.target_fields[0]


@kind("BRU205")
def reference_mistyped(shipped: Shipped) -> Mutants:
    """A reference has a typing mistake."""
    for grid, field, target, to in references(shipped):
        known = set(target.column(to))
        for row, text in cells(grid, field):
            new = (text[:-1], text + text[-1], text[1:], text[1] + text[0] + text[2:], f"{text}-2")
            for value in new:
                if value.strip("-") == value and value not in known:
                    yield cell(shipped, grid, row, field, value, "BRU205")


@kind("BRU205")
def reference_unknown(shipped: Shipped) -> Mutants:
    """A reference is the ID of another table, or of nothing."""
    for grid, field, target, to in references(shipped):
        known = set(target.column(to))
        others = [shipped[n].rows[0][0] for n in ("claims", "projects", "measures", "sources")]
        for row, _ in cells(grid, field):
            for value in (*others, "unknown", "none", "x1"):
                if value not in known:
                    yield cell(shipped, grid, row, field, value, "BRU205")


@kind("BRU205")
def target_gone(shipped: Shipped) -> Mutants:
    """A record that others refer to is deleted, or its ID is changed."""
    for name in ("sources", "actors", "projects", "claims", "figures", "measures", "checks"):
        target = shipped[name]
        users = [(g, f, to) for g, f, t, to in references(shipped) if t is target and g is not t]
        for row, key in enumerate(target.column(target.key[0])):
            places = tuple(
                Place("BRU205", grid.name, line(n), field)
                for grid, field, _ in users
                for n, text in cells(grid, field)
                if text == key
            )
            if places:
                yield Mutant(partial(shipped.drop, name, [row]), places, f"{name} {key} deleted")
                new = {(row, target.key[0]): f"{key}-new"}
                yield Mutant(partial(shipped.edit, name, new), places, f"{name} {key} renamed")


@kind("BRU206")
def part_of_itself(shipped: Shipped) -> Mutants:
    """Something is a part of itself, or two things are parts of each other."""
    for grid, field, target, _ in references(shipped):
        if grid is target:
            ids = grid.column(grid.key[0])
            for row, own in enumerate(ids):
                yield cell(shipped, grid, row, field, own, "BRU206")
                other = grid.cell(row, field)
                if other and not grid.cell(ids.index(other), field):
                    new = {(ids.index(other), field): own}
                    place = Place("BRU206", grid.name, line(min(row, ids.index(other))), field)
                    files = partial(shipped.edit, grid.name, new)
                    yield Mutant(files, (place,), f"{own} and {other}")
