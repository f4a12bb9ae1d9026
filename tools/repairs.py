"""Damage tables as programs and people do, repair them, and look at what became of them.

    python tools/repairs.py single 30       so many of each kind of damage, to the shipped data
    python tools/repairs.py random 2000     some damage at once, anywhere in a small package

Of single damage: how often the file is byte by byte what it was, how often a problem is left for a
person, how often the damage is not seen at all, and how often it is wrong (repaired to something
else, and no problem is found in it: that is an error). Of random damage none may have a problem
after the repairs that it had not before them, and no word may become another one than it was. What
was counted is printed as JSON.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bru.check import run  # noqa: E402
from bru.datapackage import descriptor  # noqa: E402
from bru.editing import fix  # noqa: E402
from bru.model.report import Report  # noqa: E402
from bru.store import DESCRIPTOR, Folder, Store  # noqa: E402
from bru.store.base import Overlay  # noqa: E402
from tools.memory import Memory  # noqa: E402

Rows = list[list[str]]
Types = Mapping[str, str]  # the type of each field
Damage = Callable[[bytes, Types, Random], bytes | None]
LOOKALIKE = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")


def parsed(data: bytes, mark: str = ",") -> Rows:
    """The records of a table."""
    return [*csv.reader(io.StringIO(data.decode(), newline=""), delimiter=mark)]


def printed(rows: Rows, mark: str = ",") -> bytes:
    """A table as bytes."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def cell(wanted: str, change: Callable[[str, Random], str | None]) -> Damage:
    """Damage to one cell of a type; None where no such cell can have it."""

    def damage(data: bytes, types: Types, chance: Random) -> bytes | None:
        rows = parsed(data)
        places = [
            (y, x)
            for y, row in enumerate(rows)
            for x, name in enumerate(rows[0])
            if y and re.fullmatch(wanted, types.get(name, "")) and row[x]
        ]
        chance.shuffle(places)
        for y, x in places[:200]:
            new = change(rows[y][x], chance)
            if new is not None and new != rows[y][x]:
                rows[y][x] = new
                return printed(rows)
        return None

    return damage


def separator(data: bytes, types: Types, chance: Random) -> bytes:
    """Another separator."""
    return printed(parsed(data), chance.choice(";\t"))


def line_ends(data: bytes, types: Types, chance: Random) -> bytes:
    """Line ends and the mark of Windows."""
    return b"\xef\xbb\xbf" * chance.randrange(2) + data.replace(b"\n", b"\r\n")


def encoding(data: bytes, types: Types, chance: Random) -> bytes | None:
    """An encoding of Windows."""
    for name in ("cp1252", "cp1251"):
        try:
            return None if data.isascii() else data.decode().encode(name)
        except UnicodeEncodeError:
            continue
    return None


def wide(data: bytes, types: Types, chance: Random) -> bytes:
    """UTF-16, as a spreadsheet calls Unicode."""
    return data.decode().encode("utf-16")


def decimal(value: str, chance: Random) -> str | None:
    """A decimal comma."""
    return value.replace(".", ",") if "." in value else None


def unquoted(data: bytes, types: Types, chance: Random) -> bytes | None:
    """A decimal comma that nothing stands around."""
    found = cell("number", decimal)(data, types, chance)
    return found and re.sub(rb'"(-?[0-9]+,[0-9]+)"', rb"\1", found, count=1)


