"""Judges mutants and harmless variations, on several processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import fault_kinds
from bench import Bench, Remembering
from bru.problem import Problem
from fault_judges import Listed, Verdict, verdict
from fault_kinds import Kind, Mutant, Place
from shipped import Shipped

Documents = Mapping[str, bytes] | None


class Missed(NamedTuple):
    """A mutant that was not found where it should be, or a variation that was reported."""

    what: str
    expected: tuple[Place, ...]
    reported: tuple[Place, ...]


class Result(NamedTuple):
    """One kind judged: how many mutants, and those that were missed (or raised an alarm).

    Then of the other judges: how many mutants they were compared on, and their differences.
    """

    kind: str
    mutants: int
    missed: tuple[Missed, ...]
    compared: int = 0
    listed: tuple[Listed, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """How many mutants were judged rightly."""
        return self.mutants - len(self.missed)


class Judge:
    """Judges kinds with or without the documents, and `others` mutants of each by all judges."""

    def __init__(self, documents: Documents, seed: int, most: int, others: int = 0) -> None:
        self.shipped, self.seed, self.most, self.others = Shipped(documents), seed, most, others
        self.plain = Bench(self.shipped, None)
        self.full = Bench(self.shipped, documents) if documents else self.plain

    def judge(self, kind: Kind) -> Result:
        """The result of one kind; what is harmless must be so with the documents, too."""
        mutants = fault_kinds.chosen(kind, self.shipped, self.seed, self.most)
        bench = self.full if kind.documents or not kind.codes else self.plain
        missed: list[Missed] = []
        tried: list[Verdict | None] = []
        for mutant in mutants:
            files = mutant.files()
            problems = bench.problems(files)
            missed += miss(mutant, problems)
            if kind.codes and len(tried) < self.others:
                tried.append(verdict(self.shipped, files, problems))
        verdicts = [found for found in tried if found]
        listed = tuple(each for v in verdicts for each in sorted(v.listed))
        unlisted = tuple(each for v in verdicts for each in v.unlisted)
        return Result(kind.name, len(mutants), tuple(missed), len(verdicts), listed, unlisted)


def miss(mutant: Mutant, problems: Sequence[Problem]) -> Iterator[Missed]:
    """The mutant, unless each of its places is reported (or none is, if it has none)."""
    places = {Place(p.code, p.resource or p.path, p.line, p.field) for p in problems}
    if not places.issuperset(mutant.places) or (places and not mutant.places):
        yield Missed(mutant.what, mutant.places, tuple(sorted(places)))


_judge: Judge


def _start(*given: Any) -> None:
    global _judge
    Remembering().__enter__()
    _judge = Judge(*given)


def _work(name: str) -> Result:
    return _judge.judge(fault_kinds.load()[name])


def run(
    names: Sequence[str],
    documents: Documents,
    seed: int,
    most: int,
    others: int = 0,
    processes: int = 2,
) -> Iterator[Result]:
    """The result of each kind, those that take long first; `others`: mutants of a kind for the other judges."""
    kinds = fault_kinds.load()
    jobs = sorted(names, key=lambda name: (not kinds[name].documents, name))
    start: Any = {"initializer": _start, "initargs": (documents, seed, most, others)}
    with ProcessPoolExecutor(processes, **start) as pool:
        yield from pool.map(_work, jobs)
