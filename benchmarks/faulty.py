"""Tables with faults, and the truth about each."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.kinds import KINDS, Kind

Cells = Sequence[str]
Made = tuple[list[Cells], list["Fault"]]  # what is written for a row; what is wrong with its last
ALL = "all"
ORDER = "order"  # of which only the first in a table is a problem
FORMS = ("extra cell", "missing cell", "empty line", ORDER)  # faults of rows, not of cells


class Fault(NamedTuple):
    """A problem that is there to be found; `line` is the physical line, the header's is 1."""

    code: str
    table: str
    line: int
    field: str
    kind: str


class Plan(NamedTuple):
    """How many of the rows get a fault ("all" or a share), by which seed, and of which sort.

    `forms`: also rows that have more or fewer cells than the header, or none.
    """

    rate: str
    seed: int = 1
    forms: bool = True


def spoil(
    table: str,
    header: Cells,
    key: Cells,
    rows: Iterable[Cells],
    plan: Plan,
    truth: list[Fault],
    own: Sequence[Kind] | None = None,
) -> Iterator[Cells]:
    """The rows of a table with faults, which are added to `truth`. The kinds take turns.

    `own`: the kinds of a table that is not one of ours.
    """
    chance = random.Random(f"{plan.seed} {table}")
    share = 1.0 if plan.rate == ALL else float(plan.rate)
    kinds: deque[Kind | str] = deque(
        [*(KINDS[table] if own is None else own), *(FORMS if plan.forms else ())]
    )
    records, before, line = iter(rows), None, 2
    for cells in records:
        made: Made | None = None
        for _ in range(len(kinds) if chance.random() < share else 0):
            kind = kinds.popleft()
            if kind != ORDER:
                kinds.append(kind)
            if isinstance(kind, Kind):
                made = changed(kind, header, cells, before)
            else:
                made = reformed(kind, key, cells, records)
            if made:
                break
        written, found = made or ([cells], [])
        line += sum(lines(row) for row in written[:-1])
        truth += [fault._replace(table=table, line=line) for fault in found]
        line += lines(written[-1])
        before = None if made else cells
        yield from written


def lines(cells: Cells) -> int:
    """The number of physical lines of a row."""
    return 1 + sum(cell.count("\n") for cell in cells)


def changed(kind: Kind, header: Cells, cells: Cells, before: Cells | None) -> Made | None:
    """A row with a fault, after the sound one if the fault is another row."""
    row = dict(zip(header, cells, strict=True))
    new = kind.change(row, dict(zip(header, before, strict=True)) if before else {})
    if new is None:
        return None
    codes = [code for code in (kind.code, kind.also) if code]
    found = [Fault(code, "", 0, kind.field, kind.name) for code in codes]
    spoiled = [*{**row, **new}.values()]
    return ([cells, spoiled] if kind.extra else [spoiled]), found


def reformed(form: str, key: Cells, cells: Cells, records: Iterator[Cells]) -> Made | None:
    """A row with a cell more or less, an empty line after it, or the row after it before it."""
    if form == "extra cell":
        return [[*cells, "one too many"]], [Fault("BRU007", "", 0, "", form)]
    if form == "missing cell" and not cells[-1]:
        return [cells[:-1]], [Fault("BRU007", "", 0, "", form)]
    if form == "empty line":
        return [cells, []], [Fault("BRU008", "", 0, "", form)]
    if form == ORDER and (following := next(records, None)):
        return [following, cells], [Fault("BRU012", "", 0, key[0], form)]
    return None
