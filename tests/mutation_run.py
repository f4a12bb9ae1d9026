"""Makes typing mistakes in the cells of the shipped package and counts what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import Any, NamedTuple

from bench import Bench, Remembering
from bru.editing import form
from bru.question import Documents
from mistakes import mistakes
from shipped import Files, Grid, Record, Shipped


class Score(NamedTuple):
    """What became of the mistakes in one column.

    `found`: something new is reported, `placed`: in the very row; without and with the documents.
    """

    table: str
    field: str
    mistakes: int
    found: int
    placed: int
    found_full: int
    placed_full: int
    survivors: Mapping[str, int]
    all: Mapping[str, int]
    examples: tuple[str, ...]


class Mutator:
    """Judges the cells of the shipped package, a few mistakes in each."""

    def __init__(self, documents: Mapping[str, bytes] | None, seed: int, each: int) -> None:
        self.shipped, self.seed, self.each = Shipped(documents), seed, each
        self.bench = Bench(self.shipped, documents)
        self.known = {self.what(p) for p in self.bench.problems({})}
        needs = (key[0] for key, trace in self.bench.traces.items() if Documents() in trace.asked)
        self.documentary = {*needs}

    @staticmethod
    def what(problem: Any) -> tuple[str, ...]:
        """A problem without its line."""
        return problem.code, problem.path, problem.field, problem.key, problem.message

    def chosen(self, grid: Grid, field: str) -> Iterator[tuple[int, str, str]]:
        """Row, mistake and new text of some mistakes in each cell of a column, by seed."""
        for row, text in enumerate(grid.column(field)):
            if text:
                random = Random(f"{self.seed} {grid.name} {field} {row}")
                fit = mistakes(self.shipped, grid, field, row, random)
                for name, value in random.sample(fit, min(self.each, len(fit))):
                    yield row, name, value

    def score(self, name: str, field: str) -> Score:
        """The score of one column."""
        grid = self.shipped[name]
        counts: Counter[str] = Counter()
        survivors: Counter[str] = Counter()
        tried: Counter[str] = Counter()
        examples: list[str] = []
        for row, mistake, value in self.chosen(grid, field):
            files, line = changed(self.shipped, grid, row, field, value)
            new = [p for p in self.bench.problems(files) if self.what(p) not in self.known]
            plain = [p for p in new if p.code not in self.documentary]
            here = (name, line)
            counts.update(
                mistakes=1,
                found=bool(plain),
                placed=any((p.resource, p.line) == here for p in plain),
                found_full=bool(new),
                placed_full=any((p.resource, p.line) == here for p in new),
            )
            tried[mistake] += 1
            if not new:
                survivors[mistake] += 1
                examples.append(f"{line}: {mistake}: {value}")
        return Score(
            name, field, **counts, survivors=survivors, all=tried, examples=tuple(examples)
        )


def changed(shipped: Shipped, grid: Grid, row: int, field: str, value: str) -> tuple[Files, int]:
    """A table with one cell changed and its records in order, and the line of that record."""
    at = grid.at(field)
    old = grid.rows[row]
    new = (*old[:at], value, *old[at + 1 :])
    rows: list[Record] = [*grid.rows[:row], new, *grid.rows[row + 1 :]]
    if field in grid.key:
        rows = form.in_order(rows, grid.header, grid.resource)
    return shipped.put(grid, rows), rows.index(new) + 2


_mutator: Mutator


def _start(*given: Any) -> None:
    global _mutator
    Remembering().__enter__()
    _mutator = Mutator(*given)


def _work(column: tuple[str, str]) -> Score:
    return _mutator.score(*column)


def run(
    documents: Mapping[str, bytes] | None, seed: int, each: int, only: str = ""
) -> Iterator[Score]:
    """The score of each column, on two processes."""
    grids = Shipped().grids.values()
    columns = [(g.name, name) for g in grids for name in g.header if any(g.column(name))]
    columns = [column for column in columns if ".".join(column).startswith(only)]
    jobs = sorted(columns, key=lambda c: c[0] != "claims")  # the slow ones first
    start: Any = {"initializer": _start, "initargs": (documents, seed, each)}
    with ProcessPoolExecutor(2, **start) as pool:
        scores = {(s.table, s.field): s for s in pool.map(_work, jobs)}
    return (scores[column] for column in columns)
