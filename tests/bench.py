"""Checks thousands of variants of the shipped package, each as if it were checked alone.

A variant differs from the shipped package in a file or two, so most answers are those of the
shipped package, and a rule all of whose questions have the same answers finds the same.
`test_faults.py` shows on a sample that the result is that of `bru.check.validate`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple

from bru import answers, store, tally
from bru.documents import evidence
from bru.engine import needs
from bru.package import Package, Resource
from bru.problem import Finding, NotRun, Problem
from bru.question import (
    Defects,
    Documents,
    NotAnswered,
    Question,
    Released,
    Unanswerable,
    Waivers,
)
from bru.reading import descriptor, table
from bru.rulebook import Rule, load_rules
from shipped import Files, Memory, Shipped

TODAY = date(2026, 1, 1)
Asked = tuple[type, Question]  # two tuples of the same parts are equal
FOLDER = "documents/"
SINGLE: tuple[type, ...] = (Defects, Documents, Released, Waivers)


class Trace(NamedTuple):
    """What a rule asked to judge one of its questions, and what it found in the shipped package."""

    asked: Sequence[Question]
    found: Sequence[Finding | NotRun]


class Variant(answers.Answers):
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
        given = {n.removeprefix(FOLDER): d for n, d in files.items() if n.startswith(FOLDER) and d}
        self.documents_changed = bool(given)
        documents = {**bench.documents, **given} if bench.documents is not None else None
        super().__init__(Memory({**bench.shipped.files, **files}), package, documents)

    def kept(self, resource: Resource) -> bool:
        """Whether a table and its schema are those of the shipped package."""
        if self.base is None or resource.path in self.files:
            return False
        known = self.bench.resources.get(resource.name)
        return known is resource or known == resource

    def _read(self, resource: Resource) -> table.Table | Unanswerable:
        if resource.name in self.changed or self.base is None:
            return super()._read(resource)
        self.sizes[resource.name] = self.base.sizes[resource.name]
        return self.base.tables[resource.name]

    def _pinned(self, resource: Resource, data: bytes) -> None:
        if self.pins or self.base is None:
            super()._pinned(resource, data)

    def touched(self, question: Question) -> bool:
        """Whether a question about tables concerns one that changed."""
        return not self.changed.isdisjoint(table for table, _ in needs(question))

    def _answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        if self.base is None or isinstance(question, (Defects, Released, Waivers)):
            return super()._answer(question)
        if isinstance(question, Documents):
            same = not self.documents_changed
            same = same and self.same(evidence.SOURCES) and self.same(evidence.CLAIMS)
        else:
            same = not self.touched(question)
        return self.base.answer(question) if same else super()._answer(question)

    def same(self, question: Question) -> bool:
        """Whether a question has the answer that it has for the shipped package."""
        assert self.base is not None
        asked = type(question), question
        if asked not in self._same:
            untouched = not isinstance(question, SINGLE) and not self.touched(question)
            self._same[asked] = untouched or (self.answer(question) == self.base.answer(question))
        return self._same[asked]


class Tally(tally.Tally):
    """The findings about a variant, taken from the shipped package where nothing changed."""

    def __init__(self, answers: Variant, bench: Bench) -> None:
        super().__init__(answers, 0)
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
    """Checks variants of the shipped package, with or without the documents."""

    def __init__(
        self, shipped: Shipped, documents: Mapping[str, bytes] | None, rules: Sequence[str] = ()
    ) -> None:
        self.shipped, self.documents, self.package = shipped, documents, shipped.package
        self.rules = load_rules(rules)
        self.resources = {r.name: r for r in self.package.resources}
        self.base = Variant(None, self.package, {}, self)
        self.questions = {r.code: [*r.module.questions(self.package)] for r in self.rules}
        self.traces: dict[tuple[str, int], Trace] = {}
        for rule in self.rules:
            for number, question in enumerate(self.questions[rule.code]):
                asked: list[Question] = []
                found = [*self.judge(rule, question, self.base, asked)]
                self.traces[rule.code, number] = Trace(asked, found)

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

    def problems(self, files: Files) -> list[Problem]:
        """Every problem of the shipped package with some of its files replaced.

        Sizes and hashes count as renewed, unless the descriptor is among the files.
        """
        package = self.package
        if any(path.endswith(".json") for path in files):
            package = descriptor.read(Memory({**self.shipped.files, **files}), store.DESCRIPTOR)
        variant = Variant(self.base, package, files, self)
        counted = Tally(variant, self)
        variant.waivers.end(TODAY)
        last = ("BRU808", "BRU809")
        for rule in self.rules:
            if rule.code not in last:
                counted.apply(rule)
        variant.judge_waivers({r.code for r in self.rules} - {n.code for n in counted.not_run})
        for rule in self.rules:
            if rule.code in last:
                counted.apply(rule)
        return counted.problems


SLOW = (  # what is worked out from documents and statements alone
    "documents.passage.locate documents.passage.Index documents.passage.lost "
    "documents.coverage.unaccounted documents.coverage.cover documents.cite.badly_cut "
    "documents.text.words documents.text.numbers documents.text.longest_copied "
    "documents.readings.others documents.readings.combinations numbers.edtf.parse"
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
