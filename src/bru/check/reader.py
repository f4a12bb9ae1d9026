"""The answers to all questions about one package: reads its tables, asks the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from io import SEEK_END
from typing import Any, BinaryIO, NamedTuple, TypeVar

from bru.check import packs, waivers
from bru.datapackage import table
from bru.datapackage.checksum import Pin
from bru.engine import Engine
from bru.engine.choose import sizes
from bru.model import limits
from bru.model.package import Package, Resource
from bru.model.problem import Defect, NotRun
from bru.model.question import Defects, NotAnswered, Question, Unanswerable, Unread, Waivers
from bru.store import Files, OutsideError, Store, opened, refusal
from bru.store.unresolved import UnresolvedError

T = TypeVar("T")
Answered = Callable[["Answers"], "Sequence[Any] | Unanswerable"]  # of a question of a pack
UNREAD = 10  # documents that could not be read are named; of more their number is told


class Step(NamedTuple):
    """How far a check is: what was done last, and how many bytes or rules of how many."""

    what: str
    done: int
    of: int
    unit: str


Tell = Callable[[Step], None]


class Answers:
    """What can be known of one package; each question is answered once."""

    def __init__(
        self,
        store: Store,
        package: Package,
        documents: Mapping[str, bytes] | None,
        engine: str = "python",
        asked: Iterable[Question] = (),
        tell: Tell | None = None,
    ) -> None:
        """Read the tables with an engine; `asked` is what it will be asked, as far as is known."""
        self.tell, self.rows = tell, 0
        self.files: list[BinaryIO] = []
        self.store, self.package, self.documents = store, package, documents
        self.defects: list[Defect] = [*package.defects, *packs.defects(package)]
        self.not_run = [*package.not_run, *not_read(documents)]
        self.total = 0  # bytes read
        self.sizes: dict[str, tuple[int, int]] = {}
        self.tables: dict[str, table.Table | Unanswerable] = {}
        self.size = sum(sizes(store, package)) if tell else 0
        self.engine = self._started(engine, asked)
        self.waivers, defects = waivers.read(store)
        self.defects += defects
        self._judged: list[waivers.Judged] = []
        self._answers: dict[tuple[type, Question], Sequence[Any] | Unanswerable] = {}

    def _started(self, engine: str, asked: Iterable[Question]) -> Engine:
        """The engine of that name, which has read the tables."""
        module = import_module(f"bru.engine.{engine}")
        if engine == "python":
            for resource in self.package.resources:
                self.tables[resource.name] = self._read(resource)
            started: Engine = module.Engine(self.package, self.tables)
        else:
            streams = {r.name: Stream.of(self, r) for r in self.package.resources}
            started = module.Engine(self.package, streams, asked)
        return started

    def _read(self, resource: Resource) -> table.Table | Unanswerable:
        """A table, read as a whole."""
        data = self.given(resource, self.store.read)
        if isinstance(data, Unanswerable):
            return data
        self.total += len(data)
        self._pinned(resource, data)
        read, defects = table.read(data, resource, self.package.canonical)
        self.defects += defects
        if isinstance(read, table.Unreadable):
            self.sizes[resource.name] = (0, len(data))
            return Unanswerable(f"{resource.path} could not be read as a table", resource.name)
        self.sizes[resource.name] = (len(read.lines), len(data))
        self.read_on(len(read.lines), self.total)
        return read

    def read_on(self, rows: int, size: int) -> None:
        """Tell that so many more rows were read, and how many bytes of all."""
        self.rows += rows
        if self.tell:
            self.tell(Step(f"{self.rows:,} rows read", size, self.size, "bytes"))

    def given(self, resource: Resource, read: Callable[[str, int], T]) -> T | Unanswerable:
        """What is read of the file of a resource, or why it is refused, which is a defect."""
        where: dict[str, Any] = {"resource": resource.name, "path": resource.path}
        try:
            return read(resource.path, limits.TABLE_BYTES - self.total)
        except OutsideError as error:
            where["path"] = self.package.descriptor
            self.defects.append(Defect("outside", value=resource.path, detail=str(error), **where))
            return Unanswerable(f"{resource.path} is outside the package", resource.name)
        except UnresolvedError as error:
            kind, line = ("conflict", error.lines[0]) if error.lines else ("pointer", 0)
            self.defects.append(Defect(kind, line=line, detail=error.why, **where))
            return Unanswerable(f"{resource.path} {error}", resource.name)
        except OSError as error:
            why = refusal(error)
            self.defects.append(Defect("file", detail=why, **where))
            return Unanswerable(f"{resource.path} {why}", resource.name)

    def _pinned(self, resource: Resource, data: bytes) -> None:
        """Compare with `bytes` and `hash` of the descriptor, where it gives them."""
        pin = Pin(resource)
        pin.update(data)
        self.defects += pin.defects(self.package.descriptor)

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to a question, asked once."""
        key = type(question), question  # two tuples of the same parts are equal
        if key not in self._answers:
            self._answers[key] = self._answer(question)
        return self._answers[key]

    def _answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        if isinstance(question, Defects):
            return [d for d in self.defects if d.kind == question.kind]
        if isinstance(question, Waivers):
            return self._judged
        own: Answered | None = getattr(question, "answered", None)
        return own(self) if own else self.engine.answer(question)

    def ask(self, question: Question) -> Sequence[Any]:
        """The answer to a question. Raises NotAnswered when there is none."""
        answer = self.answer(question)
        if isinstance(answer, Unanswerable):
            if answer.resource:
                raise Unread(answer.reason, answer.resource)
            raise NotAnswered(answer.reason, getattr(question, "resource", ""))
        return answer

    def close(self) -> None:
        """Close the files: no further question has an answer."""
        for file in self.files:
            file.close()

    def judge_waivers(self, checked: Collection[str]) -> None:
        """Settle the answer to `Waivers`, when all rules but those that ask it were applied."""
        self._judged = self.waivers.judge(checked)


