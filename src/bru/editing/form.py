"""The canonical form of a package, and the files that are not in it.

Tables: UTF-8 without BOM, LF, quotes only where needed, every cell tidy, records in the order of
their key. Descriptor: `bytes` and `hash` of every resource. `bru fmt` writes what `changes`
returns, `bru fmt --check` and `--diff` only show it: all call the same function.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from bru.datapackage import descriptor, table
from bru.datapackage.checksum import METHODS
from bru.datapackage.jsontext import after, members
from bru.datapackage.whitespace import tidier
from bru.editing.careful import Attempt, Columns, Spared, careful
from bru.model.classed import classed
from bru.model.package import Package, Resource
from bru.store import Folder, OutsideError, Store, refusal
from bru.store.base import Overlay


class Change(NamedTuple):
    """A file whose canonical form differs from what is there; `new` is None when refused.

    `columns`: those with cells that change.
    """

    path: str
    old: bytes
    new: bytes | None
    why: str
    columns: Columns = frozenset()


REFUSED = frozenset("header ragged empty-line control".split())
Record = tuple[str, ...]
Tree = Mapping[Any, Any]  # of JSON, by name or number: a tree of what is in there, or a value


def canonical(
    resource: Resource, data: bytes, spared: Spared = frozenset()
) -> tuple[bytes | None, str, Columns]:
    """A table in canonical form and what that changes, or None and why it is left as it is.

    Nothing is lost: the result parses to the same records, tidied, or it is refused. Then come the
    columns with cells that change; those that are `spared` do not.
    """
    if not resource.is_simple:
        return None, "its dialect says more than commas and lines", frozenset()
    read, defects = table.read(data, resource, canonical=True)
    refused = next((d for d in defects if d.kind in REFUSED), None)
    if isinstance(read, table.Unreadable) or refused:
        what = refused or defects[-1]
        return None, f"line {what.line}: {what.detail}", frozenset()
    given, records = rows(read), tidied(read, resource, spared)
    ordered = in_order(records, read.header, resource)
    result = table.write([read.header, *ordered]).encode("utf-8")
    again, _ = table.read(result, resource, canonical=True)
    if isinstance(again, table.Unreadable) or not same_records(records, read.header, again):
        return None, "its canonical form would not hold the same records", frozenset()
    pairs = zip(read.header, zip(*given, strict=True), zip(*records, strict=True), strict=False)
    columns = frozenset((resource.name, name) for name, old, new in pairs if old != new)
    changed = ["order"] * (ordered != records) + ["spaces or Unicode form"] * bool(columns)
    if any(d.kind in ("bom", "line-end", "final-newline", "quoting") for d in defects):
        changed.append("quotes or line ends")
    return result, ", ".join(changed) or "quotes or line ends", columns


def rows(read: table.Table) -> list[Record]:
    """The records of a table."""
    return [tuple(c or "" for c in record) for record in zip(*read.columns.values(), strict=True)]


def tidied(read: table.Table, resource: Resource, spared: Spared) -> list[Record]:
    """The records of a table, every cell tidy but those that are spared."""
    own = (f for f in resource.schema.fields if (resource.name, f.name) not in spared)
    fields = {f.name: tidier(f) for f in own}
    columns: list[Sequence[str]] = []
    for name, column in read.columns.items():
        cells = [c or "" for c in column]
        tidy = fields.get(name, str)
        kept = {cell[-1] for cell in spared if cell[:2] == (resource.name, name)}
        columns.append([c if c in kept else tidy(c) for c in cells])
    return list(zip(*columns, strict=True))


def in_order(records: list[Record], header: Sequence[str], resource: Resource) -> list[Record]:
    """Records in the order of their key, where the table has one."""
    keys = resource.schema.primary_key
    if not all(k in header for k in keys):
        return records
    at, numeric = [header.index(k) for k in keys], table.sort_key(resource.schema, keys)
    return sorted(records, key=lambda r: table.ordered([r[i] for i in at], numeric))


def same_records(records: list[Record], header: Sequence[str], again: table.Table) -> bool:
    """Whether a table that was read again holds these records, in any order."""
    return again.header == tuple(header) and sorted(rows(again)) == sorted(records)


def changes(
    store: Store, name: str, only: Collection[str] | None = None
) -> tuple[Package, list[Change]]:
    """The files of a package that are not in canonical form; of the tables only those in `only`.

    No cell is changed where that would bring a problem.
    """
    package = descriptor.read(store, name)

    def attempt(spared: Spared) -> Attempt[list[Change]]:
        found = formed(store, package, name, only, spared)
        files = {c.path: c.new for c in found if c.new is not None}
        return Attempt(found, files, frozenset().union(*(c.columns for c in found)))

    return package, careful(store, name, attempt).made


def formed(
    store: Store, package: Package, name: str, only: Collection[str] | None, spared: Spared
) -> list[Change]:
    """The files that are not in canonical form, whatever that brings."""
    pins: dict[int, dict[str, Any]] = {}
    found = list(_tables(store, package, pins, only, spared))
    if pins:
        old = store.read(name)
        new = edited(old.decode("utf-8"), {"resources": pins}).encode("utf-8")
        found.append(Change(name, old, new, "bytes and hash"))
    return found


def _tables(
    store: Store,
    package: Package,
    pins: dict[int, dict[str, Any]],
    only: Collection[str] | None,
    spared: Spared,
) -> Iterator[Change]:
    """The tables that change; `pins` gets what changes in the descriptor, by number."""
    items: Any = package.spec.get("resources")
    numbers = {
        r.get("name"): number
        for number, r in enumerate(items if isinstance(items, list) else ())
        if isinstance(r, dict) and isinstance(r.get("name"), str)
    }
    twice, told = shared(store, package), set[str]()
    for resource in package.resources:
        if not resource.is_plain or (only is not None and resource.path not in only):
            continue
        try:
            data = store.read(resource.path)
        except (OSError, OutsideError) as error:
            why = f"it {refusal(error)}" if isinstance(error, OSError) else str(error)
            yield Change(resource.path, b"", None, why)
            continue
        same: tuple[bytes | None, str, Columns] = data, "", frozenset()
        new, why, columns = canonical(resource, data, spared) if package.canonical else same
        if resource.path in twice:
            new, why, columns = None, twice[resource.path], frozenset()
        if new != data and why not in told:
            told |= {why} & {*twice.values()}
            yield Change(resource.path, data, new, why, columns)
        # What is left as it is keeps its pin, unless it was changed before this.
        kept = data if new is None and only is not None else new
        if kept is not None and (pin := pinned(resource.spec, kept)):
            pins[numbers[resource.name]] = pin


def shared(store: Store, package: Package) -> dict[str, str]:
    """The paths of files that several resources lie in, and what is to be told of them."""
    files = classed((place(store, r.path), r) for r in package.resources)
    return {
        r.path: f"it is the file of several resources: {', '.join(x.name for x in those)}"
        for those in files.values()
        if len(those) > 1
        for r in those
    }


def place(store: Store, path: str) -> Any:
    """What is the same for two paths of one file."""
    while isinstance(store, Overlay):
        store = store.base
    try:
        about = store.locate(path).stat() if isinstance(store, Folder) else None
    except (OSError, OutsideError):
        about = None
    return (about.st_dev, about.st_ino) if about else PurePosixPath(path)


def pinned(spec: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """What `bytes` and `hash` of a resource are to be, as far as they are there and differ."""
    given: dict[str, Any] = {"bytes": len(data)}
    prefix, colon, _ = str(spec.get("hash", "")).rpartition(":")
    if (method := prefix.lower() or "md5") in METHODS:
        digest = hashlib.new(method, data, usedforsecurity=False).hexdigest()
        given["hash"] = f"{prefix}{colon}{digest}"
    return {name: value for name, value in given.items() if spec.get(name, value) != value}


class Spot(NamedTuple):
    """Where a value stands in a text, and the one that is to stand there."""

    start: int
    end: int
    value: Any


def edited(text: str, values: Tree) -> str:
    """A JSON text with other values in some places, which are there: {"a": {0: {"b": 1}}}.

    Every other character stays.
    """
    parts, at = list[str](), 0
    for place in sorted(_places(text, after(text, 0), values)):
        parts += text[at : place.start], json.dumps(place.value, ensure_ascii=False)
        at = place.end
    return "".join([*parts, text[at:]])


def _places(text: str, at: int, values: Tree) -> Iterator[Spot]:
    """The places in the object or list that begins at `at`; of a name given twice the last."""
    found: dict[Any, list[Spot]] = {}
    for name, _, start, end in members(text, at):
        if name in values:
            value = values[name]
            inner = _places(text, start, value) if isinstance(value, Mapping) else ()
            found[name] = [*inner] if inner else [Spot(start, end, value)]
    for places in found.values():
        yield from places


def diff(change: Change) -> Iterator[str]:
    """A change as the lines of a unified diff, nothing in them escaped."""
    from difflib import unified_diff

    old, new = (_lines(data) for data in (change.old, change.new or b""))
    for line in unified_diff(old, new, change.path, change.path, lineterm=""):
        yield from line.split("\n")


def _lines(data: bytes) -> list[str]:
    """The lines of a file for a diff, which says so where the last one is not ended."""
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    if lines[-1]:
        lines[-1] += "\n\\ No newline at end of file"
        return lines
    return lines[:-1]
