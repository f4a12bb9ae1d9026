"""The canonical form of a package, and the files that are not in it.

Tables: UTF-8 without BOM, LF, quotes only where needed, records in the order of their key.
Descriptor: `bytes` and `hash` of every resource. `bru fmt` writes what `changes` returns, and
`bru fmt --check` only says it: both call the same function.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from bru import descriptor, table
from bru.package import Package, Resource
from bru.store import OutsideError, Store


class Change(NamedTuple):
    """A file whose canonical form differs from what is there; `data` is None when refused."""

    path: str
    data: bytes | None
    why: str


REFUSED = frozenset("header ragged empty-line control".split())


def canonical(resource: Resource, data: bytes) -> tuple[bytes | None, str]:
    """A table in canonical form, or None and why it is left as it is.

    Nothing is lost: the result parses to the same records, or it is refused.
    """
    read, defects = table.read(data, resource, canonical=True)
    refused = next((d for d in defects if d.kind in REFUSED), None)
    if isinstance(read, table.Unreadable) or refused:
        what = refused or defects[-1]
        return None, f"line {what.line}: {what.detail}"
    schema = resource.schema
    names = read.header
    cells = [read.columns[n] for n in names]
    records = [[c or "" for c in record] for record in zip(*cells, strict=True)]
    if all(k in names for k in schema.primary_key):
        at = [names.index(k) for k in schema.primary_key]
        numeric = table.sort_key(schema, schema.primary_key)
        records.sort(key=lambda r: table.ordered([r[i] for i in at], numeric))
    result = table.write([names, *records]).encode("utf-8")
    again, _ = table.read(result, resource, canonical=True)
    if isinstance(again, table.Unreadable) or not same_records(read, again):
        return None, "its canonical form would not hold the same records"
    return result, "order, quotes or line ends"


def same_records(one: table.Table, other: table.Table) -> bool:
    """Whether two tables hold the same records, in any order."""

    def records(t: table.Table) -> list[tuple[str, ...]]:
        return sorted(tuple(c or "" for c in r) for r in zip(*t.columns.values(), strict=True))

    return one.header == other.header and records(one) == records(other)


def changes(store: Store, name: str) -> tuple[Package, list[Change]]:
    """The files of a package that are not in canonical form."""
    package = descriptor.read(store, name)
    spec: dict[str, Any] = json.loads(json.dumps(package.spec))
    found = list(_tables(store, package, spec))
    new = (json.dumps(spec, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    if spec and spec != package.spec:
        found.append(Change(name, new, "bytes and hash"))
    return package, found


def _tables(store: Store, package: Package, spec: dict[str, Any]) -> Iterator[Change]:
    pins = {r.get("name"): r for r in spec.get("resources", ()) if isinstance(r, dict)}
    for resource in package.resources:
        try:
            data = store.read(resource.path)
        except (OSError, OutsideError) as error:
            yield Change(resource.path, None, str(error))
            continue
        new, why = canonical(resource, data) if package.canonical else (data, "")
        if new != data:
            yield Change(resource.path, new, why)
        pin = pins[resource.name]
        if "bytes" in pin:
            pin["bytes"] = len(new or data)
        if str(pin.get("hash", "")).startswith("sha256:"):
            pin["hash"] = "sha256:" + hashlib.sha256(new or data).hexdigest()
