"""The answers to all questions about one package: reads its tables, asks the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bru import limits, published, waivers
from bru.engine import Engine, python
from bru.package import Package, Resource
from bru.problem import Defect, NotRun
from bru.question import Defects, Documents, NotAnswered, Question, Released, Unanswerable, Waivers
from bru.reading import table
from bru.store import Files, OutsideError, Store, refusal

UNREAD = 10  # documents that could not be read are named; of more their number is told


class Answers:
    """What can be known of one package; each question is answered once."""

    def __init__(
        self, store: Store, package: Package, documents: Mapping[str, bytes] | None
    ) -> None:
        self.store, self.package, self.documents = store, package, documents
        self.defects: list[Defect] = list(package.defects)
        self.not_run = [*package.not_run, *not_read(documents)]
        self.total = 0  # bytes read
        self.sizes: dict[str, tuple[int, int]] = {}
        self.tables: dict[str, table.Table | Unanswerable] = {}
        for resource in package.resources:
            self.tables[resource.name] = self._read(resource)
        self.waivers, defects = waivers.read(store)
        self.defects += defects
        self._judged: list[waivers.Judged] = []
        self._published, defects = published.read(store)
        self.defects += defects
        self.engine: Engine = python.Engine(package, self.tables)
        self._answers: dict[tuple[type, Question], Sequence[Any] | Unanswerable] = {}

    def _read(self, resource: Resource) -> table.Table | Unanswerable:
        where: dict[str, Any] = {"resource": resource.name, "path": resource.path}
        try:
            data = self.store.read(resource.path, limits.TABLE_BYTES - self.total)
            self.total += len(data)
        except OutsideError as error:
            where["path"] = self.package.descriptor
            self.defects.append(Defect("outside", value=resource.path, detail=str(error), **where))
            return Unanswerable(f"{resource.path} is outside the package")
        except OSError as error:
            why = refusal(error)
            self.defects.append(Defect("file", detail=why, **where))
            return Unanswerable(f"{resource.path} {why}")
        self._pinned(resource, data)
        read, defects = table.read(data, resource, self.package.canonical)
        self.defects += defects
        if isinstance(read, table.Unreadable):
            self.sizes[resource.name] = (0, len(data))
            return Unanswerable(f"{resource.path} could not be read as a table")
        self.sizes[resource.name] = (len(read.lines), len(data))
        return read

    def _pinned(self, resource: Resource, data: bytes) -> None:
        """Compare with `bytes` and `hash` of the descriptor, where it gives them."""
        at: dict[str, Any] = {"resource": resource.name, "path": self.package.descriptor}
        size, given = resource.spec.get("bytes"), resource.spec.get("hash")
        if size is not None and size != len(data):
            self.defects.append(Defect("bytes", value=str(size), detail=f"{len(data):,}", **at))
        if not isinstance(given, str):
            return
        method, _, digest = given.rpartition(":")
        if (method or "md5") not in ("md5", "sha1", "sha256", "sha512"):
            self.defects.append(Defect("hash-method", value=given, **at))
        elif (
            hashlib.new(method or "md5", data, usedforsecurity=False).hexdigest() != digest.lower()
        ):
            self.defects.append(Defect("hash", value=given, **at))

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
        if isinstance(question, Released):
            return [self._published]
        if isinstance(question, Documents):
            if self.documents is None:
                return Unanswerable("no documents were given (--documents DIR)")
            from bru.documents import evidence

            return evidence.copies(
                self.documents, self.ask(evidence.SOURCES), self.ask(evidence.CLAIMS)
            )
        return self.engine.answer(question)

    def ask(self, question: Question) -> Sequence[Any]:
        """The answer to a question. Raises NotAnswered when there is none."""
        answer = self.answer(question)
        if isinstance(answer, Unanswerable):
            raise NotAnswered(answer.reason)
        return answer

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
