"""Every command that writes, each with a package that gives it something to write.

The package is small and of three tables: makers, wares of makers, and sales of wares.
"""

from __future__ import annotations

import functools
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tools.fuzz import packages

MAKERS, SALES = 40, 300
FIELDS = {
    "makers": [("maker_id", "string"), ("name", "string"), ("since", "date")],
    "wares": [("ware_id", "string"), ("name", "string"), ("maker_id", "string")],
    "sales": [("sale_id", "string"), ("ware_id", "string"), ("price", "number")],
}
REFERENCES = {"wares": ("maker_id", "makers"), "sales": ("ware_id", "wares")}
TABLES = {
    "makers": [(f"m{n:03}", f"Maker {n}, of Käse", f"20{n:02}-03-01") for n in range(MAKERS)],
    "wares": [(f"w{n:03}", f"Ware {n}", f"m{n:03}") for n in range(MAKERS)],
    "sales": [(f"s{n:04}", f"w{n % MAKERS:03}", f"{n}.50") for n in range(SALES)],
}
Files = dict[str, bytes]


class Scene(NamedTuple):
    """A command, what spoils the package before it, and the folder that it fills, if any."""

    args: tuple[str, ...]
    spoil: Callable[[Files], Files]
    output: str = ""


def package() -> Files:
    """The files of the package, in canonical form and valid."""
    resources = []
    files: Files = {}
    for name, fields in FIELDS.items():
        schema: dict[str, object] = {
            "fields": [{"name": f, "type": t} for f, t in fields],
            "primaryKey": [fields[0][0]],
        }
        if name in REFERENCES:
            field, target = REFERENCES[name]
            reference = {"resource": target, "fields": [field]}
            schema["foreignKeys"] = [{"fields": [field], "reference": reference}]
        files[f"data/{name}.csv"] = table(name, TABLES[name])
        spec = {"name": name, "path": f"data/{name}.csv", "schema": schema}
        resources.append({**spec, "bytes": len(files[f"data/{name}.csv"])})
    licence = {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    about = {"name": "shop", "title": "Shop", "version": "0.1.0", "licenses": [licence]}
    spec = {**about, "canonical": True, "bru": {"packs": ["canonical", "text"]}}
    text = json.dumps({**spec, "resources": resources}, indent=2)
    return {"datapackage.json": f"{text}\n".encode(), "CHANGELOG.md": CHANGELOG, **files}


CHANGELOG = b"# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Data: all of it.\n"


def table(name: str, rows: list[tuple[str, ...]]) -> bytes:
    """A table as CSV."""
    lines = [[f for f, _ in FIELDS[name]], *rows]
    quoted = [[f'"{c}"' if "," in c else c for c in line] for line in lines]
    return "".join(",".join(line) + "\n" for line in quoted).encode()


def untidy(files: Files) -> Files:
    """Every table in another order and with other line ends."""
    found = dict(files)
    for name in FIELDS:
        head, *rows = files[path := f"data/{name}.csv"].splitlines()
        found[path] = b"\r\n".join([head, *rows[::-1], b""])
    return found


def damaged(files: Files) -> Files:
    """Dates in another notation, decimal commas, a text in a wrong encoding."""
    makers, sales = files["data/makers.csv"], files["data/sales.csv"]
    makers = makers.replace("Käse".encode(), "KÃ¤se".encode()).replace(b"2012-03-01", b"01.03.2012")
    return {**files, "data/makers.csv": makers, "data/sales.csv": sales.replace(b"7.50", b'"7,50"')}


def same(files: Files) -> Files:
    """The package as it is."""
    return files


def claims(_: Files) -> Files:
    """The package that comes with bru, with documents of our own, in place of the shop."""
    return packages.shipped()


@functools.cache
def committed(name: str = "p") -> Files:
    """The package as a release that is prepared and committed, with the files of git."""
    from bru import cli

    with TemporaryDirectory() as place:
        root = Path(place) / name
        put(root, package())
        arguments = ["release", "prepare", "1.0.0", "--date", "2026-01-31", "--package", str(root)]
        cli.main(["-q", *arguments], standalone_mode=False)
        by = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=none")
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Release 1.0.0"]):
            subprocess.run(["git", *by, *words], cwd=root, check=True)
        return taken(root)


def release(_: Files) -> Files:
    """The package as a committed release."""
    return committed()


NEW = ("new", "--package", "{p}", "ware", "--maker-id", "m001", "--name", "More", "--ware-id")
EVIDENCE = ("evidence", "{p}", "--documents", "{p}/documents")
WHY = ("why", "bif23-trade-2022-belarus", "--package", "{p}")
SCENES = {
    "fmt": Scene(("fmt", "{p}"), untidy),
    "fix": Scene(("validate", "--fix", "{p}"), damaged),
    "new": Scene((*NEW, "x1"), same),
    "retire": Scene(("retire", "aviation", "--to", "defence", "--package", "{p}"), claims),
    "prepare": Scene(
        ("release", "prepare", "1.0.0", "--date", "2026-01-31", "--package", "{p}"), same
    ),
    "lock": Scene(("lock", "{p}", "--file", "{o}/bru.lock"), same, "o"),
    "diff": Scene(("diff", "{p}", "{p}", "--format", "html", "--output", "{o}/d.html"), same, "o"),
    "build": Scene(("release", "build", "--package", "{p}", "--output", "{o}"), release),
    "report": Scene(
        ("validate", "{p}", "--format", "sarif", "--output", "{o}/r.sarif"), damaged, "o"
    ),
    "completion": Scene(("completion", "bash", "--install"), same, "o"),
    "site": Scene(("site", "--package", "{p}", "--out", "{o}"), claims, "o"),
    "plot": Scene(("plot", "--package", "{p}", "--out", "{o}"), claims, "o"),
    "evidence": Scene((*EVIDENCE, "--html", "{o}/e.html", "--strip", "{o}/s.svg"), claims, "o"),
    "why": Scene((*WHY, "--format", "html", "--output", "{o}/why.html"), claims, "o"),
    **{
        name: Scene(("export", name, "--package", "{p}", "--out", "{o}"), claims, "o")
        for name in ("wide", "ftm", "jsonld", "codebook")
    },
    **{
        name: Scene(("export", name, "--package", "{p}", "--out", "{o}"), same, "o")
        for name in ("xlsx", "parquet", "croissant")
    },
    "csvw": Scene(("export", "csvw", "--package", "{p}", "--out", "{o}"), same, "o"),
    "sqlite": Scene(("export", "sqlite", "--package", "{p}", "--out", "{o}/shop.db"), same, "o"),
    "jsonl": Scene(("export", "jsonl", "--package", "{p}", "--out", "{o}"), same, "o"),
}


def called(scene: Scene, folder: Path) -> list[str]:
    """The arguments of a scene whose package and output are in a folder."""
    return [a.format(p=folder / "p", o=folder / "o") for a in scene.args]


def put(folder: Path, files: Files) -> None:
    """Make the files of a folder these, and no others."""
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)
    for name in taken(folder).keys() - files.keys():
        (folder / name).unlink()


def taken(folder: Path) -> Files:
    """Every file of a folder, hidden ones too."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
