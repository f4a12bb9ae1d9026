"""The kinds of single fault, each a function that yields its mutants of the shipped package.

    @kind("BRU111")
    def not_a_whole_number(shipped: Shipped) -> Mutants:
        \"\"\"A whole number is written as a text, a fraction or a formula.\"\"\"
        ...

The docstring says what is done, the codes are those that must be reported. A mutant carries the
places at which they must be reported; a problem elsewhere does not count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Any, NamedTuple

from bru.store import DESCRIPTOR
from tools.shipped import Files, Grid, Shipped, line

FAMILIES = (
    "variation records layout form file value key tightened wording dating claim figure total "
    "agreement document printed account silence descriptor waiver release"
).split()


class Place(NamedTuple):
    """Where a problem must be reported; `table` is a path where no table is concerned."""

    code: str
    table: str
    line: int
    field: str


class Mutant(NamedTuple):
    """One fault: the files that hold it (made when needed), and where it must be reported."""

    files: Callable[[], Files]
    places: tuple[Place, ...]
    what: str = ""


Mutants = Iterator[Mutant]


class Kind(NamedTuple):
    """A kind of fault. `documents`: it can be found with the documents only."""

    name: str
    codes: tuple[str, ...]
    title: str
    documents: bool
    make: Callable[[Shipped], Mutants]


KINDS: dict[str, Kind] = {}


def kind(*codes: str) -> Callable[[Callable[[Shipped], Mutants]], Callable[[Shipped], Mutants]]:
    """Enter a function into the list of kinds."""

    def enter(make: Callable[[Shipped], Mutants]) -> Callable[[Shipped], Mutants]:
        name = make.__name__.replace("_", "-").strip("-")
        title = " ".join((make.__doc__ or "").split()).rstrip(".")
        assert name not in KINDS and title
        documents = bool(codes) and codes[0].startswith("BRU6")
        KINDS[name] = Kind(name, codes, title, documents, make)
        return make

    return enter


def harmless(make: Callable[[Shipped], Mutants]) -> Callable[[Shipped], Mutants]:
    """Enter a kind of change that is no fault: its mutants must raise nothing."""
    return kind()(make)


def load() -> Mapping[str, Kind]:
    """All kinds, in order of their codes."""
    from importlib import import_module

    for family in FAMILIES:
        import_module(f"tools.faults.kinds.{family}")
    return dict(sorted(KINDS.items(), key=lambda item: (item[1].codes, item[0])))


def chosen(kind: Kind, shipped: Shipped, seed: int, most: int) -> list[Mutant]:
    """At most `most` mutants of a kind, by seed, as many tables and fields as there are."""
    random = Random(f"{seed} {kind.name}")
    groups: dict[tuple[str, str, str], list[Mutant]] = {}
    for mutant in kind.make(shipped):
        place = mutant.places[0] if mutant.places else Place("", mutant.what.split(" ")[0], 0, "")
        groups.setdefault((place.code, place.table, place.field), []).append(mutant)
    rest = [random.sample(group, len(group)) for group in groups.values()]
    found: list[Mutant] = []
    while rest and len(found) < most:
        found += [group.pop() for group in rest]
        rest = [group for group in rest if group]
    return found[:most]


def cell(
    shipped: Shipped, grid: Grid, row: int, field: str, value: str, *codes: str, at: str = ""
) -> Mutant:
    """A cell changed; the codes must be reported there (or in the field `at` of its row)."""
    files = partial(shipped.edit, grid.name, {(row, field): value})
    places = tuple(Place(code, grid.name, line(row), at or field) for code in codes)
    return Mutant(files, places, f"{grid.name} {line(row)} {field} {value!a:.60}")


def cells(grid: Grid, field: str) -> Iterator[tuple[int, str]]:
    """Row and text of the cells of a field that have one."""
    return ((row, text) for row, text in enumerate(grid.column(field)) if text)


def changed(shipped: Shipped, grid: Grid, change: Callable[[bytes], bytes]) -> Files:
    """A table whose bytes are changed."""
    return {grid.path: change(shipped.files[grid.path])}


def lines(data: bytes) -> list[bytes]:
    """The lines of a file, each with its end."""
    return data.splitlines(keepends=True)


def json_file(data: Any) -> bytes:
    """A JSON file as it is shipped."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def line_in(data: bytes, *steps: str | int) -> int:
    """The line of a place in a JSON file as it is shipped, or of what it would stand in."""
    whole, line = json.loads(data), 0
    inner = whole
    for step in steps:
        if not (step in inner if isinstance(inner, dict) else isinstance(inner, list)):
            break
        kept, inner[step] = inner[step], "\ufffc"
        line = json_file(whole).decode().partition("\ufffc")[0].count("\n") + 1
        inner[step] = inner = kept
    return line


def described(shipped: Shipped, change: Callable[[dict[str, Any]], object]) -> Files:
    """The descriptor with something changed."""
    spec = json.loads(shipped.files[DESCRIPTOR])
    change(spec)
    return {DESCRIPTOR: json_file(spec)}


def schema(shipped: Shipped, grid: Grid, change: Callable[[dict[str, Any]], object]) -> Files:
    """The schema of a table with something changed."""
    path = str(grid.resource.spec["schema"])
    spec = json.loads(shipped.files[path])
    change(spec)
    return {path: json_file(spec)}


def field_of(spec: dict[str, Any], name: str) -> dict[str, Any]:
    """A field of a schema as JSON."""
    return next(field for field in spec["fields"] if field["name"] == name)
