"""Which engine checks a package."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from typing import NamedTuple

from bru import limits
from bru.package import Package
from bru.store import Folder, OutsideError, Store

LARGE = 4 * limits.MIB  # of tables: from here on polars is faster, its start included
ENGINES = {  # what each needs, and how that is installed
    "auto": ("", ""),
    "python": ("", ""),
    "polars": ("polars", "bru-dataset[polars]"),
    "pandera": ("pandera", "bru-dataset"),
}


class Choice(NamedTuple):
    """An engine, and what to say about it or ""."""

    engine: str
    note: str = ""


def choose(name: str, store: Store, package: Package) -> Choice:
    """The engine of that name; for "auto" by the size of the tables. Raises ValueError."""
    if name not in ENGINES:
        raise ValueError(f"no engine {name}: there are {', '.join(ENGINES)}")
    if name == "auto":
        size = sum(sizes(store, package))
        if size < LARGE:
            return Choice("python")
        if find_spec("polars"):
            return Choice("polars")
        install = f"pip install '{ENGINES['polars'][1]}'"
        return Choice("python", f"{size // limits.MIB:,} MiB of tables: faster after {install}")
    needed, source = ENGINES[name]
    if needed and not find_spec(needed):
        raise ValueError(f"the engine {name} is not installed: pip install '{source}'")
    return Choice(name)


def sizes(store: Store, package: Package) -> list[int]:
    """The bytes of the files of a package, as far as they can be known without reading them."""
    found = []
    for resource in package.resources:
        if isinstance(store, Folder):
            with suppress(OSError, OutsideError):
                found.append(store.locate(resource.path).stat().st_size)
        else:
            given = resource.spec.get("bytes")
            found += [given] if isinstance(given, int) else []
    return found
