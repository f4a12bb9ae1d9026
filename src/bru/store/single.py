"""One table that is no package: a file, and a schema where it has one."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from bru.model import limits
from bru.store.base import DESCRIPTOR, Folder, reading, regular
from bru.store.errors import StoreError

ENDINGS = re.compile(r".*\.(?:csv|tsv|ndjson|jsonl|xlsx|xls|ods)(?:\.gz|\.zip)?", re.IGNORECASE)


MARKS = ",", ";", "\t", "|"
UNTYPED = "no schema: types, keys and values were not checked (--schema FILE)"


class Single(Folder):
    """A package that is made of one file and its schema; nothing of it is written.

    Its dialect is what the first line shows. `note`: what to tell whoever has it checked.
    """

    def __init__(
        self, path: str | os.PathLike[str], schema: str | os.PathLike[str] | None = None
    ) -> None:
        file = Path(path)
        super().__init__(file.parent, editable=False)
        shown = file.name.lstrip(".") or "table"
        name = re.sub("[^a-z0-9._-]+", "-", shown.partition(".")[0].lower()) or "table"
        resource: dict[str, Any] = {"name": name, "path": shown}
        self.own, self.note = {shown: file}, "" if schema else f"{file.name} has {UNTYPED}"
        if (mark := delimiter(file)) != ",":
            resource["dialect"] = {"delimiter": mark}
        if schema:
            if not Path(schema).is_file():
                raise StoreError(f"{schema}: no such schema")
            own = Path(schema).name.lstrip(".")
            resource["schema"] = own if own not in ("", shown) else "schema"
            self.own[resource["schema"]] = Path(schema)
        self.descriptor = json.dumps({"name": name, "resources": [resource]}).encode()

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


def delimiter(file: Path) -> str:
    """The first of MARKS that the first line of a plain file has, a comma where it has none."""
    with suppress(OSError), regular(file, limits.TABLE_BYTES).open("rb") as stream:
        first = stream.readline(limits.TEXT)
        return next((mark for mark in MARKS if mark.encode() in first), ",")
    return ","


def table(
    path: str | os.PathLike[str], schema: str | os.PathLike[str] | None = None
) -> Single | None:
    """A file that is a table by its name or because a schema is given, else None."""
    is_one = schema or (ENDINGS.fullmatch(str(path)) and Path(path).is_file())
    return Single(path, schema) if is_one else None


def json_object(file: str | os.PathLike[str]) -> dict[str, Any]:
    """The JSON object in a file that is named on the command line. Raises StoreError."""
    with reading(str(file)):
        data = regular(Path(file), limits.JSON_BYTES).read_bytes()
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{file}: not JSON: {error}") from error
    if not isinstance(found, dict):
        raise StoreError(f"{file}: not a JSON object")
    return found
