"""Paths of the files of a package, as texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def below(folder: str, paths: Iterable[str]) -> Iterator[str]:
    """The names of the files that lie in a folder itself."""
    top = folder.rstrip("/") + "/" if folder else ""
    own = (path.removeprefix(top) for path in paths if path.startswith(top))
    return (name for name in own if name and "/" not in name)
