"""Faults against what was published: IDs that vanish or come back, cells, and the lists of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from bru.releases.causes import PATH, Line, written
from bru.releases.published import IDS, RELEASES, Published, read
from bru.releases.redirects import TABLE, Retired
from tools.faults.kinds import Mutant, Mutants, Place, kind, lines
from tools.faults.kinds.records import (
    WITH_IDS,
    coming,
    published,
    renamed,
    renewed,
    retired,
    retired_at,
)
from tools.memory import Memory
from tools.shipped import Files, Grid, Record, Shipped, line

FIRST = line(0)  # where a line stands that was put before all others


def known(shipped: Shipped) -> dict[tuple[str, str], Published]:
    """What was published, by table and ID."""
    return {(one.table, one.id): one for one in read(Memory(shipped.files))[0].ids}


def live(shipped: Shipped) -> Iterator[tuple[str, int, str]]:
    """Table, row and ID of each published ID."""
    there = known(shipped)
    for name in ("sources", *WITH_IDS):
        grid = shipped[name]
        for row, key in enumerate(grid.column(grid.key[0])):
            if (name, key) in there:
                yield name, row, key


@kind("BRU901")
def published_id_gone(shipped: Shipped) -> Mutants:
    """A published ID is deleted or another one, and no line tells, or a line about another ID."""
    there = known(shipped)
    for name, row, key in live(shipped):
        place = Place("BRU901", IDS, there[name, key].line, "id")
        field = shipped[name].key[0]
        yield Mutant(partial(shipped.drop, name, [row]), (place,), f"{name} {key} deleted")
        edit = partial(shipped.edit, name, {(row, field): f"{key}-new"})
        yield Mutant(edit, (place,), f"{name} {key} renamed")
        if name in WITH_IDS:
            new = renewed(key, row)
            told = Retired(name, f"{key}-s"[:80], new, coming(shipped), "moved")
            files = partial(renamed, shipped, name, key, new, told)
            yield Mutant(files, (place,), f"{name} {key} retired by another name")


@kind("BRU902")
def retired_id_there(shipped: Shipped) -> Mutants:
    """An ID is retired and in its table, or is there again after it left with a release."""
    for name, row, key in live(shipped):
        place = Place("BRU902", name, line(row), shipped[name].key[0])
        told = Retired(name, key, "", coming(shipped), "retracted")
        yield Mutant(partial(retired, shipped, told), (place,), f"{name} {key} retired")
        yield Mutant(partial(left, shipped, name, key), (place,), f"{name} {key} left")


def left(shipped: Shipped, name: str, key: str) -> Files:
    """The list of what was published, where an ID left with the last release."""
    old = f"{name},{key},{known(shipped)[name, key].entered},".encode()
    data = shipped.files[IDS] or b""
    assert old + b"\n" in data
    return {IDS: data.replace(old + b"\n", old + str(shipped.package.version).encode() + b"\n")}


@kind("BRU903")
def retired_id_leads_nowhere(shipped: Shipped) -> Mutants:
    """A retired ID leads to itself, in a circle, to no row, or to a row of another table."""
    since, now = coming(shipped), str(shipped.package.version)
    for name, row, key in live(shipped):
        if name not in WITH_IDS:
            continue
        table = "measures" if name != "measures" else "actors"
        other, now_called = shipped[table].rows[0][0], renewed(key, row)
        for new, reason, new_table in (
            (key, "moved", ""),
            ("nobody-knows", "moved", ""),
            (other, "merged", ""),
            (key, "moved", name),
            ("nobody-knows", "moved", table),
            (now_called, "moved", table),
            (other, "merged", name),
        ):
            told = Retired(name, key, new, since, reason, new_table)
            files = partial(renamed, shipped, name, key, now_called, told)
            place = Place("BRU903", TABLE, retired_at(shipped, told)[0], "new_id")
            yield Mutant(files, (place,), f"{name} {key} {new_table} {new}")
        old = f"{key}0"[:80]
        if old != key:
            back = Retired(name, old, key, since, "moved")
            circle = (Retired(name, key, old, since, "moved"), back)
            at = retired_at(shipped, *circle)
            places = tuple(Place("BRU903", TABLE, n, "new_id") for n in at)
            files = partial(circled, shipped, row, (name, old, now, ""), circle)
            yield Mutant(files, places, f"{name} {key} in a circle")


def circled(shipped: Shipped, row: int, known: Record, circle: tuple[Retired, Retired]) -> Files:
    """An ID renamed, and retired with another one so that each leads to the other."""
    name, key = circle[0].table, circle[0].old_id
    return {
        **renamed(shipped, name, key, renewed(key, row), *circle),
        **published(shipped, known),
    }


@kind("BRU904")
def retired_at_another_time(shipped: Shipped) -> Mutants:
    """A line of a retired ID names one that no release had, or another release than it left with."""
    since, now = coming(shipped), str(shipped.package.version)
    major = int(now.partition(".")[0])
    for name, row, key in live(shipped):
        place = Place("BRU904", TABLE, FIRST, "old_id")
        for slip in (f"{key}-2"[:80], key[1:].lstrip("-"), f"x{key}"[:80]):
            if (name, slip) not in known(shipped):
                told = Retired(name, slip, key, since, "merged")
                yield Mutant(partial(retired, shipped, told), (place,), f"{name} {slip}")
        if name in WITH_IDS:
            new = renewed(key, row)
            at = retired_at(shipped, Retired(name, key, new, since, "moved"))[0]
            place = Place("BRU904", TABLE, at, "since_version")
            for version in (now, f"{major - 1}.9.0", f"{major - 1}.0.{row}"):
                told = Retired(name, key, new, version, "moved")
                files = partial(renamed, shipped, name, key, new, told)
                yield Mutant(files, (place,), f"{name} {key} since {version}")
            yield Mutant(partial(later, shipped, name, key, new), (place,), f"{name} {key} later")


def later(shipped: Shipped, name: str, key: str, new: str) -> Files:
    """An ID that left with the last release, and a line that says it is still leaving."""
    told = Retired(name, key, new, coming(shipped), "moved")
    return {**renamed(shipped, name, key, new, told), **left(shipped, name, key)}


@kind("BRU905")
def published_unreadable(shipped: Shipped) -> Mutants:
    """A list of releases or published IDs has a wrong header, version, date, hash, cell or byte."""
    for path in (RELEASES, IDS):
        data = shipped.files[path] or b""
        head, *rest = lines(data)
        for text in (head.upper(), head.replace(b",", b";"), b"", b"\xef\xbb\xbf" + head):
            yield listed(path, b"".join([text, *rest]), 1, "", f"header {text!r}")
        yield listed(path, data.replace(b"e", b"\xff", 1), 1, "", "no UTF-8")
        for number, text in enumerate(rest):
            for slip, field in slips(path, text.rstrip(b"\n").split(b",")):
                new = b"".join([head, *rest[:number], slip + b"\n", *rest[number + 1 :]])
                yield listed(path, new, line(number), field, f"{line(number)} {slip!r}")
            twice = b"".join([head, *rest[: number + 1], text, *rest[number + 1 :]])
            yield listed(path, twice, line(number + 1), "", f"{line(number)} twice")


def slips(path: str, cells: list[bytes]) -> Iterator[tuple[bytes, str]]:
    """A line with one slip, and the field that is named."""
    yield b",".join(cells[:-1]), ""
    yield b",".join([*cells, b""]), ""
    yield b'"' + b",".join(cells), ""
    yield b",".join([b'"' + cells[0] + b'"x', *cells[1:]]), ""
    if path == IDS:
        for at in range(3):
            yield b",".join([*cells[:at], b"", *cells[at + 1 :]]), ""
        yield b",".join([*cells[:2], b"0." + cells[2], cells[3]]), "entered"
        return
    for at, wrong in ((0, b"v1.0.0"), (0, b"1.0"), (1, b"22.11.2026"), (1, b""), (2, b"0" * 63)):
        yield b",".join([*cells[:at], wrong, *cells[at + 1 :]]), ""


def listed(path: str, data: bytes, at: int, field: str, what: str) -> Mutant:
    """A list with other bytes."""
    return Mutant(lambda: {path: data}, (Place("BRU905", path, at, field),), f"{path} {what}")


@kind("BRU906")
def released_cell_changed(shipped: Shipped) -> Mutants:
    """A cell of a released row changed, or the row is gone, and no cause is given, or of another."""
    place = Place("BRU906", PATH, 0, "")
    for grid in shipped.grids.values():
        if grid.name == TABLE:
            continue
        keys = [" / ".join(record[name] for name in grid.key) for record in records(grid)]
        fields = [name for name in grid.header if name not in grid.key]
        for row, key in enumerate(keys):
            for field in fields:
                old, other = (grid.cell(n, field) for n in (row, row - 1))
                causes = (grid.name, keys[row - 1], field), (grid.name, key, grid.key[0])
                for value in sorted({"", other, f"{old}s"} - {old}):
                    edit = partial(shipped.edit, grid.name, {(row, field): value})
                    files = partial(since_release, shipped, edit, *causes[: row % 3])
                    yield Mutant(files, (place,), f"{grid.name} {key} {field} {value!a:.60}")
            if len(grid.key) > 1:
                files = partial(since_release, shipped, partial(shipped.drop, grid.name, [row]))
                yield Mutant(files, (place,), f"{grid.name} {key} gone")


def records(grid: Grid) -> Iterator[dict[str, str]]:
    """The records of a table by field."""
    return (grid.record(row) for row in range(len(grid.rows)))


def since_release(shipped: Shipped, edit: Callable[[], Files], *causes: Record) -> Files:
    """An edit beside a release of what was before, and causes of other changes."""
    rows = [Line._fields, *(("", *cause, "correction", "") for cause in causes)]
    return {**edit(), **shipped.released, PATH: "".join(f"{written(r)}\n" for r in rows).encode()}
