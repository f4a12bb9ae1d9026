"""Known problems, each with a reason and an end: `schemas/waivers.csv`.

A waiver names a rule, a table and a key; the problems it fits are counted apart. One that is not
needed any more, or has ended, is itself a problem.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from bru.model import limits
from bru.model.problem import Defect
from bru.store import OutsideError, Store, refusal

if TYPE_CHECKING:
    from datetime import date

PATH = "schemas/waivers.csv"
HEADER = ["code", "table", "key", "reason", "until"]


class Waiver(NamedTuple):
    """One line of the list. `until`: the last day it holds, ISO 8601."""

    code: str
    table: str
    key: str
    reason: str
    until: str
    line: int


class Judged(NamedTuple):
    """A waiver that is a problem: `state` is unused or ended."""

    waiver: Waiver
    state: str


class Book:
    """The waivers of one package, and which of them were used."""

    def __init__(self, waivers: Collection[Waiver] = ()) -> None:
        self.waivers = {(w.code, w.table, w.key): w for w in waivers}
        self._concern = {(w.code, w.table) for w in waivers}
        self.used: set[Waiver] = set()
        self.ended: set[Waiver] = set()
        self.count = 0

    def concern(self, code: str, table: str) -> bool:
        """Whether a problem of this rule in this table may be waived."""
        return (code, table) in self._concern

    def waives(self, code: str, table: str, key: str) -> bool:
        """Whether a problem is waived; it is counted if so."""
        waiver = self.waivers.get((code, table, key))
        if waiver is None:
            return False
        self.used.add(waiver)
        if waiver in self.ended:
            return False
        self.count += 1
        return True

    def end(self, today: date | None) -> None:
        """Let the waivers whose last day is over hold no longer."""
        if today is not None:
            self.ended = {w for w in self.waivers.values() if w.until < today.isoformat()}

    def judge(self, checked: Collection[str]) -> list[Judged]:
        """The waivers that ended, and those that no problem of a `checked` rule needed."""
        return [
            Judged(w, "ended" if w in self.ended else "unused")
            for w in self.waivers.values()
            if w in self.ended or (w not in self.used and w.code in checked)
        ]


def read(store: Store) -> tuple[Book, list[Defect]]:
    """The waivers of a package, none where there is no list, and what is wrong with the list."""
    try:
        data = store.read(PATH, limits.JSON_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return Book(), []
    except (OSError, OutsideError) as error:
        why = str(error) if isinstance(error, OutsideError) else f"it {refusal(error)}"
        return Book(), [Defect("waivers", "", detail=why, path=PATH)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Book(), [Defect("waivers", "", 1, detail="it is not UTF-8", path=PATH)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    waivers: list[Waiver] = []
    defects: list[Defect] = []
    line = 0
    try:
        for record in reader:
            first, line = line + 1, reader.line_num
            if first == 1 and record != HEADER:
                detail = f"the header must be {','.join(HEADER)}"
                return Book(), [Defect("waivers", "", 1, detail=detail, path=PATH)]
            if first > 1 and (why := wrong(record)):
                defects.append(Defect("waivers", "", first, detail=why, path=PATH))
            elif first > 1:
                code, table, key, reason, until = record
                waivers.append(Waiver(code, table, key, reason, until, first))
    except csv.Error as error:
        defects.append(Defect("waivers", "", line + 1, detail=str(error), path=PATH))
    return Book(waivers), defects


def wrong(record: list[str]) -> str:
    """What is wrong with one line of the list, or ""."""
    if len(record) != len(HEADER):
        return f"{len(record)} cells where the header has {len(HEADER)}"
    code, _, _, reason, until = record
    if not re.fullmatch("BRU[0-9]{3}", code):
        return f"code must be a rule's, such as BRU413, not {code!a}"
    if not reason.strip():
        return "a waiver needs a reason"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", until):
        return f"until must be its last day, such as 2027-12-31, not {until!a}"
    return ""
