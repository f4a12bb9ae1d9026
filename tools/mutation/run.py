"""Makes typing mistakes in the cells of the shipped package and counts what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import Any, NamedTuple

from bru.editing import form
from bru.model.problem import Problem
from tools.bench import Bench, Remembering
from tools.mutation.mistakes import Mistake, mistakes
from tools.shipped import Files, Grid, Record, Shipped

RELEASE = ("BRU901", "BRU906")  # what they find needs a release that has the row


class Score(NamedTuple):
    """What became of the mistakes in one column.

    `plain` found without the documents, `found` with them: something new is reported; `placed`:
    in the very row; `released`: found, or told of because the row is one of the last release.
    `tried` and `missed` count the sorts of mistakes; `cells` are those of the column that are not
    empty, whether mistakes were made in all of them or in some.
    """

    table: str
    field: str
    cells: int
    plain: int
    found: int
    placed: int
    released: int
    tried: Mapping[str, int]
    missed: Mapping[str, int]
    examples: tuple[str, ...]

    @property
    def mistakes(self) -> int:
        """How many were made."""
        return sum(self.tried.values())


class Judge:
    """What one set of rules says anew about a variant of the shipped package."""

    def __init__(
        self, shipped: Shipped, documents: Mapping[str, bytes] | None, rules: Sequence[str] = ()
    ) -> None:
        self.bench = Bench(shipped, documents, rules)
        self.known = {without_line(p) for p in self.bench.problems({})}

    def new(self, files: Files) -> list[Problem]:
        """The problems that the shipped package has not."""
        return [p for p in self.bench.problems(files) if without_line(p) not in self.known]


def without_line(problem: Problem) -> tuple[str, ...]:
    """A problem but for its line, which changes when rows change places."""
    return problem.code, problem.path, problem.field, problem.key, problem.message


class Mutator:
    """Judges the cells of the shipped package, some mistakes in each.

    `cells`: in how many cells of a column mistakes are made, 0 for all.
    """

    def __init__(
        self, documents: Mapping[str, bytes] | None, seed: int, each: int, cells: int
    ) -> None:
        self.shipped, self.seed, self.each, self.cells = Shipped(documents), seed, each, cells
        self.plain = Judge(self.shipped, None)
        self.full = Judge(self.shipped, documents) if documents else None
        self.release = Judge(Shipped(is_released=True), None, RELEASE)

    def chosen(self, grid: Grid, field: str) -> Iterator[tuple[int, Mistake]]:
        """The rows of some cells of a column, and some mistakes in each, by seed."""
        rows = [row for row, text in enumerate(grid.column(field)) if text]
        if self.cells and len(rows) > self.cells:
            rows = sorted(Random(f"{self.seed} {grid.name} {field}").sample(rows, self.cells))
        for row in rows:
            random = Random(f"{self.seed} {grid.name} {field} {grid.rows[row]}")
            fit = mistakes(self.shipped, grid, field, row, random)
            for mistake in random.sample(fit, min(self.each, len(fit))):
                yield row, mistake

    def score(self, name: str, field: str) -> Score:
        """The score of one column."""
        grid = self.shipped[name]
        counts: Counter[str] = Counter(plain=0, found=0, placed=0, released=0)
        tried: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        examples: list[str] = []
        for row, (mistake, value) in self.chosen(grid, field):
            files, line = changed(self.shipped, grid, row, field, value)
            new = self.plain.new(files)
            counts["plain"] += bool(new)
            if self.full and not any((p.resource, p.line) == (name, line) for p in new):
                new += self.full.new(files)
            counts["found"] += bool(new)
            counts["placed"] += any((p.resource, p.line) == (name, line) for p in new)
            counts["released"] += bool(new or self.release.new(files))
            tried[mistake] += 1
            if not new:
                missed[mistake] += 1
                examples.append(f"{grid.path}:{line} {mistake}: {value}")
        cells = sum(map(bool, grid.column(field)))
        return Score(
            name, field, cells, **counts, tried=tried, missed=missed, examples=(*examples,)
        )


def changed(shipped: Shipped, grid: Grid, row: int, field: str, value: str) -> tuple[Files, int]:
    """A table with one cell changed and its records in order, and the line of that record.

    Sizes and hashes in the descriptor count as renewed, as `bru fmt` does after an edit.
    """
    at = grid.at(field)
    old = grid.rows[row]
    new = (*old[:at], value, *old[at + 1 :])
    rows: list[Record] = [*grid.rows[:row], new, *grid.rows[row + 1 :]]
    if field in grid.key:
        rows = form.in_order(rows, grid.header, grid.resource)
    return shipped.put(grid, rows), rows.index(new) + 2


class Shares(NamedTuple):
    """Shares of all mistakes, each column counting by its cells."""

    plain: float
    found: float
    placed: float
    released: float


def overall(scores: Sequence[Score]) -> Shares:
    """The cell mutation score: a share for each column, weighted by the number of its cells."""
    cells = sum(s.cells for s in scores)
    each = ([s.cells * n / s.mistakes for n in s[3:7]] for s in scores)
    return Shares(*(sum(part) / cells for part in zip(*each, strict=True)))


def columns(only: str = "") -> list[tuple[str, str]]:
    """The columns of the shipped package with something in them, those that begin with `only`."""
    grids = Shipped().grids.values()
    found = [(g.name, name) for g in grids for name in g.header if any(g.column(name))]
    return [column for column in found if ".".join(column).startswith(only)]


_mutator: Mutator


def _start(*given: Any) -> None:
    global _mutator
    Remembering().__enter__()
    _mutator = Mutator(*given)


def _work(column: tuple[str, str]) -> Score:
    return _mutator.score(*column)


def run(
    documents: Mapping[str, bytes] | None, seed: int, each: int, cells: int = 0, only: str = ""
) -> Iterator[Score]:
    """The score of each column, on two processes."""
    wanted = columns(only)
    slow_first = sorted(wanted, key=lambda column: not column[0].startswith("claim"))
    start: Any = {"initializer": _start, "initargs": (documents, seed, each, cells)}
    with ProcessPoolExecutor(2, **start) as pool:
        scores = {(s.table, s.field): s for s in pool.map(_work, slow_first)}
    return (scores[column] for column in wanted if scores[column].mistakes)
