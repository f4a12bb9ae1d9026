"""Faults of bytes and CSV form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial

from tools.faults.kinds import Mutant, Mutants, Place, changed, kind, lines
from tools.shipped import Files, Grid, Shipped


def form(
    shipped: Shipped, grid: Grid, code: str, at: int, change: Callable[[bytes], bytes], what: str
) -> Mutant:
    """The bytes of a table changed, to be reported at line `at`."""
    place = Place(code, grid.name, at, "")
    return Mutant(partial(changed, shipped, grid, change), (place,), f"{grid.name} {at} {what}")


def at_line(number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of one line (from 1)."""

    def apply(data: bytes) -> bytes:
        found = lines(data)
        found[number - 1] = change(found[number - 1])
        return b"".join(found)

    return apply


@kind("BRU001")
def file_missing(shipped: Shipped) -> Mutants:
    """A table's file is gone."""
    for grid in shipped.grids.values():
        gone: Files = {grid.path: None}
        yield Mutant(lambda f=gone: f, (Place("BRU001", grid.name, 0, ""),), grid.path)


@kind("BRU002")
def other_encoding(shipped: Shipped) -> Mutants:
    """A table is saved in a code page of Windows."""
    for grid in shipped.grids.values():
        data = shipped.files[grid.path]
        odd = [number for number, text in enumerate(lines(data), 1) if not text.isascii()]
        for page in ("cp1251", "cp1252", "cp1257", "mac_roman") if odd else ():
            saved = data.decode().encode(page, "ignore")
            if saved.decode("utf-8", "replace") != saved.decode("utf-8", "ignore"):
                bad = [n for n, t in enumerate(lines(saved), 1) if not t.isascii()]
                yield form(shipped, grid, "BRU002", bad[0], lambda d, s=saved: s, page)


