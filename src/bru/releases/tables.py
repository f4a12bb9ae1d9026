"""What differs in the rows of one table, as changes by key and cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from io import SEEK_END
from itertools import zip_longest

from bru.releases import rows, streams
from bru.releases.cells import Cells, another
from bru.releases.change import Change, Log, Wanted
from bru.releases.fields import headers
from bru.releases.redirects import TABLE, Redirects, is_id_table
from bru.releases.sound import is_proper, sound
from bru.releases.streams import Side

BLOCK = 1024**2
SMALL, LARGE = 4 * 1024**2, 1024**3  # bytes of a table: loading polars pays, it fits into memory
REASONS = {"split": "id-split", "retracted": "id-retracted"}


class Table:
    """Compares the rows of a table; `names`: new names of fields → old ones."""

    def __init__(
        self, old: Side, new: Side, names: Mapping[str, str], redirects: Redirects, wanted: Wanted
    ) -> None:
        self.old, self.new, self.names, self.redirects = old, new, names, redirects
        self.wanted = wanted
        self.resource = new.resource
        self.notes: list[str] = []
        found = streams.header(old), streams.header(new)
        for side, header in zip((old, new), found, strict=True):
            if header is None:
                self.note(side, "the file is empty")
        before, after = ([*(h or ())] for h in found)
        same = old.resource.dialect == new.resource.dialect
        self.form = before == after and same and old.resource.encoding == new.resource.encoding
        self.fields = [f for f in after or before if not before or names.get(f, f) in before]
        schema, known = self.resource.schema, {*self.fields}
        key = [f for f in schema.primary_key if f in known]
        self.key = key if len(key) == len(schema.primary_key) else []
        self.ids = is_id_table(self.resource) and bool(self.key)
        self.at = [self.fields.index(f) for f in self.key]
        self.by_name = schema.by_name
        self.cells = Cells(old.resource.schema, schema, names, redirects, wanted.tolerance)
        self.log, self.passed = Log(wanted.limit), 0  # differences that do not count
        self.columns = (before, old.resource.schema), (after, schema)
        self.gone: dict[tuple[str, ...], list[str]] = {}
        self.come: dict[tuple[str, ...], list[str]] = {}

    def note(self, side: Side, what: str) -> None:
        """Note what is odd about a file."""
        self.notes.append(f"{side.resource.path} ({side.version}): {what}")

    def compare(self) -> rows.Tally:
        """Compare the two tables; the changes are in `log`."""
        if self.fields and self.form and same_bytes(self.old, self.new):
            count = sum(1 for _ in self.records(self.new))
            return rows.Tally(count, count)
        tally = self.hashed(proven=True)
        if tally is None:
            self.old, self.new = map(sound, (self.old, self.new))
            tally = self.hashed() or self.by_key()
        self.settle()
        self.count(tally)
        if all(header for header, _ in self.columns):
            renames = {old: new for new, old in self.names.items()}
            found = headers(self.resource.name, *self.columns, renames)
            self.log.add(*(c for c in found if not self.wanted.ignores(c.table, c.field)))
        if not self.log.counts and not self.passed and self.fields and self.form:
            self.log.add(Change("file-form", self.resource.name, field="path"))
        return tally

    def hashed(self, proven: bool = False) -> rows.Tally | None:
        """Compare large tables by hashes of their rows; None where that does not do.

        `proven`: it does only where each line proves to be a record that a check can read.
        """
        sides = (self.old, self.names), (self.new, dict[str, str]())
        if not self.key or not all(streams.header(side) for side, _ in sides):
            return None
        if not SMALL < max(length(side) for side, _ in sides) < LARGE or not find_spec("polars"):
            return None
        from bru.engine.polars.source import ahead
        from bru.releases import hashed

        quick = hashed.parsed if proven else hashed.lines
        found = (streams.chunks(side, self.fields, n, quick) for side, n in sides)
        with closing(ahead(next(found))) as old, closing(ahead(next(found))) as new:
            try:
                if proven and not all(map(is_proper, (self.old, self.new))):
                    return None
                one, two = map(hashed.proven, (old, new)) if proven else (old, new)
                return hashed.compare(one, two, self.at, self.keys()[1], self.emit)
            except streams.StreamError:
                if not proven:  # else the place is found first
                    raise
            except hashed.Unfit:
                pass
        return None

    def by_key(self) -> rows.Tally:
        """Compare tables of any size: in the order of the key if they are, else in parts."""
        key, sorting = self.keys()
        try:
            return rows.merge(self.records(self.old), self.records(self.new), sorting, self.emit)
        except rows.Unsorted:
            self.log, self.passed, self.gone, self.come = Log(self.wanted.limit), 0, {}, {}
            size = sum(length(side) for side in (self.old, self.new))
            return rows.split(self.records(self.old), self.records(self.new), key, self.emit, size)

    def keys(self) -> tuple[rows.Key, rows.Key]:
        """The key of a record as bytes, and as it sorts."""
        key = rows.by_text(self.at)
        return key, rows.by_number(key, [self.by_name[f].type == "integer" for f in self.key])

    def records(self, side: Side) -> streams.Records:
        """The records of one side, none where the file is empty."""
        names = self.names if side.version == "old" else {}
        header = streams.header(side)
        return streams.records(side, self.fields, names) if header else iter(())

    def count(self, tally: rows.Tally) -> None:
        """Note tables without rows, and keys that occur more than once."""
        emptied = tally.old > 0 == tally.new
        if emptied:
            self.log.add(Change("table-emptied", self.resource.name))
        counts = (tally.old, tally.old_repeated), (tally.new, tally.new_repeated)
        for side, (total, repeated) in zip((self.old, self.new), counts, strict=True):
            if not total and not (emptied and side is self.new) and streams.header(side):
                self.note(side, "there is no row under the header")
            if repeated and self.key:
                what = "row has" if repeated == 1 else "rows have"
                self.note(side, f"{repeated:,} {what} the key of an earlier row: paired in order")

    def emit(self, old: bytes | None, new: bytes | None) -> None:
        """Take in what became of a record."""
        one = None if old is None else streams.cells(old)
        two = None if new is None else streams.cells(new)
        if one is not None and two is not None:
            self.changed(one, two)
        elif one is not None:
            key = self.keyed(one)
            follows = zip(self.key, key, strict=True)
            now = tuple(self.redirects.follow(f, v) for f, v in follows)
            if now == key:
                self.removed(one)
            else:
                self.gone[now] = one
        elif two is not None:
            key = self.keyed(two)
            if any(self.redirects.reached(f, v) for f, v in zip(self.key, key, strict=True)):
                self.come[key] = two
            else:
                self.added(two)

    def settle(self) -> None:
        """Pair the rows whose key changed because an ID in it was retired."""
        for key, record in self.gone.items():
            to = self.come.pop(key, None)
            kind = ("id-renamed" if to else "id-merged") if self.ids else "row-redirected"
            old = " / ".join(self.keyed(record))
            self.log.add(Change(kind, self.resource.name, old, "", old, " / ".join(key)))
            if to:
                self.changed(record, to)
        for record in self.come.values():
            self.added(record)

    def keyed(self, record: Sequence[str]) -> tuple[str, ...]:
        """The key of a record."""
        return tuple(record[i] if i < len(record) else "" for i in self.at)

    def told(self, record: Sequence[str]) -> str:
        """The key of a record in one text; the whole record where there is no key."""
        return " / ".join(self.keyed(record) if self.key else record)

    def added(self, record: Sequence[str]) -> None:
        """A row that is new."""
        kind = "id-added" if self.ids else "row-added"
        self.whole("retirement-added" if self.resource.name == TABLE else kind, record)

    def removed(self, record: Sequence[str]) -> None:
        """A row that is gone."""
        kind = "retirement-removed" if self.resource.name == TABLE else "row-removed"
        if self.ids:
            line = self.redirects.retired.get(self.keyed(record)[0])
            kind = REASONS.get(line.reason, "id-retracted") if line else "id-removed"
        self.whole(kind, record)

    def whole(self, kind: str, record: Sequence[str]) -> None:
        """A row that is new or gone, with its cells."""
        known = tuple(zip(self.fields, record, strict=False))
        self.log.add(Change(kind, self.resource.name, self.told(record), record=known))

    def changed(self, old: Sequence[str], new: Sequence[str]) -> None:
        """The cells that differ in a row of both versions."""
        key, name = self.told(new), self.resource.name
        more = (f"column {n + 1}" for n in range(len(self.fields), max(len(old), len(new))))
        known = zip_longest([*self.fields, *more], old, new, fillvalue="")
        other = [cell for cell in known if cell[1] != cell[2] and cell[0] not in self.key]
        for field, one, two in other:
            if self.wanted.ignores(name, field) or self.cells.is_near(field, one, two):
                self.passed += 1
            else:
                kind = "retirement-changed" if name == TABLE else self.cells.kind(field, one, two)
                self.log.add(Change(kind, name, key, field, one, two))
        if self.ids and len(other) > 1 and another(self.cells.filled(self.fields, old, new)):
            label = self.resource.schema.label
            place = self.fields.index(label) if label in self.fields else self.at[0]
            self.log.add(Change("id-redefined", name, key, "", old[place], new[place]))


def same_bytes(old: Side, new: Side) -> bool:
    """Whether two files have the same bytes."""
    with old.stream() as one, new.stream() as two:
        while (block := one.read(BLOCK)) == two.read(BLOCK):
            if not block:
                return True
    return False


def length(side: Side) -> int:
    """How many bytes a file has."""
    with side.stream() as stream:
        if stream.seekable():
            return stream.seek(0, SEEK_END)
        return sum(map(len, iter(partial(stream.read, BLOCK), b"")))
