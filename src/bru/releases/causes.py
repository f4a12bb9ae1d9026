"""Why values changed: `releases/causes.csv`, a line a change or a group of them; what has no line.

A line with an empty version is for the next release. What follows from another change needs none:
rows that belong to a new row, references that follow a retired ID, changes of schemas; neither do
new rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bru.datapackage.table import write
from bru.model.package import Package
from bru.model.problem import Defect
from bru.releases import published
from bru.releases.change import KINDS, Change
from bru.releases.redirects import TABLE
from bru.store import Store, StoreError

PATH = "releases/causes.csv"
CAUSES = {
    "correction": "Our correction",
    "reading": "New reading of the same source",
    "edition": "New edition of a source",
    "source": "New source",
    "addition": "New rows",
    "schema": "Change of the tables",
    "merged": "Merged or moved ID",
    "meaning": "Change of a meaning",
}
OWN = ("addition", "schema", "merged")  # that need no line
DEFAULTS = {"redirect": "merged", "form": "schema"}  # by the effect of a kind
BY_KIND = {
    "id-added": "addition",
    "row-added": "addition",
    "id-retracted": "correction",  # its line in retired_ids says why
    "id-split": "correction",
    "id-removed": "correction",  # it is refused anyway
}
Row = tuple[str, str]  # a table and a key
Why = tuple[str, str]  # a cause and a note
MANY = 5  # rows of a table in which the same fields changed are told as one


class Line(NamedTuple):
    """One line of the causes: the changes of a table, row or field, and why.

    An empty `version` is the next release. An empty `key` or `field` means every one; a key that
    ends in * means all that begin so.
    """

    version: str
    table: str
    key: str
    field: str
    cause: str
    note: str

    def concerns(self, table: str, key: str, field: str) -> bool:
        """Whether the change of a cell, or of a row (its field is ""), is meant."""
        own = self.key.removesuffix("*")
        same = key.startswith(own) if self.key.endswith("*") else key == own
        return (
            self.table == table
            and (not self.key or same)
            and (not self.field or self.field == field)
        )

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """How closely it says what is meant: the closest line counts."""
        return bool(self.field), bool(self.key) and not self.key.endswith("*"), len(self.key)


def read(store: Store) -> tuple[list[tuple[int, Line]], list[Defect]]:
    """The causes with their lines, none where there is no file, and what is wrong with it."""
    defects: list[Defect] = []
    found = published.rows(store, PATH, Line._fields, _wrong, defects)
    return [(number, Line(*row)) for number, row in found], defects


def added(store: Store, line: Line) -> bytes:
    """The list with one line more. Raises StoreError where it cannot be read."""
    there, defects = read(store)
    for defect in defects:
        place = f"{defect.path}:{defect.line}" if defect.line else defect.path
        raise StoreError(f"{place}: {defect.detail}: correct it, or restore the file")
    return write([Line._fields, *(own for _, own in there), line]).encode("utf-8")


def wanted(table: str, key: str, field: str = "") -> str:
    """How to say why something was changed."""
    line = written(("", table, key, field, "CAUSE", "NOTE"))
    known = ", ".join(cause for cause in CAUSES if cause not in OWN)
    return f"add the line {line} to {PATH}; CAUSE is one of {known}"


def written(cells: Sequence[str]) -> str:
    """One line of CSV without its end."""
    return write([cells], line_end="")


def _wrong(row: Sequence[str]) -> str:
    line = Line(*row)
    if line.version and not published.VERSION.fullmatch(line.version):
        return f"version must be empty (the next release) or a release, not {line.version!a}"
    if line.cause not in CAUSES:
        return f"cause must be one of {', '.join(CAUSES)}, not {line.cause!a}"
    return ""


class Explained(NamedTuple):
    """A change and why it was made; `cause` is "" where nobody said so."""

    change: Change
    cause: str
    note: str

    @property
    def kind(self) -> str:
        """The kind of change; a change of meaning is one whatever else it is."""
        return "meaning-changed" if self.cause == "meaning" else self.change.kind


def explain(
    changes: Sequence[Change], lines: Sequence[Line], package: Package
) -> tuple[list[Explained], list[Line]]:
    """Every change with its cause, and the lines that concern none."""
    used: set[Line] = set()
    rows: dict[Row, Why] = {}  # causes of whole rows
    found: dict[int, Explained] = {}

    def put(number: int, change: Change, cause: str, note: str) -> None:
        found[number] = Explained(change, cause, note)
        if is_row(change):
            rows[change.table, change.key] = cause, note

    def follow() -> None:
        """Explain rows by the rows they belong to, as long as there is one more."""
        before = -1
        while len(rows) > before:
            before = len(rows)
            for number, change in enumerate(changes):
                if number not in found and (because := _follows(change, rows, package)):
                    put(number, change, *because)

    for number, change in enumerate(changes):
        if told := [line for line in lines if says(line, change)]:
            line = max(told, key=lambda t: t.rank)
            used.add(line)
            put(number, change, line.cause, line.note)
    follow()
    for number, change in enumerate(changes):
        if number not in found and is_row(change) and (cause := default(change)):
            put(number, change, cause, "")
    follow()
    for number, change in enumerate(changes):
        found.setdefault(number, Explained(change, default(change), ""))
    return [found[n] for n in range(len(changes))], [line for line in lines if line not in used]


def is_row(change: Change) -> bool:
    """Whether a change is of a whole row: it came, is gone, or has another ID."""
    return bool(change.record) or change.kind in ("id-merged", "id-renamed")


def default(change: Change) -> str:
    """The cause of a change that needs no line, "" where it needs one."""
    cause = DEFAULTS.get(KINDS[change.kind].effect, "" if change.key else "schema")
    return BY_KIND.get(change.kind, cause)


def says(line: Line, change: Change) -> bool:
    """Whether a line says why; that an ID means another thing is no correction."""
    fits = line.concerns(change.table, change.key, change.field)
    return fits and (change.kind != "id-redefined" or line.cause == "meaning")


def _follows(change: Change, rows: Mapping[Row, Why], package: Package) -> Why | None:
    """The cause of the row that a whole row belongs to."""
    cells = dict(change.record)
    if change.table == TABLE:
        return rows.get((cells.get("table", ""), cells.get("old_id", "")))
    if not cells or change.table not in package.by_name:
        return None
    for key in package.resource(change.table).schema.foreign_keys:
        if len(key.fields) == 1 and (why := rows.get((key.target, cells.get(key.fields[0], "")))):
            return why
    return None


class Unexplained(NamedTuple):
    """Changes without a cause that one line would explain: of a row, or of many rows of a table."""

    table: str
    key: str
    fields: tuple[str, ...]
    kind: str
    many: int = 1

    @property
    def message(self) -> str:
        """What changed."""
        what = self.key or f"{self.many:,} rows"
        where = " ".join(filter(None, (self.table, what, ", ".join(self.fields))))
        return f"{where}: {KINDS[self.kind].what}, and no line says why"

    @property
    def hint(self) -> str:
        """How to say why."""
        line = wanted(self.table, self.key, self.fields[0] if len(self.fields) == 1 else "")
        if self.kind == "id-redefined":
            said = line.partition(";")[0].replace("CAUSE", "meaning", 1)
            return f"give the new thing an ID of its own and retire this one, or {said}"
        return line


def unexplained(explained: Sequence[Explained], package: Package) -> list[Unexplained]:
    """What nobody gave a cause for, each thing once."""
    open_ = [e.change for e in explained if not e.cause]
    whole = {(c.table, c.key): ("", "") for c in open_ if c.record}
    rows: dict[Row, list[Change]] = {}
    for change in open_:
        if not (change.record and _follows(change, whole, package)):
            rows.setdefault((change.table, change.key), []).append(change)
    alike: dict[tuple[str, tuple[str, ...], str], list[str]] = {}
    for (table, key), changes in rows.items():
        fields = tuple(c.field for c in changes if c.field)
        worst = next((c.kind for c in changes if c.kind == "id-redefined"), changes[0].kind)
        alike.setdefault((table, fields, worst), []).append(key)
    return [one for at, keys in alike.items() for one in _told(*at, keys)]


def _told(
    table: str, fields: tuple[str, ...], kind: str, keys: Sequence[str]
) -> Iterator[Unexplained]:
    """The rows one by one, or all at once where they are many."""
    if len(keys) > MANY and kind != "id-redefined":
        yield Unexplained(table, "", fields, kind, len(keys))
        return
    for key in keys:
        yield Unexplained(table, key, fields, kind)
