"""Judges mutants and harmless variations, on several processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from bru import store
from bru.model.problem import Problem
from tools.bench import Bench, Remembering
from tools.faults import kinds as fault_kinds
from tools.faults.engines import differences
from tools.faults.judges import Verdict, verdict
from tools.faults.kinds import Kind, Mutant, Place
from tools.shipped import Shipped

Documents = Mapping[str, bytes] | None


class Missed(NamedTuple):
    """A mutant that was not found where it should be, or a variation that was reported."""

    what: str
    expected: tuple[Place, ...]
    reported: tuple[Place, ...]


class Result(NamedTuple):
    """One kind judged: how many mutants, and those that were missed (or raised an alarm).

    Then what the other judges said, of each mutant that was shown to them, and what the other
    engines find or miss in all of them.
    """

    kind: str
    mutants: int
    missed: tuple[Missed, ...]
    verdicts: tuple[Verdict, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def unlisted(self) -> list[str]:
        """The differences of the judges that are not known, and those of engines."""
        return [*(each for v in self.verdicts for each in v.unlisted), *self.apart]

    @property
    def found(self) -> int:
        """How many mutants were judged rightly."""
        return self.mutants - len(self.missed)


class Judge:
    """Judges kinds with or without the documents, and mutants by other judges and engines.

    `others`: so many mutants of each kind are shown to the other judges; `engines` check all.
    """

    def __init__(
        self,
        documents: Documents,
        seed: int,
        most: int,
        others: int = 0,
        engines: Sequence[str] = (),
        package: str = "",
    ) -> None:
        """`package`: a folder with another package than the shipped one."""
        where = store.Folder(Path(package)) if package else None
        self.shipped = Shipped(documents, where=where)
        self.seed, self.most, self.others = seed, most, others
        self.documents, self.engines = documents, engines
        self.benches: dict[tuple[str, bool], Bench] = {}

    def bench(self, name: str, full: bool) -> Bench:
        """The bench of an engine, with the documents or without, made when it is asked for."""
        if (name, full) not in self.benches:
            documents = self.documents if full else None
            self.benches[name, full] = Bench(self.shipped, documents, (), name)
        return self.benches[name, full]

    @property
    def plain(self) -> Bench:
        """The bench of the reference, without the documents."""
        return self.bench("python", False)

    def judge(self, kind: Kind) -> Result:
        """The result of one kind; what is harmless must be so with the documents, too."""
        mutants = fault_kinds.chosen(kind, self.shipped, self.seed, self.most)
        full = bool(kind.documents or not kind.codes) and self.documents is not None
        files = [mutant.files() for mutant in mutants]
        ours = [*self.bench("python", full).all(files)]
        missed = [
            m
            for mutant, problems in zip(mutants, ours, strict=True)
            for m in miss(mutant, problems)
        ]
        verdicts: list[Verdict] = []
        apart: list[str] = []
        if kind.codes:
            for name in self.engines:
                found = self.bench(name, full).all(files)
                for mutant, problems, theirs in zip(mutants, ours, found, strict=True):
                    apart += differences(mutant.what, name, problems, theirs)
            shown = zip(files[: self.others], ours, strict=False)
            verdicts = [verdict(self.shipped, *one) for one in shown]
        return Result(kind.name, len(mutants), tuple(missed), tuple(verdicts), tuple(apart))


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
    given: tuple[Documents, int, int, int, Sequence[str], str],
    processes: int = 2,
) -> Iterator[Result]:
    """The result of each kind, those that take long first; `given` is what a `Judge` is given."""
    kinds = fault_kinds.load()
    jobs = sorted(names, key=lambda name: (not kinds[name].documents, name))
    with ProcessPoolExecutor(processes, initializer=_start, initargs=given) as pool:
        yield from pool.map(_work, jobs)
