"""Changes of files and of the descriptor that are no faults: none may be reported."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from bru.store import DESCRIPTOR
from tools.faults.kinds import Mutant, Mutants, described, harmless
from tools.shipped import Files, Grid, Shipped


def free(shipped: Shipped, change: Callable[[Grid], bytes], only: str = "") -> Files:
    """A copy of the package that does not promise the canonical form, its tables changed."""
    files: dict[str, bytes | None] = {}
    pins = {}
    for grid in shipped.grids.values():
        data = change(grid) if only in ("", grid.name) else shipped.files[grid.path]
        files[grid.path] = data
        pins[grid.name] = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}

    def put(spec: dict[str, Any]) -> None:
        spec["bru"]["packs"].remove("canonical")
        for resource in spec["resources"]:
            resource.update(pins[resource["name"]])

    return {**files, **described(shipped, put)}


def written(grid: Grid, rows: list[Any] | None = None, **options: Any) -> bytes:
    """A table in another way of writing CSV."""
    stream = io.StringIO(newline="")
    settings = {"lineterminator": "\n", **options}
    csv.writer(stream, **settings).writerows([grid.header, *(rows or grid.rows)])
    return stream.getvalue().encode()


@harmless
def quoted_cells(shipped: Shipped) -> Mutants:
    """In a copy without the promise of the canonical form, all cells have quotes, or some."""
    for name in ("", *shipped.grids):
        for style in (csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
            put = partial(written, quoting=style)
            yield Mutant(partial(free, shipped, put, name), (), f"{name or 'all'} {style}")


@harmless
def windows_line_ends(shipped: Shipped) -> Mutants:
    """In such a copy, lines end with CR LF, or the last one has no end."""
    for name in ("", *shipped.grids):
        put = partial(written, lineterminator="\r\n")
        yield Mutant(partial(free, shipped, put, name), (), f"{name or 'all'} CR LF")
        yield Mutant(partial(free, shipped, lambda g: written(g)[:-1], name), (), f"{name} no end")


@harmless
def other_order_of_rows(shipped: Shipped) -> Mutants:
    """In such a copy, the records are in another order."""
    for number in range(12):
        for name in ("", *shipped.grids):

            def put(grid: Grid, n: int = number) -> bytes:
                return written(grid, Random(n).sample(grid.rows, len(grid.rows)))

            yield Mutant(partial(free, shipped, put, name), (), f"{name or 'all'} {number}")


@harmless
def other_dialect(shipped: Shipped) -> Mutants:
    """In such a copy, a table has another delimiter or quote, and its dialect says so."""
    for name in shipped.grids:
        for options in (
            {"delimiter": ";"},
            {"delimiter": "\t"},
            {"delimiter": "|", "quotechar": "'"},
        ):
            yield Mutant(partial(spoken, shipped, name, options), (), f"{name} {options}")


def spoken(shipped: Shipped, name: str, options: dict[str, str]) -> Files:
    """A table in another dialect."""
    files = dict(free(shipped, partial(written, **options), name))
    spec = json.loads(files[DESCRIPTOR] or b"")
    dialect = {{"quotechar": "quoteChar"}.get(k, k): v for k, v in options.items()}
    next(r for r in spec["resources"] if r["name"] == name)["dialect"] = dialect
    files[DESCRIPTOR] = json.dumps(spec).encode()
    return files


@harmless
def other_order_in_descriptor(shipped: Shipped) -> Mutants:
    """Sources, resources, keywords, contributors or the properties are in another order."""
    for number in range(25):
        for key in ("sources", "resources", "keywords", "licenses"):

            def put(spec: dict[str, Any], k: str = key, n: int = number) -> None:
                Random(n).shuffle(spec[k])

            yield Mutant(partial(described, shipped, put), (), f"{key} {number}")

    for number in range(25):
        yield Mutant(partial(reordered, shipped, number), (), f"properties {number}")


def reordered(shipped: Shipped, seed: int) -> Files:
    """The descriptor and the schemas with the properties of every object in another order."""
    random = Random(seed)

    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            items = random.sample([*value.items()], len(value))
            return {key: mixed(item) for key, item in items}
        return [*map(mixed, value)] if isinstance(value, list) else value

    paths = [path for path in shipped.files if path.endswith(".json")]
    return {p: json.dumps(mixed(json.loads(shipped.files[p]))).encode() for p in paths}


@harmless
def other_json_layout(shipped: Shipped) -> Mutants:
    """JSON has other white space, or letters as escapes."""
    for indent in (None, 0, 1, 4, 8, "\t"):
        for ascii_ in (True, False):
            for end in ("", "\n", "\r\n\n", " \t"):
                for path in [p for p in shipped.files if p.endswith(".json")][::4]:
                    value = json.loads(shipped.files[path])
                    text = json.dumps(value, indent=indent, ensure_ascii=ascii_) + end
                    files = {path: text.encode()}
                    yield Mutant(partial(dict, files), (), f"{path} {indent!r} {ascii_} {end!r}")


@harmless
def columns_in_another_order(shipped: Shipped) -> Mutants:
    """A table and its schema have their columns in another order."""
    for name, grid in shipped.grids.items():
        for number in range(4):
            order = Random(number).sample(range(len(grid.header)), len(grid.header))
            yield Mutant(partial(turned, shipped, name, order), (), f"{name} {number}")


def turned(shipped: Shipped, name: str, order: list[int]) -> Files:
    """A table with its columns in another order."""
    grid = shipped[name]
    path = str(grid.resource.spec["schema"])
    spec = json.loads(shipped.files[path])
    spec["fields"] = [spec["fields"][i] for i in order]
    rows = [[row[i] for i in order] for row in (grid.header, *grid.rows)]
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return shipped.settled({path: json.dumps(spec).encode(), grid.path: stream.getvalue().encode()})


@harmless
def more_said_in_json(shipped: Shipped) -> Mutants:
    """The descriptor or a schema says more: own properties, titles, another version, no pins."""
    extra: tuple[tuple[str, Any], ...] = (
        ("x-editor", {"name": "somebody"}),
        ("title", "Another title"),
        ("description", "Text with “quotes”, 5 > 3 & <b>marks</b>."),
        ("version", "12.0.1"),
        ("homepage", "https://example.org/"),
        ("created", "2026-01-01T00:00:00Z"),
        ("image", "logo.png"),
    )
    for key, value in extra:
        put = partial(dict.update, **{key: value})
        yield Mutant(partial(described, shipped, lambda s, p=put: p(s)), (), f"package {key}")
    changes: dict[str, Callable[[dict[str, Any]], object]] = {
        "hash": lambda r: r.pop("hash"),
        "bytes": lambda r: r.pop("bytes"),
        "title": lambda r: r.update(title="Another title"),
        "dialect": lambda r: r.pop("dialect"),
        "encoding": lambda r: r.pop("encoding"),
        "capitals": lambda r: r.update(hash=r["hash"].replace("sha256:", "SHA").lower()),
    }
    changes.pop("capitals")
    for number, grid in enumerate(shipped.grids.values()):
        for key, change in changes.items():
            files = partial(described, shipped, lambda s, n=number, c=change: c(s["resources"][n]))
            yield Mutant(files, (), f"{key} {number}")
        for method in ("md5", "sha1", "sha512"):
            digest = hashlib.new(method, shipped.files[grid.path]).hexdigest()
            value = digest if method == "md5" else f"{method}:{digest}"
            put = partial(dict.update, hash=value)
            files = partial(described, shipped, lambda s, n=number, p=put: p(s["resources"][n]))
            yield Mutant(files, (), f"{method} {number}")
        inline = json.loads(shipped.files[str(grid.resource.spec["schema"])])
        put = partial(dict.update, schema=inline)
        files = partial(described, shipped, lambda s, n=number, p=put: p(s["resources"][n]))
        yield Mutant(files, (), f"inline {number}")
