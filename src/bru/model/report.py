"""What a check says: counts that are always exact, problems up to a limit, the exit code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from os.path import relpath, sep
from typing import Any, NamedTuple

from bru.model.many import Numbered, Part
from bru.model.problem import OWN, NotRun, Problem

CAUSE = ("path", "line", "field", "key", "message", "hint")  # what JSON has of a head
ADDRESS = re.compile("[a-z][a-z0-9+.-]*://")
VALID, INVALID, INCOMPLETE = "valid", "invalid", "incomplete"


@lru_cache(maxsize=4096)
def told_from(base: str, root: str, path: str) -> str:
    """A path of the package in the folder `root`, told from the folder `base`; both are absolute.

    It is absolute where neither of the two is in the other.
    """
    if ADDRESS.match(path) or not path:
        return path
    if within(base, root):
        path = f"{root[len(base) :]}/{path}".lstrip(sep)
    elif within(root, base):
        path = relpath(f"{root}/{path}", base)
    else:
        path = f"{root}/{path}"
    return path.replace(sep, "/")


def within(folder: str, path: str) -> bool:
    """Whether a path is that of a folder or of something in it."""
    return path == folder or path.startswith(folder.rstrip(sep) + sep)


class Table(NamedTuple):
    """A resource, and whether its rows were read."""

    name: str
    path: str
    rows: int
    bytes: int
    read: bool = True


def is_like(head: Problem, problem: Problem) -> bool:
    """Whether two problems are of one kind, in one column or of cells: each is to be mended."""
    is_near = head.field == problem.field or head.code[3] in OWN
    return is_near and (head.code, head.resource) == (problem.code, problem.resource)


class Group(NamedTuple):
    """What is to be mended, and what is wrong because of it."""

    head: Problem
    problems: Sequence[Problem]
    not_run: tuple[NotRun, ...]
    is_instead: bool = False  # the head is told in the place of a problem

    def is_like(self, problem: Problem) -> bool:
        """Whether one of the problems is of the same kind as the head."""
        return not self.is_instead and is_like(self.head, problem)


class Opposed(NamedTuple):
    """What another tool and bru differ in; `reason` is why it is known to, "" if it is not.

    `does`: the other tool "misses" or "adds" a fault of this `kind`, or "refuses" to judge.
    """

    does: str
    path: str
    line: int
    field: str
    kind: str
    reason: str
    message: str = ""


class Opinion(NamedTuple):
    """What another tool says: how many faults both found, differences, what was not compared."""

    judge: str
    version: str
    agreed: int
    differences: tuple[Opposed, ...]
    not_compared: tuple[str, ...]

    @property
    def unlisted(self) -> int:
        """How many differences are not known."""
        return sum(not difference.reason for difference in self.differences)

    def to_dict(self) -> dict[str, Any]:
        """The opinion as `report.schema.json` describes it."""
        return {**self._asdict(), "differences": [d._asdict() for d in self.differences]}


Excerpt = tuple[tuple[str, str], ...]  # the cells of a row, each after the name of its column


class Report(NamedTuple):
    """The outcome of one check. `seconds` is set by the caller, who has the clock.

    `root` is where the package lies, `base` the folder its paths are told from ("": as they are in
    the package), `note` what to tell whoever asked for the check, `since` what differs from the
    last release, `excerpts` the rows of problems; they are no part of the report as `to_dict` gives
    it. `asked`: the codes of the rules that had something to ask; `packs`: the packs that were
    asked.

    Problems that follow from nothing come first, then the others in the order of these. `follows`:
    by its place in `problems`, the place of the one that a problem follows from; `heads`: by the
    place of a problem that others follow from, what is to be mended where that is somewhere else;
    `waits`: by its place in `not_run`, the problem because of which a check could not be made.
    """

    package: str
    version: str
    engine: str
    resources: tuple[Table, ...]
    errors: int
    warnings: int
    by_code: Mapping[str, int]
    problems: Sequence[Problem]
    not_run: tuple[NotRun, ...]
    asked: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    seconds: float = 0.0
    root: str = ""
    base: str = ""
    waived: int = 0
    opinion: Opinion | None = None
    note: str = ""
    follows: Mapping[int, int] = {}
    heads: Mapping[int, Problem] = {}
    waits: Mapping[int, int] = {}
    since: str = ""
    excerpts: Mapping[Problem, Excerpt] = {}

    @property
    def verdict(self) -> str:
        """Invalid with an error, else incomplete if something could not be checked, else valid."""
        return INVALID if self.errors else INCOMPLETE if self.not_run else VALID

    @property
    def valid(self) -> bool:
        """Whether everything that is declared was checked, and no error was found."""
        return self.verdict == VALID

    @property
    def exit_code(self) -> int:
        """0 valid, 1 invalid, 2 incomplete; 1 if a second opinion differs for no known reason."""
        if self.errors or (self.opinion and self.opinion.unlisted):
            return 1
        return 0 if self.valid else 2

    def folded(self, problems: Iterable[tuple[Problem, int | None]]) -> Report:
        """The report with other problems in the places of its own.

        With each comes the place of the one that it follows from: one of those before it.
        """
        from bru.model.folded import Folding

        folding = Folding()
        for problem, root in problems:
            folding.add(problem, root)
        told, follows = folding.told()
        at = [at for at in self.heads if folding.is_cause(at)]
        heads = Numbered([*map(folding.place, at)], [self.heads[a] for a in at])
        waits = {at: folding.place(root) for at, root in self.waits.items()}
        return self._replace(problems=told, follows=follows, heads=heads, waits=waits)

    @property
    def groups(self) -> Iterator[Group]:
        """Every problem that follows from nothing, or what is told in its place, and what does."""
        waiting: dict[int, list[NotRun]] = {}
        for at, root in self.waits.items():
            waiting.setdefault(root, []).append(self.not_run[at])
        first = end = len(self.problems) - len(self.follows)
        for at, p in enumerate(islice(self.problems, first)):
            start = end
            while self.follows.get(end) == at:
                end += 1
            own = (p,) if at in self.heads else ()
            problems = Part(self.problems, range(start, end), own)
            instead = self.heads.get(at, p), problems, tuple(waiting.get(at, ())), at in self.heads
            yield Group(*instead)

    @property
    def unexplained(self) -> list[NotRun]:
        """What could not be checked, and no problem tells why."""
        return [entry for at, entry in enumerate(self.not_run) if at not in self.waits]

    def located(self, path: str) -> str:
        """A path of the package, told from `base`."""
        return told_from(self.base, self.root, path) if self.base else path

    def to_dict(self, tool_version: str) -> dict[str, Any]:
        """The report as `report.schema.json` describes it."""
        return {
            "bru": tool_version,
            "package": self.package,
            "version": self.version,
            "verdict": self.verdict,
            "valid": self.valid,
            "engine": self.engine,
            "packs": list(self.packs),
            "rules": len(self.asked),
            "resources": [r._asdict() | {"path": self.located(r.path)} for r in self.resources],
            "counts": {
                "error": self.errors,
                "warning": self.warnings,
                "by_code": dict(self.by_code),
                "waived": self.waived,
            },
            "problems": [self.told(at, p) for at, p in enumerate(self.problems)],
            "not_run": [self._not_run(at, n) for at, n in enumerate(self.not_run)],
            **({"second_opinion": self.opinion.to_dict()} if self.opinion else {}),
            "seconds": self.seconds,
        }

    def told(self, at: int, problem: Problem) -> dict[str, Any]:
        """A problem as JSON values: what only some problems have is left out of the others."""
        values = {k: v for k, v in problem._asdict().items() if v or k != "named"}
        values["path"] = self.located(problem.path)
        if at in self.heads:
            values["cause"] = {k: getattr(self.heads[at], k) for k in CAUSE}
            values["cause"]["path"] = self.located(self.heads[at].path)
        if (root := self.follows.get(at)) is None:
            return values
        is_one = root not in self.heads and is_like(self.problems[root], problem)
        return {**values, "like" if is_one else "follows": root}

    def _not_run(self, at: int, entry: NotRun) -> dict[str, Any]:
        """A check that could not be made, as JSON values."""
        values = {"code": entry.code, "resource": entry.resource, "reason": entry.reason}
        return {**values, "follows": self.waits[at]} if at in self.waits else values
