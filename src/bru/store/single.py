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
from bru.store.base import DESCRIPTOR, Folder, nearest, regular
from bru.store.errors import StoreError

ENDINGS = re.compile(r".*\.(?:csv|tsv|ndjson|jsonl|xlsx|xls|ods)(?:\.gz|\.zip)?", re.IGNORECASE)
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
OTHER = re.compile(r"\.(?:ndjson|jsonl|xlsx|xls|ods)(?:\.gz|\.zip)?\Z", re.IGNORECASE)
SHEETS = re.compile(r"\.(?:xlsx?|ods)(?:\.gz|\.zip)?\Z", re.IGNORECASE)
MARKS = ",", ";", "\t", "|"  # the first of them that the first line has
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
            if OTHER.search(shown):  # else it is a file like any other
                described, resources[-1]["type"] = {"$schema": PROFILE}, "table"
            first = top(file)
            if (mark := next((m for m in MARKS if m in first[: limits.TEXT]), ",")) != ",":
                resources[-1]["dialect"] = {"delimiter": mark}
            if not schema and (fields := columns(first, mark, limits.FIELDS // len(files))):
                resources[-1]["schema"] = {"fields": fields}
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


def top(file: Path) -> str:
    """The first line of a plain file, as far as it is text in UTF-8."""
    with suppress(OSError), regular(file, limits.TABLE_BYTES).open("rb") as stream:
        return stream.readline(limits.MIB).decode("utf-8-sig", "replace")
    return ""


def columns(first: str, mark: str, most: int) -> list[dict[str, str]]:
    """The columns of a table without a schema, as texts, which are looked at for damage.

    None where there are more than `most`, or the first line need not be the whole header.
    """
    names: list[str] = []
    if "\ufffd" not in first and first.count('"') % 2 == 0:
        with suppress(csv.Error):
            names = next(csv.reader([first], delimiter=mark), [])
    is_whole = len(first) < limits.MIB // 4  # as many characters as are read of a longer line
    are_names = len({*names}) == len(names) and all(0 < len(n) <= limits.NAME for n in names)
    told = names if is_whole and are_names and len(names) <= most else ()
    return [{"name": name, "type": "string"} for name in told]


def table(
    path: str | os.PathLike[str], schema: str | os.PathLike[str] | None = None
) -> Single | None:
    """A file that is a table by its name or because a schema is given, else None."""
    is_one = schema or (ENDINGS.fullmatch(str(path)) and Path(path).is_file())
    return Single(path, schema=schema) if is_one else None


def several(paths: Sequence[str | os.PathLike[str]]) -> Single:
    """Files that are tables by their names. Raises StoreError."""
    for path in paths:
        if not Path(path).is_file():
            raise StoreError(f"{path}: no such file: of several paths, each must be a table")
        if not ENDINGS.fullmatch(str(path)):
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
