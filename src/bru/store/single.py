"""One table that is no package: a file, and a schema where it has one."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import Any

from bru.model import limits
from bru.model.package import NAMES_MARK
from bru.store.base import DESCRIPTOR, Folder, nearest, regular
from bru.store.errors import StoreError
from bru.store.zipped import begun, only

KINDS = "csv tsv tab psv ndjson jsonl xlsx xls ods".split()
ENDINGS = re.compile(rf".*\.(?:{'|'.join(KINDS)})(?:\.gz|\.zip)?", re.IGNORECASE)
UNSURE = re.compile(r".*\.(?:json|(?:txt|dat|asc)(?:\.gz)?)", re.IGNORECASE)  # a table or not
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
OTHER = re.compile(r"\.(?:json|ndjson|jsonl|xlsx|xls|ods)(?:\.gz|\.zip)?\Z", re.IGNORECASE)
SHEETS = re.compile(r"\.(?:xlsx?|ods)(?:\.gz|\.zip)?\Z", re.IGNORECASE)
MARKS = ",", ";", "\t", "|"  # that of which the header has most
UNTYPED = "{} no schema: types, keys and values were not checked ({})"


class Single(Folder):
    """A package that is made of a file and its schema, or of files; nothing of it is written.

    The dialect is what the first line shows. `note`: what to tell whoever has it checked.
    """

    def __init__(
        self, *paths: str | os.PathLike[str], schema: str | os.PathLike[str] | None = None
    ) -> None:
        files = [*map(Path, paths)]
        parents = {file.parent for file in files}
        super().__init__(
            files[0].parent if len(parents) == 1 else Path(os.path.commonpath(parents)),
            editable=False,
        )
        self.own, resources = dict[str, Path](), list[dict[str, Any]]()
        described: dict[str, Any] = {}
        for file in files:
            shown = file.relative_to(self.root).as_posix().lstrip("./") or "table"
            name = re.sub("[^a-z0-9._-]+", "-", shown.partition(".")[0].lower()) or "table"
            name += f"-{len(resources)}" if any(r["name"] == name for r in resources) else ""
            resources.append({"name": name, "path": shown})
            self.own[shown] = file
            inner = only(file)
            if inner:
                kind = inner.rpartition(".")[2]
                resources[-1] |= {"format": kind, "compression": "zip", "innerpath": inner}
            if OTHER.search(inner or shown):  # else it is a file like any other
                described, resources[-1]["type"] = {"$schema": PROFILE}, "table"
                continue
            first, mark = begin(file)
            if mark != "," or is_spaced(first, mark):
                skips = is_spaced(first, mark)
                resources[-1]["dialect"] = {"delimiter": mark, "skipInitialSpace": skips}
        what = UNTYPED.format(f"{files[0].name} has", "--schema FILE")
        if len(files) > 1:
            what = UNTYPED.format(
                f"{len(files)} tables have", "describe them in a datapackage.json"
            )
        if place := next(filter(None, map(package_of, files)), ""):
            way = f"{DESCRIPTOR} describes it: `bru validate {place}`"
            what = UNTYPED.format(f"{files[0].name} was checked with", way)
        sheet = "; of a workbook the first sheet is read"
        what += sheet * any(SHEETS.search(shown) for shown in self.own)
        self.note = "" if schema else what
        if schema:
            if not Path(schema).is_file():
                raise StoreError(f"{schema}: no such schema")
            own = Path(schema).name.lstrip(".")
            resources[0]["schema"] = own if own not in ("", shown) else "schema"
            self.own[resources[0]["schema"]] = Path(schema)
        described |= {"name": name if len(files) == 1 else "tables", "resources": resources}
        self.descriptor = json.dumps(described).encode()

    def locate(self, path: str) -> Path:
        """The file of a name."""
        if path not in self.own:
            raise FileNotFoundError(path)
        return self.own[path]

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of the descriptor, the file or its schema."""
        return self.descriptor if path == DESCRIPTOR else super().read(path, most)

    def names(self, folder: str = "") -> list[str]:
        """The names of its files."""
        return [] if folder else [DESCRIPTOR, *self.own]


def package_of(file: Path) -> str:
    """The nearest package above a file, "" where its descriptor does not name the file."""
    with suppress(OSError, UnicodeDecodeError):
        if found := nearest(file.absolute().parent):
            own = json.dumps(file.absolute().relative_to(found.root).as_posix(), ensure_ascii=False)
            text = regular(found.root / DESCRIPTOR, limits.JSON_BYTES).read_text("utf-8")
            return quote(os.path.relpath(found.root)) if own in text else ""
    return ""


def begin(file: Path) -> tuple[str, str]:
    """The header of a file of delimited text, as far as it is text in UTF-8, and its delimiter."""
    lines = [""]
    with suppress(OSError), begun(file) as stream:
        lines = [stream.readline(limits.MIB).decode("utf-8-sig", "replace") for _ in range(2)]
    if named := NAMES_MARK.fullmatch(lines[0]):
        return lines[1], named[1]
    return lines[0], max(MARKS, key=re.sub('"[^"]*"', "", lines[0][: limits.TEXT]).count)


def is_spaced(first: str, mark: str) -> bool:
    """Whether each delimiter of a header has a space behind it."""
    return mark in first and first.count(mark) == first.count(f"{mark} ")


def has_names(first: str, mark: str) -> bool:
    """Whether each cell of a line may be the name of a column."""
    with suppress(csv.Error):
        names = next(csv.reader([first], delimiter=mark), [])
        return len({*names}) == len(names) and all(0 < len(name) <= limits.NAME for name in names)
    return False


def is_table(file: Path) -> bool:
    """Whether a file is a table by its name, or by its beginning where that says little."""
    if not UNSURE.fullmatch(file.name):
        return file.is_file() and bool(ENDINGS.fullmatch(only(file) or file.name))
    first, mark = begin(file)
    if file.suffix.lower() == ".json":
        return first.lstrip().startswith("[")
    is_one = mark in first and f"{mark} " not in first and "\ufffd" not in first
    return is_one and has_names(first, mark)


def table(
    path: str | os.PathLike[str], schema: str | os.PathLike[str] | None = None
) -> Single | None:
    """A file that is a table or to which a schema is given, else None."""
    return Single(path, schema=schema) if schema or is_table(Path(path)) else None


def several(paths: Sequence[str | os.PathLike[str]]) -> Single:
    """Files that are tables. Raises StoreError."""
    for path in paths:
        if not Path(path).is_file():
            raise StoreError(f"{path}: no such file: of several paths, each must be a table")
        if not is_table(Path(path)):
            raise StoreError(f"{path}: not a table by its name: check packages one by one")
    return Single(*dict.fromkeys(map(os.path.abspath, paths)))


def beside(folder: Path) -> str:
    """What to do in a folder without a descriptor: its tables can be checked as they are."""
    with suppress(OSError):
        found = sorted({f.suffix for f in folder.iterdir() if ENDINGS.fullmatch(f.name)})
        if found:
            place = "" if folder == Path.cwd() else f"{folder}/"
            return f"; to check tables without one: `bru validate {place}*{found[0]}`"
    return ""
