"""Files that are part of the program: lists of words, policies, templates."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


def read(path: str) -> str:
    """The text of a file, by its path inside of `bru`."""
    return (ROOT / path).read_text("utf-8")


def folder(path: str) -> dict[str, bytes]:
    """The files of a folder by name."""
    found = sorted(file for file in (ROOT / path).iterdir() if file.is_file())  # pip compiles
    return {file.name: file.read_bytes() for file in found}


def cases(code: str) -> str:
    """The cases that prove a rule, from the wheel or the repository; "" where there are none."""
    for home in (ROOT / "rules" / "cases", ROOT.parents[1] / "tests" / "rules"):
        if (home / f"{code}.txt").is_file():
            return (home / f"{code}.txt").read_text("utf-8")
    return ""
