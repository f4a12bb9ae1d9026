"""Faults of waivers."""

from __future__ import annotations

from functools import partial

from bru.check.waivers import HEADER, PATH
from tools.faults.kinds import Mutant, Mutants, Place, kind
from tools.shipped import Shipped, line


def waived(*records: str) -> dict[str, bytes]:
    """A list of waivers."""
    return {PATH: "\n".join([",".join(HEADER), *records, ""]).encode()}


@kind("BRU808")
def waiver_unused(shipped: Shipped) -> Mutants:
    """A waiver excuses nothing."""
    for grid in shipped.grids.values():
        for row in range(0, len(grid.rows), 5):
            key = " / ".join(grid.record(row)[name] for name in grid.key)
            for code in ("BRU102", "BRU205", "BRU413"):
                record = f"{code},{grid.name},{key},as agreed,2031-12-31"
                yield Mutant(partial(waived, record), (Place("BRU808", PATH, 2, "key"),), record)


@kind("BRU809")
def waiver_ended(shipped: Shipped) -> Mutants:
    """The last day of a waiver is over; the problem it excused counts again."""
    grid = shipped["claims"]
    for row, claim in enumerate(grid.column("claim_id")):
        record = f"BRU102,claims,{claim},as agreed,{2000 + row % 25}-12-31"

        def files(row: int = row, record: str = record) -> dict[str, bytes | None]:
            return {**shipped.edit("claims", {(row, "kind"): "rumour"}), **waived(record)}

        ended = Place("BRU809", PATH, 2, "until")
        yield Mutant(files, (ended, Place("BRU102", "claims", line(row), "kind")), record)


@kind("BRU810")
def waiver_unreadable(shipped: Shipped) -> Mutants:
    """A line of the list of waivers lacks a part or has a wrong one."""
    for number, claim in enumerate(shipped["claims"].column("claim_id")):
        for record in (
            f"BRU413,claims,{claim},as agreed",
            f"BRU413,claims,{claim},,2031-12-31",
            f"413,claims,{claim},as agreed,2031-12-31",
            f"BRU413,claims,{claim},as agreed,31.12.2031",
            f"BRU413,claims,{claim},as agreed,",
        ):
            files = partial(waived, record)
            yield Mutant(files, (Place("BRU810", PATH, 2, ""),), f"{number} {record}")
