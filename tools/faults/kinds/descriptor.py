"""Faults of the descriptor, of schemas, hashes and waivers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bru.store import DESCRIPTOR
from tools.faults.kinds import Mutant, Mutants, Place, described, kind, line_in, lines, schema
from tools.shipped import Files, Grid, Shipped


def broken(path: str, data: bytes, code: str, table: str) -> Mutant | None:
    """A JSON file that cannot be read, None if it can; the line is where its reading ends.

    What is missing there is missing behind what was read: a comma at the end of the line before.
    """
    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        read = error.doc[: error.pos]
        line = (read.rstrip() if "delimiter" in error.msg else read).count("\n") + 1
        return Mutant(lambda: {path: data}, (Place(code, table, line, ""),), f"{path} {line}")
    return None


def spoilt(data: bytes) -> Iterator[bytes]:
    """JSON with one slip."""
    found = lines(data)
    for number, text in enumerate(found):
        slips = (text.replace(b'"', b"", 1), text.replace(b'",', b'"'), text.replace(b":", b"", 1))
        slips += (text.replace(b'"', b"'"), b"// a remark\n" + text, text.replace(b"],", b"]"))
        for slip in slips:
            if slip != text:
                yield b"".join([*found[:number], slip, *found[number + 1 :]])
    yield b"".join(found[:-1])
    yield b""


@kind("BRU801")
def descriptor_unreadable(shipped: Shipped) -> Mutants:
    """The descriptor is no JSON: a quote, comma or bracket is missing."""
    for data in spoilt(shipped.files[DESCRIPTOR]):
        if mutant := broken(DESCRIPTOR, data, "BRU801", DESCRIPTOR):
            yield mutant


Change = Callable[[dict[str, Any]], object]


def resource_changed(
    shipped: Shipped,
    number: int,
    change: Change,
    code: str,
    table: str,
    field: str,
    *steps: str | int,
) -> Mutant:
    """A resource of the descriptor changed; `steps` lead to what is told with its line."""
    files = described(shipped, lambda spec: change(spec["resources"][number]))
    line = line_in(files[DESCRIPTOR], *steps)
    return Mutant(lambda: files, (Place(code, table, line, field),), f"{number} {code} {field}")


def schema_changed(
    shipped: Shipped, grid: Grid, change: Change, code: str, field: str, *steps: str | int
) -> Mutant:
    """A schema changed; `steps` lead to what is told with its line."""
    files = schema(shipped, grid, change)
    line = line_in(*files.values(), *steps)
    return Mutant(lambda: files, (Place(code, grid.name, line, field),), f"{grid.name} {steps}")


@kind("BRU802")
def property_wrong(shipped: Shipped) -> Mutants:
    """A property of a resource is missing, is there twice or has the wrong kind of value."""
    names = [*shipped.grids]
    for number, name in enumerate(names):
        change, at = partial(resource_changed, shipped, number), ("resources", number)
        yield change(lambda r: r.pop("name"), "BRU802", DESCRIPTOR, "name", *at, "name")
        yield change(lambda r: r.update(name=""), "BRU802", DESCRIPTOR, "name", *at, "name")
        yield change(lambda r: r.pop("path"), "BRU802", name, "path", *at, "path")
        yield change(lambda r: r.update(path=""), "BRU802", name, "path", *at, "path")
        other, second = names[number - 1], ("resources", number or len(names) - 1)
        yield change(lambda r, o=other: r.update(name=o), "BRU802", other, "name", *second, "name")
        for key, value in (
            ("bytes", "2335"),
            ("hash", 5),
            ("hash", "sha256:"),
            ("schema", ["x"]),
            ("dialect", True),
            ("encoding", None),
            ("format", 1),
        ):
            put = partial(dict.update, **{key: value})
            yield change(lambda r, p=put: p(r), "BRU802", name, key, *at, key)
        for key, value in (("delimiter", ""), ("delimiter", 5), ("quoteChar", "''")):
            own = {"dialect": {key: value}}
            yield change(lambda r, o=own: r.update(o), "BRU802", name, key, *at, "dialect", key)
    for value in ([], {}, None, "data"):
        files = described(shipped, lambda s, v=value: s.update(resources=v))
        place = Place("BRU802", DESCRIPTOR, line_in(files[DESCRIPTOR], "resources"), "resources")
        yield Mutant(lambda f=files: f, (place,), "resources")


@kind("BRU803")
def schema_unreadable(shipped: Shipped) -> Mutants:
    """A schema is no JSON."""
    for grid in shipped.grids.values():
        path = str(grid.resource.spec["schema"])
        for number, data in enumerate(spoilt(shipped.files[path])):
            mutant = broken(path, data, "BRU803", grid.name) if number % 5 == 0 else None
            if mutant:
                yield mutant


@kind("BRU803")
def schema_impossible(shipped: Shipped) -> Mutants:
    """A schema has a type, pattern, bound or list of values that cannot be."""
    for grid in shipped.grids.values():
        for number, field in enumerate(grid.fields):
            bad: list[dict[str, Any]] = [  # what is wrong comes last
                {"type": "text"},
                {"type": "int"},
                {"constraints": {"pattern": "[a-z"}},
                {"constraints": {"pattern": "*"}},
                {"constraints": {"required": "yes"}},
                {"constraints": {"maxLength": "80"}},
                {"constraints": {"enum": "a, b"}},
                {"type": "integer", "constraints": {"minimum": "low"}},
                {"type": "date", "constraints": {"enum": ["2023-02-30"]}},
            ]
            for change in bad:

                def put(spec: dict[str, Any], n: int = number, c: Any = change) -> None:
                    spec["fields"][n].update(c)

                steps = [*change][-1], *change.get("constraints", ())
                at = "fields", number, *steps
                yield schema_changed(shipped, grid, put, "BRU803", field.name, *at)


@kind("BRU803", "BRU812")
def schema_without_fields(shipped: Shipped) -> Mutants:
    """A schema is gone, has no fields, a nameless one, or one twice."""
    for grid in shipped.grids.values():
        path = str(grid.resource.spec["schema"])
        yield Mutant(lambda p=path: {p: None}, (Place("BRU803", grid.name, 0, ""),), path)
        first = grid.fields[0].spec
        for fields, code, field, at in (
            ([], "BRU803", "", ()),
            ({}, "BRU803", "", ()),
            ([{"type": "string"}], "BRU803", "fields", (0,)),
            ([first, first], "BRU812", first["name"], (1, "name")),
        ):
            put = partial(dict.update, fields=fields)
            yield schema_changed(shipped, grid, lambda s, p=put: p(s), code, field, "fields", *at)


@kind("BRU804")
def path_outside(shipped: Shipped) -> Mutants:
    """A path leads out of the package."""
    for number, (name, grid) in enumerate(shipped.grids.items()):
        file = grid.path.rpartition("/")[2]
        for path in (
            f"../{file}",
            f"/tmp/{file}",
            f"data/../../{file}",
            f"file:///tmp/{file}",
            f"C:/{file}",
            f"..\\{file}",
        ):
            put = partial(dict.update, path=path)
            at = "resources", number
            change = partial(resource_changed, shipped, number)
            yield change(lambda r, p=put: p(r), "BRU804", name, "", *at, "path")
            put = partial(dict.update, schema=path)
            yield change(lambda r, p=put: p(r), "BRU804", name, "", *at, "schema")


@kind("BRU805")
def hash_stale(shipped: Shipped) -> Mutants:
    """A table was changed and the descriptor was not, or a hash was mistyped."""
    for number, grid in enumerate(shipped.grids.values()):
        own = grid.resource.spec["hash"]
        for new in (own[:-1] + ("0" if own[-1] != "0" else "1"), own[:20]):
            put = partial(dict.update, hash=new)
            yield resource_changed(
                shipped, number, lambda r, p=put: p(r), "BRU805", grid.name, "hash"
            )
        yield from stale(shipped, grid, "BRU805", "hash")


def stale(shipped: Shipped, grid: Grid, code: str, field: str) -> Mutants:
    """A table without one of its rows, and the descriptor as it was."""
    place = Place(code, grid.name, 0, field)

    def files(row: int) -> Files:
        return {**shipped.drop(grid.name, [row]), DESCRIPTOR: shipped.files[DESCRIPTOR]}

    for row in range(len(grid.rows)):
        yield Mutant(partial(files, row), (place,), f"row {row}")


@kind("BRU806")
def size_stale(shipped: Shipped) -> Mutants:
    """A table was cut off, or a size was mistyped."""
    for number, grid in enumerate(shipped.grids.values()):
        own = grid.resource.spec["bytes"]
        for new in (own + 1, own - 1, own * 10, own + 900, 0):
            put = partial(dict.update, bytes=new)
            yield resource_changed(
                shipped, number, lambda r, p=put: p(r), "BRU806", grid.name, "bytes"
            )
        yield from stale(shipped, grid, "BRU806", "bytes")


@kind("BRU807")
def key_names_nothing(shipped: Shipped) -> Mutants:
    """A key names a field or a table that does not exist."""
    for grid in shipped.grids.values():
        for key in grid.key:
            wrong = [f"{name}_x" if name == key else name for name in grid.key]
            number = wrong.index(f"{key}_x")
            own = partial(dict.update, primaryKey=wrong), ("primaryKey", number)
            unique = partial(dict.update, uniqueKeys=[wrong]), ("uniqueKeys", 0, number)
            for put, at in (own, unique):
                yield schema_changed(
                    shipped, grid, lambda s, p=put: p(s), "BRU807", f"{key}_x", *at
                )
        for number in range(len(grid.resource.schema.foreign_keys)):
            for what, value, field in (
                ("resource", "person", ""),
                ("resource", "data/actors.csv", ""),
                ("fields", ["uuid"], "uuid"),
            ):

                def put(spec: Any, n: int = number, w: str = what, v: Any = value) -> None:
                    spec["foreignKeys"][n]["reference"][w] = v

                at = "foreignKeys", number, "reference", what, *(0,) * (what == "fields")
                yield schema_changed(shipped, grid, put, "BRU807", field, *at)
