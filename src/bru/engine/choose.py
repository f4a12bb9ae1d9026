"""Which engine checks a package."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.util import find_spec
from typing import NamedTuple

from bru.model import limits
from bru.model.package import Package
from bru.store import Folder, OutsideError, Store

LARGE = 4 * limits.MIB  # of tables: from here on polars is faster, its start included
ENGINES = {  # what each needs, and how that is installed
    "auto": ("", ""),
    "python": ("", ""),
    "polars": ("polars", "bru-dataset[polars]"),
    "spark": ("pyspark", "bru-dataset[spark]"),
}
OF_ROWS = "rows have no lines, their keys stand in; rules about bytes and lines are not asked"


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
    if name == "spark" and not has_java():
        install = "apt-get install openjdk-17-jre-headless"
        raise ValueError(f"the engine spark needs Java, which is not there: {install}")
    return Choice(name, OF_ROWS if name == "spark" else "")


def has_java() -> bool:
    """Whether there is a Java for Spark; elsewhere than here (SPARK_REMOTE) it has its own."""
    from bru.store.machine import has_program

    home = os.environ.get("JAVA_HOME", "")
    place = f"{home}/bin/java" if home else "java"
    return bool(os.environ.get("SPARK_REMOTE") or has_program(place))


def sizes(store: Store, package: Package) -> list[int]:
    """The bytes of the files of a package, as far as they can be known without reading them."""
    found, local = list[int](), getattr(store, "local", store)
    for resource in package.resources:
        if isinstance(local, Folder):
            for path in resource.files:
                with suppress(OSError, OutsideError):
                    found.append(local.locate(path).stat().st_size)
        else:
            given = resource.spec.get("bytes")
            found += [given] if isinstance(given, int) else []
    return found
