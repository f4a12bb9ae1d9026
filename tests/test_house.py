"""The house as CONTRIBUTING.md draws it: every module has a place, imports point one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "bru"
LONGEST = 250  # lines of a module
TOP = ("__init__", "__main__")  # the public face
STILL_UPWARDS = {  # from the house of 1.0.0; to be mended, none to be added
    ("export", "claims"),
    ("frames", "claims"),
    ("render", "claims"),
    ("cli", "claims"),
}


def floors() -> list[list[str]]:
    """The rows of the table "Where code lives", each the rooms it names, the lowest first."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = page.partition("## Where code lives")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [
        [name.removesuffix(".py").rstrip("/") for name in re.findall("`(.*?)`", r)] for r in rows
    ]


def room(path: Path) -> str:
    """The folder of `src/bru` a module is in, or the module itself if it is in none."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The rooms a module imports from, also inside of functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "bru":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bru."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("bru."))


MODULES = sorted(SOURCE.rglob("*.py"))


def test_every_room_is_on_the_plan_once() -> None:
    planned = [name for floor in floors() for name in floor]
    assert sorted(planned) == sorted({room(path) for path in MODULES} - {*TOP})


def test_imports_point_to_the_same_floor_or_below() -> None:
    level = {name: number for number, floor in enumerate(floors()) for name in floor}
    upwards = {
        (room(path), name)
        for path in MODULES
        for name in imported(path)
        if level.get(name, 0) > level.get(room(path), len(level))
    }
    assert upwards == STILL_UPWARDS


def test_modules_are_short() -> None:
    lines = {str(p.relative_to(SOURCE)): len(p.read_text("utf-8").splitlines()) for p in MODULES}
    assert {name: n for name, n in lines.items() if n > LONGEST} == {}
