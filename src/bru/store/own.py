"""Files that are part of the program: lists of words, policies, templates."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


def read(path: str) -> str:
    """The text of a file, by its path inside of `bru`."""
    return (ROOT / path).read_text("utf-8")


def folder(path: str) -> dict[str, bytes]:
    """The files of a folder by name."""
    return {file.name: file.read_bytes() for file in sorted((ROOT / path).iterdir())}
