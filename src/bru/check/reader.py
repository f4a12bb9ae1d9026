"""The answers to all questions about one package: reads its tables, asks the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO, NamedTuple, TypeVar

from bru.check import packs, waivers
from bru.datapackage import loading, table
from bru.datapackage.checksum import Pin
from bru.datapackage.property_types import is_url
from bru.datapackage.ragged import as_one
from bru.engine import Engine
from bru.engine.choose import sizes
from bru.model import limits
from bru.model.package import Package, Resource
from bru.model.problem import Defect, NotRun
from bru.model.question import Defects, NotAnswered, Question, Unanswerable, Unread, Waivers
from bru.store import Files, OutsideError, Store, UnreachableError, opened, refusal, remedy
from bru.store.unresolved import UnresolvedError, pointer

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
        self.unread = set[str]()  # resources of which the bytes were read, but no table
        self.tables: dict[str, table.Table | Unanswerable] = {}
        self.parts: dict[str, Sequence[table.Part]] = {}
        self.size = sum(sizes(store, package)) if tell else 0
        self.engine = self._started(engine, asked)
        for resource in package.files:
            self._look_at(resource)
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
        pin, files = Pin(resource), list[bytes]()
        for path in loading.paths(resource):
            read = partial(loading.read, self.store, resource, path, seen=pin.update)
            data = self.given(resource, path, read)
            if isinstance(data, Unanswerable):
                return data
            files.append(data)
            self.total += len(data)
        self.defects += pin.defects(self.package.descriptor)
        found, defects = table.read(files, resource, self.package.canonical)
        size = pin.size if resource.files else sum(map(len, files))
        if isinstance(found, table.Unreadable):
            self.sizes[resource.name] = (0, size)
            self.unread.add(resource.name)
            self.defects += defects
            return Unanswerable(f"{resource.path} could not be read as a table", resource.name)
        self.defects += as_one(defects, len(found.lines), resource)
        self.sizes[resource.name] = (len(found.lines), size)
        self.parts[resource.name] = found.parts
        self.read_on(len(found.lines), self.total)
        return found

    def _look_at(self, resource: Resource) -> None:
        """See that the files of a resource whose rows are not read are there, and as they were."""
        pin = Pin(resource)
        for path in resource.files:
            if is_url(path) and not getattr(self.store, "is_online", False):
                return  # that is told
            if isinstance(self.given(resource, path, partial(self._seen, path, pin)), Unanswerable):
                return
        if resource.files:
            self.defects += pin.defects(self.package.descriptor)

    def _seen(self, path: str, pin: Pin, most: int) -> None:
        """Read what a file is pinned by, or only its beginning."""
        with opened(self.store, path, most) as file:
            part = file.read(limits.MIB)
            if error := pointer(part):
                raise error
            pin.update(part)
            while pin.is_given and (part := file.read(limits.MIB)):
                pin.update(part)

    def read_on(self, rows: int, size: int) -> None:
        """Tell that so many more rows were read, and how many bytes of all."""
        self.rows += rows
        if self.tell:
            self.tell(Step(f"{self.rows:,} rows read", size, self.size, "bytes"))

    def given(self, resource: Resource, path: str, read: Callable[[int], T]) -> T | Unanswerable:
        """What is read of a file of a resource, or why it is refused, which is a defect."""
        where: dict[str, Any] = {"resource": resource.name, "path": path}
        try:
            return read(limits.TABLE_BYTES - self.total)
        except OutsideError as error:
            where["path"] = self.package.descriptor
            self.defects.append(Defect("outside", value=path, detail=str(error), **where))
            return Unanswerable(f"{path} is outside the package", resource.name)
        except (UnreachableError, PermissionError) as error:
            why = f"{path} {refusal(error)}"
            self.not_run.append(NotRun("", f"resource {resource.name} is not checked: {why}"))
            return Unanswerable(why, resource.name)
        except UnresolvedError as error:
            kind, line = ("conflict", error.lines[0]) if error.lines else ("pointer", 0)
            self.defects.append(Defect(kind, line=line, detail=error.why, **where))
            return Unanswerable(f"{path} {error}", resource.name)
        except OSError as error:
            why = refusal(error)
            detail = loading.absent(self.store, self.package, path, error, why)
            self.defects.append(Defect("file", detail=detail, hint=remedy(error), **where))
            return Unanswerable(f"{path} {why}", resource.name)

    def place(self, resource: str, path: str, line: int) -> tuple[str, int]:
        """The file and its line of a line that is counted on over several files."""
        parts = self.parts.get(resource, ())
        return table.place(parts, path, line) if parts else (path, line)

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to a question, asked once; one about some IDs is not kept."""
        if getattr(question, "among", None) is not None:
            return self._answer(question)
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
            raise NotAnswered(answer.reason, answer.about or getattr(question, "resource", ""))
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
        """The file of a resource, or why it is refused; nothing where it is not plain text."""
        if not resource.is_plain:
            return cls(answers, resource, BytesIO())
        path = resource.path
        file = answers.given(resource, path, partial(opened, answers.store, path))
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
        self.answers.defects += self.pin.defects(self.answers.package.descriptor)
        self.answers.defects += as_one([*defects], rows, self.resource)
