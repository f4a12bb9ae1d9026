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


def modules(path: Path) -> Iterator[str]:
    """The full names of the modules that a module imports, also inside of functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


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


def test_test_modules_do_not_import_each_other() -> None:
    """What several of them need is in `tests/support`, in `tools` or a fixture of conftest."""
    shared = [
        f"{path.name} imports {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for name in modules(path)
        if name.startswith(("test_", "conftest"))
    ]
    assert shared == []


def test_programs_for_maintainers_know_no_tests() -> None:
    """`tools/` stands without `tests/`, but for the guard, which compares the case files, too."""
    tests = {path.stem for path in (ROOT / "tests").iterdir()}
    known = {
        path.relative_to(ROOT / "tools").as_posix()
        for path in (ROOT / "tools").rglob("*.py")
        for name in modules(path)
        if name.partition(".")[0] in tests
    }
    assert known == {"findings.py"}
