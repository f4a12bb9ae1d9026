"""The bytes, columns and table of a resource, whatever its format; files that are not there."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from bru.datapackage import table
from bru.datapackage.property_types import is_url
from bru.datapackage.suggest import closest
from bru.model import limits
from bru.model.package import Field, Package, Resource
from bru.model.problem import Defect
from bru.store import OutsideError, Store, opened

TOP, LARGEST = 2**18, 2**22  # bytes that are read for a header: of a text, of anything else
NO_VALUE = frozenset([""])
LIKE = 0.8  # a file name to that of one that is not there


def paths(resource: Resource) -> Sequence[str]:
    """The files to be read for a resource: the descriptor, where its rows stand there."""
    return resource.files or (resource.path,)


def read(
    store: Store,
    resource: Resource,
    path: str,
    most: int = limits.TABLE_BYTES,
    seen: Callable[[bytes], object] = bool,
) -> bytes:
    """The bytes of a file of a resource, unpacked; `seen` is shown them as they are stored.

    Raises as `Store.read`.
    """
    if not resource.files and resource.format != "inline":
        return str(resource.spec["data"]).encode("utf-8", "surrogatepass")
    data = store.read(path, most)
    seen(data)
    if resource.packed or resource.format == "sheet":
        from bru.store import zipped

        inner = str(resource.spec.get("innerpath") or "")
        data = zipped.unpacked(data, resource.packed, path, most, inner)
        if resource.format == "sheet":
            zipped.sound(data)
    return data


def load(store: Store, resource: Resource) -> tuple[table.Table | table.Unreadable, list[Defect]]:
    """The table, or why there is none, and what was met on the way. Raises as `Store.read`."""
    files = [read(store, resource, path) for path in paths(resource)]
    return table.read(files, resource, canonical=False)


def with_columns(store: Store, package: Package) -> Package:
    """The package; a table that has no schema has its columns as fields of any type."""
    left = limits.FIELDS - package.width
    own = list[Resource]()
    for resource in package.resources:
        is_known = resource.schema.fields or any(map(is_url, resource.files))
        names = [] if is_known else columns(store, resource)
        if 0 < len(names) <= left and all(len(name) <= limits.NAME for name in names):
            left -= len(names)
            specs = {name: {"name": name} for name in names}
            found = {n: Field(n, "any", "default", {}, NO_VALUE, s) for n, s in specs.items()}
            schema = resource.schema._replace(
                fields=tuple(found.values()), by_name=found, fields_match="subset"
            )
            resource = resource._replace(schema=schema)
        own.append(resource)
    return package._replace(
        resources=tuple(own),
        by_name={r.name: r for r in own},
        width=sum(len(r.schema.fields) for r in own),
    )


def columns(store: Store, resource: Resource) -> list[str]:
    """The names in the header of a table that can be read; none where most columns have none."""
    with suppress(OSError, OutsideError):
        for files in beginnings(store, resource):
            found, _ = table.read(files, resource, canonical=False)
            if isinstance(found, table.Table):
                names = [name for name in found.header if name]
                return names if 2 * len(names) >= len(found.header) else []
    return []


def beginnings(store: Store, resource: Resource) -> Iterator[Sequence[bytes]]:
    """What has the header of a resource: its files, or of a large text some lines, or one."""
    if not resource.is_plain:
        yield [read(store, resource, path, LARGEST) for path in paths(resource)]
        return
    with opened(store, resource.path, limits.TABLE_BYTES) as file:
        data = file.read(TOP)
    if len(data) < TOP:
        yield [data]
    elif ends := [match.end() for match in re.finditer(b"\r\n?|\n", data)]:
        yield from ([data[:end]] for end in (ends[-1], ends[0]))


def absent(store: Store, package: Package, path: str, error: OSError, why: str) -> str:
    """Why a file cannot be read, and one with nearly the name of one that is not there."""
    known = {name for own in (*package.resources, *package.files) for name in own.files}
    place = PurePosixPath(path).parent
    folder = "" if str(place) == "." else str(place)
    beside = store.names(folder) if isinstance(error, FileNotFoundError) else ()
    names = [name for name in beside if str(place / name) not in known]
    near = closest(PurePosixPath(path).name, names, LIKE)
    return f"{why}; {place / near} is there: was it renamed?" if near else why
