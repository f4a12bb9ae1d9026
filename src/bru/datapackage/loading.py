"""The bytes and the table of a resource, whatever its format; files that are not there."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from bru.datapackage import table
from bru.datapackage.suggest import closest
from bru.model import limits
from bru.model.package import Package, Resource
from bru.model.problem import Defect
from bru.store import Store

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


def absent(store: Store, package: Package, path: str, error: OSError, why: str) -> str:
    """Why a file cannot be read, and one with nearly the name of one that is not there."""
    known = {name for own in (*package.resources, *package.files) for name in own.files}
    place = PurePosixPath(path).parent
    folder = "" if str(place) == "." else str(place)
    beside = store.names(folder) if isinstance(error, FileNotFoundError) else ()
    names = [name for name in beside if str(place / name) not in known]
    near = closest(PurePosixPath(path).name, names, LIKE)
    return f"{why}; {place / near} is there: was it renamed?" if near else why
