"""Rules × engine → problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple, Protocol

from bru import descriptor, rules, table
from bru.engine import python
from bru.package import Package, Resource
from bru.problem import ERROR, WARNING, Defect, Finding, NotRun, Problem
from bru.question import Defects, Documents, Question, Unanswerable
from bru.report import Report, Table
from bru.store import OutsideError, Store

LIMIT = 100
Ask = Callable[[Question], Sequence[Any]]


class RuleModule(Protocol):
    """What a module in `bru.rules` defines; its docstring is the manual."""

    __doc__: str | None
    LEVEL: str

    def questions(self, package: Package) -> Iterable[Question]:
        """What the rule wants to know."""

    def findings(
        self, package: Package, question: Any, answer: Sequence[Any], ask: Ask
    ) -> Iterable[Finding | NotRun]:
        """What is wrong by the answer to one of its questions; `ask` answers further ones."""


class Rule(NamedTuple):
    """A rule: the bad condition, why it is bad and how to fix it come from its docstring."""

    code: str
    level: str
    title: str
    why: str
    fix: str
    module: RuleModule


class NotAnswered(Exception):
    """A further question of a rule has no answer."""


def load_rules(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules whose codes start with one of `select` (all) and none of `ignore`, by code.

    Raises ValueError for a prefix that no rule has.
    """
    codes = sorted(m.name.upper() for m in iter_modules(rules.__path__))
    for prefix in (*select, *ignore):
        if not any(c.startswith(prefix.upper()) for c in codes):
            raise ValueError(f"no rule has a code that starts with {prefix}")
    chosen = [
        c
        for c in codes
        if (not select or c.startswith(tuple(p.upper() for p in select)))
        and not c.startswith(tuple(p.upper() for p in ignore) or "-")
    ]
    return tuple(_rule(code) for code in chosen)


def _rule(code: str) -> Rule:
    module: Any = import_module(f"bru.rules.{code.lower()}")
    title, why, fix = sections(module.__doc__ or "")
    return Rule(code, module.LEVEL, title, why, fix, module)


def sections(docstring: str) -> tuple[str, str, str]:
    """Title, why and fix of a rule's docstring."""
    title, _, rest = docstring.partition("\n")
    why, _, fix = rest.partition("Fix:")
    why = why.replace("Why:", "", 1)
    return title.rstrip("."), " ".join(why.split()), " ".join(fix.split())


class Run:
    """One check of one package."""

    def __init__(
        self, store: Store, package: Package, documents: Mapping[str, bytes] | None
    ) -> None:
        self.store, self.package, self.documents = store, package, documents
        self.defects: list[Defect] = list(package.defects)
        self.sizes: dict[str, tuple[int, int]] = {}
        self.tables: dict[str, table.Table | Unanswerable] = {}
        for resource in package.resources:
            self.tables[resource.name] = self._read(resource)
        self.engine = python.Engine(package, self.tables)
        self._answers: dict[tuple[type, Question], Sequence[Any] | Unanswerable] = {}

    def _read(self, resource: Resource) -> table.Table | Unanswerable:
        where: dict[str, Any] = {"resource": resource.name, "path": resource.path}
        try:
            data = self.store.read(resource.path)
        except OutsideError as error:
            where["path"] = self.package.descriptor
            self.defects.append(Defect("outside", value=resource.path, detail=str(error), **where))
            return Unanswerable(f"{resource.path} is outside the package")
        except OSError as error:
            why = "is a folder" if isinstance(error, IsADirectoryError) else "cannot be read"
            why = "is not there" if isinstance(error, FileNotFoundError) else why
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
        if isinstance(question, Documents):
            if self.documents is None:
                return Unanswerable("no documents were given (--documents DIR)")
            from bru import evidence

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

    def apply(self, rule: Rule) -> Iterator[Finding | NotRun]:
        """What one rule finds."""
        for question in rule.module.questions(self.package):
            try:
                answer = self.ask(question)
                yield from rule.module.findings(self.package, question, answer, self.ask)
            except NotAnswered as error:
                yield NotRun(rule.code, str(error))

    def place(self, finding: Finding) -> Iterator[tuple[int, str]]:
        """Line and key of each row of a finding."""
        read = self.tables.get(finding.resource)
        if not finding.rows or not isinstance(read, table.Table):
            yield finding.line, ""
            return
        keys = self.package.resource(finding.resource).schema.primary_key
        columns = [read.columns[k] for k in keys if k in read.columns]
        for row in finding.rows:
            yield read.lines[row], " / ".join(c[row] or "" for c in columns)

    def problems(
        self, rule: Rule, findings: Iterable[Finding], limit: int
    ) -> tuple[int, int, list[Problem]]:
        """Errors, warnings (both exact) and at most `limit` problems of one rule, in order."""
        counts = {ERROR: 0, WARNING: 0}
        listed: list[Problem] = []
        for f in findings:
            level = f.level or rule.level
            counts[level] += max(1, len(f.rows))
            path = f.path or self._path(f.resource)
            listed += [
                Problem(
                    rule.code,
                    level,
                    f.resource,
                    path,
                    line,
                    f.field,
                    key,
                    f.value,
                    f.message,
                    f.hint,
                )
                for (line, key), _ in zip(self.place(f), range(limit or 2**62), strict=False)
            ]
        listed.sort(key=lambda p: (p.path, p.line, p.field, p.message))
        return counts[ERROR], counts[WARNING], listed[: limit or None]

    def _path(self, resource: str) -> str:
        found = [r.path for r in self.package.resources if r.name == resource]
        return found[0] if found else self.package.descriptor


def validate(
    store: Store,
    name: str,
    *,
    documents: Mapping[str, bytes] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limit: int = LIMIT,
) -> Report:
    """Check the package that descriptor `name` of `store` describes.

    `documents`: file name → bytes, to verify passages; `limit`: problems listed per code (0: all).
    """
    chosen = load_rules(select, ignore)
    package = descriptor.read(store, name)
    run = Run(store, package, documents)
    counts: dict[str, int] = {}
    errors = warnings = 0
    problems: list[Problem] = []
    not_run = list(package.not_run)
    if select or ignore:
        left = [r.code for r in load_rules() if r not in chosen]
        not_run += [NotRun(code, "left out by --select or --ignore") for code in left]
    for rule in chosen:
        found = list(run.apply(rule))
        not_run += dict.fromkeys(n._replace(code=rule.code) for n in found if isinstance(n, NotRun))
        e, w, listed = run.problems(rule, (f for f in found if isinstance(f, Finding)), limit)
        errors, warnings = errors + e, warnings + w
        problems += listed
        if e + w:
            counts[rule.code] = e + w
    problems.sort(key=lambda p: (p.path, p.line, p.code))
    shown = tuple(
        Table(r.name, r.path, *run.sizes[r.name]) for r in package.resources if r.name in run.sizes
    )
    return Report(
        package.name,
        package.version,
        python.NAME,
        shown,
        errors,
        warnings,
        counts,
        tuple(problems),
        tuple(not_run),
        len(chosen),
        root=store.name,
    )
