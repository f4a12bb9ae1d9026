"""The lowest versions that pyproject.toml allows, as constraints of pip: `python tools/lowest.py`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
LOWEST = re.compile(r"([\w-]+)(?:\[.*\])?>=([0-9.]+)")


def lowest(project: dict[str, Any]) -> Iterator[str]:
    """A line for each requirement that has a lowest version."""
    extras = project["optional-dependencies"].values()
    for asked in [*project["dependencies"], *(one for extra in extras for one in extra)]:
        if found := LOWEST.match(asked):
            yield f"{found[1]}=={found[2]}" if "." in found[2] else f"{found[1]}=={found[2]}.*"


if __name__ == "__main__":
    print(*dict.fromkeys(lowest(tomllib.loads(PROJECT.read_text("utf-8"))["project"])), sep="\n")
