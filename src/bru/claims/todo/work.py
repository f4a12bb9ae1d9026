"""Sentences that nothing accounts for, and what is found in each: numbers, weekdays, names."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bru.claims.documents import Documents, coverage, evidence, stated
from bru.claims.documents.account import placed
from bru.claims.documents.coverage import Span
from bru.claims.prose.dates import NOBODY, Date, weekdays
from bru.claims.prose.hedges import Hedge, hedges
from bru.claims.prose.language import ENGLISH, language
from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import read
from bru.claims.prose.sentences import sentences
from bru.claims.todo.names import OUTLET, Names, actors, projects
from bru.model.package import Package
from bru.model.question import Ask, Columns

PUBLISHED = Columns("sources", ("source_id", "published"))
FEW = 12  # letters: a shorter stretch beside a passage needs no account, if it names nothing


class Found(NamedTuple):
    """What is found in a passage. `actors`, `outlets`, `projects`: IDs, each once, in order."""

    numbers: Sequence[Quantity]
    dates: Sequence[Date]
    actors: Sequence[str]
    outlets: Sequence[str]
    projects: Sequence[str]
    hedges: Sequence[Hedge]


class Task(NamedTuple):
    """A stretch of a sentence that nothing accounts for, with what is found in it.

    `start`, `end`: in the characters of the document. `nth`: which occurrence, 0 if it is the only.
    """

    start: int
    end: int
    passage: str
    paragraph: int
    nth: int
    found: Found


class Work(NamedTuple):
    """A document, how many sentences it has, and those that are left to do; `why` not, if none."""

    source_id: str
    file: str
    sentences: int
    tasks: Sequence[Task]
    why: str = ""


class Finder:
    """Finds what a passage has, for one package."""

    def __init__(self, package: Package, ask: Ask) -> None:
        """Read the names."""
        self.names = Names(actors(package, ask), projects(package, ask))

    def found(self, text: str, start: int, end: int, code: str, published: str = "") -> Found:
        """What stands in a stretch of a text of a language that was published on a day."""
        own = text[start:end]
        inside = [m.of for m in self.names.mentions(text) if start < m.end and m.start < end]
        each = [*dict.fromkeys(inside)]
        outlets = [a for a in each if self.names.actors[a].kind == OUTLET]
        dates = [d for d in read(text, code).dates if start <= d.start < end]
        dates += [d for d in named_days(text, code, published) if start <= d.start < end]
        return Found(
            numbers(text, start, end, code),
            sorted(dates),
            [a for a in each if a not in outlets],
            outlets,
            self.names.about(own),
            hedges(own, code),
        )


def named_days(text: str, code: str, published: str) -> Iterator[Date]:
    """The days that weekdays name: the last one before the publication, doubtful as that is."""
    try:
        then = date.fromisoformat(published)
    except ValueError:  # a month, a year, or no day at all
        return
    for weekday in weekdays(text, code):
        day = then - timedelta((then.isoweekday() - weekday.day) % 7)
        yield Date(weekday.start, weekday.end, f"{day}?")


def numbers(text: str, start: int, end: int, code: str) -> list[Quantity]:
    """The amounts of a stretch, of several readings of a place the longest and likeliest.

    Words such as *both* are of no figure.
    """
    kept: list[Quantity] = []
    found = (q for q in read(text, code).quantities if q.is_amount and q.kind != "alone")
    there = [q for q in found if start <= q.start < end]
    for quantity in sorted(there, key=lambda q: (q.start, -q.end)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def work(
    package: Package, ask: Ask, files: Mapping[str, bytes], finder: Finder, wanted: str = ""
) -> Iterator[Work]:
    """The work of each document, or of one: of a source, or of a file that is no source yet.

    Raises NotAnswered without sources or claims.
    """
    spoken = stated.languages(package, ask)
    published: dict[str, str] = {}
    if package.has(sources=" ".join(PUBLISHED.fields)):
        published = dict(row.cells for row in ask(PUBLISHED))
    known = coverage.spans(ask) if package.has(**coverage.TABLES) else None
    sources = [f for f in ask(Documents()) if wanted in ("", f.source_id, getattr(f, "file", ""))]
    if not sources:
        text = evidence.decode(files[wanted])
        yield of(finder, text, (), ENGLISH)._replace(source_id=wanted, file=wanted)
    for found in sources:
        source = found.source_id
        if isinstance(found, evidence.Missing):
            yield Work(source, "", 0, (), found.why)
            continue
        own = known[source] if known and found.identical else placed(found.verdicts)
        code, day = spoken.get(source, ENGLISH), published.get(source, "")
        done = of(finder, found.text, own, code, day)
        yield done._replace(source_id=source, file=found.file)


def of(finder: Finder, text: str, spans: Sequence[Span], code: str, published: str = "") -> Work:
    """The work of one text."""
    own = language(code).code
    known = sentences(text, own)
    left = sorted(coverage.unaccounted(text, spans)[0])
    tasks = []
    for start, end in (part for sentence in known for part in open_parts(left, *sentence)):
        found = finder.found(text, start, end, own, published)
        letters = coverage.letters(text).count(1, start, end)
        if letters > FEW or found.numbers or found.actors or found.outlets:
            tasks.append(task(text, start, end, found))
    return Work("", "", len(known), tasks)


def open_parts(left: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence in the stretches that nothing accounts for: all of it, if it may."""
    for first, last in left:
        low, high = max(first, start), min(last, end)
        if low < high:
            whole = first <= start + 1 and end - 1 <= last
            yield (start, end) if whole else (low, high)


def task(text: str, start: int, end: int, found: Found) -> Task:
    """A task with the words of its passage."""
    passage = text[start:end]
    before = text.count(passage, 0, end)
    nth = before if text.count(passage) > 1 else 0
    paragraph = max(1, sum(bool(line.strip()) for line in text[: start + 1].splitlines()))
    return Task(start, end, passage, paragraph, nth, found)


def time(dates: Sequence[Date]) -> str:
    """The time of a passage that mentions one with a year, else ""."""
    told = list(dict.fromkeys(d.edtf for d in dates if NOBODY not in d.edtf and "?" not in d.edtf))
    return told[0] if len(told) == 1 else ""
