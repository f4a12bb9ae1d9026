"""Judges mutants and harmless variations, on two processes."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from time import process_time
from typing import Any, NamedTuple

import fault_kinds
from bench import Bench, Remembering
from fault_kinds import Kind, Mutant, Place
from shipped import Shipped


class Missed(NamedTuple):
    """A mutant that was not found where it should be, or a variation that was reported."""

    kind: str
    what: str
    expected: tuple[Place, ...]
    reported: tuple[Place, ...]


class Result(NamedTuple):
    """One kind judged: how many mutants, how many of them were found, and the others."""

    kind: str
    mutants: int
    found: int
    missed: tuple[Missed, ...]
    seconds: float


class Judge:
    """Judges kinds with or without the documents."""

    def __init__(self, documents: Mapping[str, bytes] | None, seed: int, most: int) -> None:
        self.shipped, self.seed, self.most = Shipped(documents), seed, most
        self.plain = Bench(self.shipped, None)
        self.full = Bench(self.shipped, documents) if documents else None

    def mutants(self, kind: Kind) -> list[Mutant]:
        """The mutants of a kind, by seed."""
        return fault_kinds.chosen(kind, self.shipped, self.seed, self.most)

    def judge(self, kind: Kind) -> Result:
        """The result of one kind."""
        mutants = self.mutants(kind)
        bench = self.full if kind.documents or not kind.codes else self.plain
        bench = bench or self.plain
        start = process_time()
        missed = [m for mutant in mutants for m in self.miss(bench, kind, mutant)]
        took = process_time() - start
        return Result(kind.name, len(mutants), len(mutants) - len(missed), tuple(missed), took)

    def miss(self, bench: Bench, kind: Kind, mutant: Mutant) -> Iterator[Missed]:
        """The mutant, unless each of its places is reported (or none is, if it has none)."""
        try:
            problems = bench.problems(mutant.files())
        except Exception as error:
            problems = []
            mutant = mutant._replace(
                what=f"{mutant.what}: {error!r} {traceback.format_exc()[-300:]}"
            )
        places = {Place(p.code, p.resource or p.path, p.line, p.field) for p in problems}
        if not places.issuperset(mutant.places) or (places and not mutant.places):
            yield Missed(kind.name, mutant.what, mutant.places, tuple(sorted(places)))


_judge: Judge


def _start(documents: Mapping[str, bytes] | None, seed: int, most: int) -> None:
    global _judge
    Remembering().__enter__()
    _judge = Judge(documents, seed, most)


def _work(name: str) -> Result:
    return _judge.judge(fault_kinds.load()[name])


def run(
    names: Sequence[str],
    documents: Mapping[str, bytes] | None,
    seed: int,
    most: int,
    processes: int = 2,
) -> dict[str, Result]:
    """The result of each kind."""
    kinds = fault_kinds.load()
    jobs = sorted(names, key=lambda name: (not kinds[name].documents, name))  # the slow ones first
    results: dict[str, Result] = {}
    start: Any = {"initializer": _start, "initargs": (documents, seed, most)}
    with ProcessPoolExecutor(processes, **start) as pool:
        for result in pool.map(_work, jobs):
            results[result.kind] = result
            if sys.stderr.isatty() or 1:
                print(result[:3], f"{result.seconds:.1f}", file=sys.stderr, flush=True)
    return {name: results[name] for name in names}
