"""A package that knows nothing of ours: five tables about letters, with texts in eight scripts.

Everything about a row follows from its number. With a sort of texts ("accents", "cyrillic",
"cjk") all texts are of that sort.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from benchmarks.kinds import Kind, cell, copied

Rows = Iterator[tuple[str, ...]]

BEGINNINGS = {
    "accents": [
        "Die Kosten für die Brücke",
        "Le coût de la première tranche",
        "rozpočet vzroste o",
    ],
    "cyrillic": [
        "Стоимость участка составит",
        "Кошт ўчастка складзе",
        "Вартість ділянки становить",
    ],
    "cjk": ["工期は三年延長される見込み", "项目费用将会增加", "공사 기간이 연장될 전망"],
}
BEGINNINGS["mixed"] = [
    *("The cost of the line will", 'the minister said "never again",', "a source close to it"),
    *(line for lines in BEGINNINGS.values() for line in lines),
    *("Η γέφυρα θα ανοίξει", "تكلفة المشروع سوف", "עלות הפרויקט תהיה", "परियोजना की लागत"),
]
WORDS = (
    "rise fall double halve stay open close begin end cost delay build plan sign pay owe audit "
    "review approve reject billion million percent year month week bridge tunnel station track"
).split()
PEOPLE = "person company ministry agency society university union paper".split()
SERIES = "rail road port airport energy water housing digital".split()
STATES = "proposed approved building open paused cancelled".split()
LETTERS = "fact forecast promise opinion question denial".split()
SUMS = (
    "total-cost cost-per-km length duration jobs riders capacity delay interest toll area".split()
)
UNITS = "eur usd km m h d t mw pct count".split()
HEDGES = "about at-least at-most exactly forecast".split()
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
FIRST = date(1990, 1, 1)


class Sizes(NamedTuple):
    """Rows of each table."""

    letters: int

    @property
    def archives(self) -> int:
        """One for ten thousand letters."""
        return max(3, self.letters // 10_000)

    @property
    def people(self) -> int:
        """One for fifty letters."""
        return max(8, self.letters // 50)

    @property
    def series(self) -> int:
        """One for a hundred letters."""
        return max(4, self.letters // 100)


def text(i: int, sort: str, size: int) -> str:
    """Words of a sort, which share little with those of the next number."""
    lines = BEGINNINGS[sort]
    words = [lines[i * 7 % len(lines)]]
    for part in range(4 + i % 9):
        words.append(WORDS[(i // 11 + part * part * 13 + i * part) % len(WORDS)])
        if part % 5 == 3:
            words.append(lines[(i + part) % len(lines)])
    joined = " ".join(words)
    while len(joined) < 40:
        joined += f" {WORDS[len(joined) % len(WORDS)]}"
    return joined[:size].rstrip(" ,")


def day(i: int) -> str:
    """A date."""
    return (FIRST + timedelta(i % 12_000)).isoformat()


def archives(n: Sizes, sort: str) -> Rows:
    """Archives."""
    for i in range(n.archives):
        address = f"https://example.org/archive/{i}"
        yield f"archive-{i:05}", f"Archive “{i}”, second edition", address, day(i * 31)


def people(n: Sizes, sort: str) -> Rows:
    """People and bodies."""
    for i in range(n.people):
        country = "" if i % 5 == 4 else chr(65 + i % 26) + chr(65 + i // 26 % 26)
        known = f"Q{i + 1}" if i % 2 else ""
        yield f"{WORDS[i % len(WORDS)]}-{i:07}", text(i, sort, 60), PEOPLE[i % 8], country, known


def series(n: Sizes, sort: str) -> Rows:
    """Series of letters."""
    for i in range(n.series):
        end = "" if i % 3 == 2 else day(i * 7 + i % 400)
        who = person(i * 13, n)
        yield f"s-{i:07}", text(i * 3, sort, 60), SERIES[i % 8], STATES[i % 6], day(i * 7), end, who


def person(i: int, n: Sizes) -> str:
    """The ID of somebody."""
    i %= n.people
    return f"{WORDS[i % len(WORDS)]}-{i:07}"


def letters(n: Sizes, sort: str) -> Rows:
    """Letters, the large table."""
    for i in range(n.letters):
        first = i * 37 % 200_000
        of = "" if i % 10 < 3 else f"s-{i % n.series:07}"
        mark = hashlib.sha256(b"%d" % i).hexdigest()
        yield (
            *(f"letter-{i:09}", text(i * 5, sort, 200), LETTERS[i % 6], person(i * 17, n), of),
            *(
                f"archive-{i % n.archives:05}",
                str(i % 400 + 1),
                str(first),
                str(first + i % 400 + 1),
            ),
            *(day(i), mark),
        )


def sums(n: Sizes, sort: str) -> Rows:
    """Numbers in letters."""
    for i in range(max(10, n.letters // 5)):
        value = f"{i * 7919 % 1_000_003 / 100 - 3000:.2f}"
        about = "" if i % 5 < 2 else HEDGES[i % 5]
        of = f"letter-{i * 3 % n.letters:09}"
        when = day(i * 3), day(i * 3 + i % 300)
        yield f"sum-{i:09}", SUMS[i % 11], value, UNITS[i % 10], about, *when, of


TABLES: dict[str, Callable[[Sizes, str], Rows]] = {
    one.__name__: one for one in (archives, people, series, letters, sums)
}


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    """A field of a schema."""
    return {"name": name, "type": kind, "constraints": constraints}


def key(name: str, target: str, to: str) -> dict[str, Any]:
    """A reference of a field."""
    return {"fields": [name], "reference": {"resource": target, "fields": [to]}}


MUST = {"required": True}
NEW = {"required": True, "pattern": SLUG}
FIELDS = {
    "archives": [
        *(field("archive_id", **NEW), field("title", **MUST), field("url", **MUST)),
        field("opened", "date"),
    ],
    "people": [
        *(field("person_id", **NEW), field("name", **MUST), field("kind", enum=PEOPLE, **MUST)),
        *(field("country", pattern="[A-Z]{2}"), field("wikidata", pattern="Q[1-9][0-9]*")),
    ],
    "series": [
        *(field("series_id", **NEW), field("name", **MUST), field("kind", enum=SERIES, **MUST)),
        *(field("status", enum=STATES, **MUST), field("start", "date"), field("end", "date")),
        field("keeper", **MUST),
    ],
    "letters": [
        *(field("letter_id", **NEW), field("summary", minLength=40, maxLength=200, **MUST)),
        *(field("kind", enum=LETTERS, **MUST), field("writer", **MUST), field("series")),
        *(field("archive", **MUST), field("page", "integer", minimum=1, **MUST)),
        *(field(name, "integer", minimum=0, **MUST) for name in ("first", "last")),
        *(field("written", "date", **MUST), field("checksum", pattern="[0-9a-f]{64}", **MUST)),
    ],
    "sums": [
        *(field("sum_id", **NEW), field("what", enum=SUMS, **MUST)),
        *(field("value", "number", **MUST), field("unit", enum=UNITS, **MUST)),
        *(field("hedge", enum=HEDGES), field("from", "date"), field("to", "date")),
        field("letter", **MUST),
    ],
}
KEYS = {
    "series": [key("keeper", "people", "person_id")],
    "letters": [
        *(key("writer", "people", "person_id"), key("series", "series", "series_id")),
        key("archive", "archives", "archive_id"),
    ],
    "sums": [key("letter", "letters", "letter_id")],
}
FAULTS: dict[str, list[Kind]] = {
    "archives": [cell("BRU114", "another date", "opened", "12.05.2019")],
    "people": [
        cell("BRU102", "not listed", "kind", "robot"),
        cell("BRU103", "another pattern", "country", lambda text: text.lower()),
        cell("BRU101", "missing", "name", ""),
    ],
    "series": [
        cell("BRU205", "no target", "keeper", lambda text: f"no-{text}"),
        cell("BRU114", "another date", "start", lambda text: text.replace("-", "/")),
    ],
    "letters": [
        cell("BRU102", "not listed", "kind", "rumour"),
        cell("BRU103", "another pattern", "checksum", lambda text: f"{text[:-1]}G"),
        cell("BRU101", "missing", "summary", ""),
        copied("letter_id"),
        cell("BRU205", "no target", "writer", lambda text: f"nobody-{text}"),
        cell("BRU114", "no such day", "written", lambda text: f"{text[:5]}02-30"),
        cell("BRU111", "no whole number", "page", "seven"),
        cell("BRU106", "below minimum", "page", "0"),
        cell(
            "BRU304", "invisible character", "summary", lambda text: f"{text[:20]}\u2060{text[21:]}"
        ),
        cell("BRU308", "wrong encoding", "summary", lambda text: f"Ã©tÃ© {text[6:].lstrip()}"),
    ],
    "sums": [
        cell("BRU102", "not listed", "unit", "parsec"),
        cell("BRU113", "no number", "value", "1,5k"),
        cell("BRU205", "no target", "letter", lambda text: f"x{text}"),
        cell("BRU101", "missing", "what", ""),
        copied("sum_id"),
    ],
}
