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
    """A package: its files, its documents, the day it is checked on, and what is asked of it."""

    files: Mapping[str, bytes]
    documents: Mapping[str, bytes] | None = None
    today: date | None = None
    ignore: Sequence[str] = ()
    also: Sequence[str] = ()

    def rules(self, package: Package) -> tuple[Rule, ...]:
        """The rules to ask of it."""
        return run.asked(package, self.documents, (), self.ignore, self.also, of_rows=True)


class View:
    """The tables of one package among those of all."""

    name = "spark"

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.engine: Engine | None = None

    def renamed(self, question: Any) -> Question:
        """A question about the tables of this package."""
        if isinstance(question, Words):
            texts = ((self.prefix + table, fields) for table, fields in question.texts)
            return question._replace(texts=tuple(texts))
        changed = question._replace(resource=self.prefix + question.resource)
        if isinstance(question, Dangling):
            also = tuple((self.prefix + table, fields) for table, fields in question.also)
            changed = changed._replace(target=self.prefix + question.target, also=also)
        if isinstance(question, Unnamed):
            texts = (self.prefix + question.texts[0], *question.texts[1:])
            names = tuple((self.prefix + table, *own) for table, *own in question.names)
            changed = changed._replace(texts=texts, names=names)
        return changed

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        assert self.engine
        found = self.engine.answer(self.renamed(question))
        if isinstance(found, Unanswerable):
            return Unanswerable(*(text.replace(self.prefix, "") for text in found))
        return found

    def line(self, resource: str, row: int) -> int:
        return 0

    def keys(self, resource: str, rows: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        assert self.engine
        return self.engine.keys(self.prefix + resource, rows)


class Part(Answers):
    """The answers about one package, whose tables are read later."""

    def __init__(self, number: int, small: Small, package: Package, folder: Path) -> None:
        self.view, self.folder = View(f"p{number}."), folder
        self.places: dict[str, Any] = {}
        super().__init__(Memory(small.files), package, small.documents)
        self.rules = small.rules(package)
        asked = (q for rule in self.rules for q in rule.module.questions(package))
        self.questions = [self.view.renamed(q) for q in asked if hasattr(q, "resource")]

    def _started(self, engine: str, asked: object) -> View:
        for number, resource in enumerate(self.package.resources):
            name = self.view.prefix + resource.name
            if not is_known(resource):
                self.places[name] = self._read(resource)
                continue
            places = []
            for at, path in enumerate(resource.files):
                data = self.given(resource, path, lambda _, path=path: self.store.read(path))
                if isinstance(data, Unanswerable):
                    places = data
                    break
                ending = ".gz" if resource.packed else ""
                place = self.folder / f"{self.view.prefix}{number} {at} +%20.csv{ending}"
                place.write_bytes(data)
                places.append(str(place))
            self.places[name] = places
        return self.view

    def resources(self) -> list[Resource]:
        """The tables, by names that no other package has."""
        found = self.package.resources
        return [r._replace(name=self.view.prefix + r.name) for r in found]

    def was_read(self, engine: Engine) -> None:
        """Take from the engine what it says of this package."""
        self.view.engine, prefix = engine, self.view.prefix
        own = [d for d in engine.defects if d.resource.startswith(prefix)]
        self.defects += [d._replace(resource=d.resource.removeprefix(prefix)) for d in own]
        for name, rows in engine.sizes.items():
            if name.startswith(prefix):
                self.sizes.setdefault(name.removeprefix(prefix), (rows, 0))


def joined(package: Package, resources: Iterable[Resource]) -> Package:
    """A package of these tables, else like that one."""
    by_name = {r.name: r for r in resources}
    return package._replace(resources=tuple(by_name.values()), by_name=by_name)


def checked(packages: Sequence[Small], folder: Path) -> list[Report]:
    """The reports about packages, by Spark."""
    read = [descriptor.read(Memory(s.files), "datapackage.json") for s in packages]
    parts = [Part(n, packages[n], package, folder) for n, package in enumerate(read)]
    whole = joined(read[0], [r for part in parts for r in part.resources()])
    places = {name: given for part in parts for name, given in part.places.items()}
    engine = Engine(whole, places, [q for part in parts for q in part.questions])
    for part in parts:
        part.was_read(engine)
    pairs = zip(parts, packages, strict=True)
    return [run.check(part, part.rules, 0, small.today) for part, small in pairs]