def not_read(documents: Mapping[str, bytes] | None) -> list[NotRun]:
    """Why files in the folder of documents were not read."""
    left = list(documents.left.items()) if isinstance(documents, Files) else []
    told = [f"the document {name} is not read: it {why}" for name, why in left[:UNREAD]]
    if len(left) > UNREAD:
        told.append(f"{len(left) - UNREAD:,} more documents are not read")
    return [NotRun("", why) for why in told]


class Stream:
    """A file that an engine reads by itself, part by part, and what it tells of it."""

    def __init__(self, answers: Answers, resource: Resource, file: BinaryIO) -> None:
        self.answers, self.resource, self.file = answers, resource, file
        self.pin = Pin(resource)

    @classmethod
    def of(cls, answers: Answers, resource: Resource) -> Stream | Unanswerable:
        """The file of a resource, or why it is refused."""
        file = answers.given(resource, partial(opened, answers.store))
        if isinstance(file, Unanswerable):
            return file
        answers.files.append(file)
        answers.total += file.seek(0, SEEK_END)
        return cls(answers, resource, file)

    def seen(self, data: bytes) -> None:
        """The next bytes that were read."""
        self.pin.update(data)

    def read_on(self, rows: int) -> None:
        """So many more rows were read."""
        answers = self.answers
        before = sum(size for _, size in answers.sizes.values())
        answers.read_on(rows, before + self.pin.size)

    def whole(self) -> table.Table | Unanswerable:
        """The table as the exact reader reads it."""
        self.answers.total -= self.file.seek(0, SEEK_END)
        return self.answers._read(self.resource)

    def done(self, rows: int, defects: Iterable[Defect]) -> None:
        """All of the file was read."""
        self.answers.sizes[self.resource.name] = rows, self.pin.size
        self.answers.defects += [*self.pin.defects(self.answers.package.descriptor), *defects]
