"""Files where a file system of Spark has them, such as hdfs or s3a, read by Spark's own readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bru.engine.spark.session import session, working
from bru.engine.spark.sql import lit
from bru.model import limits
from bru.model.package import Resource
from bru.model.question import Unanswerable
from bru.store import DESCRIPTOR, StoreError, fits, inside

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BAD = "malformed record"  # a column for what Spark's reader could not cut into cells
LINES = ("utf-8", "utf8", "ascii", "us-ascii", "iso-8859", "latin", "windows", "cp")  # LF is a byte
TYPED = ("parquet", "orc", "delta")


class Address:
    """A store of what lies below an address; nothing of it is written or listed."""

    editable = False

    def __init__(self, address: str) -> None:
        """`address`: of the descriptor, a .json file, or of the folder that it is in."""
        root, slash, file = address.rstrip("/").rpartition("/")
        is_file = file.endswith(".json")
        self.root = self.name = root if is_file else root + slash + file
        self.descriptor = file if is_file else DESCRIPTOR

    def place(self, path: str) -> str:
        """The address of a file. Raises OutsideError."""
        return f"{self.root}/{inside(path)}"

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`. Raises FileNotFoundError, RefusedError or OutsideError."""
        from pyspark.errors import AnalysisException

        place = self.place(path)
        with working():
            try:
                files = session().read.format("binaryFile").load(escaped(place))
                found = files.selectExpr("length", f"if(length <= {most}, content, null) c").head(1)
            except AnalysisException as error:
                raise FileNotFoundError(place) from error
        if not found:
            raise FileNotFoundError(place)
        fits(found[0].length, most)
        return bytes(found[0].c)

    def names(self, folder: str = "") -> list[str]:
        """No names: an address is not listed."""
        return []


def at(address: str) -> tuple[Address, str]:
    """The store at an address and the name of its descriptor. Raises StoreError."""
    store = Address(address)
    try:
        store.read(store.descriptor, limits.JSON_BYTES)
    except OSError as error:
        raise StoreError(f"{store.root}: no {store.descriptor} at this address") from error
    return store, store.descriptor


def escaped(place: str) -> str:
    """A path in which no character stands for others."""
    return re.sub(r"([][{}*?\\])", r"\\\1", place)


def is_known(resource: Resource) -> bool:
    """Whether one of Spark's readers knows the form of a resource."""
    dialect = resource.dialect
    if resource.spec.get("format") in TYPED or resource.path.endswith(TYPED):
        return True
    is_plain = dialect.header_rows in ((), (1,)) and dialect.null is None
    with_comments = bool(dialect.comment_rows) or len(dialect.comment) > 1
    return resource.format == "csv" and resource.packed != "zip" and is_plain and not with_comments


def opened(
    resource: Resource, places: Sequence[str]
) -> tuple[DataFrame, list[str], bool] | Unanswerable:
    """A table in files or folders: its frame, its header, and whether the last column is BAD."""
    from pyspark.errors import PySparkException

    reader, paths = session().read, [*map(escaped, places)]
    kind = resource.spec.get("format") or places[0].rstrip("/").rpartition(".")[2]
    try:
        if kind in TYPED:
            frame = reader.format(kind).load(paths[0] if kind == "delta" else paths)
            return frame, frame.columns, False
        options = reading(resource, paths)
        header, parts = [field.name for field in resource.schema.fields], list[str]()
        if resource.dialect.header_rows:
            plain = reader.options(**options | {"header": False}).csv(paths[0])
            parts = [name for name in plain.columns if not name.startswith("_c")]  # of folders
            first = [cell or "" for row in plain.drop(*parts).head(1) for cell in row]
            header = [name.removeprefix("\ufeff") for name in first]
        if not header:
            return Unanswerable(f"{resource.path} has no header", resource.name)
        known = header
        if len({name.lower() for name in header}) < len(header):
            known, options["enforceSchema"] = [f"c{n}" for n in range(len(header))], True
        quoted = [f"`{name.replace('`', '``')}`" for name in (*known, *parts, BAD)]
        types = ", ".join(f"{name} string" for name in quoted)
        frame = session().read.options(**options).csv(paths, types).select(*quoted)
    except PySparkException as error:
        return Unanswerable(f"{resource.path}: {str(error).splitlines()[0]}", resource.name)
    return frame, [*header, *parts], True


def reading(resource: Resource, paths: Sequence[str]) -> dict[str, Any]:
    """The options of Spark's reader: what does not fit is shown, nothing is guessed.

    Where the quotes of a line are odd it seems to end in a cell; then no file is read in parts.
    """
    dialect, encoding = resource.dialect, resource.encoding.lower()
    odd = f"length(value) - length(replace(value, {lit(dialect.quote)}, ''))"
    by_line = encoding.startswith(LINES) and session().read.text([*paths])
    found: dict[str, Any] = {
        "header": bool(dialect.header_rows),
        "enforceSchema": not dialect.header_rows,
        "sep": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.quote if dialect.double_quote else dialect.escape or "\\",
        "encoding": resource.encoding,
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": BAD,
        "multiLine": not (by_line and by_line.where(f"({odd}) % 2 = 1").isEmpty()),
        "ignoreLeadingWhiteSpace": dialect.skip_space,
    }
    if dialect.terminator not in ("", "\n", "\r\n"):
        found["lineSep"] = dialect.terminator
    return found | ({"comment": dialect.comment} if dialect.comment else {})
