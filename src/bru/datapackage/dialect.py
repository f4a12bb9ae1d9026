"""How the table in a file is written, by its Table Dialect.

https://datapackage.org/standard/table-dialect/; what does not concern the format of a file is
ignored, as the standard asks, and so are properties that it does not know.
"""

from collections.abc import Mapping
from typing import Any

from bru.model.package import Dialect

LINE_ENDS = ("\n", "\r\n", "\r")


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
