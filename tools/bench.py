"""Checks thousands of variants of the shipped package, each as if it were checked alone.

A variant differs from the shipped package in a file or two, so most answers are those of the
shipped package, and a rule all of whose questions have the same answers finds the same.
`test_faults.py` shows on a sample that the result is that of `bru.check.run.validate`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple

from bru import store
from bru.check import listing, packs, reader, run
from bru.check.reader import Stream
from bru.check.rulebook import Rule, load_rules
from bru.claims.documents import Documents, evidence
from bru.datapackage import descriptor, table
from bru.engine import Engine, needs
from bru.model.package import Package, Resource
from bru.model.problem import Finding, NotRun, Problem
from bru.model.question import Defects, NotAnswered, Question, Unanswerable, Waivers
from bru.releases.state import Before, Damaged, Released
from tools.memory import Memory
from tools.shipped import Files, Shipped

TODAY = date(2026, 1, 1)
Asked = tuple[type, Question]  # two tuples of the same parts are equal
FOLDER = "documents/"
WHOLE = ("python",)  # the engines that are given tables, not files
OWN: tuple[type, ...] = (Defects, Released, Before, Damaged, Waivers)
SINGLE: tuple[type, ...] = (*OWN, Documents)


class Trace(NamedTuple):
    """What a rule asked to judge one of its questions, and what it found in the shipped package."""

    asked: Sequence[Question]
    found: Sequence[Finding | NotRun]


class Variant(reader.Answers):
    """The answers about a variant; those about files that did not change are the shipped ones."""

    def __init__(self, base: Variant | None, package: Package, files: Files, bench: Bench) -> None:
        self.base, self.files, self.bench = base, files, bench
        self.pins = store.DESCRIPTOR in files  # else as if `bru fmt` had renewed size and hash
        self.changed = {r.name for r in package.resources if not self.kept(r)}
        if base is not None:
            self.changed |= {r.name for r in base.package.resources} - {
                r.name for r in package.resources
            }
        self._same: dict[Asked, bool] = {}
        self._differs: dict[tuple[str, str], bool] = {}
        self.read: set[str] = set()
        given = {n.removeprefix(FOLDER): d for n, d in files.items() if n.startswith(FOLDER) and d}
        self.documents_changed = bool(given)
        documents = {**bench.documents, **given} if bench.documents is not None else None
        where = Memory({**bench.shipped.files, **files})
        super().__init__(where, package, documents, bench.engine, bench.asked(package))
        self.was_read()

    def was_read(self) -> None:
        """Take sizes and hashes as renewed."""
        if not self.pins and self.base is not None:
            self.defects = [d for d in self.defects if not d.kind.startswith(("bytes", "hash"))]

    def kept(self, resource: Resource) -> bool:
        """Whether a table and its schema are those of the shipped package."""
        if self.base is None or resource.path in self.files:
            return False
        known = self.bench.resources.get(resource.name)
        return known is resource or known == resource

    def _started(self, engine: str, asked: Iterable[Question]) -> Engine:
        """The engine, which reads what changed and what that is compared with."""
        base = self.base
        if base is None or engine in WHOLE:
            return super()._started(engine, asked)
        touching = [q for q in asked if self.touched(q)]
        self.read = {name for q in touching for name, _ in needs(q)} | self.changed
        sources: dict[str, Stream | Unanswerable] = {}
        for resource in self.package.resources:
            if resource.name in self.read:
                sources[resource.name] = Stream.of(self, resource)
            else:
                self.sizes[resource.name] = base.sizes[resource.name]
        module = import_module(f"bru.engine.{engine}")
        return Partly(module.Engine(self.package, sources, touching), base.engine, self.read)

    def _read(self, resource: Resource) -> table.Table | Unanswerable:
        if resource.name in self.changed or self.base is None or resource.name in self.read:
            return super()._read(resource)
        self.sizes[resource.name] = self.base.sizes[resource.name]
        return self.base.tables[resource.name]

    def _pinned(self, resource: Resource, data: bytes) -> None:
        if self.pins or self.base is None:
            super()._pinned(resource, data)

    def touched(self, question: Question) -> bool:
        """Whether a question about tables concerns one that changed.

        An engine that is given tables sees cells only: there a column that did not change counts.
        """
        return any(
            name in self.changed and any(self.differs(name, field) for field in fields)
            for name, fields in needs(question)
        )

    def differs(self, name: str, field: str) -> bool:
        """Whether a column of a table that changed has, or may have, other cells."""
        if (name, field) not in self._differs:
            known, base = self.bench.resources.get(name), self.base
            old, new = base and base.tables.get(name), self.tables.get(name)
            same = isinstance(old, table.Table) and isinstance(new, table.Table)
            same = same and known is not None
            if same:
                schema = self.package.resource(name).schema
                same = schema == known.schema and old.columns[field] == new.columns.get(field)
            self._differs[name, field] = not same
        return self._differs[name, field]

    def _answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        base = self.base
        if base is not None and not isinstance(question, OWN):
            if isinstance(question, Documents):
                same = not self.documents_changed
                same = same and all(
                    map(self.same, (evidence.SOURCES, *(t.columns for t in evidence.CITING)))
                )
            else:
                same = not self.touched(question)
            if same:
                return base.answer(question)
        found = super()._answer(question)
        return found if isinstance(found, list | Unanswerable) else [*found]  # to be compared

    def same(self, question: Question) -> bool:
        """Whether a question has the answer that it has for the shipped package."""
        assert self.base is not None
        asked = type(question), question
        if asked not in self._same:
            untouched = not isinstance(question, SINGLE) and not self.touched(question)
            self._same[asked] = untouched or (self.answer(question) == self.base.answer(question))
        return self._same[asked]


class Partly:
    """An engine that has read some tables; of the others another one knows lines and keys."""

    def __init__(self, engine: Engine, base: Engine, read: Collection[str]) -> None:
        self.name, self.engine, self.base, self.read = engine.name, engine, base, read

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question about tables that were read."""
        unread = {table for table, _ in needs(question)} - {*self.read}
        assert not unread, f"{question} was not foreseen: {unread}"
        return self.engine.answer(question)

    def line(self, resource: str, row: int) -> int:
        """The physical line a row begins in."""
        return (self.engine if resource in self.read else self.base).line(resource, row)

    def keys(self, resource: str, rows: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """The cells of the primary keys of rows."""
        return (self.engine if resource in self.read else self.base).keys(resource, rows)


class Tally(listing.Tally):
    """The findings about a variant, taken from the shipped package where nothing changed."""

    def __init__(self, answers: Variant, bench: Bench) -> None:
        super().__init__(answers, 0, packs.errors(packs.packs_of(answers.package)))
        self.bench, self.variant, self.fits = bench, answers, bench.fits(answers.package)

    def found(self, rule: Rule) -> Iterator[Finding | NotRun]:
        """The findings of one rule."""
        if not self.fits:
            yield from super().found(rule)
            return
        for number, question in enumerate(self.bench.questions[rule.code]):
            trace = self.bench.traces[rule.code, number]
            if all(map(self.variant.same, trace.asked)):
                yield from trace.found
            else:
                yield from self.bench.judge(rule, question, self.variant, [])


class Bench:
    """Checks variants of the shipped package with an engine, with or without the documents."""

    made = Variant

    def __init__(
        self,
        shipped: Shipped,
        documents: Mapping[str, bytes] | None,
        rules: Sequence[str] = (),
        engine: str = "python",
    ) -> None:
        self.shipped, self.documents, self.package = shipped, documents, shipped.package
        self.rules, self.engine = load_rules(rules), engine
        self.resources = {r.name: r for r in self.package.resources}
        self.base = Variant(None, self.package, {}, self)
        self.questions = {r.code: [*r.module.questions(self.package)] for r in self.rules}
        self.traces: dict[tuple[str, int], Trace] = {}
        for rule in self.rules:
            for number, question in enumerate(self.questions[rule.code]):
                asked: list[Question] = []
                found = [*self.judge(rule, question, self.base, asked)]
                self.traces[rule.code, number] = Trace(asked, found)

    def asked(self, package: Package) -> Iterator[Question]:
        """What the rules ask of a package first."""
        return (q for rule in self.rules for q in rule.module.questions(package))

    def fits(self, package: Package) -> bool:
        """Whether a package has the schemas of the shipped one: rules ask for nothing else."""
        if package is self.package:
            return True
        same = (package.canonical, package.editable) == (self.package.canonical, True)
        schemas = {(r.name, r.path): r.schema for r in package.resources}
        return same and schemas == {(r.name, r.path): r.schema for r in self.package.resources}

    def judge(
        self, rule: Rule, question: Question, answers: Variant, asked: list[Question]
    ) -> Iterator[Finding | NotRun]:
        """What a rule finds by one of its questions; `asked` is filled with all it asked."""

        def ask(further: Question) -> Sequence[Any]:
            asked.append(further)
            return answers.ask(further)

        try:
            yield from rule.module.findings(answers.package, question, ask(question), ask)
        except NotAnswered as error:
            yield NotRun(rule.code, str(error))

    def variant(self, files: Files) -> Variant:
        """The shipped package with some of its files replaced.

        Sizes and hashes count as renewed, unless the descriptor is among the files.
        """
        package = self.package
        if any(path.endswith(".json") for path in files):
            package = descriptor.read(Memory({**self.shipped.files, **files}), store.DESCRIPTOR)
        return self.made(self.base, package, files, self)

    def judged(self, variant: Variant) -> list[Problem]:
        """Every problem of a variant."""
        counted = Tally(variant, self)
        variant.waivers.end(TODAY)
        last = ("BRU808", "BRU809")
        asked = run.asked(variant.package, variant.documents, also=["release"])
        rules = [rule for rule in self.rules if rule in asked]
        for rule in rules:
            if rule.code not in last:
                counted.apply(rule)
        variant.judge_waivers({r.code for r in rules} - {n.code for n in counted.not_run})
        for rule in rules:
            if rule.code in last:
                counted.apply(rule)
        return [*run.said(counted).problems]

    def problems(self, files: Files) -> list[Problem]:
        """Every problem of the shipped package with some of its files replaced."""
        return self.judged(self.variant(files))

    def all(self, variants: Iterable[Files]) -> Iterator[list[Problem]]:
        """The problems of each variant."""
        return map(self.problems, variants)


SLOW = (  # what is worked out from documents and statements alone
    "claims.documents.passage.locate claims.documents.passage.Index claims.documents.passage.lost "
    "claims.documents.coverage.unaccounted claims.documents.coverage.cover claims.documents.cite.badly_cut "
    "claims.documents.text.words claims.documents.text.longest_copied claims.prose.reader.read "
    "claims.prose.hedges.hedges claims.prose.countries.countries "
    "claims.documents.readings.others claims.documents.readings.combinations datapackage.edtf.parse"
).split()


class Remembering(AbstractContextManager[None]):
    """Keeps what was worked out about documents and statements from one variant to the next."""

    def __init__(self) -> None:
        self.slow = {}
        for name in SLOW:
            module, _, function = name.rpartition(".")
            self.slow[name] = getattr(import_module(f"bru.{module}"), function)
        self.fast = {name: memoised(function) for name, function in self.slow.items()}

    def __enter__(self) -> None:
        self.swap(self.slow, self.fast)

    def __exit__(self, *_: object) -> None:
        self.swap(self.fast, self.slow)

    def swap(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Replace these functions wherever bru has imported them."""
        for module in [m for n, m in sys.modules.items() if n.split(".")[0] == "bru"]:
            for name, function in old.items():
                known = name.rpartition(".")[2]
                if getattr(module, known, None) is function:
                    setattr(module, known, new[name])


def memoised(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that remembers its results; lists it is given count by what they hold."""
    results: dict[Any, Any] = {}
    last: dict[int | str, tuple[Any, Any]] = {}  # an argument is often the one of last time

    def key(place: int | str, value: Any) -> Any:
        if not isinstance(value, list | dict):
            return value
        if place not in last or value is not last[place][0]:
            last[place] = value, frozen(value if isinstance(value, list) else [*value.items()])
        return last[place][1]

    @wraps(function, updated=())
    def call(*given: Any, **named: Any) -> Any:
        keys = tuple(key(*item) for item in enumerate(given))
        keys += tuple((name, key(name, value)) for name, value in named.items())
        if keys not in results:
            found = function(*given, **named)
            results[keys] = [*found] if isinstance(found, Iterator) else found
        return results[keys]

    return call


class Frozen(NamedTuple):
    """The content of a list, compared by its hash first."""

    hash: int
    items: tuple[Any, ...]

    def __hash__(self) -> int:
        return self.hash


def frozen(value: list[Any]) -> Frozen:
    """What a list holds, as a key."""
    items = tuple(tuple(v) if type(v) is list else v for v in value)
    return Frozen(hash(items), items)