@kind("BRU002")
def byte_damaged(shipped: Shipped) -> Mutants:
    """One byte is not UTF-8."""
    for grid in shipped.grids.values():
        for number in range(1, len(grid.rows) + 2):
            for byte in (b"\xff", b"\xc3", b"\x80"):
                put = at_line(number, lambda t, b=byte: t[: len(t) // 2] + b + b"," + t[-1:])
                yield form(shipped, grid, "BRU002", number, put, byte.hex())


@kind("BRU003")
def byte_order_mark(shipped: Shipped) -> Mutants:
    """A table starts with a byte order mark."""
    for grid in shipped.grids.values():
        yield form(shipped, grid, "BRU003", 1, lambda d: b"\xef\xbb\xbf" + d, "BOM")


@kind("BRU004")
def line_ends(shipped: Shipped) -> Mutants:
    """Lines end with CR LF or CR, all of them or one."""
    for grid in shipped.grids.values():
        for end in (b"\r\n", b"\r"):
            all_ = partial(bytes.replace)
            yield form(shipped, grid, "BRU004", 1, lambda d, e=end, r=all_: r(d, b"\n", e), "all")
        for number in range(1, len(grid.rows) + 2):
            put = at_line(number, lambda t: t[:-1] + b"\r\n")
            yield form(shipped, grid, "BRU004", number, put, "one")


@kind("BRU005")
def other_delimiter(shipped: Shipped) -> Mutants:
    """A table is saved with semicolons, tabs or bars."""
    for grid in shipped.grids.values():
        for mark in ";\t|":
            stream = io.StringIO(newline="")
            writer = csv.writer(stream, delimiter=mark, lineterminator="\n")
            writer.writerows([grid.header, *grid.rows])
            text = stream.getvalue().encode()
            yield form(shipped, grid, "BRU005", 1, lambda d, t=text: t, repr(mark))


def header(shipped: Shipped, grid: Grid, names: list[str], *fields: str) -> Mutant:
    """A table with another header, which must be reported for these fields."""
    text = ",".join(names).encode() + b"\n"
    places = tuple(Place("BRU006", grid.name, 1, field) for field in fields)
    put = partial(changed, shipped, grid, at_line(1, lambda t: text))
    return Mutant(put, places, f"{grid.name} {text!a}")


@kind("BRU006")
def column_renamed(shipped: Shipped) -> Mutants:
    """A name in the header is spelled differently."""
    for grid in shipped.grids.values():
        for at, name in enumerate(grid.header):
            other = (name.title(), f" {name}", f"{name} ", name + "s", name[:-1], name[::-1], "x")
            for new in other:
                names = [*grid.header[:at], new, *grid.header[at + 1 :]]
                yield header(shipped, grid, names, name, new)


@kind("BRU006")
def column_removed(shipped: Shipped) -> Mutants:
    """A column is missing with all its cells."""
    for grid in shipped.grids.values():
        for at, name in enumerate(grid.header):
            files = partial(without, shipped, grid, at)
            yield Mutant(files, (Place("BRU006", grid.name, 1, name),), f"{grid.name} {name}")


def without(shipped: Shipped, grid: Grid, at: int) -> Files:
    """A table without a column."""
    rows = [[*r[:at], *r[at + 1 :]] for r in (grid.header, *grid.rows)]
    return moved(grid, rows)


def moved(grid: Grid, rows: list[list[str]]) -> Files:
    """A table with its columns changed."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return {grid.path: stream.getvalue().encode()}


@kind("BRU006")
def column_added(shipped: Shipped) -> Mutants:
    """There is a column that the schema does not have."""
    for grid in shipped.grids.values():
        for at in range(len(grid.header) + 1):
            rows = [[*r[:at], "x", *r[at:]] for r in (grid.header, *grid.rows)]
            rows[0][at] = "remark"
            place = Place("BRU006", grid.name, 1, "remark")
            yield Mutant(partial(moved, grid, rows), (place,), f"{grid.name} {at}")


@kind("BRU006")
def column_twice(shipped: Shipped) -> Mutants:
    """A column is there twice."""
    for grid in shipped.grids.values():
        for at, name in enumerate(grid.header):
            rows = [[*r, r[at]] for r in (grid.header, *grid.rows)]
            place = Place("BRU006", grid.name, 1, name)
            yield Mutant(partial(moved, grid, rows), (place,), f"{grid.name} {name}")


@kind("BRU006")
def columns_swapped(shipped: Shipped) -> Mutants:
    """Two columns have changed places, with or without their cells."""
    for grid in shipped.grids.values():
        for at in range(len(grid.header) - 1):
            order = [*range(at), at + 1, at, *range(at + 2, len(grid.header))]
            first = grid.header[at + 1]
            rows = [[r[i] for i in order] for r in (grid.header, *grid.rows)]
            place = Place("BRU006", grid.name, 1, first)
            yield Mutant(partial(moved, grid, rows), (place,), f"{grid.name} {first}")
            yield header(shipped, grid, rows[0], first)


@kind("BRU006")
def header_missing(shipped: Shipped) -> Mutants:
    """A table begins with its first record."""
    for grid in shipped.grids.values():
        if grid.rows:
            places = (Place("BRU006", grid.name, 1, ""),)  # one problem, not one a column
            files = partial(changed, shipped, grid, lambda d: b"".join(lines(d)[1:]))
            yield Mutant(files, places, grid.name)


@kind("BRU007")
def comma_lost(shipped: Shipped) -> Mutants:
    """A comma between two cells is missing, or there is one too many."""
    for grid in shipped.grids.values():
        for number, row in enumerate(grid.rows, 2):
            less = ",".join(f'"{c}"' if "," in c else c for c in (row[0] + row[1], *row[2:]))
            put = at_line(number, lambda t, s=less: s.replace('""', "").encode() + b"\n")
            if '"' not in "".join(row):
                yield form(shipped, grid, "BRU007", number, put, "lost")
            more = at_line(number, lambda t: t[:-1] + b",\n")
            yield form(shipped, grid, "BRU007", number, more, "added")


@kind("BRU007")
def quotes_lost(shipped: Shipped) -> Mutants:
    """A cell with a comma lacks its quotes."""
    for grid in shipped.grids.values():
        for number, row in enumerate(grid.rows, 2):
            if any("," in c for c in row) and '"' not in "".join(row):
                put = at_line(number, lambda t: t.replace(b'"', b""))
                yield form(shipped, grid, "BRU007", number, put, "quotes")


@kind("BRU008")
def empty_line(shipped: Shipped) -> Mutants:
    """There is an empty line, or one of commas only."""
    for grid in shipped.grids.values():
        for number in range(1, len(grid.rows) + 3):
            for text in (b"\n", b"," * (len(grid.header) - 1) + b"\n"):

                def put(data: bytes, n: int = number, t: bytes = text) -> bytes:
                    found = lines(data)
                    return b"".join([*found[: n - 1], t, *found[n - 1 :]])

                yield form(shipped, grid, "BRU008", number, put, repr(text))


@kind("BRU009")
def control_character(shipped: Shipped) -> Mutants:
    """A cell holds a control character."""
    for grid in shipped.grids.values():
        for number in range(2, len(grid.rows) + 2):
            for char in (b"\x07", b"\x0b", b"\x1b[31m", b"\x7f", b"\x01", b"\x0c"):
                put = at_line(
                    number, lambda t, c=char: t[: (at := t.index(b",")) - 1] + c + t[at - 1 :]
                )
                yield form(shipped, grid, "BRU009", number, put, repr(char))
