"""Tables in files that Spark's own readers read."""

from __future__ import annotations

from codecs import lookup
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bru.datapackage.table import Unreadable
from bru.engine.spark.sql import lit
from bru.model.package import Resource
from bru.model.question import Unanswerable
from bru.store.cluster import escaped, session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BAD = "malformed record"  # a column for what Spark's reader could not cut into cells
CHARSETS = {"utf-8": "utf-8", "ascii": "us-ascii", "iso8859-1": "iso-8859-1"}  # that Spark reads
TYPED = ("parquet", "orc", "delta")


def is_known(resource: Resource) -> bool:
    """Whether one of Spark's readers knows the form of a resource."""
    dialect = resource.dialect
    if resource.spec.get("format") in TYPED or resource.path.endswith(TYPED):
        return True
    is_plain = dialect.header_rows in ((), (1,)) and dialect.null is None
    is_plain = is_plain and not dialect.comment_rows and len(dialect.comment) < 2
    is_csv = resource.format == "csv" and resource.packed != "zip"
    return is_csv and is_plain and lookup(resource.encoding).name in CHARSETS


def opened(
    resource: Resource, places: Sequence[str]
) -> tuple[DataFrame, list[str], bool] | Unreadable | Unanswerable:
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
            return Unreadable("empty")
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
    dialect = resource.dialect
    odd = f"(length(value) - length(replace(value, {lit(dialect.quote)}, ''))) % 2 = 1"
    found: dict[str, Any] = {
        "header": bool(dialect.header_rows),
        "enforceSchema": not dialect.header_rows,
        "sep": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.quote if dialect.double_quote else dialect.escape or "\\",
        "encoding": CHARSETS[lookup(resource.encoding).name],
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": BAD,
        "multiLine": not session().read.text([*paths]).where(odd).isEmpty(),
        "ignoreLeadingWhiteSpace": dialect.skip_space,
    }
    if dialect.terminator not in ("", "\n", "\r\n"):
        found["lineSep"] = dialect.terminator
    return found | ({"comment": dialect.comment} if dialect.comment else {})
