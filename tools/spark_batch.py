"""Many small packages checked by one engine of Spark, each as if it were checked alone.

A job of Spark takes its time, however small the tables are. So the tables of many packages are
read together, as those of one package would be, and all their questions are asked of one engine.
Each package has its own answers, and sees its own tables only. Tables with the same bytes and the
same description are read once, and asked the same only once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bru.check import run
from bru.check.reader import Answers
from bru.check.rulebook import Rule
from bru.datapackage import descriptor
from bru.engine.spark import Engine, is_known
from bru.model.package import Package, Resource
from bru.model.question import Dangling, Question, Unanswerable
from bru.model.report import Report
from bru.model.words import Unnamed, Words
from bru.store import cluster
from tools.memory import Memory

MARK = "~[0-9a-f]{16}"  # behind the name of a table
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
        patch.setattr(cluster, "OWN", FAST)
        patch.setattr(cluster, "GIVEN", ())
        found = cluster.session()
    yield found
    found.stop()


class Small(NamedTuple):
    """A package: its files, its documents, the day it is checked on, and what is asked of it.

    `profile`: a JSON Schema that the descriptor has to fit.
    """

    files: Mapping[str, bytes]
    documents: Mapping[str, bytes] | None = None
    today: date | None = None
    ignore: Sequence[str] = ()
    also: Sequence[str] = ()
    profile: Mapping[str, Any] | None = None

    def rules(self, package: Package) -> tuple[Rule, ...]:
        """The rules to ask of it."""
        return run.asked(package, self.documents, (), self.ignore, self.also, of_rows=True)


class View:
    """The tables of one package among those of all. `names`: what they are called there."""

    name = "spark"

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.engine: Engine | None = None

    def renamed(self, question: Any) -> Question:
        """A question about the tables of this package."""
        if isinstance(question, Words):
            return question._replace(texts=self.all(question.texts))
        changed = question._replace(resource=self.of(question.resource))
        if isinstance(question, Dangling):
            also = self.all(question.also)
            changed = changed._replace(target=self.of(question.target), also=also)
        if isinstance(question, Unnamed):
            texts, names = self.all([question.texts])[0], self.all(question.names)
            changed = changed._replace(texts=texts, names=names)
        return changed

    def of(self, table: str) -> str:
        """The name of a table there; one that the package has not is nowhere."""
        return self.names.get(table, table)

    def all(self, parts: Iterable[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
        """Parts of questions that begin with a table."""
        return tuple((self.of(table), *own) for table, *own in parts)

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        assert self.engine
        found = self.engine.answer(self.renamed(question))
        if isinstance(found, Unanswerable):
            return Unanswerable(*(re.sub(MARK, "", text) for text in found))
        return found

    def line(self, resource: str, row: int) -> int:
        return 0

    def keys(self, resource: str, rows: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        assert self.engine
        return self.engine.keys(self.of(resource), rows)


class Part(Answers):
    """The answers about one package, whose tables are read later."""

    def __init__(
        self, small: Small, package: Package, folder: Path, places: dict[str, Any]
    ) -> None:
        """`places`: of all tables, by their names there."""
        self.view, self.folder, self.places = View(), folder, places
        super().__init__(Memory(small.files), package, small.documents)
        self.rules = small.rules(package)
        asked = (q for rule in self.rules for q in rule.module.questions(package))
        self.questions = [self.view.renamed(q) for q in asked if hasattr(q, "resource")]

    def _started(self, engine: str, asked: object) -> View:
        for resource in self.package.resources:
            given = self._bytes(resource) if is_known(resource) else self._read(resource)
            mark = sha256(repr((resource, given)).encode()).hexdigest()[:16]
            name = self.view.names[resource.name] = f"{resource.name}~{mark}"
            if name not in self.places:
                is_file = isinstance(given, list)
                self.places[name] = self._written(mark, resource, given) if is_file else given
        return self.view

    def _bytes(self, resource: Resource) -> list[bytes] | Unanswerable:
        """The bytes of its files, or why one cannot be had."""
        found = []
        for path in resource.files:
            data = self.given(resource, path, lambda _, path=path: self.store.read(path))
            if isinstance(data, Unanswerable):
                return data
            found.append(data)
        return found

    def _written(self, mark: str, resource: Resource, files: Sequence[bytes]) -> list[str]:
        """Where Spark finds the files of a table."""
        ending = ".gz" if resource.packed else ""
        places = [self.folder / f"{mark} {at} +%20.csv{ending}" for at, _ in enumerate(files)]
        for place, data in zip(places, files, strict=True):
            place.write_bytes(data)
        return [*map(str, places)]

    def resources(self) -> dict[str, Resource]:
        """The tables, by their names there."""
        known = self.view.names
        return {known[r.name]: r._replace(name=known[r.name]) for r in self.package.resources}

    def was_read(self, engine: Engine) -> None:
        """Take from the engine what it says of this package."""
        self.view.engine = engine
        own = {name: table for table, name in self.view.names.items()}
        found = (d for d in engine.defects if d.resource in own)
        self.defects += [d._replace(resource=own[d.resource]) for d in found]
        unread = engine.sizes.keys() - engine.frames.keys()
        self.unread |= {own[name] for name in unread if name in own}
        for name, rows in engine.sizes.items():
            if name in own:
                self.sizes.setdefault(own[name], (rows, 0))


def checked(packages: Sequence[Small], folder: Path) -> list[Report]:
    """The reports about packages, by Spark."""
    read = [descriptor.read(Memory(s.files), "datapackage.json", s.profile) for s in packages]
    places: dict[str, Any] = {}
    pairs = zip(packages, read, strict=True)
    parts = [Part(small, package, folder, places) for small, package in pairs]
    by_name = {name: r for part in parts for name, r in part.resources().items()}
    whole = read[0]._replace(resources=tuple(by_name.values()), by_name=by_name)
    engine = Engine(whole, places, [q for part in parts for q in part.questions])
    for part in parts:
        part.was_read(engine)
    with closing(engine):
        return [
            run.check(part, part.rules, 0, small.today, small.also)
            for part, small in zip(parts, packages, strict=True)
        ]
