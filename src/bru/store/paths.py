"""Paths of the files of a package, as texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


def below(folder: str, paths: Iterable[str]) -> Iterator[str]:
    """The names of the files that lie in a folder itself."""
    top = folder.rstrip("/") + "/" if folder else ""
    own = (path.removeprefix(top) for path in paths if path.startswith(top))
    return (name for name in own if name and "/" not in name)


def is_device(name: str) -> bool:
    """Whether a file of this name, with any ending, is a device on Windows."""
    return bool(DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")))
