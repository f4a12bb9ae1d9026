"""The lines of a block of CSV, and which of them are records in good form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

LINE = "\x1fline"  # the column with the line a record begins in
BAD = r"\x00-\x08\x0a-\x1f\x7f"  # control characters, which no cell in good form has
BOM = b"\xef\xbb\xbf"


class OddError(Exception):
    """The file cannot be read block by block."""


def split(data: bytes) -> pl.Series:
    """The lines of a block, without their ends. Raises OddError for what is not UTF-8."""
    import polars as pl

    try:
        if data and b"\r" not in data:
            lines = parsed(data, {LINE: pl.String}, "\0", None)[LINE]
            if lines.str.len_bytes().sum() + lines.len() == len(data) + (data[-1:] != b"\n"):
                return lines.fill_null("")  # empty lines
        # there is what the reader would not keep: returns
        whole = pl.Series(LINE, [data.removesuffix(b"\n")])
        return whole.cast(pl.String).str.split("\n").explode()
    except pl.exceptions.PolarsError as error:
        raise OddError from error


def returns(data: bytes) -> int:
    """How many lines of a block end in CR LF. Raises OddError for a CR elsewhere, and for NUL."""
    count = data.count(b"\r") if b"\r" in data else 0  # looking is quicker than counting
    if b"\0" in data or (count and count != data.count(b"\r\n")):
        raise OddError
    return count


def numbered(lines: pl.Series, first: int) -> tuple[pl.Series, pl.Series]:
    """The lines below the header of some that begin with line `first`, and their numbers."""
    import polars as pl

    top = first == 1
    last = first + lines.len()
    numbers = pl.int_range(first, last, dtype=pl.Int64, eager=True).alias(LINE)
    return lines[top:], numbers[top:]


def faulty(lines: pl.Series, mark: str, quote: str, width: int, canonical: bool) -> pl.Series:
    """Whether a line is not a record of `width` cells in good form."""
    mark, sign = re.escape(mark), re.escape(quote)
    bare = rf"[^{mark}{sign}{BAD}]*"
    within = rf"(?:[^{sign}{BAD}]|{sign}{sign})*"
    if canonical:  # quotes only where they are needed
        within = rf"{bare}(?:{mark}|{sign}{sign}){within}"
    cell = rf"(?:{bare}|{sign}{within}{sign})"
    odd = ~lines.str.contains(rf"^{cell}(?:{mark}{cell}){{{width - 1}}}\r?$")
    short = lines.str.len_bytes() <= 3 * width  # as one is that has only empty cells
    if short.any():
        odd |= short & lines.str.contains(rf"^(?:{sign}{sign})?(?:{mark}(?:{sign}{sign})?)*\r?$")
    if opens(lines.filter(odd), quote).any():  # some of the other lines may be inside of a cell
        odd |= opens(lines, quote).cum_sum() % 2 == 1
    return odd


def opens(lines: pl.Series, quote: str) -> pl.Series:
    """Whether a line has an odd number of quotes, as no record in good form has."""
    return lines.str.count_matches(quote, literal=True) % 2 == 1


def without(data: bytes, lines: pl.Series, odd: pl.Series) -> bytes:
    """The bytes of the lines that are not odd."""
    edges = (odd != odd.shift(1)).fill_null(True).arg_true()  # where a run of lines begins
    starts = [0, *ends(lines).gather(edges[1:] - 1), len(data)]
    runs = zip(starts, starts[1:], odd.gather(edges), strict=False)
    view = memoryview(data)  # of which a slice is no copy
    return b"".join([view[start:end] for start, end, bad in runs if not bad])


def ends(lines: pl.Series) -> pl.Series:
    """Where each line ends, its line end included."""
    return (lines.str.len_bytes() + 1).cum_sum()


def marks(lines: pl.Series, stride: int) -> pl.Series:
    """Where every so many lines one begins."""
    return ends(lines).shift(1, fill_value=0).gather_every(stride)


def among(numbers: pl.Series, others: pl.Series | None) -> bool:
    """Whether one of some numbers is among others."""
    return others is not None and numbers.is_in(others.implode()).any()


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
