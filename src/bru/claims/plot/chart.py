"""What a picture is made of, before it is drawn: bars, axes and their ticks, legends.

Places along an axis are in percent of it.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

Link = Callable[[str, str], str]  # table and ID → address, "" for none
EDGES = 3.0, 97.0  # of an axis: what has no end goes on to the edge


class Mark(NamedTuple):
    """A bar. `style`: how it is drawn; `start`, `end`: "closed", "hollow", "open" or "" for plain.

    Styles: main, clash, vague, gap (a stretch of which something is missing), and those of
    coverage: once, twice, left, none.
    """

    left: float
    right: float
    style: str = "main"
    start: str = ""
    end: str = ""


class Row(NamedTuple):
    """A line of a chart: what it is about, in two weights, its marks, and where it leads to."""

    label: str
    detail: str
    marks: Sequence[Mark]
    address: str = ""
    tooltip: str = ""


class Chart(NamedTuple):
    """Rows in groups along one axis. `ticks`: place and text; `note`: what the rows come to."""

    title: str
    groups: Sequence[tuple[str, Sequence[Row]]]
    ticks: Sequence[tuple[float, str]]
    unit: str = ""
    note: str = ""


class Cell(NamedTuple):
    """A number in a matrix, what it counts, and where it leads to; `shade`: 0 to 4."""

    number: int
    tooltip: str
    address: str
    shade: int


class Matrix(NamedTuple):
    """Counts by row and column. `rows`, `columns`: texts with their addresses."""

    title: str
    rows: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    cells: Mapping[tuple[int, int], Cell]
    note: str = ""


class Axis(NamedTuple):
    """The numbers from `low` to `high`, in percent of the width."""

    low: float
    high: float

    def at(self, value: float | Decimal) -> float:
        """The place of a number; of what lies beyond, the edge."""
        first, last = EDGES
        share = (float(value) - self.low) / ((self.high - self.low) or 1)
        return first + (last - first) * min(1.0, max(0.0, share))

    def ticks(
        self, power: int = 0, whole: bool = False, comma: str = ","
    ) -> list[tuple[float, str]]:
        """Round numbers along it, written in units of 10^`power`."""
        step = 10.0 ** (len(f"{int((self.high - self.low) / 10**power)}") + power - 1)
        while (self.high - self.low) / step < 3:
            step /= 2
        if whole:
            step = max(1.0, float(round(step)))
        first = int(self.low // step) + 1
        values = [n * step for n in range(first, first + 12) if n * step < self.high]
        return [
            (self.at(v), f"{v / 10**power:{comma}.6g}") for v in values[:: 1 + len(values) // 7]
        ]


def shade(count: int, most: int) -> int:
    """How dark a cell is."""
    return 0 if not count else 1 + round(3 * (count - 1) / max(1, most - 1))


def short(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
