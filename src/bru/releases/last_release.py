"""The last release cell by cell, and why cells were changed since.

`releases/cells.csv` has a short digest of every cell of the last release: a change shows, though
the old value is stored nowhere. `releases/causes.csv` says why, one line a change or a group of
changes. Both travel with the package; `bru release prepare` writes the first.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bru.model.problem import Defect
from bru.releases import published
from bru.store import Store

CELLS, CAUSES_PATH = "releases/cells.csv", "releases/causes.csv"
HEADER = ("table", "key", "cells")
SIZE, WHOLE = 4, 16  # hexadecimal digits of the digest of a cell, and of a table
HEAD = re.compile(',,"')  # only in the line above the rows of a table
DIGESTS = re.compile(f"([0-9a-f]{{{SIZE}}})*", re.ASCII)
BETWEEN = "\x1f"
CAUSES = {
    "correction": "Our correction",
    "reading": "New reading of the same source",
    "edition": "New edition of a source",
    "source": "New source",
    "schema": "Change of the tables",
    "merged": "Merged or moved ID",
    "meaning": "Change of a meaning",
}


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


class Kept(NamedTuple):
    """One table of the last release as the list has it.

    `fields`: those beside the key; `whole`: the digest of all its rows; `text`: the lines of its
    rows, which follow the line `line`.
    """

    table: str
    fields: tuple[str, ...]
    whole: str
    text: str
    line: int

    def rows(self) -> Iterator[tuple[str, str, int]]:
        """Key, digests and line of each row: the digest of the row, then those of its fields."""
        reader, line = csv.reader(io.StringIO(self.text, newline="")), self.line
        for _, key, digests in reader:
            yield key, digests, line + 1
            line = self.line + reader.line_num


class Last(NamedTuple):
    """The tables of the last release, the causes given since, and what is wrong with the lists."""

    tables: tuple[Kept, ...] = ()
    causes: tuple[Line, ...] = ()
    defects: tuple[Defect, ...] = ()


def digest(*parts: str, size: int = SIZE) -> str:
    """The first digits of the SHA-256 of some texts: of table, key, field and cell."""
    text = BETWEEN.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:size]


def whole(rows: Iterable[Sequence[str]]) -> str:
    """The digest of all rows of a table, the cells of the key first in each."""
    return digest(*map(BETWEEN.join, rows), size=WHOLE)


def listed(table: str, fields: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    """The lines of a table in the list; in each of its rows the cells of the key come first."""
    lines, size = list[str](), len(fields)
    for row in rows:
        key, cells = " / ".join(row[: len(row) - size]), row[len(row) - size :]
        each = (digest(table, key, *pair) for pair in zip(fields, cells, strict=True))
        digests = digest(table, key, *cells) + "".join(each) if fields else ""
        lines.append(written((table, key, digests)) + "\n")
    text = "".join(lines)
    return (
        f"{written((table, '', written((whole(rows), digest(text, size=WHOLE), *fields))))}\n{text}"
    )


def differing(
    kept: Kept, key: str, digests: str, now: Mapping[str, str], to: Mapping[tuple[str, str], str]
) -> list[str]:
    """The fields of a row that are not as they were, but for IDs that lead elsewhere by now.

    `now`: the texts of the fields that there still are; `to`: field and old ID → the ID to use.
    """
    name, texts = kept.table, [now.get(field, "") for field in kept.fields]
    if digests[:SIZE] == digest(name, key, *texts):
        return []
    found = []
    for at, field in enumerate(kept.fields, 1):
        then = digests[at * SIZE : (at + 1) * SIZE]
        known = [now.get(field), *(o for (f, o), n in to.items() if f == field and n == now.get(f))]
        if field in now and all(digest(name, key, field, text or "") != then for text in known):
            found.append(field)
    return found


def written(cells: Sequence[str]) -> str:
    """One line of CSV without its end."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def wanted(table: str, key: str, field: str = "") -> str:
    """How to say why something was changed."""
    line = written(("", table, key, field, "CAUSE", "NOTE"))
    known = ", ".join(cause for cause in CAUSES if cause not in ("schema", "merged"))
    return f"add the line {line} to {CAUSES_PATH}; CAUSE is one of {known}"


def read(store: Store) -> Last:
    """The last release and the causes, nothing where there are no lists."""
    causes, defects = read_causes(store)
    text = published.content(store, CELLS, defects)
    tables = () if text is None else (*_tables(text, defects),)
    return Last(tables, tuple(line for _, line in causes if not line.version), (*defects,))


def read_causes(store: Store) -> tuple[list[tuple[int, Line]], list[Defect]]:
    """The causes with their lines, none where there is no file, and what is wrong with it."""
    defects: list[Defect] = []
    found = published.rows(store, CAUSES_PATH, Line._fields, _wrong_cause, defects)
    return [(number, Line(*row)) for number, row in found], defects


def _tables(text: str, defects: list[Defect]) -> Iterator[Kept]:
    """The tables of the list that are as they were written; what is wrong with the others."""
    head = written(HEADER) + "\n"
    starts = [text.rfind("\n", 0, m.start()) + 1 for m in HEAD.finditer(text)]
    wrong = [] if text == head or starts[:1] == [len(head)] else [1]
    line, last = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        line, last = line + text.count("\n", last, start), start
        first, _, own = text[start:end].partition("\n")
        name, _, cells = next(csv.reader([first]))
        given = next(csv.reader([cells]))
        if len(given) < 2 or given[1] != digest(own, size=WHOLE):
            wrong.append(line)
        else:
            yield Kept(name, (*given[2:],), given[0], own, line)
    before = len(defects)
    if wrong:
        published.records(text, CELLS, HEADER, _wrong, defects)
    if wrong and len(defects) == before:
        detail = "what follows is not what `bru release prepare` wrote"
        defects.append(Defect("published", "", wrong[0], detail=detail, path=CELLS))


def _wrong(row: Sequence[str]) -> str:
    table, key, cells = row
    if not table:
        return "table must be there"
    if key and not DIGESTS.fullmatch(cells):
        return f"cells must be digests of {SIZE} digits each"
    return ""


def _wrong_cause(row: Sequence[str]) -> str:
    line = Line(*row)
    if line.version and not published.VERSION.fullmatch(line.version):
        return f"version must be empty (the next release) or a release, not {line.version!a}"
    if line.cause not in CAUSES:
        return f"cause must be one of {', '.join(CAUSES)}, not {line.cause!a}"
    return ""