def day(value: str, chance: Random) -> str | None:
    """A date as a spreadsheet shows it."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    return f"{found[3]}.{found[2]}.{found[1]}" if found else None


def booleans(data: bytes, types: Types, chance: Random) -> bytes | None:
    """Truth values in capitals, all of them."""
    rows = parsed(data)
    places = [x for x, name in enumerate(rows[0]) if types.get(name) == "boolean"]
    for row in rows[1:]:
        for x in places:
            row[x] = row[x].upper()
    return printed(rows) if places else None


def spaces(value: str, chance: Random) -> str | None:
    """A space too many, or one that does not break."""
    at = value.find(" ")
    ways = [f" {value}", f"{value} ", f"{value}\t"]
    ways += [value[:at] + s + value[at + 1 :] for s in ("  ", "\xa0") if at > 0]
    return chance.choice(ways)


def mojibake(value: str, chance: Random) -> str | None:
    """UTF-8 read in an encoding of Windows."""
    try:
        return None if value.isascii() else value.encode().decode("cp1252")
    except UnicodeDecodeError:
        return None


def letter(value: str, chance: Random) -> str | None:
    """A letter of another script in a word, or one that nobody sees."""
    words = [*re.finditer("[A-Za-z]{5,}", value)]
    if not words:
        return None
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end())
    hidden = chance.choice("\u200b\xad\ufeff")
    new = chance.choice([value[at].translate(LOOKALIKE), hidden + value[at]])
    return value[:at] + new + value[at + 1 :]


KINDS: dict[str, Damage] = {
    "separator": separator,
    "line ends": line_ends,
    "encoding": encoding,
    "UTF-16": wide,
    "decimal comma": cell("number", decimal),
    "unquoted comma": unquoted,
    "date": cell("date|any|string", day),
    "booleans": booleans,
    "spaces": cell("string", spaces),
    "mojibake": cell("string", mojibake),
    "letter": cell("string", letter),
}


def bytes_changed(data: bytes, types: Types, chance: Random) -> bytes:
    """A few bytes replaced by what breaks tables."""
    pieces = [b",", b'"', b" ", b";", b"\n", b"\r\n", b"\t", b"\x93", b"\xc2\xa0", b"\xc3\x83", b""]
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(pieces) + data[at + chance.choice([0, 1, 9]) :]


def types_of(store: Store) -> dict[str, dict[str, str]]:
    """The types of the fields of each table, by path."""
    package = descriptor.read(store, DESCRIPTOR)
    return {r.path: {f.name: f.type for f in r.schema.fields} for r in package.resources}


def single(times: int) -> Counter[str]:
    """One damage at a time."""
    where, chance, counts = Folder(ROOT), Random(330), Counter[str]()
    types = types_of(where)
    for name, damage in KINDS.items():
        left = times
        while left:
            path = chance.choice([*types])
            good = where.read(path)
            bad = damage(good, types[path], chance)
            if bad is None or bad == good:
                continue
            left -= 1
            damaged = Overlay(where, {path: bad})
            _, _, files = fix.repairs(damaged, DESCRIPTOR)
            kind = "identical" if files.get(path, bad) == good else "left"
            if kind == "left" and not checked(Overlay(damaged, files)).problems:
                kind = "wrong" if path in files else "unseen"
                print(f"{name}: {path}: {difference(good, files.get(path, bad))}", file=sys.stderr)
            counts[kind] += 1
            counts[f"{name}: {kind}"] += 1
    assert not counts["wrong"], counts
    return counts


def difference(good: bytes, found: bytes) -> list[bytes]:
    """The lines of a table that are other than they were."""
    lines = {*good.splitlines()}
    return [line for line in found.splitlines() if line not in lines][:3]


def checked(store: Store) -> Report:
    """What a check finds, all of it."""
    return run.validate(store, DESCRIPTOR, limit=0)


NAMES = (
    "Ласточка", "Минск", "Мінск", "Café Oria", "Brandão", "Αθήνα", "Minsk Tractor", "Łódź plant",
    "Лёд-2", "a  b", "O'Neill", "\"Salyut\"", "x, y", "naïve", "Gomel; Brest",
)  # fmt: skip


def small(chance: Random) -> dict[str, bytes]:
    """A package of two tables, with texts in several scripts and keys that are texts."""
    names = chance.sample(NAMES, 8)
    makers = [["name", "since", "is_open"]]
    makers += [[n, f"20{k:02}-0{1 + k % 9}-{10 + k}", "true" if k % 3 else "false"]
               for k, n in enumerate(sorted(names))]  # fmt: skip
    wares = [["ware", "maker", "price", "grams"]]
    wares += [[f"w{k}", chance.choice(names), f"{k}.{chance.randrange(10, 99)}", str(k * 7)]
              for k in range(10, 40)]  # fmt: skip
    kinds = {"since": "date", "is_open": "boolean", "price": "number", "grams": "integer"}
    resources = []
    for name, rows in (("makers", makers), ("wares", wares)):
        fields = [{"name": f, "type": kinds.get(f, "string")} for f in rows[0]]
        schema = {"fields": fields, "primaryKey": rows[0][0]}
        if name == "wares":
            reference = {"resource": "makers", "fields": "name"}
            schema["foreignKeys"] = [{"fields": "maker", "reference": reference}]
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    packs = chance.choice([[], ["text"], ["canonical", "text"]])
    spec = {"name": "shop", "bru": {"packs": packs}, "resources": resources}
    files = {"datapackage.json": json.dumps(spec).encode()}
    return files | {"makers.csv": printed(makers), "wares.csv": printed(wares)}


def at_random(times: int) -> Counter[str]:
    """Some damage at once."""
    counts = Counter[str]()
    for seed in range(times):
        chance = Random(seed)
        good = small(chance)
        files, types = dict(good), types_of(Memory(good))
        known = {path: words(good[path]) for path in types}
        for _ in range(chance.choice([1, 1, 2, 3])):
            path = chance.choice([*types])
            damage = chance.choice([*KINDS.values(), bytes_changed])
            try:
                files[path] = damage(files[path], types[path], chance) or files[path]
                known[path] |= words(files[path])
            except (UnicodeDecodeError, IndexError, csv.Error):
                continue  # what is damaged already cannot have that one as well
        damaged = Memory(files)
        _, done, repaired = fix.repairs(damaged, DESCRIPTOR)
        after = Overlay(damaged, repaired)
        assert not (found := [*worse(checked(damaged), checked(after))]), (seed, found)
        strange = {w for p in types.keys() & repaired.keys() for w in words(repaired[p]) - known[p]}
        assert not strange, (seed, strange)
        counts["repaired" if done else "left"] += 1
        counts["as it was"] += all(after.read(path) == good[path] for path in types)
    return counts


def worse(before: Report, after: Report) -> Iterator[tuple[str, ...]]:
    """What is wrong after the repairs and was not before, in what could be read before."""
    unread = {table.path for table in before.resources if not table.read}
    blind = {note.code for note in before.not_run}
    known = Counter((p.code, p.path, p.field, p.value) for p in before.problems)
    for p in after.problems:
        known[own := (p.code, p.path, p.field, p.value)] -= 1
        if known[own] < 0 and p.path not in unread and p.code not in blind:
            yield own


def words(data: bytes) -> set[str]:
    """The words of a table; of one that is not UTF-8, as programs of Windows read it."""
    try:
        texts = [data.decode("utf-8")]
    except UnicodeDecodeError:
        texts = [data.decode(name, "replace") for name in ("utf-16", "cp1252", "cp1251")]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


if __name__ == "__main__":
    what = {"single": single, "random": at_random}[sys.argv[1]]
    print(json.dumps(what(int(sys.argv[2])), sort_keys=True, ensure_ascii=False))
