"""Faults of quoting, order and the ends of a file."""

from __future__ import annotations

from functools import partial

from tools.faults.kinds import Mutant, Mutants, Place, kind, lines
from tools.faults.kinds.form import at_line, form
from tools.shipped import Shipped


@kind("BRU010")
def quote_unclosed(shipped: Shipped) -> Mutants:
    """A quote is opened and not closed."""
    for grid in shipped.grids.values():
        for number, row in enumerate(grid.rows, 2):
            put = at_line(number, lambda t: b'"' + t)
            if not row[0].startswith('"') and "," not in row[0]:
                yield form(shipped, grid, "BRU010", number, put, "opened")
            text = lines(shipped.files[grid.path])[number - 1]
            if text.count(b'"') == 2 and not text.endswith(b'"\n'):
                cut = text[::-1].replace(b'"', b"", 1)[::-1]
                put = at_line(number, lambda t, c=cut: c)
                yield form(shipped, grid, "BRU010", number, put, "not closed")


@kind("BRU010")
def text_after_quote(shipped: Shipped) -> Mutants:
    """Text follows a closing quote."""
    for grid in shipped.grids.values():
        for number, row in enumerate(grid.rows, 2):
            if '"' not in row[0] and "," not in row[0]:
                old = row[0].encode()
                put = at_line(number, lambda t, c=old: t.replace(c, b'"' + c + b'"x', 1))
                yield form(shipped, grid, "BRU010", number, put, "after")


@kind("BRU011")
def last_line_end_lost(shipped: Shipped) -> Mutants:
    """The last line has no end."""
    for grid in shipped.grids.values():
        last = len(grid.rows) + 1
        yield form(shipped, grid, "BRU011", last, lambda d: d.rstrip(b"\n"), "end")


@kind("BRU012")
def rows_swapped(shipped: Shipped) -> Mutants:
    """Two neighbouring records have changed places."""
    for grid in shipped.grids.values():
        for row in range(len(grid.rows) - 1):
            rows = [*grid.rows]
            rows[row : row + 2] = rows[row + 1], rows[row]
            place = Place("BRU012", grid.name, row + 3, grid.key[0])
            yield Mutant(partial(shipped.put, grid, rows), (place,), f"{grid.name} {row}")


@kind("BRU012")
def row_appended(shipped: Shipped) -> Mutants:
    """A record stands at the end or at the start instead of in its place."""
    for grid in shipped.grids.values():
        last = len(grid.rows) - 1
        for row in range(last):
            end = [*grid.rows[:row], *grid.rows[row + 1 :], grid.rows[row]]
            place = Place("BRU012", grid.name, last + 2, grid.key[0])
            yield Mutant(partial(shipped.put, grid, end), (place,), f"{grid.name} {row} last")
            start = [grid.rows[row + 1], *grid.rows[: row + 1], *grid.rows[row + 2 :]]
            place = Place("BRU012", grid.name, 3, grid.key[0])
            yield Mutant(partial(shipped.put, grid, start), (place,), f"{grid.name} {row} first")


@kind("BRU013")
def needless_quotes(shipped: Shipped) -> Mutants:
    """A cell has quotes that it does not need."""
    for grid in shipped.grids.values():
        for number, row in enumerate(grid.rows, 2):
            if any(set(text) & set('",\n') for text in row[:2]):
                continue
            for at in (0, 1) if row[1] else (0,):
                cells = [f'"{text}"' if n == at else text for n, text in enumerate(row[:2])]
                old, new = ",".join(row[:2]).encode(), ",".join(cells).encode()
                put = at_line(number, lambda t, o=old, n=new: t.replace(o, n, 1))
                yield form(shipped, grid, "BRU013", number, put, row[at][:20])


@kind("BRU013")
def bare_quote(shipped: Shipped) -> Mutants:
    """A quote stands in a cell that is not quoted."""
    for grid in shipped.grids.values():
        for number, row in enumerate(grid.rows, 2):
            if "," not in row[0]:
                put = at_line(number, lambda t: t[:2] + b'"' + t[2:])
                yield form(shipped, grid, "BRU013", number, put, "bare")


@kind("BRU014")
def file_empty(shipped: Shipped) -> Mutants:
    """A file has no bytes, or nothing but line ends."""
    for grid in shipped.grids.values():
        yield form(shipped, grid, "BRU014", 0, lambda d: b"", "empty")
        yield form(shipped, grid, "BRU014", 0, lambda d: b"\n\n", "line ends")


@kind("BRU015")
def not_text(shipped: Shipped) -> Mutants:
    """A file is an archive, is in UTF-16, or holds a NUL byte."""
    for grid in shipped.grids.values():
        zipped = b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + b"\x00" * 40
        yield form(shipped, grid, "BRU015", 1, lambda d, z=zipped: z + d, "zip")
        yield form(shipped, grid, "BRU015", 1, lambda d: d.decode().encode("utf-16"), "UTF-16")
        for number in range(2, len(grid.rows) + 2):
            put = at_line(number, lambda t: t[:3] + b"\x00" + t[3:])
            yield form(shipped, grid, "BRU015", number, put, "NUL")
