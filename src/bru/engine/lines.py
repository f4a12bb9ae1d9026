"""The lines of a block of CSV, and which of them are records in good form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

LINE = "\x1fline"  # the column with the line a record begins in
BAD = r"\x00-\x08\x0a-\x1f\x7f"  # control characters, which no cell in good form has
BOM = b"\xef\xbb\xbf"


def split(data: bytes) -> pl.Series:
    """The lines of a block, without their ends. Raises PolarsError for what is not UTF-8."""
    import polars as pl

    if data and b"\r" not in data:
        lines = parsed(data, {LINE: pl.String}, "\0", None)[LINE]
        if lines.len() == data.count(b"\n") + (data[-1:] != b"\n"):
            return lines.fill_null("")  # empty lines
    # there is what the reader would not keep: returns
    return pl.Series(LINE, [data.removesuffix(b"\n")]).cast(pl.String).str.split("\n").explode()


def faulty(lines: pl.Series, mark: str, quote: str, width: int, canonical: bool) -> pl.Series:
    """Whether a line is not a record of `width` cells in good form."""
    mark, sign = re.escape(mark), re.escape(quote)
    bare = rf"[^{mark}{sign}{BAD}]*"
    within = rf"(?:[^{sign}{BAD}]|{sign}{sign})*"
    if canonical:  # quotes only where they are needed
        within = rf"{bare}(?:{mark}|{sign}{sign}){within}"
    cell = rf"(?:{bare}|{sign}{within}{sign})"
    odd = ~lines.str.contains(rf"^{cell}(?:{mark}{cell}){{{width - 1}}}\r?$")
    odd |= lines.str.contains(rf"^(?:{sign}{sign})?(?:{mark}(?:{sign}{sign})?)*\r?$")
    if odd.any():  # some of the other lines may be inside of a cell
        quotes = lines.str.count_matches(quote, literal=True)
        odd |= (quotes.cum_sum() % 2 == 1) | (quotes % 2 == 1)
    return odd


def without(data: bytes, lines: pl.Series, odd: pl.Series) -> bytes:
    """The bytes of the lines that are not odd."""
    ends = (lines.str.len_bytes() + 1).cum_sum()
    edges = (odd != odd.shift(1)).fill_null(True).arg_true()  # where a run of lines begins
    starts = [0, *ends.gather(edges[1:] - 1), len(data)]
    runs = zip(starts, starts[1:], odd.gather(edges), strict=False)
    return b"".join(data[start:end] for start, end, bad in runs if not bad)


def parsed(
    data: bytes, schema: dict[str, type[pl.String]], mark: str, quote: str | None
) -> pl.DataFrame:
    """Lines without a header, as polars reads them."""
    import polars as pl

    return pl.read_csv(
        BOM + data if data.startswith(BOM) else data,  # it passes over the first
        has_header=False,
        schema=schema,
        separator=mark,
        quote_char=quote,
        infer_schema=False,
    )
