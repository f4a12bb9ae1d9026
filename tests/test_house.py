"""The house as CONTRIBUTING.md draws it: every module has a place, imports point one way."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "bru"
LONGEST = 250  # lines of a module
TOP = ("__init__", "__main__")  # the public face
LINES = 48_051  # of src/: as many as today
LOADED = 90  # modules of ours that a check of one table loads
MEANT = {("check.packs", "claims"), ("frames.pandera", "checks")}  # a pack, a word of pandera


def floors() -> list[list[str]]:
    """The rows of the table "Where code lives", each the rooms it names, the lowest first."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = page.partition("## Where code lives")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [
        [name.removesuffix(".py").rstrip("/") for name in re.findall("`(.*?)`", r)] for r in rows
    ]


def test_what_the_plan_names_is_there() -> None:
    """Every path that CONTRIBUTING names, from the root or from `src/bru`."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Where code lives")[2]
    page = page.partition("\n## Modules")[0]
    named = [name for name in re.findall(r"`([a-z_/.]+?)`", page) if "/" in name]
    lost = [name for name in named if not ((ROOT / name).exists() or (SOURCE / name).exists())]
    assert lost == []


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
    assert upwards == set()


def test_modules_are_short() -> None:
    lines = {str(p.relative_to(SOURCE)): len(p.read_text("utf-8").splitlines()) for p in MODULES}
    assert {name: n for name, n in lines.items() if n > LONGEST} == {}


def test_source_is_small() -> None:
    """All of src/: growth is noticed; whoever raises the bound says why in the commit."""
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in MODULES)
    assert lines <= LINES


def test_check_of_one_table_loads_little(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a"}]}
    package = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (tmp_path / "t.csv").write_text("a\n1\n", "utf-8")
    code = (
        "import runpy, sys\n"
        "sys.argv = ['bru', 'validate']\n"
        "try: runpy.run_module('bru', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(sum(name.partition('.')[0] == 'bru' for name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert "valid" in done.stdout
    assert int(done.stderr) <= LOADED


def dotted(path: Path) -> str:
    """The name of a module."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def needed(path: Path) -> Iterator[str]:
    """The modules of ours that a module imports when it is run, also inside of functions."""
    known = {dotted(p) for p in MODULES}
    tree = ast.parse(path.read_text("utf-8"))
    typing = [
        n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test)
    ]
    left_out = {id(n) for block in typing for n in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in left_out:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from [full] if full in known else {node.module or ""} & known


def test_no_modules_import_each_other() -> None:
    """Nor by way of others."""
    graph = {dotted(path): {*needed(path)} - {dotted(path)} for path in MODULES}
    while ends := [name for name, after in graph.items() if not after]:
        for name in ends:
            del graph[name]
        for after in graph.values():
            after.difference_update(ends)
    around = {name for name in graph if reaches(graph, name, name)}
    assert around == set()


def reaches(graph: dict[str, set[str]], start: str, end: str) -> bool:
    """Whether a module needs another, directly or not."""
    seen, todo = set[str](), [*graph[start]]
    while todo:
        name = todo.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            todo += graph.get(name, ())
    return False


OUTSIDE = {"subprocess", "tempfile", "shutil", "socket", "urllib.request", "pooch", "zipfile"}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "open", "mkdir", "unlink"}


def opens(path: Path) -> bool:
    """Whether a module reads or writes files, or starts programs."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in METHODS and not (isinstance(called, ast.Name) and name != "open"):
                return True
    return bool({*modules(path)} & OUTSIDE)


def test_input_and_output_are_in_store_and_cli() -> None:
    elsewhere = {
        dotted(path).removeprefix("bru.")
        for path in MODULES
        if room(path) not in ("store", "cli", *TOP) and opens(path)
    }
    assert elsewhere == set()


COMMON = {
    "sources",
    "author",
    "example",
    "country",
    "decimals",
    "description",
    "kind",
    "language",
    "name",
}
COMMON |= {"note", "published", "publisher", "reason", "relation", "role", "status", "title", "url"}
COMMON |= {"expected", "label", "left", "locale", "measure", "pattern", "right", "scope", "sign"}
COMMON |= {
    "start",
    "end",
    "term",
    "text",
    "retired_ids",
    "table",
    "old_id",
    "new_table",
    "new_id",
    "since_version",
    "code",
}


def claims_names() -> set[str]:
    """The tables and fields of claims, but for names that mean something to every Data Package."""
    found = set[str]()
    for resource in json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]:
        schema = json.loads((ROOT / resource["schema"]).read_text("utf-8"))
        found |= {resource["name"], *(f["name"] for f in schema["fields"])}
    return found - COMMON


def words(path: Path) -> Iterator[str]:
    """The texts in a module that are one name, and the names of arguments."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.keyword):
            yield node.arg or ""


def test_claims_are_named_in_their_pack_only() -> None:
    names = claims_names()
    named = {
        (dotted(path).removeprefix("bru."), word)
        for path in MODULES
        if room(path) != "claims"
        for word in words(path)
        if word in names
    }
    assert named == MEANT


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
