"""Many small packages checked by one engine of Spark, each as if it were checked alone.

A job of Spark takes its time, however small the tables are. So the tables of many packages are
read together, as those of one package would be, and all their questions are asked of one engine.
Each package has its own answers, and sees its own tables only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bru.check import run
from bru.check.reader import Answers, Stream
from bru.check.rulebook import Rule
from bru.datapackage import descriptor
from bru.engine.spark import Engine, session
from bru.model.package import Package, Resource
from bru.model.problem import Defect
from bru.model.question import Dangling, Question, Unanswerable
from bru.model.report import Report
from tools.memory import Memory

FAST = {  # for many small jobs: nothing is compiled for one of them
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def running(master: str = "local[2]") -> Iterator[Any]:
    """A session for many small jobs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MASTER", master)
        patch.setattr(session, "OWN", FAST)
        patch.setattr(session, "GIVEN", ())
        found = session.session()
    yield found
    found.stop()


class Small(NamedTuple):
    """A package: its files, its documents, the day it is checked on, and what is asked of it."""

    files: Mapping[str, bytes]
    documents: Mapping[str, bytes] | None = None
    today: date | None = None
    ignore: Sequence[str] = ()
    also: Sequence[str] = ()

    def rules(self, package: Package) -> tuple[Rule, ...]:
        """The rules to ask of it."""
        return run.asked(package, self.documents, (), self.ignore, self.also)


class Told(Stream):
    """A file on the disk, whose defects are told by the names of its own package."""

    def done(self, rows: int, defects: Iterable[Defect]) -> None:
        name = self.resource.name
        super().done(rows, [d._replace(resource=name) for d in defects])

    def on_disk(self, path: Path) -> None:
        """Write the file where Spark finds it."""
        self.file.seek(0)
        path.write_bytes(self.file.read())
        self.file = path.open("rb")


class View:
    """The tables of one package among those of all."""

    name = "spark"

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.engine: Engine | None = None

    def name_of(self, table: str) -> str:
        """What a table is called among those of all."""
        return self.prefix + table

    def renamed(self, question: Any) -> Question:
        """A question about the tables of this package."""
        changed = question._replace(resource=self.name_of(question.resource))
        if isinstance(question, Dangling):
            also = tuple((self.name_of(table), fields) for table, fields in question.also)
            changed = changed._replace(target=self.name_of(question.target), also=also)
        return changed

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        assert self.engine
        found = self.engine.answer(self.renamed(question))
        if isinstance(found, Unanswerable):
            return Unanswerable(found.reason.replace(self.prefix, ""))
        return found

    def line(self, resource: str, row: int) -> int:
        assert self.engine
        return self.engine.line(self.name_of(resource), row)

    def keys(self, resource: str, rows: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        assert self.engine
        return self.engine.keys(self.name_of(resource), rows)


class Part(Answers):
    """The answers about one package, whose tables are read later."""

    def __init__(self, number: int, small: Small, package: Package, folder: Path) -> None:
        self.view, self.folder = View(f"p{number}."), folder
        self.streams: dict[str, Told | Unanswerable] = {}
        super().__init__(Memory(small.files), package, small.documents)
        self.rules = small.rules(package)
        asked = (q for rule in self.rules for q in rule.module.questions(package))
        tables = [q for q in asked if hasattr(q, "resource")]
        self.asked = [self.view.renamed(q) for q in tables]

    def _started(self, engine: str, asked: object) -> View:
        for number, resource in enumerate(self.package.resources):
            stream = Told.of(self, resource)
            if not isinstance(stream, Unanswerable):
                stream.on_disk(self.folder / f"{self.view.prefix}{number} [x]+%20.csv")
            self.streams[self.view.prefix + resource.name] = stream
        return self.view

    def resources(self) -> list[Resource]:
        """The tables, by names that no other package has."""
        found = self.package.resources
        return [r._replace(name=self.view.prefix + r.name) for r in found]


def joined(package: Package, resources: Iterable[Resource]) -> Package:
    """A package of these tables, else like that one."""
    by_name = {r.name: r for r in resources}
    return package._replace(resources=tuple(by_name.values()), by_name=by_name)


def checked(packages: Sequence[Small], folder: Path) -> list[Report]:
    """The reports about packages, by Spark."""
    reports: dict[int, Report] = {}
    read = [descriptor.read(Memory(s.files), "datapackage.json") for s in packages]
    for canonical in (True, False):
        parts = {
            n: Part(n, packages[n], package, folder)
            for n, package in enumerate(read)
            if package.canonical == canonical
        }
        if not parts:
            continue
        whole = joined(
            next(iter(parts.values())).package, [r for p in parts.values() for r in p.resources()]
        )
        streams = {n: s for part in parts.values() for n, s in part.streams.items()}
        engine = Engine(whole, streams, [q for part in parts.values() for q in part.asked])
        for n, part in parts.items():
            part.view.engine = engine
            reports[n] = run.check(part, part.rules, 0, packages[n].today)
            for stream in part.streams.values():
                if isinstance(stream, Told):
                    stream.file.close()
    return [reports[n] for n in range(len(packages))]
