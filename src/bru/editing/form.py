"""The canonical form of a package, and the files that are not in it.

Tables: UTF-8 without BOM, LF, quotes only where needed, every cell tidy, records in the order of
their key. Descriptor: `bytes` and `hash` of every resource. `bru fmt` writes what `changes`
returns, `bru fmt --check` and `--diff` only show it: all call the same function.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from bru.datapackage import descriptor, table
from bru.datapackage.whitespace import tidier
from bru.model.package import Package, Resource
from bru.store import OutsideError, Store


class Change(NamedTuple):
    """A file whose canonical form differs from what is there; `new` is None when refused."""

    path: str
    old: bytes
    new: bytes | None
    why: str


REFUSED = frozenset("header ragged empty-line control".split())
Record = tuple[str, ...]


def canonical(resource: Resource, data: bytes) -> tuple[bytes | None, str]:
    """A table in canonical form and what that changes, or None and why it is left as it is.

    Nothing is lost: the result parses to the same records, tidied, or it is refused.
    """
    read, defects = table.read(data, resource, canonical=True)
    refused = next((d for d in defects if d.kind in REFUSED), None)
    if isinstance(read, table.Unreadable) or refused:
        what = refused or defects[-1]
        return None, f"line {what.line}: {what.detail}"
    given, records = rows(read), tidied(read, resource)
    ordered = in_order(records, read.header, resource)
    result = table.write([read.header, *ordered]).encode("utf-8")
    again, _ = table.read(result, resource, canonical=True)
    if isinstance(again, table.Unreadable) or not same_records(records, read.header, again):
        return None, "its canonical form would not hold the same records"
    changed = ["order"] * (ordered != records) + ["spaces or Unicode form"] * (records != given)
    if any(d.kind in ("bom", "line-end", "final-newline", "quoting") for d in defects):
        changed.append("quotes or line ends")
    return result, ", ".join(changed) or "quotes or line ends"


def rows(read: table.Table) -> list[Record]:
    """The records of a table."""
    return [tuple(c or "" for c in record) for record in zip(*read.columns.values(), strict=True)]


def tidied(read: table.Table, resource: Resource) -> list[Record]:
    """The records of a table, every cell tidy."""
    fields = {f.name: tidier(f) for f in resource.schema.fields}
    columns: list[Sequence[str]] = []
    for name, column in read.columns.items():
        cells = [c or "" for c in column]
        columns.append([fields[name](c) for c in cells] if name in fields else cells)
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
    """The files of a package that are not in canonical form; of the tables only those in `only`."""
    package = descriptor.read(store, name)
    spec: dict[str, Any] = json.loads(json.dumps(package.spec))
    found = list(_tables(store, package, spec, only))
    if spec and spec != package.spec:
        new = (json.dumps(spec, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        found.append(Change(name, store.read(name), new, "bytes and hash"))
    return package, found


def _tables(
    store: Store, package: Package, spec: dict[str, Any], only: Collection[str] | None
) -> Iterator[Change]:
    pins = {r.get("name"): r for r in spec.get("resources", ()) if isinstance(r, dict)}
    for resource in package.resources:
        if only is not None and resource.path not in only:
            continue
        try:
            data = store.read(resource.path)
        except (OSError, OutsideError) as error:
            yield Change(resource.path, b"", None, str(error))
            continue
        new, why = canonical(resource, data) if package.canonical else (data, "")
        if new != data:
            yield Change(resource.path, data, new, why)
        pin, pinned = pins[resource.name], data if new is None else new
        if "bytes" in pin:
            pin["bytes"] = len(pinned)
        if str(pin.get("hash", "")).startswith("sha256:"):
            pin["hash"] = "sha256:" + hashlib.sha256(pinned).hexdigest()


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
