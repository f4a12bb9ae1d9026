"""The kind of a file, by `format`, then `mediatype`, then how its name ends; and its dialect.

https://datapackage.org/standard/table-dialect/; what does not concern the format of a file is
ignored, as the standard asks, and so are properties that it does not know.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bru.model.package import Dialect

# What is read, by the words for it; the rest has rows that are not read.
FORMATS = {
    **dict.fromkeys(("csv", "tsv", "tab", "psv", "txt", "text", "dat", "asc"), "csv"),
    **dict.fromkeys(("json",), "json"),
    **dict.fromkeys(("ndjson", "jsonl", "jsonlines", "ldjson"), "ndjson"),
    **dict.fromkeys(("xlsx", "xlsm", "xlsb", "xls", "ods"), "sheet"),
}
MEDIATYPES = {
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "text/json": "json",
    "application/ndjson": "ndjson",
    "application/x-ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/x-jsonlines": "ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
UNSURE = ("text/plain", "application/octet-stream", "")  # media types that say nothing
DELIMITERS = {"tsv": "\t", "tab": "\t", "psv": "|"}
PACKED = {"gz": "gz", "gzip": "gz", "zip": "zip"}
PACKED_MEDIA = ("application/zip", "application/gzip", "application/x-gzip")
LINE_ENDS = ("\n", "\r\n", "\r")
OTHER_PACKED = ("bz2", "xz", "zst", "7z", "tar", "tgz", "rar")


class Kind(NamedTuple):
    """What a file is. `format`: a value of FORMATS, "" for others; `name`: what it is called.

    `packed`: gz, zip, "" or another word for how it is packed; `delimiter`: of delimited text.
    """

    name: str
    format: str
    packed: str
    delimiter: str


def kind(spec: Mapping[str, Any], path: str) -> Kind:
    """The kind of the file `path` of a resource ("" for inline data)."""
    words = path.rpartition("/")[2].lower().split(".")[1:]
    given = str(spec.get("format", "")).strip().lower().lstrip(".")
    packed = str(spec.get("compression") or "").strip().lower().lstrip(".")
    if words and words[-1] in (*PACKED, *OTHER_PACKED):
        last = words.pop()
        packed = packed or last
    if given in (*PACKED, *OTHER_PACKED):
        packed, given = packed or given, ""
    packed = "" if packed in ("no", "none", "false") else PACKED.get(packed, packed)
    media = str(spec.get("mediatype", "")).partition(";")[0].strip().lower()
    name = MEDIATYPES.get(given, given) or MEDIATYPES.get(media, "" if media in UNSURE else media)
    if not name or (media in PACKED_MEDIA and not given):
        name = words[-1] if words else "csv"
    return Kind(name, FORMATS.get(name, ""), packed, DELIMITERS.get(name, ","))


def dialect(spec: Mapping[str, Any], delimiter: str) -> Dialect:
    """The dialect that a sound description gives; `delimiter`: that of the format."""
    rows = tuple(sorted({*spec.get("headerRows", (1,))})) if spec.get("header", True) else ()
    end = spec.get("lineTerminator", "")
    return Dialect(
        delimiter=spec.get("delimiter", delimiter),
        quote=spec.get("quoteChar", '"'),
        double_quote=spec.get("doubleQuote", True),
        escape=spec.get("escapeChar", ""),
        skip_space=spec.get("skipInitialSpace", False),
        terminator="" if end in LINE_ENDS else end,
        header_rows=rows,
        header_join=spec.get("headerJoin", " "),
        comment_rows=frozenset(spec.get("commentRows", ())),
        comment=spec.get("commentChar", ""),
        null=spec.get("nullSequence"),
        rows_at=spec.get("property", ""),
        item_type=spec.get("itemType", ""),
        item_keys=tuple(spec.get("itemKeys", ())),
        sheet_number=spec.get("sheetNumber", 1),
        sheet_name=spec.get("sheetName", ""),
        counted="headerRows" in spec,
    )


def contradiction(given: Dialect) -> tuple[str, str]:
    """A property and what is wrong with it beside the others, or two empty texts."""
    if given.delimiter == given.quote:
        return "quoteChar", '"delimiter" and "quoteChar" of the dialect are the same'
    if given.escape and given.escape == given.delimiter:
        return "escapeChar", '"delimiter" and "escapeChar" of the dialect are the same'
    marks = {"delimiter": given.delimiter, "quoteChar": given.quote, "escapeChar": given.escape}
    for name, mark in marks.items():
        if set(mark) & {"\r", "\n"}:
            return name, f'"{name}" of the dialect is a line end'
    return "", ""
