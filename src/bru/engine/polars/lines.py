"""The lines of a block that is not proven as a whole, and which of them are good records."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bru.engine.exact import BAD
from bru.model.package import Schema

if TYPE_CHECKING:
    import polars as pl

LINE = "\x1fline"  # the column with the line a record begins in
BOM = b"\xef\xbb\xbf"
PACKED = b"x", b"(", b"\x1f"  # how what zlib, zstd or gzip has packed may begin


class OddError(Exception):
    """The file cannot be read block by block."""


def split(data: bytes, quote: str) -> pl.DataFrame:
    """The lines of a block: each `text`, whether a quote is `open` in it, and where it `ends`.

    A text is without its line end; a quote is open where a line has an odd number of them.
    Raises OddError for what is not UTF-8.
    """
    import polars as pl

    line = pl.col(LINE)
    about = [
        line.alias("text"),
        (line.str.count_matches(quote, literal=True) % 2 == 1).alias("open"),
        (line.str.len_bytes() + 1).cum_sum().alias("ends"),
    ]
    try:
        if data and b"\r" not in data:
            lines = parsed(data, {LINE: pl.String}, "\0", None)
            found = lines.with_columns(line.fill_null("")).select(about)  # empty lines
            if found["ends"][-1] == len(data) + (data[-1:] != b"\n"):
                return found
        # there is what the reader would not keep: returns
        whole = pl.DataFrame({LINE: [data.removesuffix(b"\n")]})
        return whole.select(line.cast(pl.String).str.split("\n").explode()).select(about)
    except pl.exceptions.PolarsError as error:
        raise OddError from error


def below(data: bytes) -> bytes:
    """What is below the first line."""
    return data.partition(b"\n")[2]


def returns(data: bytes) -> int:
    """How many lines of a block end in CR LF.

    Raises OddError for a CR elsewhere and for NUL.
    """
    count = data.count(b"\r") if b"\r" in data else 0  # looking is quicker than counting
    if b"\0" in data or (count and count != data.count(b"\r\n")):
        raise OddError
    return count


def numbered(lines: pl.DataFrame, first: int) -> pl.DataFrame:
    """The lines below the header of some that begin with line `first`, with their numbers."""
    import polars as pl

    end = first + lines.height
    return with_lines(lines, pl.int_range(first, end, dtype=pl.Int64, eager=True))[first == 1 :]


def with_lines(frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """A frame with the line of each row; unlike `with_columns` it waits for no other thread."""
    return frame.hstack([numbers.alias(LINE)])


def faulty(lines: pl.DataFrame, mark: str, quote: str, width: int, canonical: bool) -> pl.Series:
    """Whether a line is not a record of `width` cells in good form."""
    import polars as pl

    mark, sign = re.escape(mark), re.escape(quote)
    bare = rf"[^{mark}{sign}{BAD}]*"
    within = rf"(?:[^{sign}{BAD}]|{sign}{sign})*"
    if canonical:  # quotes only where they are needed
        within = rf"{bare}(?:{mark}|{sign}{sign}){within}"
    cell = rf"(?:{bare}|{sign}{within}{sign})"
    text = pl.col("text").str
    odd, short = lines.select(
        ~text.contains(rf"^{cell}(?:{mark}{cell}){{{width - 1}}}\r?$"),
        (text.len_bytes() <= 3 * width).alias("short"),  # as one is that has only empty cells
    )
    if (short & ~odd).any():
        empty = text.contains(rf"^(?:{sign}{sign})?(?:{mark}(?:{sign}{sign})?)*\r?$")
        odd |= short & lines.select(empty).to_series()
    if lines["open"].any():  # some of the other lines may be inside of a cell
        odd |= lines["open"].cum_sum() % 2 == 1
    return odd


def runs(flags: pl.Series) -> tuple[list[int], list[int]]:
    """Where each run of flags that are set begins, and where it ends."""
    import polars as pl

    flag = pl.col(flags.name)
    edges = flags.to_frame().select((flag != flag.shift(1)).fill_null(True).arg_true())
    found = [*edges.to_series().to_list(), flags.len()]
    first = 0 if flags.len() and flags[0] else 1
    return found[first:-1:2], found[first + 1 :: 2]


def whole_runs(lines: pl.Series, wanted: pl.Series) -> pl.Series:
    """The runs of lines, one after the other, in which some of the wanted ones are."""
    import polars as pl

    run = pl.col(LINE) - pl.int_range(pl.len())
    found = lines.to_frame().with_columns(run.alias("run"))
    begun = found.filter(pl.col(LINE).is_in(wanted.implode()))["run"].unique()
    return found.filter(pl.col("run").is_in(begun.implode()))[LINE]


def without(data: bytes, ends: pl.Series, begun: Sequence[int], ended: Sequence[int]) -> bytes:
    """The bytes of all lines but some runs of them; `ends` tells where each line ends."""
    before = ends[-1] - len(data) - (data[-1:] != b"\n")  # where the lines before `data` end
    stops = [at - before for at in ends[[n - 1 for n in begun]]]
    starts = [at - before for at in ends[[n - 1 for n in ended]]]
    if begun and not begun[0]:
        stops[0] = 0
    view = memoryview(data)  # a slice of it is no copy
    pairs = zip([0, *starts], [*stops, len(data)], strict=True)
    return b"".join([view[start:stop] for start, stop in pairs])


def emptied(frame: pl.DataFrame, but: Collection[str] = ()) -> pl.DataFrame:
    """A frame in which empty texts are null, `but` in some columns."""
    import polars as pl

    names = [name for name, kind in frame.schema.items() if kind == pl.String and name not in but]
    return frame.with_columns(pl.when(pl.col(n) != "").then(pl.col(n)).alias(n) for n in names)


def valued(schema: Schema) -> list[str]:
    """The fields of which an empty text is a value."""
    return [field.name for field in schema.fields if "" not in field.missing]


def parsed(
    data: bytes, schema: dict[str, type[pl.String]], mark: str, quote: str | None
) -> pl.DataFrame:
    """Lines without a header, as polars reads them."""
    import polars as pl

    # It passes over a byte order mark, and what begins like a compressed file it would unpack.
    return pl.read_csv(
        BOM + data if data.startswith((BOM, *PACKED)) else data,
        has_header=False,
        schema=schema,
        separator=mark,
        quote_char=quote,
        infer_schema=False,
    )
